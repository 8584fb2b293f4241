"""Pictures that their right holder took from everybody at once, and why."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, now
from ipm_api.models.account import Account
from ipm_api.models.reference_image import ImageState, ReferenceImage


class TakedownReason(enum.Enum):
    """Why nobody may see a picture from now on."""

    LAW = "law-demands-it"
    PERSON = "shows-a-person"
    NOT_OURS = "not-ours-to-show"
    WRONG_ARTICLE = "wrong-article"
    SHOWS_TOO_MUCH = "shows-too-much"

    @property
    def is_final(self) -> bool:
        """True where a duty towards others demands it, so that nobody may bring it back."""
        return self in (TakedownReason.LAW, TakedownReason.PERSON, TakedownReason.NOT_OURS)


class ImageTakedown(Base):
    """One picture that is gone from guides, versions and the index since ``taken_down_at``."""

    __tablename__ = "image_takedown"

    image_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reference_image.id", ondelete="CASCADE"), primary_key=True
    )
    image: Mapped[ReferenceImage] = relationship()
    reason: Mapped[TakedownReason]
    note: Mapped[str] = mapped_column(String(500))  # in the right holder's words
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    account: Mapped[Account | None] = relationship()
    taken_down_at: Mapped[datetime] = mapped_column(default=now)
    # for an undo: what it was, and whether it stood among the product's pictures
    state_before: Mapped[ImageState]
    was_in_use: Mapped[bool]
