"""Brands, rights and categories."""

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from ipm_api import audit
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.brand import Brand, IntellectualPropertyRight, RightType
from ipm_api.models.product import Category, Product
from ipm_api.operations.published import published
from ipm_api.policy import READERS, RIGHT_HOLDER, Actor, require

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
    name = " ".join(name.split())
    if not 0 < len(name) <= MAXIMUM_NAME:
        raise Invalid(
            {"name": [f"Write the name of the brand, at most {MAXIMUM_NAME} characters."]}
        )
    if session.scalar(
        select(Brand.id).where(
            Brand.right_holder_id == actor.right_holder_id,
            func.lower(Brand.name) == name.lower(),
        )
    ):
        raise Invalid({"name": ["You have this brand already."]})
    assert actor.right_holder_id is not None
    brand = Brand(right_holder_id=actor.right_holder_id, name=name)
    session.add(brand)
    session.flush()
    audit.record(session, actor, "brand.created", brand.id)
    session.commit()
    return brand


def add_right(
    session: Session,
    actor: Actor,
    brand_id: uuid.UUID,
    *,
    type: RightType,
    office: str,
    number: str,
    nice_classes: list[int],
    valid_until: date | None,
) -> IntellectualPropertyRight:
    """
    Add a registered right to one's own brand.

    Raises:
        NotFound: no such brand, or another right holder's.
        Invalid: office or number missing, or a Nice class outside 1 … 45.
    """
    brand = own_brand(session, actor, brand_id)
    wrong: dict[str, list[str]] = {}
    if not office.strip():
        wrong["office"] = ["Name the office, for example EM, WO or FR."]
    if not number.strip():
        wrong["number"] = ["Write the registration number."]
    if any(number not in NICE_CLASSES for number in nice_classes):
        wrong["nice_classes"] = ["Nice classes go from 1 to 45."]
    if wrong:
        raise Invalid(wrong)
    right = IntellectualPropertyRight(
        brand=brand,
        type=type,
        office=office.strip(),
        number=number.strip(),
        nice_classes=sorted(set(nice_classes)),
        valid_until=valid_until,
    )
    session.add(right)
    session.add(right)
    session.flush()
    audit.record(session, actor, "right.added", right.id)
    session.commit()
    return right


def own_brands(session: Session, actor: Actor) -> list[Brand]:
    """The brands of one's own organisation, by name."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(Brand)
            .where(Brand.right_holder_id == actor.right_holder_id)
            .options(selectinload(Brand.rights))
            .order_by(Brand.name)
        )
    )


def own_brand(session: Session, actor: Actor, brand_id: uuid.UUID) -> Brand:
    """
    One brand of one's own organisation.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    brand = session.get(Brand, brand_id)
    if brand is None or brand.right_holder_id != actor.right_holder_id:
        raise NotFound("The brand")
    return brand


def published_brands(session: Session, actor: Actor) -> list[Brand]:
    """Brands with at least one published product, by name; for officers and trainers."""
    require(actor, READERS)
    return list(
        session.scalars(
            select(Brand)
            .where(select(Product.id).where(Product.brand_id == Brand.id, published()).exists())
            .order_by(Brand.name)
        )
    )


def categories(session: Session) -> list[Category]:
    """All trades, by slug. The list is the same for everyone."""
    return list(session.scalars(select(Category).order_by(Category.slug)))
