"""``/api/v1/images`` and the crops of features: pictures rebuilt from pixels."""

import uuid
from typing import Any

from flask import Response

from image_index.region import Region
from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.feature_crop import counterpart_crop, reference_crop
from ipm_api.operations.place_crop import reference_place
from ipm_api.operations.reference_image import readable_image
from ipm_api.response_headers import picture_response
from ipm_api.schemas.image import ImageQuery, PlaceQuery
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "images", __name__, url_prefix="/api/v1", description="Reference images and crops of them."
)


@blueprint.route("/images/<uuid:image_id>", methods=["GET"])
@blueprint.arguments(ImageQuery, location="query")
@blueprint.response(200, content_type="image/jpeg")
def read_image(query: dict[str, Any], image_id: uuid.UUID) -> Response:
    """A reference image: 2000 pixels on the longer side, or a thumbnail."""
    image = readable_image(db.session(), current_actor(), image_id)
    is_small = query["size"] == "thumbnail"
    return picture_response(
        runtime().images.get(image.thumbnail_sha256 if is_small else image.picture_sha256)
    )


@blueprint.route("/features/<uuid:feature_id>/crop", methods=["GET"])
@blueprint.response(200, content_type="image/jpeg")
def read_feature_crop(feature_id: uuid.UUID) -> Response:
    """The place of a distinguishing feature on its reference image."""
    held = runtime()
    return picture_response(
        reference_crop(db.session(), current_actor(), held.images, held.decoder, feature_id)
    )


@blueprint.route("/features/<uuid:feature_id>/counterpart", methods=["GET"])
@blueprint.response(200, content_type="image/jpeg")
def read_feature_counterpart(feature_id: uuid.UUID) -> Response:
    """The same place on a picture of a known counterfeit."""
    held = runtime()
    return picture_response(
        counterpart_crop(db.session(), current_actor(), held.images, held.decoder, feature_id)
    )


@blueprint.route("/images/<uuid:image_id>/crop", methods=["GET"])
@blueprint.arguments(PlaceQuery, location="query")
@blueprint.response(200, content_type="image/jpeg")
def read_image_crop(query: dict[str, float], image_id: uuid.UUID) -> Response:
    """A place of a reference image, with some of what surrounds it."""
    held = runtime()
    return picture_response(
        reference_place(
            db.session(), current_actor(), held.images, held.decoder, image_id, Region(**query)
        )
    )
