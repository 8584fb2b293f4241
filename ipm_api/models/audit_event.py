"""Who did and who saw what. Rows are only ever added: a trigger refuses change and removal."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class AuditEvent(Base):
    """One act, recorded in the transaction that performed it."""

    __tablename__ = "audit_event"

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[uuid.UUID | None]  # None: nobody was signed in
    action: Mapped[str] = mapped_column(String(60), index=True)  # "product.published"
    subject: Mapped[str] = mapped_column(String(60), default="")  # id of what it was done to
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
