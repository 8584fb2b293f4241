"""Pictures in pieces: what upload_queue.js talks to, in JSON; the plain form is in image.py."""

import json
import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api import errors
from ipm_api.database import db
from ipm_api.models.picture_upload import PictureUpload, UploadState
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView
from ipm_api.operations.picture_upload import (
    FileToSend,
    append_to_upload,
    forget_upload,
    start_upload,
    unfinished_uploads,
)
from ipm_api.operations.upload_completion import own_upload
from ipm_api.sentence import Sentence
from rightholder_portal.language import _, say_sentence
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("upload", __name__)

KINDS = {kind.value: kind for kind in ImageKind}
VIEWS = {view.value: view for view in ImageView}

_STATUS: dict[type[errors.IpmError], int] = {
    errors.WrongOffset: 409,
    errors.Conflict: 409,
    errors.DigestMismatch: 400,
    errors.MalformedRequest: 400,
    errors.Invalid: 400,
    errors.BodyTooLarge: 413,
    errors.QuotaReached: 429,
    errors.QueueFull: 429,
    errors.StorageFailed: 503,
    errors.IndexUnavailable: 503,
}


@blueprint.post("/products/<uuid:product_id>/uploads")
def submit_upload(product_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a file, or learn how far it is; its size and SHA-256 are said first."""
    size = request.form.get("size", "")
    file = FileToSend(
        file_name=request.form.get("file_name", ""),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 12 else 0,
        sha256=request.form.get("sha256", ""),
        kind=KINDS.get(request.form.get("kind", ""), ImageKind.GENUINE),
        view=VIEWS.get(request.form.get("view", ""), ImageView.FRONT),
        version_id=id_or_none(request.form.get("version", "")),
    )
    return jsonify(_said(start_upload(db.session(), current_actor(), product_id, file)))


@blueprint.get("/products/<uuid:product_id>/uploads")
def list_uploads(product_id: uuid.UUID) -> ResponseReturnValue:
    """Files that did not arrive whole."""
    found = unfinished_uploads(db.session(), current_actor(), product_id)
    return jsonify([_said(upload) for upload in found])


@blueprint.get("/uploads/<uuid:upload_id>")
def show_upload(upload_id: uuid.UUID) -> ResponseReturnValue:
    """How far a file is; when it is kept, the receipt."""
    return jsonify(_said(own_upload(db.session(), current_actor(), upload_id)))


@blueprint.patch("/uploads/<uuid:upload_id>")
def send_piece(upload_id: uuid.UUID) -> ResponseReturnValue:
    """The bytes from the header Upload-Offset on."""
    own_upload(db.session(), current_actor(), upload_id)  # not yours: not found, first of all
    offset = request.headers.get("Upload-Offset", "")
    length = request.content_length
    if not (offset.isascii() and offset.isdigit() and len(offset) < 12) or length is None:
        raise errors.MalformedRequest(Sentence("Say Upload-Offset and Content-Length."))
    data = request.get_data(cache=False)
    if len(data) != length:
        raise errors.MalformedRequest(Sentence("The piece is incomplete: its end is missing."))
    held = runtime()
    parts = (held.index, held.images, held.decoder)
    upload = append_to_upload(db.session(), current_actor(), *parts, upload_id, int(offset), data)
    return jsonify(_said(upload))


@blueprint.post("/uploads/<uuid:upload_id>/forget")
def submit_forgetting(upload_id: uuid.UUID) -> ResponseReturnValue:
    """Throw away what has arrived of a file."""
    forget_upload(db.session(), current_actor(), upload_id)
    return Response(status=204)


def id_or_none(text: str) -> uuid.UUID | None:
    """*text* as an id; what is none is left out."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def refused(upload: PictureUpload) -> str:
    """Why *upload* was refused, in the reader's language."""
    template, values = json.loads(upload.refusal)
    return say_sentence(Sentence(template, **values))


def _said(upload: PictureUpload) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": str(upload.id),
        "address": url_for("upload.show_upload", upload_id=upload.id),
        "state": upload.state.value,
        "offset": upload.received,
        "size": upload.size,
        "file_name": upload.file_name,
        "sha256": upload.sha256,
        "sentence": "",
        "receipt": None,
    }
    if upload.state is UploadState.REFUSED:
        said["sentence"] = refused(upload)
    if upload.state is UploadState.KEPT and upload.finished_at is not None:
        said["receipt"] = {
            "id": str(upload.id),
            "sha256": upload.sha256,
            "time": upload.finished_at.isoformat(),
            "sequence": upload.sequence,
        }
        if upload.image is not None and upload.image.state is ImageState.HELD_BACK:
            said["sentence"] = _("Kept. An administrator looks at it before officers can find it.")
    return said


def _problem(error: errors.IpmError) -> ResponseReturnValue:
    db.session.rollback()
    status = next(_STATUS[cls] for cls in type(error).__mro__ if cls in _STATUS)
    body: dict[str, Any] = {"sentence": " ".join(map(say_sentence, error.sentences))}
    if isinstance(error, errors.WrongOffset):
        body["offset"] = error.offset
    answer = jsonify(body)
    answer.status_code = status
    if isinstance(error, errors.QuotaReached | errors.QueueFull):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


for _error in _STATUS:
    blueprint.register_error_handler(_error, _problem)
