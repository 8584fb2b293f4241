"""Answers already given, so that a repeated request does nothing twice."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class IdempotencyRecord(Base):
    """One key of one account. Kept for seven days."""

    __tablename__ = "idempotency_record"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    request_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))  # method, path and body
    status: Mapped[int | None]  # None: carried out or under way, the answer is not kept yet
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
