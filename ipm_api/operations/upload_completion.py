"""The end of an upload: digest, picture and receipt in one transaction, or the reason why not."""

import hashlib
import json
import uuid

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import DigestMismatch, ImageRefused, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.picture_upload import PictureUpload, UploadChunk, UploadState
from ipm_api.operations.image_admission import admit_image
from ipm_api.operations.stored_picture import PhotoDecoder, Upload
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

_SEQUENCE = 0x49504D07  # advisory lock: receipts of one right holder are numbered one by one


def own_upload(session: Session, actor: Actor, upload_id: uuid.UUID) -> PictureUpload:
    """
    An upload of one's own organisation.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    upload = session.scalar(
        select(PictureUpload)
        .where(
            PictureUpload.id == upload_id, PictureUpload.right_holder_id == actor.right_holder_id
        )
        .options(joinedload(PictureUpload.image))
    )
    if upload is None:
        raise NotFound("The upload")
    return upload


def finish_upload(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    upload_id: uuid.UUID,
) -> PictureUpload:
    """
    Make a picture of an upload whose bytes are all there, with the receipt in one transaction.

    Raises:
        NotFound: no such upload, or another right holder's.
        DigestMismatch: it is another file; it starts anew.
        StorageFailed, QuotaReached: the bytes stay; ask again later.
    """
    own_upload(session, actor, upload_id)  # another right holder's is not even waited for
    session.execute(select(PictureUpload.id).where(PictureUpload.id == upload_id).with_for_update())
    session.expire_all()
    upload = own_upload(session, actor, upload_id)
    if upload.state is not UploadState.ARRIVING or upload.received < upload.size:
        session.commit()
        return upload  # another request was first
    chunks = session.scalars(
        select(UploadChunk.data)
        .where(UploadChunk.upload_id == upload_id)
        .order_by(UploadChunk.start)
    )
    data = b"".join(chunks)
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        begin_anew(session, upload)
        session.commit()
        raise DigestMismatch(Sentence("The file changed on its way. Send it again."))
    sent = Upload(data, upload.file_name, upload.sha256)
    try:
        added = admit_image(
            session,
            actor,
            index,
            images,
            decoder,
            upload.product_id,
            sent,
            kind=upload.kind,
            view=upload.view,
            captions=upload.captions,
            version_id=upload.version_id,
        )
    except ImageRefused as error:
        session.rollback()
        return _refuse(session, actor, upload_id, error)
    upload = own_upload(session, actor, upload_id)
    upload.state = UploadState.KEPT
    upload.image = added.image
    upload.sequence = _next_sequence(session, upload.right_holder_id)
    upload.finished_at = upload.changed_at = now()
    session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id))
    session.commit()
    return upload


def _refuse(
    session: Session, actor: Actor, upload_id: uuid.UUID, error: ImageRefused
) -> PictureUpload:
    """Note why, and let the bytes go: sent again, they would be refused again."""
    upload = own_upload(session, actor, upload_id)
    upload.state = UploadState.REFUSED
    upload.refused_for, upload.refusal = error.code, _kept(error)
    upload.finished_at = upload.changed_at = now()
    session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id))
    audit.record(session, actor, "upload.refused", upload.id, code=error.code)
    session.commit()
    return upload


def _kept(error: ImageRefused) -> str:
    """The sentence of *error* as JSON: what translators see, and its values."""
    sentence = error.args[0]
    values = sentence.values if isinstance(sentence, Sentence) else {}
    template = sentence.template if isinstance(sentence, Sentence) else str(error)
    return json.dumps([template, values])


def begin_anew(session: Session, upload: PictureUpload) -> None:
    """Forget what has arrived of *upload* and what came of it; the caller commits."""
    upload.state, upload.received = UploadState.ARRIVING, 0
    upload.refused_for = upload.refusal = ""
    upload.image = upload.sequence = upload.finished_at = None
    upload.changed_at = now()
    session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload.id))


def _next_sequence(session: Session, right_holder_id: uuid.UUID) -> int:
    """The number of a receipt; drawn under a lock that is held until commit, so without gaps."""
    key = int.from_bytes(right_holder_id.bytes[:4], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(_SEQUENCE, key)))
    last = session.scalar(
        select(func.max(PictureUpload.sequence)).where(
            PictureUpload.right_holder_id == right_holder_id
        )
    )
    return (last or 0) + 1
