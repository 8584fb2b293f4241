"""From neighbours of single descriptors to references that one similarity explains."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from image_index.arrays import Keypoints
from image_index.descriptor_index.base import Neighbours

CHECKED_REFERENCES = 200  # most-voted references that are looked at geometrically
CHECKED_VOTES = 60  # strongest votes of each; more add time, not recall
MINIMUM_VOTES = 3  # fewer cannot contradict one another
BACKGROUND = 50  # keypoints added to every count, so that a nearly blank reference is no magnet
NEAR_BACKGROUND = 10_000.0  # squared distance: as near as the first neighbour of 1 in 100
FAR_BACKGROUND = 44_000.0  # the tenth neighbour of half the photo descriptors, among 1.6 million
PLACE_TOLERANCE_PX = 20.0  # how far from its predicted place a vote may be, in the photo …
PLACE_TOLERANCE_SHARE = 0.12  # … plus this share of its distance: a similarity is not all
SCALE_TOLERANCE = 0.7  # natural logarithm of the ratio of two votes' scales: a factor of 2
ANGLE_TOLERANCE = 0.6  # radians
LEAST_WEIGHT = 0.05  # of a vote as far as the last neighbour, in the geometric count


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes for one reference: which keypoints of photo and reference, and their weight."""

    photo_rows: npt.NDArray[np.int64]  # (V,)
    reference_rows: npt.NDArray[np.int64]  # (V,)
    weights: npt.NDArray[np.float32]  # (V,), 0..1


def cast_votes(
    neighbours: Neighbours, keypoint_counts: npt.NDArray[np.int64]
) -> list[tuple[int, Votes]]:
    """
    The most-voted slots, most voted first, with their votes.

    A neighbour counts by how much nearer it is than the last one found for the same descriptor,
    which stands for the background (bounded below, because in a family of sister products even the
    last one is near, and assumed where a small index has fewer neighbours). A descriptor votes once
    for a reference, with its best neighbour there.

    Args:
        neighbours: of each photo descriptor.
        keypoint_counts: (slots,) descriptors kept under each slot, 0 for a free one.

    Source:
        Philbin et al., CVPR 2007 (retrieval, then verification); the weight as in
        Jegou et al., *Local neighbourhood differences*, ICIP 2011.
    """
    width = neighbours.slots.shape[1]
    slots = neighbours.slots.ravel()
    photo_rows = np.repeat(np.arange(len(neighbours.slots)), width)
    last = neighbours.distances[:, -1]
    background = np.where(np.isfinite(last), np.maximum(last, NEAR_BACKGROUND), FAR_BACKGROUND)
    nearness = 1 - neighbours.distances / background[:, None]
    weights = np.maximum(nearness, 0).ravel().astype(np.float32)
    if (slots >= 0).any():
        order = np.lexsort((-weights, photo_rows, slots))
    else:
        return []
    order = order[slots[order] >= 0]
    key = slots[order] * len(neighbours.slots) + photo_rows[order]
    order = order[np.concatenate([[True], key[1:] != key[:-1]])]
    slots, photo_rows, weights = slots[order], photo_rows[order], weights[order]
    reference_rows = neighbours.rows.ravel()[order]

    weight_sums = np.bincount(slots, weights=weights, minlength=len(keypoint_counts))
    totals = weight_sums / np.sqrt(keypoint_counts + BACKGROUND)
    best = np.argsort(-totals, kind="stable")[:CHECKED_REFERENCES]
    starts = np.searchsorted(slots, best, side="left")
    ends = np.searchsorted(slots, best, side="right")
    return [
        (int(slot), Votes(photo_rows[a:b], reference_rows[a:b], weights[a:b]))
        for slot, a, b in zip(best, starts, ends, strict=True)
        if b - a >= MINIMUM_VOTES
    ]


def agreeing_votes(votes: Votes, photo: Keypoints, reference: Keypoints) -> float:
    """
    The weight of the largest group of *votes* that one rotation, scale and shift explains.

    Every vote carries place, size and angle on both sides, so every vote proposes a similarity;
    the one that most of the others agree with wins.

    Args:
        votes: pairs of rows of the next two.
        photo: (P, 4) keypoints of the photo.
        reference: (R, 4) keypoints of the reference.

    Source:
        Lowe, IJCV 2004, section 7.3, with every vote as a hypothesis instead of a Hough grid.
    """
    weights = votes.weights + LEAST_WEIGHT
    chosen = np.argsort(-weights, kind="stable")[:CHECKED_VOTES]
    weights = weights[chosen]
    seen = photo[votes.photo_rows[chosen]]
    known = reference[votes.reference_rows[chosen]]
    scale = seen[:, 2] / np.maximum(known[:, 2], 1e-3)
    turn = np.deg2rad(seen[:, 3] - known[:, 3])
    # as complex numbers, vote j maps z to factor[j] * (z - known_at[j]) + seen_at[j]
    seen_at = seen[:, 0] + 1j * seen[:, 1]
    known_at = known[:, 0] + 1j * known[:, 1]
    factor = scale * np.exp(1j * turn)
    apart = known_at[None, :] - known_at[:, None]
    error = np.abs(factor[:, None] * apart - (seen_at[None, :] - seen_at[:, None]))
    tolerance = PLACE_TOLERANCE_PX + PLACE_TOLERANCE_SHARE * np.abs(apart) * scale[:, None]
    log_scale = np.log(scale)
    turned = np.abs((turn[None, :] - turn[:, None] + np.pi) % (2 * np.pi) - np.pi)
    agrees = (
        (error < tolerance)
        & (np.abs(log_scale[None, :] - log_scale[:, None]) < SCALE_TOLERANCE)
        & (turned < ANGLE_TOLERANCE)
    )
    return float((agrees @ weights).max())
