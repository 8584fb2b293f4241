"""What an officer can check, and how genuine and counterfeit goods differ there."""

import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage


class FeatureLevel(enum.Enum):
    """Who may know. Overt: officers and trainers. Covert: officers. Forensic: its right holder."""

    OVERT = "overt"
    COVERT = "covert"
    FORENSIC = "forensic"

    @property
    def strictness(self) -> int:
        """0 overt, 1 covert, 2 forensic."""
        return list(FeatureLevel).index(self)


class Tool(enum.Enum):
    """What an officer needs in the hand."""

    EYE = "eye"
    TOUCH = "touch"
    RULER = "ruler"
    MAGNIFIER = "magnifier"
    UV_LAMP = "uv-lamp"
    SCANNER = "scanner"
    LABORATORY = "laboratory"


class TechnologyFamily(enum.Enum):
    """How a feature that is meant to authenticate works (ISO 22383 and its kin)."""

    ELECTRONIC = "electronic"
    MARKING = "marking"
    CHEMICAL_PHYSICAL = "chemical-physical"
    MECHANICAL = "mechanical"
    DIGITAL_MEDIA = "digital-media"


class DistinguishingFeature(Base):
    """One check."""

    __tablename__ = "distinguishing_feature"
    __table_args__ = (
        CheckConstraint(
            "region_x >= 0 AND region_y >= 0 AND region_width > 0 AND region_height > 0"
            " AND region_x + region_width <= 1.0001 AND region_y + region_height <= 1.0001",
            name="region_lies_in_the_picture",
        ),
        CheckConstraint(
            "counterpart_x >= 0 AND counterpart_y >= 0"
            " AND counterpart_width > 0 AND counterpart_height > 0"
            " AND counterpart_x + counterpart_width <= 1.0001"
            " AND counterpart_y + counterpart_height <= 1.0001",
            name="counterpart_lies_in_the_picture",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    product: Mapped[Product] = relationship(back_populates="features")
    position: Mapped[int]  # 1 is checked first
    titles: Mapped[Texts]
    where: Mapped[Texts] = mapped_column(default=dict)  # "inside the cap"
    how_to_check: Mapped[Texts] = mapped_column(default=dict)
    genuine_shows: Mapped[Texts]
    counterfeit_shows: Mapped[Texts] = mapped_column(default=dict)
    tool: Mapped[Tool] = mapped_column(default=Tool.EYE)
    technology: Mapped[TechnologyFamily | None]
    level: Mapped[FeatureLevel] = mapped_column(default=FeatureLevel.OVERT)
    # the place on a genuine reference image, in fractions of its width and height
    image_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("reference_image.id", ondelete="SET NULL")
    )
    image: Mapped[ReferenceImage | None] = relationship(foreign_keys=[image_id])
    region_x: Mapped[float | None]
    region_y: Mapped[float | None]
    region_width: Mapped[float | None]
    region_height: Mapped[float | None]
    # its outline if it is no rectangle: [[x, y], …] in the same fractions; the region bounds it
    polygon: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    # the same place on a picture of a known counterfeit
    counterpart_image_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("reference_image.id", ondelete="SET NULL"), index=True
    )
    counterpart_image: Mapped[ReferenceImage | None] = relationship(
        foreign_keys=[counterpart_image_id]
    )
    counterpart_x: Mapped[float | None]
    counterpart_y: Mapped[float | None]
    counterpart_width: Mapped[float | None]
    counterpart_height: Mapped[float | None]

    @property
    def shown_counterpart(self) -> ReferenceImage | None:
        """
        The counterfeit picture that every reader of this feature may see beside the genuine one.

        None: nobody chose one, it is not accepted, or its version is for fewer people.
        """
        image = self.counterpart_image
        if image is None or image.state is not ImageState.ACCEPTED or self.counterpart_x is None:
            return None
        version = image.counterfeit_version
        if version is not None and version.level.strictness > self.level.strictness:
            return None
        return image
