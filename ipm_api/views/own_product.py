"""``/api/v1/own-products``: a right holder's systems read and edit its products."""

import uuid
from typing import Any

from flask import request

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.entity_tag import entity_tag, require_match
from ipm_api.operations.product import own_product
from ipm_api.operations.product_edit import change_product
from ipm_api.schemas.own_product import OwnProductChange, OwnProductResponse
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "own-products", __name__, url_prefix="/api/v1/own-products", description="One's own products."
)

_TEXTS = ("names", "descriptions")
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
}


@blueprint.route("/<uuid:product_id>", methods=["GET"])
@blueprint.response(200, OwnProductResponse)
def read_own_product(product_id: uuid.UUID) -> Any:
    """One's own product with all its texts; the ETag is needed to change it."""
    product = own_product(db.session(), current_actor(), product_id)
    return product, {"ETag": _tag(product)}


@blueprint.route("/<uuid:product_id>", methods=["PATCH"])
@blueprint.doc(parameters=[_IF_MATCH])
@blueprint.arguments(OwnProductChange)
@blueprint.response(200, OwnProductResponse)
def change_own_product(changes: dict[str, Any], product_id: uuid.UUID) -> Any:
    """Change some fields of what was read: If-Match names its ETag; 412 if it changed since."""
    product = own_product(db.session(), current_actor(), product_id)
    require_match(request.headers.get("If-Match"), _tag(product), product.revision)
    flat: dict[str, Any] = {}
    for name, value in changes.items():
        if name in _TEXTS:
            flat |= {f"{name}.{tag}": text for tag, text in value.items()}
        else:
            flat[name] = str(value) if name == "brand_id" else value
    product = change_product(
        db.session(), current_actor(), product_id, flat, revision=product.revision, strict=True
    ).product
    return product, {"ETag": _tag(product)}


def _tag(product: Any) -> str:
    state = (product.id, product.revision, product.state.value)
    return entity_tag(runtime().config.secret_key, current_actor(), *state)
