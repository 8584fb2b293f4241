"""Where a known counterfeit differs from the genuine picture: places worth declaring."""

from collections.abc import Sequence
from dataclasses import dataclass

from image_index.arrays import RgbImage
from image_index.comparison import HIGHLIGHT_UNLIKENESS, SeenReference, survey
from image_index.known_counterfeit import found_in
from image_index.region import Region, mapped_region
from image_index.unlikeness import LEAST_LOGIT, most_unlike, near_cells

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class DifferingPlace:
    """A place that differs, on both pictures."""

    genuine: Region
    counterfeit: Region  # the upright rectangle around the same place
    unlikeness: float  # 0..1


def differing_places(
    genuine: RgbImage, counterfeit: RgbImage, declared: Sequence[Region] = ()
) -> list[DifferingPlace] | None:
    """
    The places where *counterfeit* differs from *genuine* most, most unlike first.

    Args:
        genuine: (H, W, 3).
        counterfeit: (H, W, 3) of the same face, in any frame: it is found by its keypoints.
        declared: places on *genuine* that are features already; nothing is suggested there
            or right beside it, where the same change goes on.

    Returns:
        None if the counterfeit cannot be laid over the genuine picture; [] if nothing differs.
    """
    between = found_in(genuine, counterfeit)
    if between is None:
        return None
    surveyed = survey(counterfeit, [SeenReference(genuine, between)])
    logits = surveyed.logits.copy()
    for region in declared:
        logits[near_cells(region, logits.shape)] = LEAST_LOGIT
    return [
        DifferingPlace(region, mapped_region(region, between), unlikeness)
        for region, unlikeness in most_unlike(logits, MOST_PLACES)
        if unlikeness >= HIGHLIGHT_UNLIKENESS
    ]
