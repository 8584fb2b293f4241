"""Does a place on a photo look more like a known counterfeit than like the genuine product?"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Matrix3, RgbImage
from image_index.features import describe_photo
from image_index.homography import (
    estimate_homography,
    is_plausible_face,
    match_one_to_one,
    to_unit_frames,
)
from image_index.photometry import Comparable, make_comparable, printed_area
from image_index.region import Region
from image_index.registration import register
from image_index.unlikeness import region_cells

Floats = npt.NDArray[np.float32]

TELLING = 8.0  # Lab distance from which two pictures differ at a pixel
LEAST_TELLING_PX = 60  # fewer pixels that differ tell nothing
TOLERANCE_PX = 2  # ink may have moved this far without counting
DOUBT = 3.0  # Lab distance that noise alone makes


def resemblance(
    photo: RgbImage,
    genuine: RgbImage,
    homography: Matrix3,
    counterfeit: RgbImage,
    region: Region | None,
) -> float | None:
    """As ``comparison.compare_with_counterfeit``, *genuine* at *homography* in the photo."""
    return resemblances(photo, genuine, homography, counterfeit, [region])[0]


def resemblances(
    photo: RgbImage,
    genuine: RgbImage,
    homography: Matrix3,
    counterfeit: RgbImage,
    regions: Sequence[Region | None],
) -> list[float | None]:
    """``resemblance`` at each of *regions*; laying the pictures over each other is done once."""
    between = found_in(genuine, counterfeit)
    if between is None:
        return [None] * len(regions)
    fake = register(genuine, counterfeit, between)
    seen = register(genuine, photo, homography)
    both = seen.seen & fake.seen
    apart = _distance(make_comparable(fake.reference, fake.photo, both))
    as_genuine = make_comparable(seen.reference, seen.photo, both)
    as_fake = make_comparable(fake.photo, seen.photo, both)
    telling = both & printed_area(seen.reference) & (apart > TELLING)
    telling &= ~as_genuine.glare & ~as_fake.glare
    weight = np.minimum(apart, 40.0)
    far, near = weight * _distance(as_genuine), weight * _distance(as_fake)
    found: list[float | None] = []
    for region in regions:
        here = telling & region_cells(region, telling.shape) if region else telling
        if np.count_nonzero(here) < LEAST_TELLING_PX:
            found.append(None)
            continue
        from_genuine, from_fake = float(far[here].sum()), float(near[here].sum())
        total = from_genuine + from_fake + DOUBT * float(weight[here].sum())
        found.append((from_genuine - from_fake) / total)
    return found


def found_in(genuine: RgbImage, counterfeit: RgbImage) -> Matrix3 | None:
    """Unit coordinates of *genuine* to those of *counterfeit*, by keypoints; None: not found."""
    known, other = describe_photo(genuine), describe_photo(counterfeit)
    pairs = match_one_to_one(known.descriptors, other.descriptors)
    found = estimate_homography(
        np.ascontiguousarray(known.keypoints[pairs[:, 0], :2]),
        np.ascontiguousarray(other.keypoints[pairs[:, 1], :2]),
    )
    sizes = [(p.picture.shape[1], p.picture.shape[0]) for p in (known, other)]
    if found is None or not is_plausible_face(found.matrix, sizes[0], sizes[1]):
        return None
    return to_unit_frames(found.matrix, sizes[0], sizes[1])


def _distance(pictures: Comparable) -> Floats:
    """(H, W) Lab distance that no move of the ink by TOLERANCE_PX explains, both ways."""
    side = 2 * TOLERANCE_PX + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    total = np.zeros(pictures.expected.shape[:2], np.float32)
    for one, other in (
        (pictures.expected, pictures.found),
        (pictures.found, pictures.expected),
    ):
        low, high = cv2.erode(other, disc), cv2.dilate(other, disc)
        outside = np.maximum(one - high, 0) + np.maximum(low - one, 0)
        total = np.maximum(total, np.linalg.norm(outside, axis=2))
    return np.asarray(total, np.float32)
