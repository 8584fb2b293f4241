"""What officers take along: favourites, and small pictures for guides on a phone."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class Favourite(Base):
    """A product whose guide an officer wants at hand; it follows the officer to any phone."""

    __tablename__ = "favourite"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(default=now)


class SmallCrop(Base):
    """Where the small picture of a place is kept, so that it is cut out once."""

    __tablename__ = "small_crop"

    place: Mapped[str] = mapped_column(String(64), primary_key=True)  # digest of picture and region
    sha256: Mapped[str] = mapped_column(String(64))  # in the image store
    used_at: Mapped[datetime] = mapped_column(default=now, server_default=func.now())  # to a day
