"""``/api/v1/favourites``: products whose guides an officer wants at hand."""

import uuid
from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.favourite import add_favourite, own_favourites, remove_favourite
from ipm_api.schemas.pack import FavouriteListResponse

blueprint = ApiBlueprint(
    "favourites", __name__, url_prefix="/api/v1/favourites", description="Guides kept at hand."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, FavouriteListResponse)
def list_favourites() -> dict[str, Any]:
    """One's own favourites, the latest first, as far as they are published."""
    return {"products": own_favourites(db.session(), current_actor())}


@blueprint.route("/<uuid:product_id>", methods=["PUT"])
@blueprint.response(204)
def add(product_id: uuid.UUID) -> None:
    """Keep a product at hand."""
    add_favourite(db.session(), current_actor(), product_id)


@blueprint.route("/<uuid:product_id>", methods=["DELETE"])
@blueprint.response(204)
def remove(product_id: uuid.UUID) -> None:
    """Take it off the list."""
    remove_favourite(db.session(), current_actor(), product_id)
