"""
An officer's photo that arrives in pieces over a bad network: kept exactly once and whole, or not.

The phone says the SHA-256 and its own id for the photo before the first byte. What has arrived
stays in the database; the last piece makes the inspection, or its further photo, or the original of
a photo whose smaller copy came first. See photo_arrival.py for what comes of the last piece.
"""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import BodyTooLarge, Conflict, Invalid, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.photo_upload import PhotoPiece, PhotoUpload
from ipm_api.operations.arriving_file import keep_piece
from ipm_api.operations.inspection import inspection_of_phone
from ipm_api.operations.photo_arrival import (
    Arrived,
    PhotoToSend,
    arrived_already,
    keep_arrived,
)
from ipm_api.operations.picture_upload import LARGEST_FILE
from ipm_api.operations.stored_picture import PhotoDecoder, clean_file_name
from ipm_api.policy import OFFICERS, Actor, require
from ipm_api.sentence import Sentence

MOST_UNFINISHED = 20
"""Of one officer; the one that rested longest gives way, and its phone sends it anew."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PhotoProgress:
    """
    How far a photo is.

    Attributes:
        upload_id: where to send the next piece; None: it has arrived.
        received: bytes that are here.
        arrived: what came of it, once all is here.
    """

    upload_id: uuid.UUID | None
    received: int
    arrived: Arrived | None = None


def start_photo(session: Session, actor: Actor, photo: PhotoToSend) -> PhotoProgress:
    """
    How far *photo* is: not begun, broken off, or arrived. To be asked before every sending.

    Raises:
        Forbidden: *actor* is no officer.
        NotFound: no such inspection or photo, or another officer's.
        Invalid: size or digest are none.
        BodyTooLarge: larger than a photo may be.
        Conflict: its id was used for another photo, the verdict is recorded, or it is not the
            original that was declared.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None
    _check(photo)
    inspection = inspection_of_phone(session, actor, photo.client_id)  # and takes the lock
    arrived = arrived_already(session, actor, photo, inspection)
    if arrived is not None:
        session.commit()
        return PhotoProgress(None, photo.size, arrived)
    upload = session.scalar(
        select(PhotoUpload)
        .where(PhotoUpload.account_id == actor.account_id)
        .where(PhotoUpload.client_id == photo.client_id)
        .with_for_update()
    )
    if upload is None:
        _make_room(session, actor)
        upload = PhotoUpload(account_id=actor.account_id, client_id=photo.client_id, received=0)
        session.add(upload)
    elif (upload.sha256, upload.size) != (photo.sha256, photo.size):
        session.execute(delete(PhotoPiece).where(PhotoPiece.upload_id == upload.id))
        upload.received = 0
    upload.sha256, upload.size = photo.sha256, photo.size
    upload.file_name = clean_file_name(photo.file_name)
    upload.inspection_id, upload.photo_id = photo.inspection_id, photo.photo_id
    upload.original_sha256 = photo.copy_of.sha256 if photo.copy_of else None
    upload.original_size = photo.copy_of.size if photo.copy_of else None
    upload.barcode, upload.place, upload.notes = photo.barcode, photo.place, photo.notes
    upload.changed_at = now()
    session.flush()
    audit.record(session, actor, "photo-upload.started", upload.id)
    session.commit()
    return PhotoProgress(upload.id, upload.received)


def append_piece(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    upload_id: uuid.UUID,
    offset: int,
    data: bytes,
) -> PhotoProgress:
    """
    Keep *data*, the bytes from *offset* on; with the last of them, the photo.

    Nothing sent at the end asks to finish a photo that is here but could not be kept before.

    Raises:
        NotFound: no such upload, another officer's, or it arrived meanwhile: start_photo tells.
        WrongOffset: the last piece ended elsewhere.
        BodyTooLarge: more than a piece, or than the photo, holds.
        DigestMismatch: all is here, and it is another photo; it starts anew.
        StorageFailed, QuotaReached, IndexUnavailable: the bytes are here; ask again later.
        ImageRefused, Conflict, Invalid: it cannot be kept; the bytes are forgotten.
    """
    require(actor, OFFICERS)
    upload = session.scalar(
        select(PhotoUpload)
        .where(PhotoUpload.id == upload_id, PhotoUpload.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if upload is None:
        raise NotFound("The upload")
    keep_piece(session, upload, offset, data)
    received, size = upload.received, upload.size
    session.commit()
    if received < size:
        return PhotoProgress(upload_id, received)
    arrived = keep_arrived(session, actor, index, images, decoder, upload_id)
    return PhotoProgress(None, size, arrived)


def _check(photo: PhotoToSend) -> None:
    declared = [(photo.sha256, photo.size)]
    if photo.copy_of is not None:
        declared.append((photo.copy_of.sha256, photo.copy_of.size))
    if not all(size > 0 and _SHA256.fullmatch(sha256) for sha256, size in declared):
        raise Invalid({"photo": [Sentence("Say the size and the SHA-256 of the file.")]})
    if any(size > LARGEST_FILE for _, size in declared):
        raise BodyTooLarge(Sentence("An image is larger than 20 MB. Send a smaller copy."))
    if photo.photo_id is not None and photo.inspection_id is None:
        raise Invalid({"inspection_id": [Sentence("Say whose original it is.")]})
    if photo.photo_id is not None and photo.copy_of is not None:
        raise Conflict("An original is no copy of another photo.")


def _make_room(session: Session, actor: Actor) -> None:
    resting = (
        select(PhotoUpload.id)
        .where(PhotoUpload.account_id == actor.account_id)
        .order_by(PhotoUpload.changed_at.desc(), PhotoUpload.id)
        .offset(MOST_UNFINISHED - 1)
    )
    session.execute(delete(PhotoUpload).where(PhotoUpload.id.in_(resting)))
