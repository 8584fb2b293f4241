"""Brands and categories."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from ipm_api import audit
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.brand import Brand
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.operations.numbered_page import NumberedPage, numbered_page
from ipm_api.operations.published import readable
from ipm_api.operations.removal import remove, restore
from ipm_api.operations.search_text import search_text_of
from ipm_api.policy import READERS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

NICE_CLASSES = range(1, 46)
MAXIMUM_NAME = 200  # characters


def create_brand(session: Session, actor: Actor, *, name: str) -> Brand:
    """
    Add a brand to one's own organisation.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        Invalid: no name, or the organisation has the brand already.
    """
    require(actor, RIGHT_HOLDER)
    name = _checked_name(session, actor, name)
    assert actor.right_holder_id is not None
    brand = session.scalar(
        select(Brand).where(
            Brand.right_holder_id == actor.right_holder_id,
            func.lower(Brand.name) == name.lower(),
        )
    ) or Brand(right_holder_id=actor.right_holder_id)
    brand.name, brand.removed_at = name, None  # a removed brand of this name comes back
    session.add(brand)
    session.flush()
    audit.record(session, actor, "brand.created", brand.id)
    session.commit()
    return brand


def rename_brand(session: Session, actor: Actor, brand_id: uuid.UUID, *, name: str) -> Brand:
    """
    Give one's own brand another name; lists find its products by the new one.

    Raises:
        NotFound: no such brand, or another right holder's.
        Invalid: see create_brand.
    """
    brand = own_brand(session, actor, brand_id)
    brand.name = _checked_name(session, actor, name, brand)
    for product in session.scalars(
        select(Product).where(Product.brand_id == brand.id).options(selectinload(Product.gtins))
    ):
        product.search_text = search_text_of(product, brand.name)
    audit.record(session, actor, "brand.renamed", brand.id)
    session.commit()
    return brand


def remove_brand(session: Session, actor: Actor, brand_id: uuid.UUID) -> Brand:
    """
    Remove a brand without products; restore_brand undoes it.

    Raises:
        NotFound: no such brand, or another right holder's.
        Conflict: products belong to it.
    """
    brand = own_brand(session, actor, brand_id)
    session.refresh(brand, with_for_update=True)  # no product comes in between
    if session.scalar(select(Product.id).where(Product.brand_id == brand.id).limit(1)):
        raise Conflict(Sentence("Products belong to this brand. Give them another brand first."))
    return remove(session, actor, brand, "brand")


def restore_brand(session: Session, actor: Actor, brand_id: uuid.UUID) -> Brand:
    """
    Undo remove_brand.

    Raises:
        NotFound: none was removed, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    brand = session.get(Brand, brand_id)
    if brand is None or brand.right_holder_id != actor.right_holder_id or brand.removed_at is None:
        raise NotFound("The brand")
    return restore(session, actor, brand, "brand")


def own_brands(session: Session, actor: Actor) -> list[Brand]:
    """The brands of one's own organisation, by name."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(Brand)
            .where(Brand.right_holder_id == actor.right_holder_id, Brand.removed_at.is_(None))
            .options(selectinload(Brand.rights))
            .order_by(Brand.name)
        )
    )


def find_own_brands(
    session: Session, actor: Actor, *, text: str = "", descending: bool = False, after: str = ""
) -> NumberedPage[Brand]:
    """
    One page of one's own brands, by name, with their rights.

    Args:
        text: part of the name, in any case; "" for all.
        after: the ``next`` of the page before; "" for the first.
    """
    require(actor, RIGHT_HOLDER)
    own = Brand.right_holder_id == actor.right_holder_id
    name = Brand.name.desc() if descending else Brand.name
    query = select(Brand).where(own, Brand.removed_at.is_(None)).order_by(name, Brand.id)
    if text:
        query = query.where(Brand.name.icontains(text, autoescape=True))
    return numbered_page(session, query.options(selectinload(Brand.rights)), after)


def own_brand_names(session: Session, actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """Ids and names of one's own brands, by name: what a select offers."""
    require(actor, RIGHT_HOLDER)
    own = Brand.right_holder_id == actor.right_holder_id
    rows = session.execute(
        select(Brand.id, Brand.name).where(own, Brand.removed_at.is_(None)).order_by(Brand.name)
    )
    return [(brand_id, name) for brand_id, name in rows]


def own_brand(session: Session, actor: Actor, brand_id: uuid.UUID) -> Brand:
    """
    One brand of one's own organisation.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    brand = session.get(Brand, brand_id)
    if (
        brand is None
        or brand.right_holder_id != actor.right_holder_id
        or brand.removed_at is not None
    ):
        raise NotFound("The brand")
    return brand


def published_brands(session: Session, actor: Actor) -> list[Brand]:
    """Brands with at least one published product, by name; for officers and trainers."""
    require(actor, READERS)
    return list(
        session.scalars(
            select(Brand)
            .where(Brand.id.in_(select(ProductVersion.brand_id).where(readable(actor))))
            .order_by(Brand.name)
        )
    )


def _checked_name(session: Session, actor: Actor, name: str, brand: Brand | None = None) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= MAXIMUM_NAME or "\0" in name:
        fault = Sentence(
            "Write the name of the brand, at most %(most)s characters.", most=MAXIMUM_NAME
        )
        raise Invalid({"name": [fault]})
    same = session.scalar(
        select(Brand).where(
            Brand.right_holder_id == actor.right_holder_id,
            func.lower(Brand.name) == name.lower(),
            Brand.removed_at.is_(None) if brand is None else Brand.id != brand.id,
        )
    )
    if same is not None:
        raise Invalid({"name": [Sentence("You have this brand already.")]})
    return name
