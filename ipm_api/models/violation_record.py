"""What all records about those who copy a product have in common."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import new_id
from ipm_api.models.distinguishing_feature import FeatureLevel


class ViolationRecord:
    """
    One entry of a list of one product, and who may know of it.

    Attributes:
        whole_brand: also shown with every other product of the brand, once its own is published.
        level: overt: officers and trainers; covert: officers; forensic: its right holder.
        position: 1 is shown first.
        removed_at: shown to nobody since; kept a day for who changes their mind.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    whole_brand: Mapped[bool] = mapped_column(default=False)
    level: Mapped[FeatureLevel] = mapped_column(default=FeatureLevel.COVERT)
    position: Mapped[int]
    removed_at: Mapped[datetime | None]
