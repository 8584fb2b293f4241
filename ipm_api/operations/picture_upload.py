"""
Files that arrive in pieces, on bad lines, over days: kept exactly once, whole or not at all.

A file is known by its product, size and SHA-256, which the client says before the first byte. What
has arrived stays in the database; the last piece makes the picture (see upload_completion.py).
"""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import new_id, now
from ipm_api.errors import BodyTooLarge, Conflict, Invalid
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.picture_upload import PictureUpload, UploadState
from ipm_api.models.reference_image import ImageKind, ImageView
from ipm_api.operations.arriving_file import keep_piece
from ipm_api.operations.image_admission import version_of
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.stored_picture import PhotoDecoder, clean_file_name
from ipm_api.operations.upload_completion import begin_anew, finish_upload, own_upload
from ipm_api.operations.upload_quota import charge_files
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence

LARGEST_FILE = 20 * 1024 * 1024  # bytes, as image_index.photo_limits

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file that is about to be sent, and what it shows."""

    file_name: str
    size: int
    sha256: str
    kind: ImageKind = ImageKind.GENUINE
    view: ImageView = ImageView.FRONT
    version_id: uuid.UUID | None = None


def start_upload(
    session: Session, actor: Actor, product_id: uuid.UUID, file: FileToSend
) -> PictureUpload:
    """
    The upload of *file*: a new one, the one that was broken off, or the one that is finished.

    Raises:
        NotFound: no such product or version, or another right holder's.
        Invalid: size or digest are none.
        BodyTooLarge: larger than a picture may be.
        QuotaReached: see upload_quota.
    """
    product = owned_product(session, actor, product_id)
    sha256 = file.sha256.lower()
    if file.size <= 0 or not _SHA256.fullmatch(sha256):
        raise Invalid({"file": [Sentence("Say the size and the SHA-256 of the file.")]})
    if file.size > LARGEST_FILE:
        raise BodyTooLarge(Sentence("An image is larger than 20 MB. Send a smaller copy."))
    version_id = version_of(session, product, file.kind, file.version_id)
    upload = _by_digest(session, product_id, sha256)
    if upload is None:
        charge_files(session, actor, files=1, size=file.size)
        session.execute(
            insert(PictureUpload)
            .values(
                id=new_id(),
                right_holder_id=product.right_holder_id,
                product_id=product_id,
                account_id=actor.account_id,
                size=file.size,
                sha256=sha256,
                received=0,
                kind=file.kind,
                view=file.view,
                captions={},
                file_name="",
                state=UploadState.ARRIVING,
                refused_for="",
                refusal="",
                started_at=now(),
                changed_at=now(),
            )
            .on_conflict_do_nothing()  # started twice at the same instant: one upload
        )
        upload = _by_digest(session, product_id, sha256)
        assert upload is not None
    gone = upload.state is UploadState.KEPT and (
        upload.image is None or upload.image.removed_at is not None
    )
    again = gone or (upload.state is UploadState.REFUSED and upload.kind is not file.kind)
    if again or (upload.state is UploadState.ARRIVING and upload.size != file.size):
        begin_anew(session, upload)
        upload.size = file.size
    if upload.state is UploadState.ARRIVING:
        upload.kind, upload.view, upload.version_id = file.kind, file.view, version_id
        upload.file_name = clean_file_name(file.file_name)
    audit.record(session, actor, "upload.started", upload.id)
    session.commit()
    return upload


def unfinished_uploads(
    session: Session, actor: Actor, product_id: uuid.UUID
) -> list[PictureUpload]:
    """
    Files of one's own product that did not arrive whole, oldest first.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    owned_product(session, actor, product_id)
    return list(
        session.scalars(
            select(PictureUpload)
            .where(
                PictureUpload.product_id == product_id,
                PictureUpload.state == UploadState.ARRIVING,
            )
            .order_by(PictureUpload.started_at, PictureUpload.id)
        )
    )


def append_to_upload(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    upload_id: uuid.UUID,
    offset: int,
    data: bytes,
) -> PictureUpload:
    """
    Keep *data*, the bytes from *offset* on; with the last of them, the picture.

    An upload that is finished is returned as it is, whatever is sent. Nothing sent at the end asks
    to finish a file that is there but could not be kept before.

    Raises:
        NotFound: no such upload, or another right holder's.
        WrongOffset: the last piece ended elsewhere.
        BodyTooLarge: more than a piece, or than the file, holds.
        DigestMismatch: all is there, and it is another file; it starts anew.
        StorageFailed, QuotaReached: the bytes are there; ask again later.
    """
    own_upload(session, actor, upload_id)  # another right holder's is not even waited for
    session.execute(select(PictureUpload.id).where(PictureUpload.id == upload_id).with_for_update())
    session.expire_all()
    upload = own_upload(session, actor, upload_id)
    if upload.state is not UploadState.ARRIVING:
        session.commit()
        return upload
    keep_piece(session, upload, offset, data)
    session.commit()
    if upload.received < upload.size:
        return upload
    return finish_upload(session, actor, index, images, decoder, upload_id)


def forget_upload(session: Session, actor: Actor, upload_id: uuid.UUID) -> uuid.UUID:
    """
    Throw away what has arrived of a file; returns its product.

    Raises:
        NotFound: no such upload, or another right holder's.
        Conflict: it is finished: remove the picture instead.
    """
    upload = own_upload(session, actor, upload_id)
    if upload.state is UploadState.KEPT:
        raise Conflict(Sentence("This file has arrived. Remove the image instead."))
    product_id = upload.product_id
    audit.record(session, actor, "upload.forgotten", upload.id)
    session.delete(upload)
    session.commit()
    return product_id


def _by_digest(session: Session, product_id: uuid.UUID, sha256: str) -> PictureUpload | None:
    upload = session.scalar(
        select(PictureUpload)
        .where(PictureUpload.product_id == product_id, PictureUpload.sha256 == sha256)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if upload is not None:
        # read after the lock: a join in the statement that waited for it would miss the picture
        # that the other request has just kept
        session.expire(upload, ["image"])
    return upload
