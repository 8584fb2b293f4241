"""Published products as officers and trainers read them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.languages import fold
from ipm_api.models.distinguishing_feature import DistinguishingFeature, FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.models.right_holder import Contact
from ipm_api.operations.contact import reachable
from ipm_api.operations.page import Page, Position
from ipm_api.operations.published_product import (
    PublishedProduct,
    picture_is_shown,
    read_products,
    versions_for,
)
from ipm_api.operations.readable_violation import readable_violations
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.review import is_stale, months_since
from ipm_api.operations.supply_chain import NO_CHAIN, SupplyChain, supply_chains_of
from ipm_api.operations.violation import Violations
from ipm_api.policy import READERS, Actor, require


@dataclass(frozen=True, slots=True)
class Guide:
    """
    One product as this reader may see it: the published version.

    Attributes:
        product: names, description, codes, brand with its rights; belongs to no session.
        features: those of the reader's levels, first check first.
        images: accepted pictures, genuine and known counterfeit.
        contacts: whom to call, first one first.
        violations: what is known of those who copy it, as far as the reader may know.
        chain: who may handle the genuine goods today, and the ways they take.
        published: the version, its number and what else it holds; None in a preview.
    """

    product: Product
    features: list[DistinguishingFeature]
    images: list[ReferenceImage]
    contacts: list[Contact]
    violations: Violations
    chain: SupplyChain = NO_CHAIN
    published: PublishedProduct | None = None

    @property
    def version(self) -> int:
        """The number of the version; 0 in a preview."""
        return self.published.number if self.published else 0

    @property
    def published_at(self) -> datetime | None:
        """When this version was published."""
        return self.published.published_at if self.published else None

    @property
    def checked_at(self) -> datetime | None:
        """When the right holder last said that it is right."""
        return self.published.checked_at if self.published else None

    @property
    def months_unchecked(self) -> int | None:
        """Months since then if that is longer than it should be, else None."""
        known = self.published
        stale = known is not None and is_stale(known.checked_at, known.review_months)
        return months_since(known.checked_at) if known and stale else None


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
    Search what is published for this reader; all conditions must hold.

    Args:
        hs_code: leading digits are enough.
        gtin: 14 digits, see gtin.py.

    Raises:
        ReadingReasonNeeded, ReadingBudgetSpent: see reading_budget.spend.
    """
    require(actor, READERS)
    query = versions_for(actor)
    if brand_id is not None:
        query = query.where(ProductVersion.brand_id == brand_id)
    if category is not None:
        query = query.where(ProductVersion.category_slug == category)
    if hs_code:
        query = query.where(ProductVersion.hs_code.startswith(hs_code, autoescape=True))
    if gtin is not None:
        query = query.where(ProductVersion.gtins.contains([gtin]))
    for word in fold(text).split()[:10]:
        query = query.where(ProductVersion.search_text.contains(word, autoescape=True))
    place = tuple_(ProductVersion.sort_name, ProductVersion.product_id)
    if after is not None:
        query = query.where(place > after)
    query = query.order_by(ProductVersion.sort_name, ProductVersion.product_id)
    found = list(
        session.scalars(query.with_only_columns(ProductVersion.product_id).limit(limit + 1))
    )
    spend(session, actor, found[:limit])
    session.commit()
    known = read_products(session, actor, found[:limit])
    rows = [known[product_id].product for product_id in found[:limit] if product_id in known]
    return Page(rows, (rows[-1].sort_name, rows[-1].id) if len(found) > limit and rows else None)


def read_guide(session: Session, actor: Actor, product_id: uuid.UUID) -> Guide:
    """
    The guide of a published product; that it was read is recorded.

    Raises:
        NotFound: no such product, it is not published, or not for this reader.
        ReadingReasonNeeded, ReadingBudgetSpent: see reading_budget.spend.
    """
    guide = guides(session, actor, [product_id]).get(product_id)
    if guide is None:
        raise NotFound("The product")
    spend(session, actor, [product_id])
    audit.record(session, actor, "guide.read", product_id, version=guide.version)
    session.commit()
    return guide


def guides(session: Session, actor: Actor, product_ids: list[uuid.UUID]) -> dict[uuid.UUID, Guide]:
    """
    The guides of those of *product_ids* that this reader may read, in a constant number of queries.

    The caller records and commits that they were shown.
    """
    require(actor, READERS)
    found = read_products(session, actor, product_ids)
    known = readable_violations(session, actor, list(found.values()))
    chains = supply_chains_of(session, [one.product for one in found.values()], now().date())
    return {
        product_id: guide_for(
            one.product,
            one.levels,
            known[product_id],
            chains[product_id],
            country=actor.country,
            published=one,
        )
        for product_id, one in found.items()
    }


def guide_for(
    product: Product,
    levels: Collection[FeatureLevel],
    violations: Violations,
    chain: SupplyChain = NO_CHAIN,
    *,
    country: str = "",
    published: PublishedProduct | None = None,
) -> Guide:
    """The guide of *product*, published or not yet, for somebody in *country* with *levels*."""
    contacts = product.brand.right_holder.contacts
    return Guide(
        product=product,
        features=[feature for feature in product.features if feature.level in levels],
        images=[image for image in product.images if picture_is_shown(image, levels)],
        contacts=[each.contact for each in reachable(contacts, product.brand_id, country, now())],
        violations=violations,
        chain=chain,
        published=published,
    )
