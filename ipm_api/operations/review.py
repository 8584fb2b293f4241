"""When a product was last checked, and whether that is too long ago."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid
from ipm_api.models.product import Product, ProductState
from ipm_api.operations.product import locked_product
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

MONTHS = range(1, 61)  # that a right holder may choose between two reviews


def months_since(moment: datetime, today: datetime | None = None) -> int:
    """Whole calendar months from *moment* to *today*."""
    today = today or now()
    months = (today.year - moment.year) * 12 + today.month - moment.month
    return months - (1 if (today.day, today.time()) < (moment.day, moment.time()) else 0)


def is_stale(checked_at: datetime | None, months: int) -> bool:
    """True when the last check is at least *months* months ago."""
    return checked_at is not None and months_since(checked_at) >= months


def review_is_due() -> ColumnElement[bool]:
    """True for published products (Product) whose last check is too long ago."""
    return and_(
        Product.state == ProductState.PUBLISHED,
        Product.reviewed_at + func.make_interval(0, Product.review_months) <= literal(now()),
    )


def due_products(session: Session, actor: Actor, limit: int = 100) -> list[Product]:
    """Own published products that should be looked at again, longest ago first."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(Product)
            .where(Product.right_holder_id == actor.right_holder_id, review_is_due())
            .order_by(Product.reviewed_at, Product.id)
            .limit(limit)
        )
    )


def confirm_review(session: Session, actor: Actor, product_id: uuid.UUID) -> None:
    """
    Note that what is published is still right; readers see the new date at once.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    product.reviewed_at = now()
    product.review_reminded_at = None
    audit.record(session, actor, "product.reviewed", product_id)
    session.commit()


def set_review_period(session: Session, actor: Actor, product_id: uuid.UUID, months: int) -> None:
    """
    Choose after how many months the product should be looked at again.

    Raises:
        NotFound: no such product, or another right holder's.
        Invalid: not between 1 and 60.
    """
    product = locked_product(session, actor, product_id)
    if months not in MONTHS:
        raise Invalid({"months": [Sentence("Choose 1 to 60 months.")]})
    product.review_months = months
    audit.record(session, actor, "product.review-period-set", product_id, months=months)
    session.commit()
