"""``/api/v1/photo-uploads``: photos in pieces, for networks that break."""

import uuid
from typing import Any

from flask import request

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.errors import UnsupportedBody
from ipm_api.operations.arriving_file import LARGEST_CHUNK
from ipm_api.operations.photo_arrival import PhotoToSend
from ipm_api.operations.photo_pieces import append_piece, start_photo
from ipm_api.operations.stored_picture import Original
from ipm_api.request_bodies import PIECE_BODY
from ipm_api.schemas.photo_upload import PhotoUploadRequest, PhotoUploadResponse
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "photo-uploads",
    __name__,
    url_prefix="/api/v1/photo-uploads",
    description="Photos that arrive in pieces.",
)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(PhotoUploadRequest)
@blueprint.response(200, PhotoUploadResponse)
def start(told: dict[str, Any]) -> Any:
    """
    Say which photo comes, or ask how far it is; client_id makes it safe to ask again.

    A photo becomes an inspection of its own, a further photo of one, or the original of a photo
    whose smaller copy came first.
    """
    sha256, size = told.pop("original_sha256"), told.pop("original_size")
    copy_of = Original(sha256, size) if sha256 is not None else None
    photo = PhotoToSend(**told, copy_of=copy_of)
    return start_photo(db.session(), current_actor(), photo)


@blueprint.route("/<uuid:upload_id>/pieces/<int:offset>", methods=["PUT"])
@blueprint.doc(requestBody=PIECE_BODY)
@blueprint.response(200, PhotoUploadResponse)
def put_piece(upload_id: uuid.UUID, offset: int) -> Any:
    """
    Send the bytes from an offset on, at most 4 MB; the last piece answers with what it made.

    404 after a lost answer may mean that all has arrived: ask with the POST.
    """
    if request.mimetype != "application/octet-stream":
        raise UnsupportedBody("Send the bytes as application/octet-stream.")
    request.max_content_length = LARGEST_CHUNK
    held = runtime()
    return append_piece(
        db.session(),
        current_actor(),
        held.index,
        held.images,
        held.decoder,
        upload_id,
        offset,
        request.get_data(cache=False),
    )
