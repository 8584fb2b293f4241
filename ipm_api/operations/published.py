"""
What "published" means, and who may read it: in one place for every query.

Every answer to an officer or a trainer asks ``readable``; a product that is not shared with the
reader is, in every answer, a product that is not registered.
"""

import uuid

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from ipm_api.models.product import Product, ProductState
from ipm_api.models.product_version import ProductVersion, SharingRule
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.policy import OFFICERS, READERS, Actor


def published() -> ColumnElement[bool]:
    """True for products (Product) that have readers at all; says nothing of who they are."""
    return and_(
        Product.state == ProductState.PUBLISHED,
        Product.right_holder_id.in_(_approved()),
    )


def readable(actor: Actor) -> ColumnElement[bool]:
    """True for versions (ProductVersion) that this officer or trainer may read."""
    if actor.party not in READERS:
        return false()
    shared = and_(
        or_(SharingRule.countries.is_(None), SharingRule.countries.contains([actor.country])),
        or_(
            SharingRule.authorities.is_(None),
            SharingRule.authorities.contains([_authority(actor)]),
        ),
    )
    return and_(
        ProductVersion.current,
        ProductVersion.right_holder_id.in_(_approved()),
        _by_rule(shared),
    )


def readable_products(actor: Actor) -> Select[uuid.UUID]:
    """The ids of the products that this officer or trainer may read."""
    return select(ProductVersion.product_id).where(readable(actor))


def covert_is_shown(actor: Actor) -> ColumnElement[bool]:
    """True for versions (ProductVersion) whose covert features this reader may know."""
    if actor.party not in OFFICERS:
        return false()
    everywhere = SharingRule.covert_countries.is_(None)
    return _by_rule(or_(everywhere, SharingRule.covert_countries.contains([actor.country])))


def _by_rule(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """*condition* on the most specific rule of a version; True where no rule is."""
    rules = (
        (SharingRule.product_id == ProductVersion.product_id,),
        (SharingRule.product_id.is_(None), SharingRule.brand_id == ProductVersion.brand_id),
        (
            SharingRule.product_id.is_(None),
            SharingRule.brand_id.is_(None),
            SharingRule.right_holder_id == ProductVersion.right_holder_id,
        ),
    )
    said = [
        select(condition).where(*where).correlate(ProductVersion).scalar_subquery()
        for where in rules
    ]
    return func.coalesce(*said, true())


def _approved() -> Select[uuid.UUID]:
    return select(RightHolder.id).where(RightHolder.state == RightHolderState.APPROVED)


def _authority(actor: Actor) -> str:
    return actor.authority
