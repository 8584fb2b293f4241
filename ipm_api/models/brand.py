"""Brands and the intellectual-property rights behind them."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Integer

from ipm_api.database import Base, new_id, now
from ipm_api.models.right_holder import RightHolder


class RightType(enum.Enum):
    """Kinds of intellectual property that customs act on."""

    TRADE_MARK = "trade-mark"
    DESIGN = "design"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    GEOGRAPHICAL_INDICATION = "geographical-indication"
    PLANT_VARIETY = "plant-variety"


class Brand(Base):
    """A name under which a right holder sells."""

    __tablename__ = "brand"
    __table_args__ = (UniqueConstraint("right_holder_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("right_holder.id"), index=True)
    right_holder: Mapped[RightHolder] = relationship()
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    rights: Mapped[list["IntellectualPropertyRight"]] = relationship(
        back_populates="brand",
        cascade="all, delete-orphan",
        primaryjoin="and_(Brand.id == IntellectualPropertyRight.brand_id,"
        " IntellectualPropertyRight.removed_at.is_(None))",
        order_by="(IntellectualPropertyRight.type, IntellectualPropertyRight.number)",
    )


class IntellectualPropertyRight(Base):
    """One registered right."""

    __tablename__ = "intellectual_property_right"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    brand_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("brand.id", ondelete="CASCADE"), index=True
    )
    brand: Mapped[Brand] = relationship(back_populates="rights")
    type: Mapped[RightType]
    office: Mapped[str] = mapped_column(String(40))  # WIPO ST.3 code or name, e.g. "EM", "WO"
    number: Mapped[str] = mapped_column(String(60))
    nice_classes: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)  # 1 … 45
    vienna_codes: Mapped[list[str]] = mapped_column(  # "26.4.2"
        ARRAY(String(12)), default=list, server_default="{}"
    )
    locarno_classes: Mapped[list[str]] = mapped_column(  # "09-01"
        ARRAY(String(5)), default=list, server_default="{}"
    )
    valid_until: Mapped[date | None]
    recordations: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    removed_at: Mapped[datetime | None]
