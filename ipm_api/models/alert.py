"""Warnings from a right holder to officers of chosen countries."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now
from ipm_api.models.product import Product
from ipm_api.models.right_holder import RightHolder


class AlertPriority(enum.Enum):
    """How soon an officer must know."""

    INFORMATION = "information"
    IMPORTANT = "important"
    URGENT = "urgent"


class Alert(Base):
    """One warning."""

    __tablename__ = "alert"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("right_holder.id"), index=True)
    right_holder: Mapped[RightHolder] = relationship()
    product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE")
    )
    product: Mapped[Product | None] = relationship()
    titles: Mapped[Texts]
    texts: Mapped[Texts]
    countries: Mapped[list[str]] = mapped_column(ARRAY(String(2)))  # empty: all
    ports: Mapped[list[str]] = mapped_column(
        ARRAY(String(5)), default=list
    )  # UN/LOCODE; empty: all
    priority: Mapped[AlertPriority] = mapped_column(default=AlertPriority.INFORMATION)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    @property
    def urgent(self) -> bool:
        """True if it must be read before anything else."""
        return self.priority is AlertPriority.URGENT
