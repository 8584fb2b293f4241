"""Photos of an inspection that exists: one more, or one to look at."""

import uuid

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Conflict, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.operations.inspection import (
    MAXIMUM_PHOTOS,
    InspectionReport,
    own_inspection,
    read_inspection,
)
from ipm_api.operations.photo_evidence import DecodedPhoto, weigh_photos
from ipm_api.operations.stored_picture import PhotoDecoder, Upload, decode_upload
from ipm_api.operations.upload_quota import charge_photos
from ipm_api.policy import Actor


def add_photo(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection_id: uuid.UUID,
    upload: Upload,
    *,
    client_id: str | None = None,
) -> InspectionReport:
    """
    Add a photo to one's own inspection and answer from all photos together.

    Raises:
        NotFound: no such inspection, or another officer's.
        Conflict: the verdict is recorded, the limit is reached, or *client_id* names other bytes.
        ImageRefused, DigestMismatch, StorageFailed, QuotaReached: see submit_inspection.
    """
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    digest = upload.original.sha256
    for kept in inspection.photos:
        if client_id and kept.client_id == client_id:
            if kept.original_sha256 != digest:
                raise Conflict("This photo id was used for another photo.")
            return read_inspection(session, actor, inspection.id)
    if inspection.verdict is not None:
        raise Conflict("The verdict is recorded. Start a new inspection.")
    if len(inspection.photos) >= MAXIMUM_PHOTOS:
        raise Conflict(f"An inspection holds at most {MAXIMUM_PHOTOS} photos.")
    charge_photos(session, actor, 1)
    photo = DecodedPhoto(upload, decode_upload(decoder, upload), client_id)
    weigh_photos(session, actor, index, images, decoder, inspection, [photo])
    audit.record(session, actor, "inspection.photo-added", inspection.id)
    session.commit()
    return read_inspection(session, actor, inspection.id)


def own_photo(
    session: Session, actor: Actor, inspection_id: uuid.UUID, photo_id: uuid.UUID
) -> InspectionPhoto:
    """
    A photo of one's own inspection.

    Raises:
        NotFound: none, or another officer's.
    """
    inspection = own_inspection(session, actor, inspection_id)
    for photo in inspection.photos:
        if photo.id == photo_id:
            return photo
    raise NotFound("The photo")
