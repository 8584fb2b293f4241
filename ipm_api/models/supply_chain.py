"""Who makes, carries and sells the genuine goods, and the ways they take."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now
from ipm_api.models.brand import Brand
from ipm_api.models.product import Product

_ONE_SCOPE = "brand_id IS NULL OR product_id IS NULL"


class TraderRole(enum.Enum):
    """What an authorised company does with the goods."""

    FACTORY = "factory"
    LICENSEE = "licensee"
    IMPORTER = "authorised-importer"
    DISTRIBUTOR = "distributor"
    WAREHOUSE = "warehouse"
    BROKER = "broker"


class Trader(Base):
    """A company that may handle the goods: of one product, of one brand, or of all (both None)."""

    __tablename__ = "trader"
    __table_args__ = (CheckConstraint(_ONE_SCOPE, name="one_scope"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    brand_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("brand.id", ondelete="CASCADE"), index=True
    )
    brand: Mapped[Brand | None] = relationship()
    product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    product: Mapped[Product | None] = relationship()
    role: Mapped[TraderRole]
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    address: Mapped[str] = mapped_column(String(500), default="")
    identifiers: Mapped[list[Any]] = mapped_column(default=list)  # [{"scheme": "EORI", "value": …}]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class TradeRoute(Base):
    """
    A way that genuine goods take; scope as of a Trader.

    ``stops`` in their order: ``{"locode": "CNSHA" or "", "name": str, "country": "CN",
    "latitude": degrees, "longitude": degrees, "mode": how goods go on from here, "customs": name
    of the customs office there or ""}``.
    """

    __tablename__ = "trade_route"
    __table_args__ = (CheckConstraint(_ONE_SCOPE, name="one_scope"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    brand_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("brand.id", ondelete="CASCADE"), index=True
    )
    brand: Mapped[Brand | None] = relationship()
    product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    product: Mapped[Product | None] = relationship()
    name: Mapped[str] = mapped_column(String(200))
    notes: Mapped[Texts] = mapped_column(default=dict)
    stops: Mapped[list[Any]] = mapped_column(default=list)
    months: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)  # 1 … 12; empty: all
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
