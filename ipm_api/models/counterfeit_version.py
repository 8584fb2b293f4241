"""Versions of a counterfeit: what was seen on the market, and how it is told from the original."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts
from ipm_api.models.violation_record import ViolationRecord

if TYPE_CHECKING:
    from ipm_api.models.reference_image import ReferenceImage


class CounterfeitVersion(ViolationRecord, Base):
    """
    One make of a counterfeit, "second run, blue cap".

    Its pictures are reference images of kind known-counterfeit that name it.
    """

    __tablename__ = "counterfeit_version"
    __table_args__ = (CheckConstraint("first_seen <= last_seen", name="first_seen_comes_first"),)

    names: Mapped[Texts]
    how_to_tell: Mapped[Texts] = mapped_column(default=dict)
    first_seen: Mapped[date | None]
    last_seen: Mapped[date | None]
    where_seen: Mapped[str] = mapped_column(String(200), default="")  # "Antwerp, then Piraeus"
    images: Mapped[list["ReferenceImage"]] = relationship(
        back_populates="counterfeit_version",
        order_by="ReferenceImage.position",
        passive_deletes=True,
    )
