"""What officers and trainers may know of those who copy a product: from published versions."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_
from sqlalchemy.orm import Session

from ipm_api.models.product_version import ProductVersion
from ipm_api.operations.published_product import PublishedProduct, read_versions, versions_for
from ipm_api.operations.violation import NOUNS, Violations
from ipm_api.policy import READERS, Actor, require


def readable_violations(
    session: Session, actor: Actor, products: Sequence[PublishedProduct]
) -> dict[uuid.UUID, Violations]:
    """
    What *actor*, an officer or trainer, may know about *products*, from their published versions.

    Entries that are meant for a whole brand come with every product of the brand, those of the
    product first. Queries do not grow with products. The caller records that they were shown.
    """
    require(actor, READERS)
    of_brands = _others_of_brands(session, actor, products)
    found = {}
    for one in products:
        others = [o for o in of_brands if o.product.id != one.product.id]
        others = [o for o in others if o.product.brand_id == one.product.brand_id]
        lists = [
            [r for r in one.thawed.all(kind) if r.level in one.levels]
            + [
                r
                for o in others
                for r in o.thawed.all(kind)
                if r.whole_brand and r.level in o.levels
            ]
            for kind in NOUNS
        ]
        found[one.product.id] = Violations(*lists)  # type: ignore[arg-type]
    return found


def _others_of_brands(
    session: Session, actor: Actor, products: Sequence[PublishedProduct]
) -> list[PublishedProduct]:
    """Readable versions of the brands of *products* that hold entries for the whole brand."""
    whole = [
        ProductVersion.content.contains({kind.__tablename__: [{"whole_brand": True}]})
        for kind in NOUNS
    ]
    query = versions_for(actor).where(
        ProductVersion.brand_id.in_({one.product.brand_id for one in products}), or_(*whole)
    )
    query = query.order_by(ProductVersion.sort_name, ProductVersion.product_id)
    return read_versions(session, actor, query)
