"""Places of pictures: the counterpart of a feature, and any rectangle of one's own pictures."""

import math
import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import NotFound
from ipm_api.operations.feature_crop import counterpart_crop
from ipm_api.operations.feature_suggestion import own_place
from rightholder_portal.picture import as_picture
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("place", __name__)

WHOLE = (("x", "0"), ("y", "0"), ("width", "1"), ("height", "1"))
"""All of a picture, where the URL says nothing else."""


@blueprint.get("/features/<uuid:feature_id>/counterpart")
def show_counterpart(feature_id: uuid.UUID) -> ResponseReturnValue:
    """The same place on a picture of a known counterfeit."""
    held = runtime()
    return as_picture(
        counterpart_crop(db.session(), current_actor(), held.images, held.decoder, feature_id)
    )


@blueprint.get("/images/<uuid:image_id>/place")
def show_place(image_id: uuid.UUID) -> ResponseReturnValue:
    """A rectangle of one's own picture; fractions of its width and height are in the URL."""
    held = runtime()
    try:
        numbers = [float(request.args.get(side, whole)) for side, whole in WHOLE]
    except ValueError:
        raise NotFound("This place") from None
    if not all(map(math.isfinite, numbers)):
        raise NotFound("This place")
    x, y, width, height = numbers
    return as_picture(
        own_place(
            db.session(),
            current_actor(),
            held.images,
            held.decoder,
            image_id,
            (x, y, width, height),
        )
    )
