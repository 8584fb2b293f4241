"""One invented product with its brand and right holder: for tests that want real artwork."""

from sqlalchemy.orm import Session

from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import Actor
from seed_products.catalogue import BRANDS, RIGHT_HOLDERS
from seed_products.guide_facts import add_supply_chain
from seed_products.load import add_seed_brand, add_seed_product, draw_for_upload, register
from seed_products.records import SeedProduct


def load_one(
    session: Session,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    product: SeedProduct,
) -> Actor:
    """Register *product*, with what it belongs to, through the operations; publish it.

    Returns: who published it.
    """
    brand = next(one for one in BRANDS if one.key == product.brand)
    holder = next(one for one in RIGHT_HOLDERS if one.key == brand.right_holder)
    actor = register(session, holder)
    add_supply_chain(session, actor, holder)
    brand_id = add_seed_brand(session, actor, brand)
    drawn = draw_for_upload(product)
    add_seed_product(session, actor, index, images, decoder, brand_id, drawn)
    return actor
