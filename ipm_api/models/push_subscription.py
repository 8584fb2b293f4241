"""Phones that are told when an answer has come."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now


class PushSubscription(Base):
    """
    Where a browser is reached, through the push service of its maker; docs/decisions/0025.

    It ends with the session that it was made in, unless that ended by time alone: an answer may
    come after the shift.
    """

    __tablename__ = "push_subscription"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("access_token.id", ondelete="SET NULL"), unique=True
    )
    endpoint: Mapped[str] = mapped_column(Text)  # sealed: who has it can reach the phone
    endpoint_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    renewed_at: Mapped[datetime] = mapped_column(default=now)
    refused: Mapped[int | None]  # status of the push service, until it takes one again
