"""The end of a photo's way in pieces: digest, inspection and receipt in one transaction."""

import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import (
    Conflict,
    DigestMismatch,
    ImageRefused,
    Invalid,
    InvalidBarcode,
    InvalidGtin,
    NotFound,
)
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.inspection import Inspection, InspectionPhoto
from ipm_api.models.photo_upload import PhotoPiece, PhotoUpload
from ipm_api.operations.inspection import (
    MAXIMUM_PHOTOS,
    InspectionReport,
    own_inspection,
    submit_inspection,
)
from ipm_api.operations.inspection_photo import add_photo, own_photo
from ipm_api.operations.stored_picture import (
    Original,
    PhotoDecoder,
    Upload,
    decode_upload,
    keep_picture,
)
from ipm_api.policy import OFFICERS, Actor, require
from ipm_api.sentence import Sentence

REFUSALS = (ImageRefused, Conflict, Invalid, InvalidBarcode, InvalidGtin, NotFound)
"""What would be refused again, however often it is sent."""

SAME_SHAPE = 0.02  # by which width / height of a copy and its original may differ


@dataclass(frozen=True, slots=True)
class PhotoToSend:
    """
    A photo that is about to be sent, and what it is.

    Attributes:
        client_id: the phone's own id for it; of the inspection too, if it begins one.
        inspection_id: it is a further photo of that; None: it begins an inspection.
        photo_id: it is the original of that photo of the inspection.
        copy_of: it is a smaller copy of that.
    """

    client_id: str
    sha256: str
    size: int
    file_name: str = ""
    inspection_id: uuid.UUID | None = None
    photo_id: uuid.UUID | None = None
    copy_of: Original | None = None
    barcode: str = ""
    place: str = ""
    notes: str = ""

    @property
    def original(self) -> Original:
        """What the evidence is."""
        return self.copy_of or Original(self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a photo is kept; *report* is None for an original, and when it came earlier."""

    inspection_id: uuid.UUID
    photo_id: uuid.UUID
    report: InspectionReport | None = None


def arrived_already(
    session: Session, actor: Actor, photo: PhotoToSend, begun: Inspection | None
) -> Arrived | None:
    """
    What came of *photo*, or None: it is still to be sent.

    Args:
        begun: the inspection that the phone calls like the photo.

    Raises:
        NotFound, Conflict: see photo_pieces.start_photo.
    """
    if photo.photo_id is not None:
        assert photo.inspection_id is not None
        kept = own_photo(session, actor, photo.inspection_id, photo.photo_id)
        if (kept.original_sha256, kept.size) != (photo.sha256, photo.size):
            raise Conflict("This is not the original that was declared with the photo.")
        arrived = kept.original_arrived_at is not None
        return Arrived(kept.inspection_id, kept.id) if arrived else None
    inspection = begun
    if photo.inspection_id is not None:
        inspection = own_inspection(session, actor, photo.inspection_id)
    if inspection is None:
        return None
    for kept in inspection.photos:
        if kept.client_id == photo.client_id:
            if kept.original_sha256 != photo.original.sha256:
                raise Conflict("This photo id was used for another photo.")
            return Arrived(inspection.id, kept.id)
    if photo.inspection_id is None:
        raise Conflict("This inspection id was used for other photos or another barcode.")
    if inspection.verdict is not None:
        raise Conflict("The verdict is recorded. Start a new inspection.")
    if len(inspection.photos) >= MAXIMUM_PHOTOS:
        raise Conflict(f"An inspection holds at most {MAXIMUM_PHOTOS} photos.")
    return None


def keep_arrived(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    upload_id: uuid.UUID,
) -> Arrived:
    """
    Make of an upload whose bytes are all here what it is; the upload goes in that transaction.

    Raises:
        NotFound: another request was first, or it is another officer's.
        DigestMismatch, ImageRefused, Conflict, Invalid …: see photo_pieces.append_piece.
    """
    require(actor, OFFICERS)
    upload = session.scalar(
        select(PhotoUpload)
        .where(PhotoUpload.id == upload_id, PhotoUpload.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if upload is None or upload.received < upload.size:
        raise NotFound("The upload")
    pieces = select(PhotoPiece.data).where(PhotoPiece.upload_id == upload_id)
    data = b"".join(session.scalars(pieces.order_by(PhotoPiece.start)))
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        session.execute(delete(PhotoPiece).where(PhotoPiece.upload_id == upload_id))
        upload.received = 0
        session.commit()
        raise DigestMismatch(Sentence("The file changed on its way. Send it again."))
    session.expunge(upload)  # read below, deleted by name
    session.execute(delete(PhotoUpload).where(PhotoUpload.id == upload_id))
    try:
        return _kept(session, actor, index, images, decoder, upload, data)
    except REFUSALS:
        session.rollback()  # sent again, it would be refused again
        session.execute(delete(PhotoUpload).where(PhotoUpload.id == upload_id))
        audit.record(session, actor, "photo-upload.refused", upload_id)
        session.commit()
        raise


def _kept(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    upload: PhotoUpload,
    data: bytes,
) -> Arrived:
    copy_of = None
    if upload.original_sha256 is not None and upload.original_size is not None:
        copy_of = Original(upload.original_sha256, upload.original_size)
    sent = Upload(data, upload.file_name, upload.sha256, copy_of)
    if upload.inspection_id is None:
        report = submit_inspection(
            session,
            actor,
            index,
            images,
            decoder,
            [sent],
            client_id=upload.client_id,
            barcode=upload.barcode,
            place=upload.place,
            notes=upload.notes,
        )
    elif upload.photo_id is None:
        report = add_photo(
            session,
            actor,
            index,
            images,
            decoder,
            upload.inspection_id,
            sent,
            client_id=upload.client_id,
        )
    else:
        photo = own_photo(session, actor, upload.inspection_id, upload.photo_id)
        return _keep_original(session, actor, images, decoder, photo, sent)
    (photo,) = (one for one in report.inspection.photos if one.client_id == upload.client_id)
    return Arrived(report.inspection.id, photo.id, report)


def _keep_original(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    photo: InspectionPhoto,
    sent: Upload,
) -> Arrived:
    """From now on the original is what is looked at; candidates and answers stay as they are."""
    shown = decoder.decode(images.get(photo.picture_sha256))
    image = decode_upload(decoder, sent)
    shapes = [pixels.shape[1] / pixels.shape[0] for pixels in (shown, image)]
    if abs(shapes[1] / shapes[0] - 1) > SAME_SHAPE:
        raise Conflict("The original does not have the shape of its copy.")
    photo.picture_sha256 = keep_picture(images, sent, image).picture_sha256
    photo.original_arrived_at = now()
    audit.record(
        session,
        actor,
        "inspection.original-arrived",
        photo.inspection_id,
        photo=str(photo.id),
        sha256=photo.original_sha256,
    )
    session.commit()
    return Arrived(photo.inspection_id, photo.id)
