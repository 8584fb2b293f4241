"""Published products as officers and trainers read them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.brand import Brand
from ipm_api.models.distinguishing_feature import DistinguishingFeature, FeatureLevel
from ipm_api.models.product import Product, ProductGtin
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import Contact, RightHolder
from ipm_api.operations.contact import reachable
from ipm_api.operations.page import Page, Position
from ipm_api.operations.product import matching_text, page_of_products
from ipm_api.operations.published import published
from ipm_api.operations.supply_chain import NO_CHAIN, SupplyChain, supply_chains_of
from ipm_api.operations.violation import Violations, readable_violations
from ipm_api.policy import LEVELS_SHOWN, READERS, Actor, require


@dataclass(frozen=True, slots=True)
class Guide:
    """
    One product as this reader may see it.

    Attributes:
        product: names, description, codes, brand with its rights.
        features: those of the reader's levels, first check first.
        images: accepted pictures, genuine and known counterfeit.
        contacts: whom to call, first one first.
        violations: what is known of those who copy it, as far as the reader may know.
        chain: who may handle the genuine goods today, and the ways they take.
    """

    product: Product
    features: list[DistinguishingFeature]
    images: list[ReferenceImage]
    contacts: list[Contact]
    violations: Violations
    chain: SupplyChain = NO_CHAIN


def published_products(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    brand_id: uuid.UUID | None = None,
    category: str | None = None,
    hs_code: str = "",
    gtin: str | None = None,
    after: Position | None = None,
    limit: int = 50,
) -> Page[Product]:
    """
    Search what is published; all conditions must hold.

    Args:
        hs_code: leading digits are enough.
        gtin: 14 digits, see gtin.py.
    """
    require(actor, READERS)
    query = select(Product).where(published())
    if brand_id is not None:
        query = query.where(Product.brand_id == brand_id)
    if category is not None:
        query = query.where(Product.category_slug == category)
    if hs_code:
        query = query.where(Product.hs_code.startswith(hs_code, autoescape=True))
    if gtin is not None:
        query = query.where(Product.gtins.any(ProductGtin.gtin == gtin))
    return page_of_products(session, matching_text(query, text), after=after, limit=limit)


def read_guide(session: Session, actor: Actor, product_id: uuid.UUID) -> Guide:
    """
    The guide of a published product; that it was read is recorded.

    Raises:
        NotFound: no such product, or it is not published.
    """
    guide = guides(session, actor, [product_id]).get(product_id)
    if guide is None:
        raise NotFound("The product")
    audit.record(session, actor, "guide.read", product_id)
    session.commit()
    return guide


def guides(session: Session, actor: Actor, product_ids: list[uuid.UUID]) -> dict[uuid.UUID, Guide]:
    """
    The guides of those of *product_ids* that are published, in a constant number of queries.

    The caller records and commits that they were shown.
    """
    require(actor, READERS)
    products = session.scalars(
        select(Product)
        .where(Product.id.in_(product_ids), published())
        .options(
            joinedload(Product.brand).selectinload(Brand.rights),
            joinedload(Product.brand)
            .joinedload(Brand.right_holder)
            .selectinload(RightHolder.contacts),
            joinedload(Product.category),
            selectinload(Product.gtins),
            selectinload(Product.images).joinedload(ReferenceImage.counterfeit_version),
            selectinload(Product.features),
        )
    )
    found = list(products)
    known = readable_violations(session, actor, found)
    levels = LEVELS_SHOWN[actor.party]
    chains = supply_chains_of(session, found, now().date())
    return {
        product.id: guide_for(
            product, levels, known[product.id], chains[product.id], country=actor.country
        )
        for product in found
    }


def guide_for(
    product: Product,
    levels: Collection[FeatureLevel],
    violations: Violations,
    chain: SupplyChain = NO_CHAIN,
    *,
    country: str = "",
) -> Guide:
    """The guide of *product* for somebody in *country* who may know of *levels*."""
    contacts = product.brand.right_holder.contacts
    return Guide(
        product=product,
        features=[feature for feature in product.features if feature.level in levels],
        images=[image for image in product.images if _is_shown(image, levels)],
        contacts=[each.contact for each in reachable(contacts, product.brand_id, country, now())],
        violations=violations,
        chain=chain,
    )


def _is_shown(image: ReferenceImage, levels: Collection[FeatureLevel]) -> bool:
    """Accepted, and no picture of a counterfeit that the reader may not know of."""
    version = image.counterfeit_version
    is_open = version is None or version.level in levels
    return is_open and image.state is ImageState.ACCEPTED
