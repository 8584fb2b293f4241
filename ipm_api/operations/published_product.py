"""Published products as readers get them: the current versions, thawed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from ipm_api.database import Base
from ipm_api.models.brand import Brand
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product, ProductState
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.published import covert_is_shown, readable
from ipm_api.operations.thawed_product import ThawedProduct, thaw
from ipm_api.policy import LEVELS_SHOWN, Actor

_WITH_BRAND: dict[type[Base], Sequence[ORMOption]] = {
    Brand: (
        selectinload(Brand.rights),
        selectinload(Brand.right_holder).selectinload(RightHolder.contacts),
    )
}


@dataclass(frozen=True, slots=True)
class PublishedProduct:
    """
    A product as one reader may know it.

    Attributes:
        thawed: the version; features of all levels are still in it.
        levels: those of this reader.
        number: of the version.
        checked_at: when the right holder last said that it is right.
        review_months: after so many it counts as stale.
    """

    thawed: ThawedProduct
    levels: frozenset[FeatureLevel]
    number: int
    published_at: datetime
    checked_at: datetime
    review_months: int

    @property
    def product(self) -> Product:
        """The product; it looks like a row, and belongs to no session."""
        return self.thawed.product


def versions_for(actor: Actor) -> Select[ProductVersion]:
    """A query for the versions that *actor* may read, to be narrowed and read_versions."""
    return select(ProductVersion).where(readable(actor))


def read_versions(
    session: Session, actor: Actor, query: Select[ProductVersion]
) -> list[PublishedProduct]:
    """What *query* finds, in its order, in a constant number of queries."""
    rows = session.execute(
        query.join(Product, Product.id == ProductVersion.product_id).add_columns(
            covert_is_shown(actor), Product.reviewed_at, Product.review_months
        )
    ).all()
    thawed = thaw(session, [row[0].content for row in rows], _WITH_BRAND)
    found = []
    for one, (version, covert, reviewed_at, months) in zip(thawed, rows, strict=True):
        for name, value in (
            ("state", ProductState.PUBLISHED),
            ("published_at", version.published_at),
            ("changed_at", version.published_at),
        ):
            set_committed_value(one.product, name, value)
        levels = LEVELS_SHOWN[actor.party]
        found.append(
            PublishedProduct(
                one,
                levels if covert else levels - {FeatureLevel.COVERT},
                version.number,
                version.published_at,
                reviewed_at or version.published_at,
                months,
            )
        )
    return found


def read_products(
    session: Session, actor: Actor, product_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, PublishedProduct]:
    """Those of *product_ids* that *actor* may read."""
    wanted = versions_for(actor).where(ProductVersion.product_id.in_(product_ids))
    return {one.product.id: one for one in read_versions(session, actor, wanted)}


def picture_is_shown(image: ReferenceImage, levels: Collection[FeatureLevel]) -> bool:
    """Accepted, and no picture of a counterfeit that a reader of *levels* may not know of."""
    if image.state is not ImageState.ACCEPTED:
        return False
    version = image.counterfeit_version
    if version is None:  # named, but removed: as secret as it was
        return image.counterfeit_version_id is None
    return version.level in levels
