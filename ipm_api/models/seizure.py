"""The short form of a seizure report, as customs systems take it."""

import enum
import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class Transport(enum.Enum):
    """How the goods came."""

    SEA = "sea"
    AIR = "air"
    ROAD = "road"
    RAIL = "rail"
    RIVER = "river"
    POST = "post"
    EXPRESS = "express"
    PERSON = "person"  # carried by a traveller


class Unit(enum.Enum):
    """What the quantity counts."""

    PIECES = "pieces"
    PAIRS = "pairs"
    SETS = "sets"
    PACKAGES = "packages"
    KILOGRAMS = "kg"
    LITRES = "l"
    METRES = "m"


class Seizure(Base):
    """One report of one inspection; whatever is not known yet is empty."""

    __tablename__ = "seizure"

    inspection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("inspection.id", ondelete="CASCADE"), primary_key=True
    )
    goods: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    unit: Mapped[Unit | None]
    origin: Mapped[str] = mapped_column(String(2), default="")  # ISO 3166
    route: Mapped[str] = mapped_column(String(500), default="")
    transport: Mapped[Transport | None]
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3), default="")  # ISO 4217
    hs_code: Mapped[str] = mapped_column(String(10), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    # only if the officer added it, by a press of a button
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    seized_on: Mapped[date | None]
    right_holder: Mapped[str] = mapped_column(String(200), default="")
    legal_ground: Mapped[str] = mapped_column(String(1000), default="")
    saved_at: Mapped[datetime] = mapped_column(default=now)
