"""Pictures of genuine and known counterfeit goods, and what the index keeps of them."""

import enum
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now
from ipm_api.models.product import Product

if TYPE_CHECKING:
    from ipm_api.models.counterfeit_version import CounterfeitVersion


class ImageKind(enum.Enum):
    """What the article in the picture is known to be."""

    GENUINE = "genuine"
    KNOWN_COUNTERFEIT = "known-counterfeit"


class ImageView(enum.Enum):
    """Which view of the product."""

    FRONT = "front"
    BACK = "back"
    LABEL = "label"
    DETAIL = "detail"
    PACKAGING = "packaging"
    ACCESSORY = "accessory"


class ImageState(enum.Enum):
    """
    Only an accepted image is indexed and shown to officers, whatever version names it.

    A held-back one waits for an administrator; one that its right holder took away at once
    (``ImageTakedown``) is shown to nobody any more.
    """

    ACCEPTED = "accepted"
    HELD_BACK = "held-back"
    REFUSED = "refused"
    TAKEN_DOWN = "taken-down"


class ReferenceImage(Base):
    """One uploaded picture. The bytes are in the image store under their SHA-256."""

    __tablename__ = "reference_image"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    product: Mapped[Product] = relationship(back_populates="images")
    # taken from the working copy; a published version may still show it
    removed_at: Mapped[datetime | None]
    position: Mapped[int]
    kind: Mapped[ImageKind]
    # of a known counterfeit: which make of it, if that is known
    counterfeit_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("counterfeit_version.id", ondelete="SET NULL"), index=True
    )
    counterfeit_version: Mapped["CounterfeitVersion | None"] = relationship(back_populates="images")
    view: Mapped[ImageView]
    state: Mapped[ImageState] = mapped_column(default=ImageState.ACCEPTED, index=True)
    # the other right holder's picture that this one resembles; for administrators only
    resembles_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("reference_image.id", ondelete="SET NULL")
    )
    original_sha256: Mapped[str] = mapped_column(String(64))  # as uploaded, with its metadata
    picture_sha256: Mapped[str] = mapped_column(String(64))  # rebuilt from pixels, shown to people
    thumbnail_sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]  # of the rebuilt picture, pixels, upright
    height: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255), default="")  # as given, cleaned: data only
    keypoints: Mapped[int]
    phash: Mapped[str] = mapped_column(BIT(64))
    dhash: Mapped[str] = mapped_column(BIT(64))
    quality_problems: Mapped[list[Any]] = mapped_column(default=list)  # image_index.quality's words
    captions: Mapped[Texts] = mapped_column(default=dict)  # what differs, on a known counterfeit
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    uploaded_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    # why an administrator looks at it: "resembles-another", "matches-too-much", or ""
    held_back_for: Mapped[str] = mapped_column(String(20), default="")
    # number of the change of the index up to which others' pictures were compared with it
    compared_until: Mapped[int] = mapped_column(default=0)
    # of a removed picture: where features were drawn on it, for an undo
    freed_places: Mapped[list[Any]] = mapped_column(default=list)


class ReferenceDescription(Base):
    """What image_index extracted from a picture; enough to rebuild the index without pictures."""

    __tablename__ = "reference_description"

    image_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reference_image.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]  # image_index.features.FEATURES_VERSION
    features: Mapped[bytes] = mapped_column(LargeBinary)


class IndexChange(Base):
    """
    The order in which pictures entered and left the index; each worker follows it.

    Appended under an advisory lock, so that numbers become visible in their order.
    """

    __tablename__ = "index_change"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # no foreign keys: the log outlives what it names
    product_id: Mapped[uuid.UUID] = mapped_column(index=True)
    image_id: Mapped[uuid.UUID]
    added: Mapped[bool]  # False: removed
