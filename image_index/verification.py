"""Is this reference really on the photo? One flat face, then its looks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from image_index.agreement import Agreement, ComparedReference, measure_agreement
from image_index.arrays import Descriptors, Keypoints, Matrix3
from image_index.features import PHOTO_SIDE_PX, PhotoFeatures
from image_index.homography import (
    TOLERANCE_PX,
    estimate_homography,
    is_plausible_face,
    match_one_to_one,
    to_unit_frames,
)


@dataclass(frozen=True, slots=True)
class KnownFace:
    """What verification needs of a reference."""

    keypoints: Keypoints  # (K, 4), squeezed views included: they carry the steep photos
    descriptors: Descriptors  # (K, 128)
    size: tuple[int, int]  # (width, height) of the picture the keypoints are in
    compare_with: Callable[[], ComparedReference]  # called only once a plausible place is found


@dataclass(frozen=True, slots=True)
class Verification:
    """A plausible place of the face in the photo, and what speaks for it."""

    unit_homography: Matrix3  # unit reference coordinates to unit photo coordinates
    inliers: int
    agreement: Agreement


def verify(photo: PhotoFeatures, face: KnownFace) -> Verification | None:
    """The place of *face* in *photo*, or None if no plausible one is supported by keypoints."""
    photo_size = (photo.picture.shape[1], photo.picture.shape[0])
    pairs = match_one_to_one(face.descriptors, photo.descriptors)
    found = estimate_homography(
        np.ascontiguousarray(face.keypoints[pairs[:, 0], :2]),
        np.ascontiguousarray(photo.keypoints[pairs[:, 1], :2]),
        tolerance_px=TOLERANCE_PX * max(photo_size) / PHOTO_SIDE_PX,
    )
    if found is None or not is_plausible_face(found.matrix, face.size, photo_size):
        return None
    unit = to_unit_frames(found.matrix, face.size, photo_size)
    agreement = measure_agreement(face.compare_with(), photo.picture, unit)
    return Verification(unit, int(found.inliers.sum()), agreement)
