"""Every verdict that an officer recorded: corrected and undone ones stay as evidence."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now
from ipm_api.models.inspection import Verdict


class RecordedVerdict(Base):
    """
    One verdict as it was recorded; the inspection itself says which one holds.

    Attributes:
        product_id: what the article was compared with; it outlives the product.
        version_number: of the guide by which it was checked; None: no product, or not published.
        checks: ``[{"feature_id", "answer"}]``; they outlive an edited feature.
        undone_at: when the officer took it back.
    """

    __tablename__ = "recorded_verdict"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    inspection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("inspection.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]  # 1 is the first
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(String(4000), default="")
    product_id: Mapped[uuid.UUID | None]
    version_number: Mapped[int | None]
    checks: Mapped[list[Any]] = mapped_column(default=list)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
