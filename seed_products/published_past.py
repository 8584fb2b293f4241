"""A second version, a review that is overdue and a rule of sharing, to be seen by who looks."""

import dataclasses
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.product import Product, ProductState
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_draft import draft_of
from ipm_api.operations.publication import own_versions, publish_product
from ipm_api.operations.sharing import SharingDraft, share
from ipm_api.policy import Actor

_NEWS = {
    "en": "New lot numbers since this spring.",
    "fr": "Nouveaux numéros de lot depuis ce printemps.",
}
_SHARED_WITH = ("FR", "NL")


def add_published_past(session: Session, publisher: Actor) -> None:
    """Three of *publisher*'s published products, in the order of their names; once."""
    products = session.scalars(
        select(Product)
        .where(
            Product.right_holder_id == publisher.right_holder_id,
            Product.state == ProductState.PUBLISHED,
        )
        .order_by(Product.sort_name)
        .limit(3)
    ).all()
    if len(products) < 3 or len(own_versions(session, publisher, products[0].id)) > 1:
        return
    changed, unchecked, shared = (product.id for product in products)
    draft = draft_of(own_product(session, publisher, changed))
    texts = {
        tag: f"{text} {_NEWS.get(tag, '')}".strip() for tag, text in draft.descriptions.items()
    }
    update_product(session, publisher, changed, dataclasses.replace(draft, descriptions=texts))
    publish_product(session, publisher, changed, note="Lot numbers")
    product = session.get_one(Product, unchecked)
    product.reviewed_at = now() - timedelta(days=430)
    session.commit()
    share(session, publisher, SharingDraft(countries=_SHARED_WITH), product_id=shared)
