"""``/api/v1/inspections/{id}/products/{id}/comparison``: where to look."""

import uuid
from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.comparison import compare_product
from ipm_api.schemas.comparison import ComparisonResponse
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "comparisons",
    __name__,
    url_prefix="/api/v1/inspections/<uuid:inspection_id>/products/<uuid:product_id>",
    description="Where photos look unlike the genuine product.",
)


@blueprint.route("/comparison", methods=["GET"])
@blueprint.response(200, ComparisonResponse)
def read_comparison(inspection_id: uuid.UUID, product_id: uuid.UUID) -> Any:
    """
    Compare the photos with a product: which features can be seen, and where to look closely.

    It takes a second or so. Being asked for is recorded.
    """
    held = runtime()
    return compare_product(
        db.session(), current_actor(), held.images, held.decoder, inspection_id, product_id
    )
