"""
An edit of the artwork put into a real photo as the camera would have seen it.

Only the pixels of the photo that the edit changes are drawn anew: the edited artwork is projected,
given the light and colour that the photo has there, its blur and its noise. The place is found by
aligning first the face, then the edit's surroundings with the untouched photo (ECC), not by the
code that is being measured. An edit of the kind "unchanged" draws the genuine artwork anew in the
whole box: it shows how much of what is found comes from the drawing alone.
"""

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.artwork_edits import Box, Edit
from image_index.arrays import Matrix3, RgbImage

Floats = npt.NDArray[np.float32]

LEAST_ALIGNED = 0.3  # correlation below which the local alignment is not used
LARGEST_MOVE_PX = 25.0  # of a corner: further, and the alignment has lost its way
UNCHANGED = "unchanged"
LIGHT_REACH = 0.5  # of the box's shorter side on the photo: what is smoother is light, not print
_BLURS_PX = (0.0, 0.5, 0.7, 1.0, 1.4, 1.9, 2.5, 3.2)


def render_edit(
    photo: RgbImage,
    reference: RgbImage,
    edit: Edit,
    face: Matrix3,
    rng: np.random.Generator,
) -> RgbImage | None:
    """
    *photo* as it would be if the article had been printed as *edit* shows.

    Args:
        photo: (H, W, 3) of the genuine article.
        reference: (h, w, 3) its artwork.
        edit: of that artwork.
        face: pixels of the artwork to those of the photo, as ``place_face`` gives.

    Returns:
        None if the place is not on the photo.
    """
    lookup = _aligned(photo, reference, edit.box, face, reach=max(16, max(edit.box[2:]) // 2))
    height, width = photo.shape[:2]
    left, top, across, down = edit.box
    frame = [[left, top], [left + across, top], [left + across, top + down], [left, top + down]]
    corners = cv2.perspectiveTransform(np.array([frame], np.float64), lookup)[0]
    if corners.min() < 0 or np.any(corners.max(axis=0) >= (width, height)):
        return None
    reach = int(np.ptp(corners, axis=0).max() * 0.5) + 12
    x0, y0 = np.maximum(corners.min(axis=0).astype(int) - reach, 0)
    x1, y1 = np.minimum(corners.max(axis=0).astype(int) + reach, (width, height))
    to_crop = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]]) @ lookup
    size = (int(x1 - x0), int(y1 - y0))
    seen = photo[y0:y1, x0:x1].astype(np.float32)
    genuine, edited = (_projected(p, to_crop, size) for p in (reference, edit.picture))
    near = np.zeros(reference.shape[:2], np.uint8)
    near[max(0, top - down // 3) : top + down + down // 3,
         max(0, left - across // 3) : left + across + across // 3] = 255  # fmt: skip
    fitted = cv2.warpPerspective(near, to_crop, size) > 128
    blur = _blur_of(seen, genuine, fitted)
    genuine, edited = (cv2.GaussianBlur(p, (0, 0), blur) if blur else p for p in (genuine, edited))
    before, after = _in_light_of(seen, genuine, edited, fitted)
    side = min(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1))
    light = cv2.GaussianBlur(seen - before, (0, 0), max(2.0, LIGHT_REACH * side))
    noise = _noise_of(seen - cv2.GaussianBlur(seen, (0, 0), 1.0), fitted)
    drawn = after + light + rng.normal(0, noise, seen.shape)
    changed = np.abs(edited - genuine).max(axis=2) > 3
    if edit.kind == UNCHANGED:
        box = np.zeros(reference.shape[:2], np.uint8)
        box[top : top + down, left : left + across] = 255
        changed = cv2.warpPerspective(box, to_crop, size) > 128
    mask = cv2.dilate(changed.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    mask = cv2.GaussianBlur(mask, (0, 0), 1.0)[..., None]
    result = photo.copy()
    result[y0:y1, x0:x1] = np.clip(seen * (1 - mask) + drawn * mask, 0, 255)
    return result


def place_face(photo: RgbImage, reference: RgbImage, homography: Matrix3) -> Matrix3:
    """
    Pixel centres of *reference* to those of *photo*, aligned over the whole face.

    Args:
        homography: unit reference coordinates to unit photo coordinates, as the index finds it.
    """
    height, width = reference.shape[:2]
    to_unit = np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]])
    to_photo = np.array([[photo.shape[1], 0, -0.5], [0, photo.shape[0], -0.5], [0, 0, 1.0]])
    lookup = to_photo @ homography @ to_unit
    return _aligned(photo, reference, (0, 0, width, height), lookup, reach=0)


def _aligned(
    photo: RgbImage, reference: RgbImage, box: Box, lookup: Matrix3, *, reach: int
) -> Matrix3:
    """*lookup* made exact in *box* and *reach* pixels around it; as it was if that fails."""
    left, top, across, down = box
    x0, y0 = max(0, left - reach), max(0, top - reach)
    x1 = min(reference.shape[1], left + across + reach)
    y1 = min(reference.shape[0], top + down + reach)
    there = np.array([[1, 0, x0], [0, 1, y0], [0, 0, 1.0]])
    known = reference[y0:y1, x0:x1]
    seen = _read(photo, lookup @ there, (x1 - x0, y1 - y0))
    smooth = [
        cv2.GaussianBlur(cv2.cvtColor(np.ascontiguousarray(p), cv2.COLOR_RGB2GRAY), (0, 0), 1.2)
        for p in (known, seen)
    ]
    step = np.eye(3, dtype=np.float32)
    end = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        fit, step = cv2.findTransformECC(*smooth, step, cv2.MOTION_HOMOGRAPHY, end, None, 1)
    except cv2.error:  # nothing to hold on to
        return lookup
    corners = np.array([[[0, 0], [x1 - x0, 0], [x1 - x0, y1 - y0], [0, y1 - y0]]], np.float64)
    moved = cv2.perspectiveTransform(corners, step.astype(np.float64)) - corners
    if fit < LEAST_ALIGNED or np.abs(moved).max() > LARGEST_MOVE_PX:
        return lookup
    return np.asarray(lookup @ there @ step.astype(np.float64) @ np.linalg.inv(there), np.float64)


def _read(photo: RgbImage, lookup: Matrix3, size: tuple[int, int]) -> RgbImage:
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpPerspective(photo, lookup, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8)


def _projected(artwork: RgbImage, lookup: Matrix3, size: tuple[int, int]) -> Floats:
    """*artwork* as it falls on the crop of the photo, blurred first where it is made smaller."""
    scale = float(np.sqrt(abs(np.linalg.det(lookup[:2, :2] / lookup[2, 2]))))
    if scale < 1:
        artwork = np.asarray(cv2.GaussianBlur(artwork, (0, 0), 0.45 / scale), np.uint8)
    drawn = cv2.warpPerspective(
        artwork, lookup, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(drawn, np.float32)


def _blur_of(seen: Floats, genuine: Floats, fitted: npt.NDArray[np.bool_]) -> float:
    """The blur that gives the projected artwork the sharpness of the photo, pixels."""

    def fine(picture: Floats) -> float:
        grey = picture.mean(axis=2)
        slope = cv2.GaussianBlur(grey, (0, 0), 2.0)
        return float(
            np.abs(cv2.Laplacian(grey, cv2.CV_32F))[fitted].mean()
            / max(float(np.abs(cv2.Laplacian(slope, cv2.CV_32F))[fitted].mean()), 1e-3)
        )

    goal = fine(cv2.GaussianBlur(seen, (0, 0), 0.7))
    for sigma in _BLURS_PX:
        blurred = cv2.GaussianBlur(genuine, (0, 0), float(np.hypot(sigma, 0.7)))
        if fine(blurred) <= goal:
            return sigma
    return _BLURS_PX[-1]


def _in_light_of(
    seen: Floats, genuine: Floats, edited: Floats, fitted: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """*genuine* and *edited* through the affine map of colours from artwork to photo."""
    known = genuine[fitted].astype(np.float64)
    terms = np.column_stack([known, np.full(len(known), 32.0)])
    target = seen[fitted].astype(np.float64)
    gain = float(np.clip(target.std() / max(known.std(), 1.0), 0.25, 1.2))
    prior = np.vstack([gain * np.eye(3), np.zeros((1, 3))])
    pull = len(known) * 10.0**2 * np.diag([1.0, 1.0, 1.0, 0.0])
    fit = np.linalg.solve(terms.T @ terms + pull, terms.T @ target + pull @ prior)

    def lit(picture: Floats) -> Floats:
        return np.asarray(
            picture @ fit[:3].astype(np.float32) + 32 * fit[3].astype(np.float32), np.float32
        )

    return lit(genuine), lit(edited)


def _noise_of(detail: Floats, fitted: npt.NDArray[np.bool_]) -> float:
    """Standard deviation of the photo's noise, from the quieter half of its finest detail."""
    quiet = np.median(np.abs(detail[fitted]))
    return float(np.clip(1.48 * quiet, 0.5, 8))
