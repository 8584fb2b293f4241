"""
Can pictures that match everything be planted, and do they push others down (IX-5)?

    python -m benchmarks.hub_attack [--photos 120] [--specimens 200]
        [--pictures FOLDER …] [--most 500] [--json OUT.json]

Registered: the faces of seed_products, specimens and the pictures of FOLDERs. Attack: plain,
barcode-only, chequered, striped, dotted and noisy pictures, dense small print, and collages of 4 to
9 rivals' faces. Each is shown to the gate as a new picture of a further tenant. Unrelated queries:
simulated photos of registered faces. Told: what is refused or held back; with the gate, and without
it, how often an attacking picture comes first for a photo of somebody else's goods (worst single
picture), and how many points others' first places fall. Also how many keypoints are left besides
bars and repeated patterns: the fewest of three registered pictures of the development half, the
most of every kind of attack.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.own_artwork import TEXT
from benchmarks.poison import SPECIMENS, Gate, Picture, in_half, registered
from image_index.arrays import RgbImage
from image_index.distinctiveness import distinct_keypoints, lacking_distinction
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.quality import MINIMUM_REFERENCE_KEYPOINTS, assess_quality
from image_index.ranking import Band
from image_index.simulated_photo import photograph
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.symbols import check_digit, ean13
from seed_products.artwork.typefaces import FONT_FILES, Face

WIDTH, HEIGHT = 640, 800
EACH = 4  # attacking pictures of every kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What photos of others' goods lead to when *attacking* pictures are in the index."""

    photos: int
    right: int
    stolen: int  # photos that an attacking picture comes first for
    worst: float  # share of the photos that one attacking picture comes first for


def attacks(pictures: Sequence[Picture]) -> Iterator[tuple[str, RgbImage]]:
    """(kind, picture), the same ones every time."""
    for number in range(EACH):
        rng = np.random.default_rng([5, number])
        yield "plain", np.full((HEIGHT, WIDTH, 3), 120 + 30 * number, np.uint8)
        yield "barcode", _barcode(rng)
        side = 16 + 8 * number
        rows, columns = np.indices((HEIGHT, WIDTH)) // side
        yield "chequered", _grey(((rows + columns) % 2) * 200 + 30)
        yield "striped", _grey((columns % 2) * 200 + 30)
        y, x = np.indices((HEIGHT, WIDTH)) % (3 * side) - 1.5 * side
        yield "dotted", _grey((np.hypot(x, y) < side) * 180 + 40)
        yield "noise", _grey(cv2.GaussianBlur(rng.normal(128, 90, (HEIGHT, WIDTH)), (0, 0), 3))
        yield "small-print", _small_print(rng)
        chosen = rng.choice(len(pictures), (number % 2 + 2) ** 2, replace=False)
        yield "collage", _collage([pictures[int(place)].image for place in chosen])


def outcome(
    index: ImageIndex, photos: Sequence[tuple[Picture, RgbImage]], attacking: set[str]
) -> Outcome:
    """Search every photo; the first product that is worth showing counts."""
    right, first = 0, Counter[str]()
    for shown, photo in photos:
        ranked = index.rank(photo, limit=1).candidates
        if ranked and ranked[0].band is not Band.NONE:
            right += ranked[0].product_id == shown.name
            first[ranked[0].product_id] += 1
    stolen = {name: count for name, count in first.items() if name in attacking}
    worst = max(stolen.values(), default=0) / max(len(photos), 1)
    return Outcome(len(photos), right, sum(stolen.values()), worst)


def measure(gate: Gate, pictures: Sequence[Picture], photos: int) -> dict[str, Any]:
    """All figures; *gate* knows the *pictures*, and so does the index."""
    seen: dict[str, Counter[str]] = {}
    passed: list[tuple[str, RgbImage]] = []
    everything: list[tuple[str, RgbImage]] = []
    for number, (kind, image) in enumerate(attacks(pictures)):
        name = f"attack {number} {kind}"
        fate = _fate(gate, image)
        seen.setdefault(kind, Counter())[fate] += 1
        everything.append((name, image))
        if fate == "passed":
            passed.append((name, image))
    rng = np.random.default_rng(11)
    chosen = [pictures[int(i)] for i in rng.choice(len(pictures), photos, replace=False)]
    taken = [
        (p, photograph(p.image, np.random.default_rng([12, n])).image) for n, p in enumerate(chosen)
    ]
    figures: dict[str, Any] = {
        "registered": len(pictures),
        "fates": {kind: dict(counts) for kind, counts in seen.items()},
        "distinct": _distinct(gate, pictures, everything),
    }
    for what, planted in (("nothing", []), ("what passed", passed), ("everything", everything)):
        index = ImageIndex()
        for picture in pictures:
            index.add(picture.name, picture.name, gate.features[picture.name])
        for name, image in planted:
            index.add(name, name, describe_reference(image))
        found = outcome(index, taken, {name for name, _ in planted})
        figures[what] = {
            "planted": len(planted),
            "photos": found.photos,
            "right": round(found.right / found.photos, 4),
            "stolen": round(found.stolen / found.photos, 4),
            "worst picture": round(found.worst, 4),
        }
    return figures


def _distinct(
    gate: Gate, pictures: Sequence[Picture], attacking: Sequence[tuple[str, RgbImage]]
) -> dict[str, list[int]]:
    """The three fewest of genuine pictures, and the most of every kind of attack."""
    known = [
        distinct_keypoints(picture.image, gate.features[picture.name])[1]
        for picture in pictures
        if in_half(picture.name, "development")
    ]
    counted = {"genuine, fewest": sorted(known)[:3]}
    for name, image in attacking:
        kind = name.split()[-1]
        count = distinct_keypoints(image, describe_reference(image))[1]
        counted[kind] = [max([count, *counted.get(kind, [])])]
    return counted


def _fate(gate: Gate, image: RgbImage) -> str:
    features = describe_reference(image)
    if assess_quality(image).keypoints < MINIMUM_REFERENCE_KEYPOINTS:
        return "refused: too plain"
    generic = lacking_distinction(image, features)
    if generic is not None:
        return f"refused: {generic.value}"
    return "held back" if any(gate.holds_back(image, "the attacker")) else "passed"


def _grey(values: Any) -> RgbImage:
    grey = np.clip(values, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _barcode(rng: np.random.Generator) -> RgbImage:
    sheet = Sheet(WIDTH, HEIGHT // 2, (255, 255, 255))
    digits = f"952{rng.integers(10**9):09d}"
    ean13(sheet, 180, 120, digits + check_digit(digits))
    return sheet.image


def _small_print(rng: np.random.Generator) -> RgbImage:
    sheet = Sheet(WIDTH, HEIGHT, (250, 250, 250))
    words = " ".join(str(word) for word in rng.choice(TEXT.split(), 400))
    face = Face(str(rng.choice(sorted(FONT_FILES))), 400, False)
    sheet.paragraph((10, 10, WIDTH - 10, HEIGHT - 10), words, face, 13.0, (20, 20, 20))
    return sheet.image


def _collage(faces: Sequence[RgbImage]) -> RgbImage:
    across = round(len(faces) ** 0.5)
    size = (WIDTH // across, HEIGHT // across)
    small = [cv2.resize(face, size, interpolation=cv2.INTER_AREA) for face in faces]
    rows = [np.hstack(small[i : i + across]) for i in range(0, len(small), across)]
    return np.asarray(np.vstack(rows), np.uint8)


def main(arguments: Sequence[str]) -> None:
    """Print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=120)
    parser.add_argument("--specimens", type=int, default=SPECIMENS)
    parser.add_argument("--pictures", nargs="*", type=Path, default=[])
    parser.add_argument("--most", type=int, default=500)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    pictures = list(registered(asked.pictures, asked.most, asked.specimens))
    text = json.dumps(measure(Gate(pictures), pictures, asked.photos), indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
