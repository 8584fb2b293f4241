"""What "published" means, in one place for every query."""

from sqlalchemy import ColumnElement, and_, select

from ipm_api.models.product import Product, ProductState
from ipm_api.models.right_holder import RightHolder, RightHolderState


def published() -> ColumnElement[bool]:
    """True for products that readers see: published, and their right holder not suspended."""
    return and_(
        Product.state == ProductState.PUBLISHED,
        Product.right_holder_id.in_(
            select(RightHolder.id).where(RightHolder.state == RightHolderState.APPROVED)
        ),
    )
