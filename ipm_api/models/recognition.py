"""How well a reference image is recognised, measured by the index on simulated officer photos."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class Recognition(Base):
    """One measurement; made anew when the picture's neighbours or the features' version change."""

    __tablename__ = "recognition"

    image_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reference_image.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]  # image_index.features.FEATURES_VERSION
    measured_at: Mapped[datetime] = mapped_column(default=now)
    spread: Mapped[int]  # of 16 parts of the picture, those with keypoints
    photos: Mapped[list[Any]] = mapped_column(default=list)
    # [{"condition": "glare", "outcome": "found" | "unsure" | "confused" | "missed"}]
    confusions: Mapped[list[Any]] = mapped_column(default=list)
    # [{"product_id": …, "image_id": …, "conditions": [...], "ahead": bool}], own products only
    compared_with: Mapped[int]  # own pictures that were in the measurement's index
