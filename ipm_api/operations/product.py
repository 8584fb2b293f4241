"""A right holder's own products: write, publish, withdraw."""

import uuid

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.languages import fold, text_in
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import ImageKind, ImageState
from ipm_api.operations.brand import own_brand
from ipm_api.operations.image_gate import hold_back_what_resembles
from ipm_api.operations.index_change import add_to_index, remove_from_index
from ipm_api.operations.page import Page, Position
from ipm_api.operations.product_draft import ProductDraft, write_draft
from ipm_api.policy import PUBLISHERS, RIGHT_HOLDER, Actor, require


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
    Write a product anew; a published one changes for its readers at once.

    Raises:
        NotFound: no such product or brand, or another right holder's.
        Invalid: see create_product; or a published product would lose its description.
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
            selectinload(Product.images),
            selectinload(Product.features),
        )
    )
    if product is None:
        raise NotFound("The product")
    return product


def missing_parts(product: Product) -> dict[str, str]:
    """What stands between *product* and publication: part → what to do. Empty: ready."""
    missing = {}
    genuine = [i for i in product.images if i.kind is ImageKind.GENUINE]
    if not any(i.state is ImageState.ACCEPTED for i in genuine):
        missing["images"] = (
            "Wait until an administrator has looked at the held-back image, or add another one."
            if any(i.state is ImageState.HELD_BACK for i in genuine)
            else "Add at least one reference image of the genuine product."
        )
    if not product.features:
        missing["features"] = "Add at least one distinguishing feature."
    if not text_in(product.descriptions, ()):
        missing["description"] = "Describe the product in a sentence or two."
    return missing


def publish_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    Show a product to officers and trainers and put its pictures into the index.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such product, or another right holder's.
        Conflict: it is published already.
        Invalid: parts are missing; each is named.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    if product.state is ProductState.PUBLISHED:
        raise Conflict("This product is published already.")
    if hold_back_what_resembles(session, product):
        session.commit()  # held back, whatever becomes of the publication
        product = locked_product(session, actor, product_id)
    missing = missing_parts(product)
    if missing:
        raise Invalid({part: [text] for part, text in missing.items()})
    product.state = ProductState.PUBLISHED
    product.published_at = now()
    for image in product.images:
        if image.kind is ImageKind.GENUINE and image.state is ImageState.ACCEPTED:
            add_to_index(session, image)
    audit.record(session, actor, "product.published", product.id)
    session.commit()
    return product


def withdraw_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    Take a product from its readers and out of the index at once.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such product, or another right holder's.
        Conflict: it is not published.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    if product.state is not ProductState.PUBLISHED:
        raise Conflict("Only a published product can be withdrawn.")
    product.state = ProductState.WITHDRAWN
    for image in product.images:
        if image.kind is ImageKind.GENUINE:
            remove_from_index(session, image)
    audit.record(session, actor, "product.withdrawn", product.id)
    session.commit()
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
