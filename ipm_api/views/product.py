"""``/api/v1/products``: published products and their guides."""

import uuid
from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.cursor import Cursors
from ipm_api.database import db
from ipm_api.operations.guide import published_products, read_guide
from ipm_api.schemas.product import GuideResponse, ProductListResponse, ProductQuery
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "products", __name__, url_prefix="/api/v1/products", description="Published products."
)


@blueprint.route("", methods=["GET"])
@blueprint.arguments(ProductQuery, location="query")
@blueprint.response(200, ProductListResponse)
def list_products(query: dict[str, Any]) -> dict[str, Any]:
    """Search by text, brand, category, HS code or GTIN; all conditions must hold."""
    actor = current_actor()
    cursor, limit = query.pop("cursor", None), query.pop("limit")
    cursors = Cursors(runtime().config.secret_key, actor, "products", query)
    page = published_products(
        db.session(),
        actor,
        text=query["q"],
        brand_id=query.get("brand"),
        category=query.get("category"),
        hs_code=query["hs_code"],
        gtin=query.get("gtin"),
        after=cursors.read(cursor),
        limit=limit,
    )
    return {"products": page.rows, "next": cursors.sign(page.next)}


@blueprint.route("/<uuid:product_id>", methods=["GET"])
@blueprint.response(200, GuideResponse)
def read_product(product_id: uuid.UUID) -> Any:
    """The guide: what the reader may know of a product. Reading it is recorded."""
    return read_guide(db.session(), current_actor(), product_id)
