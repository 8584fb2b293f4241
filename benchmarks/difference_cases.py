"""Photos for benchmarks.differences: each as it is, then with one edit at a time rendered in."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.artwork_edits import KINDS, SIZES, Box, Edit, face_box, propose_edit
from benchmarks.picture_sets import is_development, read_queries, read_references
from benchmarks.rendered_edits import UNCHANGED, place_face, render_edit
from image_index.arrays import Matrix3, RgbImage
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.photo import decode_photo
from image_index.region import Region

DECODED_SIDE_PX = 1600  # a photo is decoded at this size, as the service does
GENUINE = "genuine"


@dataclass(frozen=True, slots=True)
class Case:
    """One photo, registered anew, and what was done to it."""

    photo_name: str
    kind: str  # GENUINE, UNCHANGED or one of KINDS
    size: float  # share of the face; 0 for a genuine photo
    region: Region | None  # of the edit, on the reference
    photo: RgbImage
    reference: RgbImage
    homography: Matrix3 | None  # by the index from this photo; None: not recognised


class Locator:
    """Finds the face of one reference on photos as the service does, by an index."""

    def __init__(self, reference: RgbImage) -> None:
        self._index = ImageIndex()
        self._index.add("reference", "product", describe_reference(reference))

    def find(self, photo: RgbImage) -> Matrix3 | None:
        """Unit reference coordinates to unit photo coordinates."""
        candidates = self._index.rank(photo, limit=1).candidates
        return candidates[0].homography if candidates else None


def cases_of(
    photo_path: Path,
    reference_path: Path,
    others: Sequence[RgbImage],
    wanted: Sequence[tuple[str, float]] | None = None,
) -> Iterator[Case]:
    """
    The photo as it is, then once for each of *wanted* kinds and sizes (all of them by default).

    An edit for which the artwork has no place is left out. The file name decides the places.
    """
    reference = decode_photo(reference_path.read_bytes())
    photo = decode_photo(photo_path.read_bytes(), max_side=DECODED_SIDE_PX)
    locator = Locator(reference)
    name = photo_path.name
    homography = locator.find(photo)
    yield Case(name, GENUINE, 0.0, None, photo, reference, homography)
    if homography is None:
        return
    face = place_face(photo, reference, homography)
    everything = [(kind, size) for size in SIZES for kind in KINDS]
    for kind, size in wanted if wanted is not None else everything:
        seed = hashlib.sha256(f"{name} {kind} {size}".encode()).digest()[:8]
        rng = np.random.default_rng(int.from_bytes(seed, "big"))
        edit = (
            _redrawn(reference, size, rng)
            if kind == UNCHANGED
            else propose_edit(reference, kind, size, others, rng)
        )
        drawn = render_edit(photo, reference, edit, face, rng) if edit else None
        if edit is None or drawn is None:
            continue
        region = unit_region(edit.box, reference)
        yield Case(name, kind, size, region, drawn, reference, locator.find(drawn))


def unit_region(box: Box, reference: RgbImage) -> Region:
    """*box*, in pixels of *reference*, as a region."""
    height, width = reference.shape[:2]
    left, top, across, down = box
    return Region(left / width, top / height, across / width, down / height)


def _redrawn(reference: RgbImage, size: float, rng: np.random.Generator) -> Edit:
    """No edit at all: a random box in which the genuine artwork is rendered anew."""
    left, top, across, down = face_box(reference)
    width, height = round(across * np.sqrt(size)), round(down * np.sqrt(size))
    x = left + int(rng.integers(across - width))
    y = top + int(rng.integers(down - height))
    return Edit(UNCHANGED, reference, (x, y, width, height))


def chosen_photos(
    references: Path, queries: Path, *, development: bool, most: int | None
) -> list[tuple[Path, Path]]:
    """Photos of one half with their references, in an order decided by the file names."""
    known = {r.product_id: r.path for r in reversed(read_references(references, 0))}
    pairs = [
        (query.path, known[query.product_id])
        for query in read_queries(queries, 0, read_references(references, 0))
        if query.product_id is not None and is_development(query.path) == development
    ]
    pairs.sort(key=lambda pair: hashlib.sha256(pair[0].name.encode()).digest()[1:])
    return pairs[:most]


class Artwork:
    """Artwork of other products, for what replaces a logo; each picture is read once."""

    def __init__(self) -> None:
        self._pictures: dict[Path, RgbImage] = {}

    def others(self, own: Path) -> list[RgbImage]:
        """The pictures beside *own*."""
        beside = sorted(p for p in own.parent.iterdir() if p.suffix == own.suffix)
        for path in beside:
            if path not in self._pictures:
                self._pictures[path] = decode_photo(path.read_bytes())
        return [self._pictures[path] for path in beside if path != own]
