"""``/api/v1/inspections/{id}/photos`` and the crops of them."""

import uuid
from typing import Any

from flask import Response, request

from image_index.photo import inspect_photo
from image_index.region import Region
from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.errors import Conflict, MalformedRequest
from ipm_api.idempotency import idempotency_key, once
from ipm_api.operations.feature_crop import photo_crop
from ipm_api.operations.inspection_photo import add_photo, own_photo
from ipm_api.operations.place_crop import photo_place
from ipm_api.operations.stored_picture import thumbnail_of
from ipm_api.photo_upload import read_photos
from ipm_api.request_bodies import PHOTO_BODY
from ipm_api.response_headers import attachment_response, picture_response
from ipm_api.schemas.image import PlaceQuery
from ipm_api.schemas.inspection import InspectionResponse
from ipm_api.schemas.inspection_request import PhotoFields, PhotoQuery
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "inspection-photos",
    __name__,
    url_prefix="/api/v1/inspections/<uuid:inspection_id>",
    description="Photos of one's own inspections.",
)


@blueprint.route("/photos", methods=["POST"])
@once
@blueprint.doc(requestBody=PHOTO_BODY)
@blueprint.response(201, InspectionResponse)
def send_photo(inspection_id: uuid.UUID) -> Any:
    """Add a photo; the answer weighs all photos together."""
    form = read_photos(request, frozenset({"client_id"}))
    if len(form.photos) > 1:
        raise MalformedRequest("Send one photo at a time.")
    texts = PhotoFields().load(form.texts)
    held = runtime()
    return add_photo(
        db.session(),
        current_actor(),
        held.index,
        held.images,
        held.decoder,
        inspection_id,
        form.photos[0],
        client_id=texts.get("client_id") or idempotency_key(),
    )


@blueprint.route("/photos/<uuid:photo_id>", methods=["GET"])
@blueprint.arguments(PhotoQuery, location="query")
@blueprint.response(200, content_type="image/jpeg")
@blueprint.response(200, content_type="application/octet-stream")
def read_photo(query: dict[str, Any], inspection_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    """A photo for the screen or a list; with original=1 the bytes as they came, to be saved."""
    held = runtime()
    photo = own_photo(db.session(), current_actor(), inspection_id, photo_id)
    if query["original"] == "0":
        shown = held.images.get(photo.picture_sha256)
        is_small = query["size"] == "thumbnail"
        return picture_response(thumbnail_of(held.decoder, shown) if is_small else shown)
    if photo.original_arrived_at is None:
        raise Conflict("The original of this photo has not arrived yet.")
    original = held.images.get(photo.original_sha256)
    extension = inspect_photo(original).media_type.removeprefix("image/")
    return attachment_response(original, f"photo-{photo.id}.{extension}")


@blueprint.route("/features/<uuid:feature_id>/crop", methods=["GET"])
@blueprint.response(200, content_type="image/jpeg")
def read_photo_crop(inspection_id: uuid.UUID, feature_id: uuid.UUID) -> Response:
    """The place of a feature on the officer's photo, turned and scaled like the reference."""
    held = runtime()
    return picture_response(
        photo_crop(
            db.session(), current_actor(), held.images, held.decoder, inspection_id, feature_id
        )
    )


@blueprint.route("/photos/<uuid:photo_id>/places/<uuid:image_id>", methods=["GET"])
@blueprint.arguments(PlaceQuery, location="query")
@blueprint.response(200, content_type="image/jpeg")
def read_photo_place(
    query: dict[str, float], inspection_id: uuid.UUID, photo_id: uuid.UUID, image_id: uuid.UUID
) -> Response:
    """A place of a reference image as it is on the photo, turned and scaled like the reference."""
    held = runtime()
    return picture_response(
        photo_place(
            db.session(),
            current_actor(),
            held.images,
            held.decoder,
            inspection_id,
            photo_id,
            image_id,
            Region(**query),
        )
    )
