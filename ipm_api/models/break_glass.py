"""Administrators who read a right holder's data: when, why, and what."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Account


class BreakGlass(Base):
    """One opening: one administrator, one right holder, half an hour, one reason."""

    __tablename__ = "break_glass"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship(foreign_keys=account_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]  # when the right holder said that it has read the notice
    readings: Mapped[list["BreakGlassReading"]] = relationship(
        order_by="BreakGlassReading.at", cascade="all, delete-orphan"
    )


class BreakGlassReading(Base):
    """One page or picture that was read; the product's name as it was then."""

    __tablename__ = "break_glass_reading"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    break_glass_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("break_glass.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(20))  # "list", "product", "picture"
    product_id: Mapped[uuid.UUID | None]  # no foreign key: the notice outlives the product
    product_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=now)
