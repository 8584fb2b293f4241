"""Is this product one's own? Asked before work on one picture, without reading all the others."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.errors import NotFound
from ipm_api.models.product import Product
from ipm_api.policy import RIGHT_HOLDER, Actor, require


def owned_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    A product of one's own organisation; its images and features are read when they are asked for.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    product = session.scalar(
        select(Product).where(
            Product.id == product_id, Product.right_holder_id == actor.right_holder_id
        )
    )
    if product is None:
        raise NotFound("The product")
    return product
