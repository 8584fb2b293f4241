"""``/api/v1/reading-reasons``: what a reader answers to ``reading-reason-needed``."""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.reading_allowance import give_reason
from ipm_api.schemas.reading_reason import ReasonRequest, ReasonResponse

blueprint = ApiBlueprint(
    "reading-reasons",
    __name__,
    url_prefix="/api/v1/reading-reasons",
    description="Looking at more products than is usual.",
)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(ReasonRequest)
@blueprint.response(201, ReasonResponse)
def create_reason(given: dict[str, Any]) -> dict[str, Any]:
    """Say why you need more products than is usual, with your password: another hour."""
    return {"until": give_reason(db.session(), current_actor(), **given)}
