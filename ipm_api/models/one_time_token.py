"""Tokens that open one thing once: a new password, the second step of signing in, a passkey."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now


class Purpose(enum.Enum):
    """What a token opens; it opens nothing else."""

    PASSWORD_RESET = "password-reset"  # noqa: S105 - a purpose, not a password
    INVITATION = "invitation"
    SECOND_STEP = "second-step"
    PASSKEY = "passkey"
    QUESTION = "question"
    EMAIL_CHANGE = "email-change"


class OneTimeToken(Base):
    """Only the SHA-256 is kept; the row is deleted with its use."""

    __tablename__ = "one_time_token"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[Purpose]
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
