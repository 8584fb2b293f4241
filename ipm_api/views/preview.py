"""``/api/v1/previews``: a right holder's own product as its readers will see it."""

import uuid
from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.preview import preview_guide
from ipm_api.policy import Party
from ipm_api.schemas.product import GuideResponse, PreviewQuery

blueprint = ApiBlueprint(
    "previews", __name__, url_prefix="/api/v1/previews", description="For right holders."
)


@blueprint.route("/<uuid:product_id>", methods=["GET"])
@blueprint.arguments(PreviewQuery, location="query")
@blueprint.response(200, GuideResponse)
def read_preview(query: dict[str, str], product_id: uuid.UUID) -> Any:
    """The guide of one's own product, published or not, as an officer or a trainer will see it."""
    return preview_guide(db.session(), current_actor(), product_id, Party(query["reader"]))
