"""Photos that the demo identifies: invented goods under a phone camera, and a stranger."""

import zlib
from dataclasses import dataclass, replace

import numpy as np

from image_index.arrays import RgbImage
from image_index.simulated_photo import CONDITIONS, photograph
from seed_products.artwork import draw_counterfeit, draw_product
from seed_products.catalogue import PRODUCTS
from seed_products.records import SeedProduct


@dataclass(frozen=True)
class SamplePhoto:
    """
    One photo and what is really on it.

    Attributes:
        name: of the product, with a word if it is a counterfeit or not registered.
        conditions: a name of camera.CONDITIONS.
        image: (1280, 960, 3) uint8.
    """

    name: str
    conditions: str
    image: RgbImage


def sample_photos() -> list[SamplePhoto]:
    """Products of different trades in turn under all conditions, a counterfeit, a stranger."""
    step = max(1, len(PRODUCTS) // 8)
    names = [*CONDITIONS, "clear", "tilted"]
    photos = [
        _photo(product.names["en"], draw_product(product)[0].image, conditions, product)
        for product, conditions in zip(PRODUCTS[::step], names, strict=False)
    ]
    known = next(p for p in PRODUCTS if draw_counterfeit(p))
    fake = draw_counterfeit(known)[0].image
    photos.append(_photo(f"{known.names['en']} (counterfeit)", fake, "clear", known))
    photos.append(_photo("goods that nobody registered", _stranger(), "clear", known))
    return photos


def _photo(name: str, image: RgbImage, conditions: str, product: SeedProduct) -> SamplePhoto:
    rng = np.random.default_rng(zlib.crc32(f"{product.key} {conditions}".encode()))
    how = replace(CONDITIONS[conditions], curvature=0.5 if product.category == "spirits" else 0.0)
    return SamplePhoto(name, conditions, photograph(image, rng, how).image)


def _stranger() -> RgbImage:
    """Printed blocks and lines as on a parcel: plenty of corners, nothing that is registered."""
    rng = np.random.default_rng(952)
    blocks = rng.integers(60, 250, (26, 18, 3), dtype=np.uint8)
    picture = np.kron(blocks, np.ones((40, 40, 1), np.uint8))
    rows = rng.integers(0, picture.shape[0] - 6, 60)
    for row in rows:
        picture[row : row + 5, 60:640] = rng.integers(0, 90, 3)
    return np.asarray(picture, np.uint8)
