"""A right holder's own products as a list: search, filters, order, pages."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from ipm_api.models.brand import Brand
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import ImageKind, ImageState, ReferenceImage
from ipm_api.operations.product import matching_text
from ipm_api.operations.review import review_is_due
from ipm_api.policy import RIGHT_HOLDER, Actor, require

ORDERS = ("name", "brand", "state", "changed")
MISSING = ("images", "features", "description", "review")


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """
    Conditions of a list; all must hold, empty ones do.

    Attributes:
        missing: one of MISSING: products without an accepted picture, a feature, a description; or
            published ones that should have been looked at again.
        language: tag of a language in which name or description are not written.
        order: one of ORDERS.
        page: from 1.
    """

    text: str = ""
    brand_id: uuid.UUID | None = None
    category: str = ""
    state: ProductState | None = None
    missing: str = ""
    language: str = ""
    order: str = "name"
    descending: bool = False
    page: int = 1
    size: int = 24


@dataclass(frozen=True, slots=True)
class ProductList:
    """One page, and how many products and pages there are."""

    products: list[Product]
    total: int
    pages: int


def search_own_products(session: Session, actor: Actor, search: ProductSearch) -> ProductList:
    """
    One page of one's own products, in a constant number of queries.

    A page after the last one is the last one.
    """
    require(actor, RIGHT_HOLDER)
    asked = matching_text(select(Product), search.text).where(
        Product.right_holder_id == actor.right_holder_id, *_conditions(search)
    )
    total = session.scalar(asked.with_only_columns(func.count(Product.id))) or 0
    pages = max(1, -(-total // search.size))
    page = min(max(1, search.page), pages)
    ids = session.scalars(
        _ordered(asked, search)
        .with_only_columns(Product.id)
        .limit(search.size)
        .offset((page - 1) * search.size)
    ).all()
    return ProductList(_loaded(session, ids), total, pages)


def _conditions(search: ProductSearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.brand_id is not None:
        found.append(Product.brand_id == search.brand_id)
    if search.category:
        found.append(Product.category_slug == search.category)
    if search.state is not None:
        found.append(Product.state == search.state)
    if search.language:
        written = Product.names.has_key(search.language) & Product.descriptions.has_key(
            search.language
        )
        found.append(~written)
    if search.missing == "images":
        found.append(
            Product.id.not_in(
                select(ReferenceImage.product_id).where(
                    ReferenceImage.kind == ImageKind.GENUINE,
                    ReferenceImage.state == ImageState.ACCEPTED,
                    ReferenceImage.removed_at.is_(None),
                )
            )
        )
    elif search.missing == "features":
        found.append(Product.id.not_in(select(DistinguishingFeature.product_id)))
    elif search.missing == "description":
        found.append(Product.descriptions == {})
    elif search.missing == "review":
        found.append(review_is_due())
    return found


def _ordered(asked: Select[Product], search: ProductSearch) -> Select[Product]:
    first = {
        "name": Product.sort_name,
        "brand": func.lower(Brand.name),
        "state": Product.state,
        "changed": Product.changed_at,
    }[search.order]
    if search.order == "brand":
        asked = asked.join(Brand, Brand.id == Product.brand_id)
    columns = (
        [first, Product.sort_name, Product.id] if search.order != "changed" else [first, Product.id]
    )
    return asked.order_by(*(column.desc() if search.descending else column for column in columns))


def _loaded(session: Session, ids: Sequence[uuid.UUID]) -> list[Product]:
    """The products with what a list shows, in the order of *ids*."""
    found = {
        product.id: product
        for product in session.scalars(
            select(Product)
            .join(Product.brand)
            .where(Product.id.in_(ids))
            .options(
                contains_eager(Product.brand),
                joinedload(Product.category),
                selectinload(Product.gtins),
                selectinload(Product.images),
            )
        )
    }
    return [found[product_id] for product_id in ids]
