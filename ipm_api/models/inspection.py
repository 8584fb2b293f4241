"""One look at one article by one officer: photos, candidates, checks and the person's verdict."""

import enum
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Account
from ipm_api.models.product import Product

if TYPE_CHECKING:
    from ipm_api.models.recorded_verdict import RecordedVerdict

UNDO_WITHIN = timedelta(minutes=10)
"""For so long a verdict can be taken back; later ones correct it."""


class Verdict(enum.Enum):
    """What the officer decided. Never set by the system."""

    SUSPECT = "suspect"
    NOT_SUSPECT = "not-suspect"
    UNAUTHORISED_CHANNEL = "genuine-unauthorised-channel"
    CANNOT_TELL = "cannot-tell"


class CheckAnswer(enum.Enum):
    """What the officer saw at one distinguishing feature."""

    AS_GENUINE = "as-genuine"
    AS_COUNTERFEIT = "as-counterfeit"
    CANNOT_TELL = "cannot-tell"
    CANNOT_SEE = "cannot-see"


class Band(enum.Enum):
    """How sure the system is, in three words; no finer order is ever shown."""

    STRONG = "strong"
    POSSIBLE = "possible"
    BARCODE = "barcode"  # the barcode names it; the picture does not show it


class Inspection(Base):
    """One article, with one or more photos."""

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("account_id", "client_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship()
    client_id: Mapped[str | None] = mapped_column(String(80))  # the phone's own id for it
    started_at: Mapped[datetime] = mapped_column(default=now)
    barcode: Mapped[str] = mapped_column(String(500), default="")  # as scanned
    place: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(String(4000), default="")
    verdict: Mapped[Verdict | None]
    verdict_reason: Mapped[str] = mapped_column(String(4000), default="")
    verdict_product_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("product.id"))
    verdict_at: Mapped[datetime | None]
    photos: Mapped[list["InspectionPhoto"]] = relationship(
        back_populates="inspection", order_by="InspectionPhoto.position"
    )
    candidates: Mapped[list["Candidate"]] = relationship(
        back_populates="inspection",
        order_by="Candidate.rank",
        cascade="all, delete-orphan",
    )
    checks: Mapped[list["FeatureCheck"]] = relationship(
        back_populates="inspection", cascade="all, delete-orphan"
    )
    verdicts: Mapped[list["RecordedVerdict"]] = relationship(
        order_by="RecordedVerdict.number", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def earlier_verdicts(self) -> "list[RecordedVerdict]":
        """Those that were corrected or taken back."""
        holding = [one for one in self.verdicts if one.undone_at is None][-1:]
        return [one for one in self.verdicts if one not in holding]

    @property
    def undo_until(self) -> datetime | None:
        """Until when the verdict can be taken back."""
        return self.verdict_at + UNDO_WITHIN if self.verdict_at else None


class InspectionPhoto(Base):
    """Evidence. The original bytes are kept as they came; the hash was taken before the answer."""

    __tablename__ = "inspection_photo"
    __table_args__ = (UniqueConstraint("inspection_id", "client_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    inspection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    inspection: Mapped[Inspection] = relationship(back_populates="photos")
    client_id: Mapped[str | None] = mapped_column(String(80))  # the phone's own id for it
    position: Mapped[int]
    # of the original, as the phone declared it before it sent anything
    original_sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]  # bytes of the original
    original_arrived_at: Mapped[datetime | None]  # None: only the smaller copy is here yet
    # of the smaller copy that came first for a quick answer; None: the original came directly
    copy_sha256: Mapped[str | None] = mapped_column(String(64))
    copy_size: Mapped[int | None]
    picture_sha256: Mapped[str] = mapped_column(String(64))  # rebuilt from pixels, for the screen
    file_name: Mapped[str] = mapped_column(String(255), default="")
    received_at: Mapped[datetime] = mapped_column(default=now)
    quality_problems: Mapped[list[Any]] = mapped_column(default=list)
    # product numbers read on it, 14 digits each; None: kept before they were, and not yet read
    gtins: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    sightings: Mapped[list["Sighting"]] = relationship(
        back_populates="photo", cascade="all, delete-orphan", order_by="Sighting.id"
    )


class Candidate(Base):
    """A product that resembles the article, and where it was seen."""

    __tablename__ = "candidate"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    inspection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("inspection.id", ondelete="CASCADE"), index=True
    )
    inspection: Mapped[Inspection] = relationship(back_populates="candidates")
    rank: Mapped[int]
    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product.id"))
    product: Mapped[Product] = relationship()
    band: Mapped[Band]
    barcode_agrees: Mapped[bool | None]  # None: no product number was read
    contradicted_by: Mapped[list[Any]] = mapped_column(default=list)  # product ids, as text
    version_number: Mapped[int | None]  # of the guide that was shown last; None: before versions

    @property
    def sightings(self) -> list["Sighting"]:
        """Where the photos show it, first photo first; none when a code alone names it."""
        return [
            sighting
            for photo in self.inspection.photos
            for sighting in photo.sightings
            if sighting.product_id == self.product_id
        ]


class Sighting(Base):
    """
    One reference image, found on one photo; of a product, the one that fits best.

    Kept for every product that the index found, so that photos can be weighed together later; a
    product that few see among the candidates, or that was withdrawn, has sightings too.
    """

    __tablename__ = "sighting"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    photo_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("inspection_photo.id", ondelete="CASCADE"), index=True
    )
    photo: Mapped[InspectionPhoto] = relationship(back_populates="sightings")
    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    reference_image_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reference_image.id", ondelete="CASCADE"), index=True
    )
    # 9 numbers, row by row: unit coordinates of the reference → unit coordinates of the photo
    homography: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)  # never leaves the server


class FeatureCheck(Base):
    """What the officer answered at one distinguishing feature."""

    __tablename__ = "feature_check"

    inspection_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("inspection.id", ondelete="CASCADE"), primary_key=True
    )
    inspection: Mapped[Inspection] = relationship(back_populates="checks")
    feature_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # outlives an edited feature
    answer: Mapped[CheckAnswer]
