"""A right holder's own products: the working copy."""

import uuid

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.errors import NotFound
from ipm_api.languages import fold
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.brand import own_brand
from ipm_api.operations.page import Page, Position
from ipm_api.operations.product_draft import ProductDraft, write_draft
from ipm_api.policy import RIGHT_HOLDER, Actor, require


def create_product(session: Session, actor: Actor, draft: ProductDraft) -> Product:
    """
    Start a product as a draft that nobody else sees.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        NotFound: the brand is not one's own.
        Invalid: a field breaks a rule; all broken fields are named.
    """
    brand = own_brand(session, actor, draft.brand_id)
    product = Product(right_holder_id=brand.right_holder_id, state=ProductState.DRAFT)
    write_draft(session, actor, product, draft)
    session.add(product)
    session.flush()
    audit.record(session, actor, "product.created", product.id)
    session.commit()
    return product


def update_product(
    session: Session, actor: Actor, product_id: uuid.UUID, draft: ProductDraft
) -> Product:
    """
    Write the working copy of a product anew; readers see it when it is published again.

    Raises:
        NotFound: no such product or brand, or another right holder's.
        Invalid: see create_product.
    """
    product = locked_product(session, actor, product_id)
    write_draft(session, actor, product, draft)
    audit.record(session, actor, "product.changed", product.id)
    session.commit()
    return product


def own_products(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    state: ProductState | None = None,
    after: Position | None = None,
    limit: int = 50,
) -> Page[Product]:
    """The products of one's own organisation, by name."""
    require(actor, RIGHT_HOLDER)
    query = select(Product).where(Product.right_holder_id == actor.right_holder_id)
    if state is not None:
        query = query.where(Product.state == state)
    return page_of_products(session, matching_text(query, text), after=after, limit=limit)


def own_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    One product of one's own organisation, with its images and features.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    product = session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.right_holder_id == actor.right_holder_id)
        .options(
            joinedload(Product.brand),
            joinedload(Product.category),
            selectinload(Product.gtins),
            selectinload(Product.images).joinedload(ReferenceImage.counterfeit_version),
            selectinload(Product.features),
        )
    )
    if product is None:
        raise NotFound("The product")
    return product


def matching_text(query: Select[Product], text: str) -> Select[Product]:
    """Narrow *query* to products that contain every word of *text*, accents and case aside."""
    for word in fold(text).split()[:10]:
        query = query.where(Product.search_text.contains(word, autoescape=True))
    return query


def page_of_products(
    session: Session,
    query: Select[Product],
    *,
    after: Position | None,
    limit: int,
) -> Page[Product]:
    """Read one page of *query* by name, with what lists show, in a constant number of queries."""
    if after is not None:
        query = query.where(tuple_(Product.sort_name, Product.id) > after)
    rows = list(
        session.scalars(
            query.options(
                joinedload(Product.brand),
                joinedload(Product.category),
                selectinload(Product.gtins),
                selectinload(Product.images),
            )
            .order_by(Product.sort_name, Product.id)
            .limit(limit + 1)
        )
    )
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, (rows[-1].sort_name, rows[-1].id) if more else None)


def locked_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    One's own product, held until commit: its state and pictures change in one request at a time.

    Raises:
        NotFound: see own_product.
    """
    own_product(session, actor, product_id)  # another right holder's is not even waited for
    lock_product(session, product_id)
    return own_product(session, actor, product_id)


def lock_product(session: Session, product_id: uuid.UUID) -> None:
    """Wait until no other transaction changes the product; what was read before is forgotten."""
    session.execute(
        # "no key update": inspections may refer to the product all the while
        select(Product.id).where(Product.id == product_id).with_for_update(key_share=True)
    )
    session.expire_all()
