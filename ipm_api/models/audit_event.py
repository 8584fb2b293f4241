"""
Who did and who saw what. Rows are only ever added: triggers refuse change and removal.

Each event gets a link of a hash chain at the end of its transaction, by a trigger of the database
(migration 0005): nothing that is added, by whatever way, escapes it.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class AuditEvent(Base):
    """One act, recorded in the transaction that performed it."""

    __tablename__ = "audit_event"

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(index=True)  # None: nobody was signed in
    action: Mapped[str] = mapped_column(String(60), index=True)  # "product.published"
    subject: Mapped[str] = mapped_column(
        String(60), default="", index=True
    )  # id of what it was done to
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AuditLink(Base):
    """The place of one event in the chain: its hash covers the event and the hash before it."""

    __tablename__ = "audit_link"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_event.number"), unique=True)
    previous_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
