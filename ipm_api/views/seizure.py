"""``/api/v1/inspections/{id}/seizure``: the short form of a seizure report."""

import uuid
from typing import Any

from flask import Response

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.errors import NotFound
from ipm_api.operations.seizure import SeizureDraft, own_seizure, save_seizure, seizure_table
from ipm_api.response_headers import attachment_response
from ipm_api.schemas.seizure import SeizureRequest, SeizureResponse

blueprint = ApiBlueprint(
    "seizures",
    __name__,
    url_prefix="/api/v1/inspections/<uuid:inspection_id>",
    description="Seizure reports of one's own inspections.",
)
_UNWRITTEN = SeizureDraft(goods="")


@blueprint.route("/seizure", methods=["GET"])
@blueprint.response(200, SeizureResponse)
def read_seizure(inspection_id: uuid.UUID) -> Any:
    """The report; empty, and saved_at null, while there is none."""
    seizure = own_seizure(db.session(), current_actor(), inspection_id)
    return seizure or {name: getattr(_UNWRITTEN, name) for name in SeizureDraft.__slots__} | {
        "saved_at": None
    }


@blueprint.route("/seizure", methods=["PUT"])
@blueprint.arguments(SeizureRequest)
@blueprint.response(200, SeizureResponse)
def put_seizure(written: dict[str, Any], inspection_id: uuid.UUID) -> Any:
    """Write the report; the one before it is replaced."""
    return save_seizure(db.session(), current_actor(), inspection_id, SeizureDraft(**written))


@blueprint.route("/seizure.csv", methods=["GET"])
@blueprint.response(200, content_type="application/octet-stream")
def read_seizure_table(inspection_id: uuid.UUID) -> Response:
    """The report as CSV: a line of names and one of values; no cell is a formula."""
    table = seizure_table(db.session(), current_actor(), inspection_id)
    if table is None:
        raise NotFound("The inspection")
    return attachment_response(table.encode(), f"seizure-{inspection_id}.csv")
