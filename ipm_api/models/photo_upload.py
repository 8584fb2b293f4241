"""Photos on their way from a phone in pieces; what has arrived whole is in models/inspection.py."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now


class PhotoUpload(Base):
    """
    One photo of which not all bytes are here yet; gone when it is kept, refused, or a week old.

    It becomes a new inspection; or, with *inspection_id*, one more photo of that; or, with
    *photo_id* too, the original of a photo whose smaller copy came first.
    """

    __tablename__ = "photo_upload"
    __table_args__ = (
        UniqueConstraint("account_id", "client_id"),
        CheckConstraint("received >= 0 AND received <= size", name="received_within_size"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(String(80))  # the phone's own id for it
    file_name: Mapped[str] = mapped_column(String(255), default="")
    size: Mapped[int]  # bytes, as declared
    sha256: Mapped[str] = mapped_column(String(64))  # as declared; checked when all is there
    received: Mapped[int] = mapped_column(default=0)  # bytes kept so far
    original_sha256: Mapped[str | None] = mapped_column(String(64))  # of what this is a copy of
    original_size: Mapped[int | None]
    inspection_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("inspection.id", ondelete="CASCADE")
    )
    photo_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("inspection_photo.id", ondelete="CASCADE")
    )
    barcode: Mapped[str] = mapped_column(String(500), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(String(4000), default="")
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)


class PhotoPiece(Base):
    """Bytes of a photo on its way, from *start* on."""

    __tablename__ = "photo_piece"

    upload_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("photo_upload.id", ondelete="CASCADE"), primary_key=True
    )
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
