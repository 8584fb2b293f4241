"""Reminds right holders of published products that they should look at again."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.product import Product
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.notice import tell_right_holder
from ipm_api.operations.review import review_is_due
from ipm_api.sentence import Sentence

AGAIN = timedelta(days=30)  # a product is named again after this, while nobody has looked at it


def remind_of_reviews(session: Session) -> int:
    """One mail to each person of every right holder with such products; commits; counts them."""
    moment = now()
    due = session.scalars(
        select(Product)
        .join(RightHolder, RightHolder.id == Product.right_holder_id)
        .where(
            RightHolder.state == RightHolderState.APPROVED,
            review_is_due(),
            or_(
                Product.review_reminded_at.is_(None),
                Product.review_reminded_at < Product.reviewed_at,
                Product.review_reminded_at < moment - AGAIN,
            ),
        )
        .with_for_update(of=Product, skip_locked=True)
    ).all()
    holders = {product.right_holder_id for product in due}
    for product in due:
        product.review_reminded_at = moment
    for right_holder_id in sorted(holders):
        tell_right_holder(
            session,
            right_holder_id,
            subject=Sentence("Products should be looked at again"),
            lines=[
                Sentence("Some of your published products have not been checked for a while."),
                Sentence("Say that they are still right, or correct them."),
            ],
            link="/products?missing=review",
        )
    session.commit()
    return len(holders)
