"""One photo to a ranked answer: a quick look, and a closer one where the quick one left a doubt."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from image_index.arrays import Matrix3, RgbImage
from image_index.examination import examine
from image_index.features import PhotoFeatures, describe_photo, grey_of, worked_at
from image_index.fine_detail import fine_detail
from image_index.ranking import (
    STRONG_STRENGTH,
    Band,
    Candidate,
    Evidence,
    rank_products,
)
from image_index.reference import IndexedReference

# (longer side in pixels, keypoints) of each look: docs/identification.md, "Two looks"
LOOKS = ((448, 560), (640, 700))
# share of the detail at 640 px that is gone at 448: at most 0.093 in photos enlarged from 348 px,
# at least 0.107 in 95 % of the sharp photos of DVD cases (development half)
LEAST_FINE_DETAIL = 0.095

Shortlist = list[tuple[IndexedReference, float]]  # with the weight of their votes, heaviest first


@dataclass(frozen=True, slots=True)
class Match:
    """A product that may be on the photo."""

    product_id: str
    reference_id: str  # the product's reference image that fits best
    band: Band  # strong or possible
    evidence: Evidence
    homography: Matrix3  # unit coordinates of the upright reference to those of the photo


@dataclass(frozen=True, slots=True)
class StageTimes:
    """What the parts of one search took, in milliseconds, over all looks."""

    features: float
    retrieve: float
    verify: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every product that was considered, best first, weak ones included."""

    candidates: list[Candidate]
    times: StageTimes

    def matches(self) -> list[Match]:
        """The candidates that are worth showing."""
        return [
            Match(c.product_id, c.reference_id, c.band, c.evidence, c.homography)
            for c in self.candidates
            if c.band is not Band.NONE and c.homography is not None
        ]


def identify(
    photo: RgbImage,
    retrieve: Callable[[PhotoFeatures], Shortlist],
    still_there: Callable[[Candidate], bool],
    limit: int,
) -> Ranking:
    """
    The products that may be on *photo* (H, W, 3), best first, at most *limit*.

    Strong evidence at the first look is the answer. Otherwise a photo that holds finer detail than
    the first look showed is looked at again, larger, and what either look found is ranked together.

    Args:
        photo: upright.
        retrieve: the shortlist for what was recognised in the photo.
        still_there: False for what was removed from the index since it was retrieved.
        limit: at most so many products.
    """
    candidates: list[Candidate] = []
    ranked: list[Candidate] = []
    described = retrieved = verified = 0.0
    for look, (side, keypoints) in enumerate(LOOKS):
        started = time.perf_counter()
        if look > 0 and not _shows_more(photo, LOOKS[look - 1][0], side):
            described += time.perf_counter() - started
            break
        seen = describe_photo(photo, side=side, most=keypoints)
        after_features = time.perf_counter()
        shortlist = retrieve(seen)
        after_retrieval = time.perf_counter()
        candidates += examine(seen, shortlist)
        ranked = rank_products([c for c in candidates if still_there(c)], limit)
        described += after_features - started
        retrieved += after_retrieval - after_features
        verified += time.perf_counter() - after_retrieval
        if ranked and ranked[0].evidence.strength >= STRONG_STRENGTH:
            break  # also where a sister is nearly as strong: a closer look never told them apart
    return Ranking(ranked, StageTimes(described * 1e3, retrieved * 1e3, verified * 1e3))


def _shows_more(photo: RgbImage, smaller: int, larger: int) -> bool:
    """True if *photo* worked at *larger* px shows what it does not at *smaller* px."""
    grey = grey_of(worked_at(photo, larger))
    return fine_detail(grey, smaller / larger) >= LEAST_FINE_DETAIL
