"""
Several photos of one article, and the codes read on it, to one answer.

Every photo was ranked by itself. Here their evidence is put together:

* Strengths add up over the photos; their sum orders the products.
* A product is strong against another if the photos on which the other has no equal claim to the
  same place add up to a strong answer. Of several photos of one reference image the best counts:
  what fools the index once on a face fools it again. A product is strong if it is so against
  every other; with one photo this is what ``ranking.band_of`` says of it. Sisters that tie on the
  front and are told apart on the back are therefore told apart.
* A code is evidence too: it comes before the order of strengths, and it makes a product strong
  that a photo shows at least possibly, unless a photo shows another product clearly better at that
  place, or shows, about as strongly there, another one that a code names as well.
* Nothing is subtracted. When different photos make different products strong, each is said to be
  contradicted by the other; side by side on one photo they are two articles, not a contradiction.
"""

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from image_index.arrays import Matrix3
from image_index.homography import is_same_place
from image_index.ranking import STRONG_MARGIN, Band, band_of


@dataclass(frozen=True, slots=True)
class PhotoEvidence:
    """One product on one photo; a photo shows each product at most once."""

    product_id: str
    reference_id: str
    strength: float  # of its evidence, as in ranking.Evidence
    homography: Matrix3  # unit reference to unit photo coordinates


@dataclass(frozen=True, slots=True)
class CombinedCandidate:
    """One product, from everything that is known about the article."""

    product_id: str
    band: Band  # none: a code alone names it
    strength: float  # over all photos; orders candidates and is never shown to people
    contradicted_by: tuple[str, ...]  # products that other photos show as strongly


def combine(
    photos: Sequence[Sequence[PhotoEvidence]], named: Collection[str] = ()
) -> list[CombinedCandidate]:
    """
    The products of all *photos* and codes together, best first.

    Args:
        photos: what each photo shows; their order does not matter, an empty one says nothing.
        named: products whose code was read on the article.
    """
    strengths: dict[str, list[float]] = {product: [] for product in named}
    for seen in itertools.chain.from_iterable(photos):
        strengths.setdefault(seen.product_id, []).append(seen.strength)
    shown = {product for product, each in strengths.items() if each}
    strong = {
        product
        for product in shown
        if all(
            band_of(_undisputed(photos, product, other)) is Band.STRONG
            for other in shown  # against itself: what all photos say together
        )
    }
    lifted = {p for p in shown.intersection(named) if not _is_disputed(photos, p, named)}
    combined = [
        CombinedCandidate(
            product,
            _band(product, shown, strong | lifted),
            math.fsum(each),
            tuple(
                sorted(
                    other
                    for other in strong - {product}
                    if product in strong and not _are_side_by_side(photos, product, other)
                )
            ),
        )
        for product, each in strengths.items()
    ]
    order = {Band.STRONG: 0, Band.POSSIBLE: 1, Band.NONE: 2}
    return sorted(
        combined,
        key=lambda c: (order[c.band], c.product_id not in named, -c.strength, c.product_id),
    )


def _band(product: str, shown: set[str], strong: set[str]) -> Band:
    if product in strong:
        return Band.STRONG
    return Band.POSSIBLE if product in shown else Band.NONE


def _undisputed(photos: Sequence[Sequence[PhotoEvidence]], product: str, other: str) -> float:
    """What speaks for *product* where *other* has no equal claim; a face counts once."""
    faces: dict[str, float] = {}
    for photo in photos:
        for seen in photo:
            if seen.product_id != product:
                continue
            rival = max(
                (r.strength for r in _rivals(photo, seen) if r.product_id == other), default=0.0
            )
            if seen.strength >= STRONG_MARGIN * rival:
                best = max(seen.strength, faces.get(seen.reference_id, 0.0))
                faces[seen.reference_id] = best
    return math.fsum(faces.values())


def _is_disputed(
    photos: Sequence[Sequence[PhotoEvidence]], product: str, named: Collection[str]
) -> bool:
    """True if a photo forbids that its code makes *product* strong."""
    return any(
        rival.strength >= STRONG_MARGIN * seen.strength
        or (rival.product_id in named and STRONG_MARGIN * rival.strength > seen.strength)
        for photo in photos
        for seen in photo
        if seen.product_id == product
        for rival in _rivals(photo, seen)
    )


def _are_side_by_side(photos: Sequence[Sequence[PhotoEvidence]], one: str, other: str) -> bool:
    """True if a photo shows both, at different places."""
    return any(
        first.product_id == one
        and second.product_id == other
        and not is_same_place(first.homography, second.homography)
        for photo in photos
        for first in photo
        for second in photo
    )


def _rivals(photo: Sequence[PhotoEvidence], seen: PhotoEvidence) -> Iterator[PhotoEvidence]:
    """Other products that *photo* shows at the place of *seen*."""
    for other in photo:
        if other.product_id != seen.product_id and is_same_place(other.homography, seen.homography):
            yield other
