"""Does the photo, warped onto the reference, look like it, cell by cell?"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Matrix3, RgbImage

CELL_PX = 24  # side of a compared cell, in pixels of the compared picture
CELL_STEP_PX = 12
COMPARED_SIDE_PX = 256  # longer side at which reference and photo are compared
SMOOTHING_PX = 1.5  # standard deviation: forgives a misregistration of about a pixel
LEAST_CELLS = 6  # fewer say nothing
LEAST_CONTRAST = 3.0  # standard deviation of lightness in a cell, in 1/255
TEXTURE = 4.0  # Laplacian, in 1/255, above which there is print
TEXTURE_REACH_PX = 15
LEAST_VISIBLE = 0.7  # share of a cell that must be inside the photo and near print
LARGEST_CHROMA = 40.0  # a cell cannot count for more, in 1/255 of the a and b axes


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike the two pictures are where there is print to compare."""

    correlation: float  # median over cells of the normalised correlation of lightness, -1..1
    chroma: float  # mean over cells of the difference in colour, 0..40
    cells: int  # compared cells; with too few the other two are 0


@dataclass(frozen=True, slots=True)
class ComparedReference:
    """A reference prepared for comparison with many photos."""

    lab: npt.NDArray[np.float32]  # (H, W, 3) smoothed, OpenCV's 8-bit Lab scale
    print_near: npt.NDArray[np.bool_]  # (H, W): there is something printed close by


def prepare_reference(picture: RgbImage) -> ComparedReference:
    """Resize *picture* (H, W, 3) to the compared size and find where it is printed."""
    height, width = picture.shape[:2]
    scale = COMPARED_SIDE_PX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)
    grey = cv2.GaussianBlur(cv2.cvtColor(resized, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    printed = (np.abs(cv2.Laplacian(grey, cv2.CV_32F)) > TEXTURE).astype(np.uint8)
    near = cv2.dilate(printed, np.ones((TEXTURE_REACH_PX, TEXTURE_REACH_PX), np.uint8))
    return ComparedReference(_smooth_lab(resized), np.asarray(near > 0))


def measure_agreement(
    reference: ComparedReference, photo: RgbImage, unit_homography: Matrix3
) -> Agreement:
    """
    Warp *photo* (H, W, 3) onto *reference* and compare.

    Args:
        reference: as prepared.
        photo: the photo, at any size.
        unit_homography: unit reference coordinates to unit photo coordinates.

    Source:
        normalised cross-correlation (Lewis, 1995) per cell, the means by box filters.
    """
    height, width = reference.lab.shape[:2]
    to_unit = np.diag([1 / width, 1 / height, 1.0])
    to_photo = np.diag([float(photo.shape[1]), float(photo.shape[0]), 1.0])
    lookup = to_photo @ unit_homography @ to_unit
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = np.asarray(cv2.warpPerspective(photo, lookup, (width, height), flags=how), np.uint8)
    inside = np.full(photo.shape[:2], 255, np.uint8)
    visible = cv2.warpPerspective(inside, lookup, (width, height), flags=how) > 250
    counted = (visible & reference.print_near).astype(np.float32)
    known, seen = reference.lab, _smooth_lab(warped)

    share = _cell_means(counted)
    known_mean, seen_mean = _cell_means(known[:, :, 0]), _cell_means(seen[:, :, 0])
    known_spread = _spread(known[:, :, 0], known_mean)
    seen_spread = _spread(seen[:, :, 0], seen_mean)
    together = _cell_means(known[:, :, 0] * seen[:, :, 0]) - known_mean * seen_mean
    compared = (share >= LEAST_VISIBLE) & (known_spread >= LEAST_CONTRAST)
    cells = int(compared.sum())
    if cells < LEAST_CELLS:
        return Agreement(0.0, 0.0, cells)
    correlation = together[compared] / np.maximum((known_spread * seen_spread)[compared], 1e-3)
    shifts = []
    for channel in (1, 2):
        shift = (_cell_means(seen[:, :, channel]) - _cell_means(known[:, :, channel]))[compared]
        shifts.append(shift - 0.5 * np.median(shift))  # half: light has a colour, and so has ink
    chroma = np.minimum(np.hypot(*shifts), LARGEST_CHROMA)
    return Agreement(float(np.median(correlation)), float(chroma.mean()), cells)


def _smooth_lab(image: RgbImage) -> npt.NDArray[np.float32]:
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(lab, (0, 0), SMOOTHING_PX), np.float32)


def _cell_means(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Means of *plane* (H, W) over cells of CELL_PX, every CELL_STEP_PX; whole cells only."""
    means = cv2.boxFilter(plane, cv2.CV_32F, (CELL_PX, CELL_PX))
    half = CELL_PX // 2
    height, width = plane.shape
    inner = means[half : height - half + 1, half : width - half + 1]
    return np.asarray(inner[::CELL_STEP_PX, ::CELL_STEP_PX], np.float32)


def _spread(
    plane: npt.NDArray[np.float32], mean: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Standard deviation of *plane* over the cells whose *mean* is given."""
    return np.sqrt(np.maximum(_cell_means(plane * plane) - mean * mean, 0))
