"""``/api/v1/categories``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.database import db
from ipm_api.operations.category import categories
from ipm_api.schemas.category import CategoryListResponse

blueprint = ApiBlueprint(
    "categories", __name__, url_prefix="/api/v1/categories", description="Trades."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, CategoryListResponse)
def list_categories() -> dict[str, Any]:
    """All trades."""
    return {"categories": categories(db.session())}
