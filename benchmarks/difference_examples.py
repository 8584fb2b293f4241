"""
The pictures of docs/differences.md: drawn products, photographed, and what is highlighted.

Each picture shows the genuine reference, the photo laid over it, and the unlikeness of every cell
(white is most). Highlights are framed in magenta; what really differs, in green, on the reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.difference_cases import Locator
from image_index.arrays import RgbImage
from image_index.comparison import (
    HIGHLIGHT_UNLIKENESS,
    SeenReference,
    crop_photo,
    highlights_of,
    survey,
)
from image_index.photo import encode_jpeg
from image_index.region import Region
from image_index.simulated_photo import CONDITIONS, Conditions, photograph
from seed_products.artwork import draw_face
from seed_products.catalogue import PRODUCTS
from seed_products.records import SeedProduct

TALL_PX = 420  # height of tall faces, which stand side by side
WIDE_PX = 640  # width of wide ones, which lie one above the other
HIGHLIGHT_COLOUR = (226, 33, 138)
TRUTH_COLOUR = (0, 170, 60)
SEED = 5
CURVED = replace(CONDITIONS["clear"], curvature=0.6)


@dataclass(frozen=True)
class Example:
    """One picture of the page."""

    name: str  # of the file
    product: str  # key in the catalogue
    conditions: Conditions
    counterfeit: bool  # its known counterfeit is photographed, or the genuine product


EXAMPLES = (
    Example("clear-counterfeit", "valcour-15", CONDITIONS["clear"], True),
    Example("clear-genuine", "valcour-15", CONDITIONS["clear"], False),
    Example("blurred-counterfeit", "valcour-15", CONDITIONS["blurred"], True),
    Example("dim-counterfeit", "brovidel-07", CONDITIONS["dim"], True),
    Example("glare-counterfeit", "doloven-00", CONDITIONS["glare"], True),
    Example("curved-counterfeit", "brikolo-45", CURVED, True),
    Example("held-counterfeit", "tidemar-30", CONDITIONS["held"], True),
    Example("held-genuine", "tidemar-30", CONDITIONS["held"], False),
)


def draw_examples(folder: Path) -> list[str]:
    """Write every example to *folder* as JPEG; returns the file names."""
    folder.mkdir(parents=True, exist_ok=True)
    by_key = {product.key: product for product in PRODUCTS}
    names = []
    for example in EXAMPLES:
        picture = _drawn(example, by_key)
        names.append(f"{example.name}.jpg")
        (folder / names[-1]).write_bytes(encode_jpeg(picture, quality=82))
    return names


def _drawn(example: Example, by_key: Mapping[str, SeedProduct]) -> RgbImage:
    product = by_key[example.product]
    view = product.differences[0].view
    sheet = draw_face(product, view)
    genuine = sheet.image
    wrong = [d.element for d in product.differences if d.view == view]
    article = (
        draw_face(product, view, product.differences).image if example.counterfeit else genuine
    )
    photo = photograph(article, np.random.default_rng(SEED), example.conditions).image
    homography = Locator(genuine).find(photo)
    if homography is None:
        raise ValueError(f"{example.name}: not recognised")
    surveyed = survey(photo, [SeenReference(genuine, homography)])
    found = highlights_of(surveyed, (), HIGHLIGHT_UNLIKENESS)
    size = (genuine.shape[1], genuine.shape[0])
    whole = Region(0, 0, 1, 1)
    laid = crop_photo(photo, homography, whole, reference_size=size, margin=0, side=max(size))
    unlikeness = 1 / (1 + np.exp(-surveyed.logits))
    cells = cv2.resize((255 * unlikeness).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    known, seen = genuine.copy(), laid if laid is not None else np.full_like(genuine, 128)
    seen = seen.copy()
    for element in wrong if example.counterfeit else []:
        _frame(known, sheet.regions()[element], TRUTH_COLOUR)
    for highlight in found:
        _frame(seen, highlight.region, HIGHLIGHT_COLOUR)
    tiles = [_scaled(picture) for picture in (known, seen, np.dstack([cells] * 3))]
    beside = size[0] <= size[1]
    gap = np.full((TALL_PX, 8, 3) if beside else (8, WIDE_PX, 3), 255, np.uint8)
    parts = [tiles[0], gap, tiles[1], gap, tiles[2]]
    return np.hstack(parts) if beside else np.vstack(parts)


def _frame(picture: RgbImage, region: Region, colour: tuple[int, int, int]) -> None:
    """Draw a box around *region* into *picture*."""
    height, width = picture.shape[:2]
    start = (round(region.x * width), round(region.y * height))
    end = (round((region.x + region.width) * width), round((region.y + region.height) * height))
    cv2.rectangle(picture, start, end, colour, max(3, round(height / 180)))


def _scaled(picture: RgbImage) -> RgbImage:
    height, width = picture.shape[:2]
    scale = TALL_PX / height if width <= height else WIDE_PX / width
    size = (WIDE_PX if width > height else round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
