"""
How many copies of others' artwork the gate holds back, and how many honest pictures (IX-1).

    python -m benchmarks.poison [--pictures FOLDER …] [--most 500] [--specimens 200]
        [--half development|report] [--sample N] [--json OUT.json]

Victims are the faces of seed_products, specimens of own_artwork (each a tenant of its own, with
the same pens and typefaces: sisters of the trade) and the pictures of FOLDERs, of which the first
word of a file's name is the tenant. Every victim is copied by every transform and shown to the gate
as somebody else's new picture; every picture is also shown as its own tenant's honest upload.
Halves are by the SHA-256 of a picture's name: numbers are chosen on the development half.
"""

import argparse
import hashlib
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.own_artwork import draw_specimen
from benchmarks.picture_sets import PICTURE_SUFFIXES
from image_index.arrays import RgbImage
from image_index.features import ReferenceFeatures, describe_reference
from image_index.index import ImageIndex
from image_index.perceptual_hash import PerceptualHash, is_near_duplicate, perceptual_hash
from image_index.photo import decode_photo, encode_jpeg
from image_index.resemblance import (
    GENERIC_BRANDS,
    GENERIC_INLIERS,
    Resemblance,
    find_resembling,
    is_same_print,
)
from seed_products.artwork import draw_product
from seed_products.catalogue import BRANDS, PRODUCTS

SPECIMENS = 200
SIDE = 1000  # px, at which pictures of folders are read


@dataclass(frozen=True, slots=True)
class Picture:
    """A registered picture and whose it is."""

    name: str
    tenant: str
    brand: str
    image: RgbImage


@dataclass(frozen=True, slots=True)
class Tally:
    """Of *n* pictures, how many were held back: by hashes alone, by features alone, by either."""

    n: int = 0
    by_hash: int = 0
    by_features: int = 0
    held: int = 0

    def plus(self, by_hash: bool, by_features: bool) -> "Tally":
        """With one more picture."""
        return Tally(
            self.n + 1,
            self.by_hash + by_hash,
            self.by_features + by_features,
            self.held + (by_hash or by_features),
        )

    def shares(self) -> dict[str, Any]:
        """As shares of n."""
        count = max(self.n, 1)
        return {
            "n": self.n,
            "hashes": round(self.by_hash / count, 4),
            "features": round(self.by_features / count, 4),
            "held_back": round(self.held / count, 4),
        }


def crop(image: RgbImage, random: np.random.Generator) -> RgbImage:
    """60 to 85 % of each side."""
    height, width = image.shape[:2]
    share = random.uniform(0.6, 0.85, 2)
    y = int(random.uniform(0, 1 - share[0]) * height)
    x = int(random.uniform(0, 1 - share[1]) * width)
    return image[y : y + int(share[0] * height), x : x + int(share[1] * width)]


def scale(image: RgbImage, random: np.random.Generator) -> RgbImage:
    """Between 40 and 70 % of its size."""
    factor = random.uniform(0.4, 0.7)
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=3), np.uint8)


def jpeg40(image: RgbImage, _: np.random.Generator) -> RgbImage:
    """Saved at quality 40."""
    return decode_photo(encode_jpeg(image, quality=40))


def recolour(image: RgbImage, random: np.random.Generator) -> RgbImage:
    """Every hue turned by 40 to 140 degrees, a little darker or paler."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV).astype(np.int16)
    hsv[..., 0] = (hsv[..., 0] + int(random.integers(20, 70))) % 180
    hsv[..., 2] = np.clip(hsv[..., 2] * random.uniform(0.8, 1.15), 0, 255)
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB), np.uint8)


def rotate(image: RgbImage, random: np.random.Generator) -> RgbImage:
    """By 20 to 340 degrees, on white."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(20, 340), 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    matrix[:, 2] += [(size[0] - width) / 2, (size[1] - height) / 2]
    white = (255, 255, 255)
    return np.asarray(cv2.warpAffine(image, matrix, size, borderValue=white), np.uint8)


def mirror(image: RgbImage, _: np.random.Generator) -> RgbImage:
    """Left to right."""
    return np.ascontiguousarray(image[:, ::-1])


def logo_swap(image: RgbImage, random: np.random.Generator) -> RgbImage:
    """Another face's upper middle over its own: 50 by 30 % of the picture."""
    height, width = image.shape[:2]
    patch = draw_specimen(np.random.default_rng([7, int(random.integers(1_000_000))]))
    size = (width // 2, int(height * 0.3))
    changed = image.copy()
    top, left = int(height * 0.12), width // 4
    changed[top : top + size[1], left : left + size[0]] = cv2.resize(patch, size)
    return changed


TRANSFORMS: dict[str, Callable[[RgbImage, np.random.Generator], RgbImage]] = {
    "crop": crop,
    "scale": scale,
    "jpeg40": jpeg40,
    "recolour": recolour,
    "rotate": rotate,
    "mirror": mirror,
    "logo-swap": logo_swap,
}


class Gate:
    """What the service asks of a new picture, without its database: hashes, then features."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._pictures = {picture.name: picture for picture in pictures}
        self._hashes: dict[str, tuple[str, PerceptualHash]] = {}
        self._index = ImageIndex()
        self.features: dict[str, ReferenceFeatures] = {}
        for picture in pictures:
            features = describe_reference(picture.image)
            self._index.add(picture.name, picture.name, features)
            self._hashes[picture.name] = (picture.tenant, perceptual_hash(picture.image))
            self.features[picture.name] = features

    def holds_back(self, image: RgbImage, tenant: str) -> tuple[bool, bool]:
        """Whether hashes, and whether features, find somebody else's artwork in *image*."""
        mine = perceptual_hash(image)
        features = describe_reference(image)
        near = any(
            other != tenant
            and is_near_duplicate(mine, hashes)
            and is_same_print(features, self.features[name])
            for name, (other, hashes) in self._hashes.items()
        )
        found = find_resembling(
            features,
            self._index.shortlist,
            lambda name: self._pictures[name].tenant == tenant,
        )
        return near, self._is_held(found)

    def _is_held(self, found: list[Resemblance]) -> bool:
        brands = {
            self._pictures[one.reference_id].brand
            for one in found
            if one.inliers >= GENERIC_INLIERS
        }
        return any(one.is_copy for one in found) or len(brands) >= GENERIC_BRANDS


def registered(folders: Sequence[Path], most: int, specimens: int = SPECIMENS) -> Iterator[Picture]:
    """All pictures, *most* of every folder."""
    holder = {brand.key: brand.right_holder for brand in BRANDS}
    for product in PRODUCTS:
        for drawn in draw_product(product):
            name = f"{product.key}-{drawn.view}"
            yield Picture(name, holder[product.brand], product.brand, drawn.image)
    for number in range(specimens):
        specimen = draw_specimen(np.random.default_rng([23, number]))
        yield Picture(f"specimen {number}", f"specimen {number}", f"specimen {number}", specimen)
    for folder in folders:
        paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURE_SUFFIXES)
        for path in paths[:most]:
            tenant = re.split(r"[-_]", path.stem)[0] if "-" in path.stem else path.stem
            image = decode_photo(path.read_bytes(), max_side=SIDE)
            yield Picture(f"{folder.name}/{path.stem}", tenant, tenant, image)


def in_half(name: str, half: str) -> bool:
    """True if the picture of this name belongs to the *half* ("development" or "report")."""
    even = hashlib.sha256(name.encode()).digest()[0] % 2 == 0
    return even == (half == "development")


def measure(gate: Gate, pictures: Sequence[Picture]) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Tallies of copies by transform, and of honest pictures by kind of picture."""
    copies: dict[str, Tally] = {}
    honest: dict[str, Tally] = {}
    for picture in pictures:
        kind = _kind(picture.name)
        honest[kind] = honest.get(kind, Tally()).plus(
            *gate.holds_back(picture.image, picture.tenant)
        )
        for name, transform in TRANSFORMS.items():
            random = np.random.default_rng([zlib.crc32(picture.name.encode()), len(name)])
            copied = transform(picture.image, random)
            held = gate.holds_back(copied, "the copier")
            copies[name] = copies.get(name, Tally()).plus(*held)
    return copies, honest


def sample_of(pictures: Sequence[Picture], half: str, most: int | None) -> list[Picture]:
    """The pictures of one *half*, or *most* of them, spread evenly over all kinds."""
    chosen = [picture for picture in pictures if in_half(picture.name, half)]
    if most is None or most >= len(chosen):
        return chosen
    return [chosen[place * len(chosen) // most] for place in range(most)]


def _kind(name: str) -> str:
    """The folder of a picture's name, "specimen", or "seed" for products of seed_products."""
    return re.split(r"[ /]", name)[0] if " " in name or "/" in name else "seed"


def total(tallies: dict[str, Tally]) -> Tally:
    """Everything together."""
    return Tally(
        *(
            sum(getattr(tally, name) for tally in tallies.values())
            for name in ("n", "by_hash", "by_features", "held")
        )
    )


def figures_of(
    gate: Gate, pictures: Sequence[Picture], chosen: Sequence[Picture]
) -> dict[str, Any]:
    """What the *gate*, which knows all *pictures*, says of the *chosen* ones and their copies."""
    copies, honest = measure(gate, chosen)
    return {
        "registered": len(pictures),
        "copies": {name: tally.shares() for name, tally in copies.items()},
        "all_copies": total(copies).shares(),
        "honest": {name: tally.shares() for name, tally in honest.items()},
        "all_honest": total(honest).shares(),
    }


def main(arguments: Sequence[str]) -> None:
    """Print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", nargs="*", type=Path, default=[])
    parser.add_argument("--most", type=int, default=500)
    parser.add_argument("--specimens", type=int, default=SPECIMENS)
    parser.add_argument("--half", choices=["development", "report"], default="report")
    parser.add_argument("--sample", type=int, help="so many of the half; all, if not given")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    pictures = list(registered(asked.pictures, asked.most, asked.specimens))
    chosen = sample_of(pictures, asked.half, asked.sample)
    figures = {"half": asked.half, **figures_of(Gate(pictures), pictures, chosen)}
    text = json.dumps(figures, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
