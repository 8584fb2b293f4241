"""What is known of those who copy a product: past cases, signs to watch for, routes they take."""

import enum
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.violation_record import ViolationRecord


class InfringementType(enum.Enum):
    """How a past case came up."""

    SEIZURE = "seizure"
    DETENTION = "detention"
    RAID = "raid"
    TEST_PURCHASE = "test-purchase"
    ONLINE_OFFER = "online-offer"
    COURT_CASE = "court-case"
    OTHER = "other"


class InfringementOutcome(enum.Enum):
    """How a past case ended."""

    OPEN = "open"
    DESTROYED = "destroyed"
    RELEASED = "released"
    SETTLED = "settled"
    JUDGMENT = "judgment"
    TAKEN_DOWN = "taken-down"
    OTHER = "other"


class SignKind(enum.Enum):
    """What makes a consignment worth a look: indicators first, then ways of concealment."""

    ORIGIN = "origin"
    PRICE = "price"
    INVOICE = "invoice"
    SALES_PAGE = "sales-page"
    TAG = "tag"
    OTHER_INDICATOR = "other-indicator"
    MISDECLARED = "misdeclared"
    SEPARATE_SHIPMENTS = "separate-shipments"
    MIXED_WITH_GENUINE = "mixed-with-genuine"
    CHANGED_ROUTE = "changed-route"
    FALSE_CERTIFICATE = "false-certificate"
    OTHER_CONCEALMENT = "other-concealment"

    @property
    def is_concealment(self) -> bool:
        """True for a way of hiding, False for an indicator."""
        return list(SignKind).index(self) >= list(SignKind).index(SignKind.MISDECLARED)


class Infringement(ViolationRecord, Base):
    """One past case."""

    __tablename__ = "infringement"

    happened_on: Mapped[date]
    country: Mapped[str] = mapped_column(String(2), default="")  # ISO 3166
    place: Mapped[str] = mapped_column(String(200), default="")
    type: Mapped[InfringementType]
    quantity: Mapped[int | None]  # pieces
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3), default="")  # ISO 4217
    outcome: Mapped[InfringementOutcome] = mapped_column(default=InfringementOutcome.OPEN)
    parties: Mapped[str] = mapped_column(String(1000), default="")  # names: never for trainers
    notes: Mapped[Texts] = mapped_column(default=dict)
    version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("counterfeit_version.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[CounterfeitVersion | None] = relationship()


class WarningSign(ViolationRecord, Base):
    """An indicator, or a way of concealment."""

    __tablename__ = "warning_sign"

    kind: Mapped[SignKind]
    texts: Mapped[Texts]


class SuspiciousRoute(ViolationRecord, Base):
    """A way that counterfeits took."""

    __tablename__ = "suspicious_route"

    names: Mapped[Texts]
    notes: Mapped[Texts] = mapped_column(default=dict)
    # in their order, each as a stop of TradeRoute: locode, name, country, mode (onwards) …
    stops: Mapped[list[Any]] = mapped_column(default=list)
