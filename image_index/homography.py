"""Spatial verification: does one flat face of the product explain the matched keypoints?"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors, Mask, Matrix3, Points

MINIMUM_PAIRS = 6  # a homography takes 4; two more have to agree with it
NEAREST_RATIO = 0.85  # a match must be this much nearer than the next best (Lowe's ratio)
TOLERANCE_PX = 8.0  # largest reprojection error of an inlier, in photo pixels at 800 px
LEAST_AREA_SHARE = 0.003  # of the photo: a smaller face cannot be verified
SAME_PLACE_SHARE = 0.5  # of the smaller face: more in common than neighbours on a shelf have
_LENGTH_SQUARED = 512.0**2  # of every RootSIFT descriptor, but for rounding
_ROUNDS = 1000
_CONFIDENCE = 0.995


@dataclass(frozen=True, slots=True)
class Homography:
    """A plane-to-plane map from reference pixels to photo pixels."""

    matrix: Matrix3  # scaled so that matrix[2, 2] == 1
    inliers: Mask  # (K,) True where the pair agrees with the map


def match_one_to_one(reference: Descriptors, photo: Descriptors) -> npt.NDArray[np.int64]:
    """
    Pairs (K, 2) of rows (reference, photo) that are each other's nearest and clearly so.

    One photo keypoint never serves two reference keypoints: many-to-one matching let a photo of
    limes reach 226 inliers.
    """
    if len(reference) < 2 or len(photo) < 2:
        return np.zeros((0, 2), np.int64)
    # RootSIFT vectors all have nearly the same length: the largest product is the nearest
    likeness = reference.astype(np.float32) @ photo.astype(np.float32).T
    rows = np.arange(len(reference))
    nearest = likeness.argmax(axis=1)
    mutual = likeness.argmax(axis=0)[nearest] == rows
    best = likeness[rows, nearest]
    likeness[rows, nearest] = -1
    clear = _LENGTH_SQUARED - best < NEAREST_RATIO**2 * (_LENGTH_SQUARED - likeness.max(axis=1))
    kept = rows[mutual & clear]
    return np.column_stack([kept, nearest[kept]]).astype(np.int64)


def estimate_homography(
    reference: Points, photo: Points, *, tolerance_px: float = TOLERANCE_PX
) -> Homography | None:
    """
    Fit the map that carries *reference* points onto *photo* points.

    Args:
        reference: (K, 2) keypoints, in reference-image pixels.
        photo: (K, 2) keypoints, in photo pixels; row i matches row i of *reference*.
        tolerance_px: largest reprojection error of an inlier, in photo pixels.

    Returns:
        The map and its inliers, or None if no map is plausible: fewer than
        MINIMUM_PAIRS, a degenerate layout, or a face seen mirrored or from behind.

    Raises:
        ValueError: the arrays are not both (K, 2).

    Source:
        Hartley & Zisserman, *Multiple View Geometry*, 2nd ed., ch. 4 (fit);
        Barath et al., *MAGSAC++*, CVPR 2020 (robust fit, as in OpenCV's USAC).
    """
    if reference.shape != photo.shape or reference.ndim != 2 or reference.shape[1] != 2:
        raise ValueError(f"expected two (K, 2) arrays, got {reference.shape} and {photo.shape}")
    if len(reference) < MINIMUM_PAIRS:
        return None
    fitted, mask = cv2.findHomography(
        reference,
        photo,
        cv2.USAC_MAGSAC,
        tolerance_px,
        maxIters=_ROUNDS,
        confidence=_CONFIDENCE,
    )
    if fitted is None or abs(fitted[2, 2]) < 1e-12:
        return None
    matrix = (fitted / fitted[2, 2]).astype(np.float64)
    inliers = mask.ravel().astype(np.bool_)
    if inliers.sum() < MINIMUM_PAIRS or not _keeps_orientation(matrix, reference[inliers]):
        return None
    return Homography(matrix, inliers)


def is_plausible_face(
    matrix: Matrix3, reference_size: tuple[int, int], photo_size: tuple[int, int]
) -> bool:
    """
    True if the reference's frame lands in the photo as a printed face can.

    All of it in front of the camera (which makes it a convex quadrilateral: only a frame that
    crosses the horizon comes out dented or twisted), with its handedness kept, and not so small
    that a handful of keypoints could agree by chance.

    Args:
        matrix: reference pixels to photo pixels.
        reference_size: (width, height) of the reference, pixels.
        photo_size: (width, height) of the photo, pixels.
    """
    width, height = reference_size
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64)
    mapped = corners @ matrix.T
    depth = mapped[:, 2]
    if np.any(depth * depth[0] <= 0):
        return False
    quadrilateral = (mapped[:, :2] / depth[:, None]).astype(np.float32)
    area = cv2.contourArea(quadrilateral, oriented=True)  # negative when mirrored
    return bool(area >= LEAST_AREA_SHARE * photo_size[0] * photo_size[1])


def to_unit_frames(
    matrix: Matrix3, reference_size: tuple[int, int], photo_size: tuple[int, int]
) -> Matrix3:
    """*matrix* between pixels as a map between unit frames: x / width, y / height on both sides."""
    enlarge = np.diag([*map(float, reference_size), 1.0])
    shrink = np.diag([1 / photo_size[0], 1 / photo_size[1], 1.0])
    unit = shrink @ matrix @ enlarge
    return np.asarray(unit / unit[2, 2], np.float64)


def is_same_place(one: Matrix3, other: Matrix3) -> bool:
    """
    True if two faces claim the same part of a photo.

    Args:
        one: unit reference coordinates to unit photo coordinates, of a plausible face.
        other: the same, of another reference.
    """
    frame = np.array([[[0, 0], [1, 0], [1, 1], [0, 1]]], np.float32)
    faces = [cv2.perspectiveTransform(frame, matrix)[0] for matrix in (one, other)]
    shared, _ = cv2.intersectConvexConvex(*faces)
    smaller = min(cv2.contourArea(face) for face in faces)
    return bool(shared > SAME_PLACE_SHARE * smaller)


def _keeps_orientation(matrix: Matrix3, points: Points) -> bool:
    """
    True if the map's Jacobian determinant, det(H) / w**3, is positive at every point.

    A printed face photographed from its front cannot change handedness.
    """
    w = points.astype(np.float64) @ matrix[2, :2] + matrix[2, 2]
    return bool(np.all(np.linalg.det(matrix) * w > 0))
