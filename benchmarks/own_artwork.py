"""Invented packaging faces to train on: every typeface, emblem and symbol of seed_products."""

from collections.abc import Iterator

import numpy as np

from image_index.arrays import RgbImage
from seed_products.artwork.emblems import EMBLEMS, emblem
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.symbols import batch_panel, check_digit, ean13, small_table
from seed_products.artwork.typefaces import FONT_FILES, Face

SPECIMENS = 400
TEXT = """
active amber balance barley berry bitter breeze capsules cedar citrus clear coated copper crisp
daily extra filter forest fresh gentle ginger glacier gold harvest honey intense juniper lemon light
linen mellow mineral mint night nordic oat original peach pepper plum polar pure quartz rapid river
roast saffron silver smooth spark spring stone strong sugar summer tablets tonic ultra vanilla
velvet violet white wild winter zest Ingredients contains Keep dry store below 25 Net 250 ml 500 g
20 x 12 mg Made for Best before see base Distributed by
"""


def own_artwork(count: int = SPECIMENS, seed: int = 1) -> Iterator[RgbImage]:
    """*count* faces (H, W, 3); the same ones for the same *seed*."""
    for number in range(count):
        yield draw_specimen(np.random.default_rng([seed, number]))


def draw_specimen(random: np.random.Generator) -> RgbImage:
    """One face: a logo, a name, claims, small print, a table, a batch code and a barcode."""
    width, height = (int(v) for v in random.integers([420, 420], [760, 900]))
    light = bool(random.random() < 0.7)
    paper, ink = (_colour(random, 190, 256), _colour(random, 0, 110))
    if not light:
        paper, ink = ink, paper
    accent = _colour(random, 30, 220)
    sheet = Sheet(width, height, paper)
    band = sorted(random.uniform(0, height, 2))
    sheet.rect((0, band[0], width, band[1]), accent, radius=0)
    for _ in range(int(random.integers(1, 4))):
        x, y = random.uniform(60, width - 60), random.uniform(60, height - 60)
        radius = float(random.uniform(24, 90))
        emblem(sheet, str(random.choice(sorted(EMBLEMS))), x, y, radius, ink, accent)
    for size in (90, 60, 44, 36, 30, 24, 20):
        x, y = random.uniform(10, width * 0.4), random.uniform(5, height - size)
        words = _words(random, int(random.integers(1, 4)))
        sheet.text(x, y, words, _face(random), size, ink, fit=width - x - 8)
    for _ in range(2):
        x, y = random.uniform(10, width * 0.5), random.uniform(10, height * 0.7)
        box = (x, y, x + width * 0.45, y + height * 0.25)
        sheet.paragraph(box, _words(random, 40), _face(random), float(random.uniform(11, 18)), ink)
    left, top = random.uniform(5, width * 0.5), random.uniform(5, height * 0.75)
    rows = [(_words(random, 1), f"{random.integers(1000) / 10} g") for _ in range(5)]
    table = sheet.rect((left, top, left + width * 0.4, top + 120), paper)
    small_table(sheet, table, rows, 15, ink)
    lot = [("LOT", f"{random.integers(10**6):06d}"), ("EXP", f"{random.integers(1, 13):02d}/2029")]
    batch_panel(
        sheet, random.uniform(5, width * 0.6), random.uniform(5, height * 0.9), lot, 18, ink
    )
    digits = f"952{random.integers(10**9):09d}"
    ean13(sheet, width - 240, height - 120, digits + check_digit(digits))
    return sheet.image


def _words(random: np.random.Generator, count: int) -> str:
    return " ".join(str(word) for word in random.choice(TEXT.split(), count))


def _face(random: np.random.Generator) -> Face:
    weight = int(random.integers(3, 9)) * 100
    return Face(str(random.choice(sorted(FONT_FILES))), weight, bool(random.random() < 0.2))


def _colour(random: np.random.Generator, low: int, high: int) -> tuple[int, int, int]:
    red, green, blue = (int(v) for v in random.integers(low, high, 3))
    return red, green, blue
