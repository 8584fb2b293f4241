"""``/api/v1/inspections``: photos in, candidates out, a person's verdict."""

import uuid
from typing import Any

from flask import request

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.cursor import Cursors
from ipm_api.database import db
from ipm_api.idempotency import idempotency_key, once
from ipm_api.operations.inspection import (
    own_inspections,
    read_inspection,
    submit_inspection,
)
from ipm_api.operations.verdict import ANY_VERDICT, record_verdict, undo_verdict
from ipm_api.photo_upload import read_photos
from ipm_api.request_bodies import INSPECTION_BODY
from ipm_api.schemas.inspection import InspectionListResponse, InspectionResponse
from ipm_api.schemas.inspection_request import (
    InspectionFields,
    InspectionQuery,
    UndoQuery,
    VerdictRequest,
)
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "inspections", __name__, url_prefix="/api/v1/inspections", description="One's own inspections."
)
_FIELDS = frozenset(InspectionFields().fields)


@blueprint.route("", methods=["POST"])
@once
@blueprint.doc(requestBody=INSPECTION_BODY)
@blueprint.response(201, InspectionResponse)
def submit() -> Any:
    """
    Send photos of one article; the answer proposes candidates, never a verdict.

    The id that the phone gives it (Idempotency-Key, or the part client_id) makes it safe to send
    again.
    """
    form = read_photos(request, _FIELDS)
    texts = InspectionFields().load(form.texts)
    held = runtime()
    return submit_inspection(
        db.session(),
        current_actor(),
        held.index,
        held.images,
        held.decoder,
        form.photos,
        client_id=texts.pop("client_id", None) or idempotency_key(),
        **texts,
    )


@blueprint.route("", methods=["GET"])
@blueprint.arguments(InspectionQuery, location="query")
@blueprint.response(200, InspectionListResponse)
def list_inspections(query: dict[str, Any]) -> dict[str, Any]:
    """One's own inspections, newest first."""
    actor, limit = current_actor(), query["limit"]
    cursors = Cursors(runtime().config.secret_key, actor, "inspections", {})
    rows = own_inspections(
        db.session(), actor, before=cursors.read(query.get("cursor")), limit=limit + 1
    )
    shown = rows[:limit]
    last = (shown[-1].started_at.isoformat(), shown[-1].id) if len(rows) > limit else None
    return {"inspections": shown, "next": cursors.sign(last)}


@blueprint.route("/<uuid:inspection_id>", methods=["GET"])
@blueprint.response(200, InspectionResponse)
def read(inspection_id: uuid.UUID) -> Any:
    """One's own inspection, with its candidates as they are published now."""
    return read_inspection(db.session(), current_actor(), inspection_id)


@blueprint.route("/<uuid:inspection_id>/verdict", methods=["PUT"])
@blueprint.arguments(VerdictRequest)
@blueprint.response(200, InspectionResponse)
def put_verdict(verdict: dict[str, Any], inspection_id: uuid.UUID) -> Any:
    """Record what the officer decided, and the answers to the checks."""
    return record_verdict(
        db.session(),
        current_actor(),
        inspection_id,
        verdict["verdict"],
        reason=verdict["reason"],
        product_id=verdict["product_id"],
        checks=verdict["checks"],
        instead_of=verdict.get("instead_of", ANY_VERDICT),
    )


@blueprint.route("/<uuid:inspection_id>/verdict", methods=["DELETE"])
@blueprint.arguments(UndoQuery, location="query")
@blueprint.response(200, InspectionResponse)
def delete_verdict(query: dict[str, Any], inspection_id: uuid.UUID) -> Any:
    """Take the verdict back, within 10 minutes; the one before it holds again, or none."""
    return undo_verdict(db.session(), current_actor(), inspection_id, of=query.get("of"))
