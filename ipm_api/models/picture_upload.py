"""Pictures on their way: files that arrive in pieces, and how much one may send."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now
from ipm_api.models.reference_image import ImageKind, ImageView, ReferenceImage


class UploadState(enum.Enum):
    """How far a file is. What has arrived stays for a week; then it is sent from its beginning."""

    ARRIVING = "arriving"
    KEPT = "kept"
    REFUSED = "refused"


class PictureUpload(Base):
    """
    One file for one product, known by its bytes: the same file again is the same upload.

    Its receipt is id, sha256, finished_at and sequence.
    """

    __tablename__ = "picture_upload"
    __table_args__ = (
        UniqueConstraint("product_id", "sha256"),
        UniqueConstraint("right_holder_id", "sequence"),
        CheckConstraint("received >= 0 AND received <= size", name="received_within_size"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("right_holder.id"))
    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    file_name: Mapped[str] = mapped_column(String(255), default="")
    size: Mapped[int]  # bytes, as declared
    sha256: Mapped[str] = mapped_column(String(64))  # as declared; checked when all is there
    received: Mapped[int] = mapped_column(default=0)  # bytes kept so far
    kind: Mapped[ImageKind]
    view: Mapped[ImageView]
    version_id: Mapped[uuid.UUID | None]  # of a known counterfeit; checked when all is there
    captions: Mapped[Texts] = mapped_column(default=dict)
    state: Mapped[UploadState] = mapped_column(default=UploadState.ARRIVING)
    refused_for: Mapped[str] = mapped_column(String(40), default="")  # code of ImageRefused
    refusal: Mapped[str] = mapped_column(Text, default="")  # JSON: [sentence, values]
    image_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("reference_image.id", ondelete="SET NULL")
    )
    image: Mapped[ReferenceImage | None] = relationship()
    sequence: Mapped[int | None]  # 1, 2, 3 … of what the organisation's files were kept
    started_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)
    finished_at: Mapped[datetime | None]


class UploadChunk(Base):
    """Bytes of an upload, from *start* on; gone when it is finished."""

    __tablename__ = "upload_chunk"

    upload_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("picture_upload.id", ondelete="CASCADE"), primary_key=True
    )
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class UploadAllowance(Base):
    """What a right holder sent on a day, or an officer in an hour; see operations/upload_quota."""

    __tablename__ = "upload_allowance"

    owner_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # right holder or account
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    files: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes
    pixels: Mapped[int] = mapped_column(BigInteger, default=0)
