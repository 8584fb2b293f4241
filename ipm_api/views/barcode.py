"""``/api/v1/barcodes``: what a code says, and whose it is."""

from typing import Any

from flask import request

from ipm_api.api_blueprint import ApiBlueprint, strict_json_body
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.errors import MalformedRequest
from ipm_api.idempotency import once
from ipm_api.operations.barcode import look_up_barcode, look_up_barcodes_in_photo
from ipm_api.photo_upload import read_photos
from ipm_api.request_bodies import BARCODE_BODY
from ipm_api.schemas.barcode import BarcodeListResponse, BarcodeRequest
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "barcodes", __name__, url_prefix="/api/v1/barcodes", description="GS1 codes and EAN/UPC."
)


@blueprint.route("", methods=["POST"])
@once
@blueprint.doc(requestBody=BARCODE_BODY)
@blueprint.response(200, BarcodeListResponse)
def look_up() -> dict[str, Any]:
    """
    Read a code: its text as JSON, or a photo that shows it. The photo is not kept.

    No product behind a number is an answer, and says nothing about the goods.
    """
    session, actor = db.session(), current_actor()
    if not (request.mimetype.startswith("image/") or request.mimetype == "multipart/form-data"):
        text = BarcodeRequest().load(strict_json_body(request))["text"]
        return {"barcodes": [look_up_barcode(session, actor, text)]}
    photos = read_photos(request, frozenset()).photos
    if len(photos) > 1:
        raise MalformedRequest("Send one photo.")
    return {"barcodes": look_up_barcodes_in_photo(session, actor, runtime().decoder, photos[0])}
