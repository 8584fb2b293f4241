"""What "published" means, in one place for every query."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.models.right_holder import RightHolder, RightHolderState


def published() -> ColumnElement[bool]:
    """True for products that readers see: published, and their right holder not suspended."""
    return and_(
        Product.state == ProductState.PUBLISHED,
        Product.right_holder_id.in_(
            select(RightHolder.id).where(RightHolder.state == RightHolderState.APPROVED)
        ),
    )


def picture_shown(levels: Collection[FeatureLevel]) -> ColumnElement[bool]:
    """True for pictures whose counterfeit version, if they name one, is of one of *levels*."""
    return or_(
        ReferenceImage.counterfeit_version_id.is_(None),
        ReferenceImage.counterfeit_version_id.in_(
            select(CounterfeitVersion.id).where(CounterfeitVersion.level.in_(levels))
        ),
    )
