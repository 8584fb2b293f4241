"""``/api/v1/brands``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.brand import published_brands
from ipm_api.schemas.brand import BrandListResponse

blueprint = ApiBlueprint(
    "brands", __name__, url_prefix="/api/v1/brands", description="Brands of published products."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, BrandListResponse)
def list_brands() -> dict[str, Any]:
    """Brands with at least one published product, by name."""
    return {"brands": published_brands(db.session(), current_actor())}
