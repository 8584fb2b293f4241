"""A place on a reference image: cut from the reference, and from a photo alike."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Matrix3, RgbImage

DEFAULT_MARGIN = 0.35  # of the region's width and height, added on each side; see window_of
DEFAULT_SIDE_PX = 480
SHORT_SIDE_SHARE = 0.6  # a side counts for the margin as at least this part of the other
LEAST_VISIBLE = 0.5  # share of the region itself that must lie inside the photo
_LEAST_MAPPED = 0.01  # of the other picture's width and height
_LARGEST_OVERSAMPLING = 8  # a photo is not read finer than this, however large the pixels are


@dataclass(frozen=True, slots=True)
class Region:
    """
    A rectangle on the upright reference image, in unit coordinates (0..1 of width and height).

    Raises:
        ValueError: empty, or not inside the picture.
    """

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        inside = self.x >= 0 and self.y >= 0
        inside = inside and self.x + self.width <= 1 + 1e-6 and self.y + self.height <= 1 + 1e-6
        if not (inside and self.width > 0 and self.height > 0):
            raise ValueError(f"not a region of a picture: {self}")


def crop_reference(
    reference: RgbImage,
    region: Region,
    *,
    margin: float = DEFAULT_MARGIN,
    side: int = DEFAULT_SIDE_PX,
) -> RgbImage:
    """
    *region* of *reference* (H, W, 3) with a *margin* around it, its longer side *side* pixels.

    The margin ends at the edge of the reference.
    """
    reference_size = (reference.shape[1], reference.shape[0])
    window = window_of(region, margin)
    size = _crop_size(window, reference_size, side)
    return _resample(reference, np.eye(3), window, size)


def crop_photo(
    photo: RgbImage,
    homography: Matrix3,
    region: Region,
    *,
    reference_size: tuple[int, int],
    margin: float = DEFAULT_MARGIN,
    side: int = DEFAULT_SIDE_PX,
) -> RgbImage | None:
    """
    The same place in the *photo*, turned and straightened as the reference is.

    Args:
        photo: (H, W, 3).
        homography: unit reference coordinates to unit photo coordinates.
        region: on the reference.
        reference_size: (width, height) of the upright reference, pixels; gives the crop its shape.
        margin: as for ``crop_reference``.
        side: as for ``crop_reference``.

    Returns:
        An image of the same size as ``crop_reference`` gives, grey where the photo ends; None if
        less than half of the region is on the photo.
    """
    if visible_share(homography, region) < LEAST_VISIBLE:
        return None
    window = window_of(region, margin)
    size = _crop_size(window, reference_size, side)
    return _resample(photo, homography, window, size)


def visible_share(homography: Matrix3, region: Region) -> float:
    """Share of *region*, 0..1, that *homography* puts in front of the camera and on the photo."""
    steps = (np.arange(16) + 0.5) / 16
    x, y = np.meshgrid(region.x + steps * region.width, region.y + steps * region.height)
    mapped = np.column_stack([x.ravel(), y.ravel(), np.ones(x.size)]) @ homography.T
    depth = mapped[:, 2]
    middle = np.array([0.5, 0.5, 1.0]) @ homography[2]
    in_front = depth * middle > 0
    places = mapped[:, :2] / np.where(in_front, depth, 1.0)[:, None]
    on_photo = np.all((places >= 0) & (places <= 1), axis=1)
    return float((in_front & on_photo).mean())


def mapped_region(region: Region, homography: Matrix3) -> Region:
    """The upright rectangle around *region* on another picture, cut at its edges."""
    x, y = (region.x, region.x + region.width), (region.y, region.y + region.height)
    corners = np.array([(left, top, 1.0) for left in x for top in y]) @ homography.T
    places = np.clip(corners[:, :2] / corners[:, 2:], 0, 1)
    left, top = np.minimum(places.min(axis=0), 1 - _LEAST_MAPPED)
    width, height = np.maximum(places.max(axis=0) - (left, top), _LEAST_MAPPED)
    return Region(float(left), float(top), float(width), float(height))


def window_of(region: Region, margin: float) -> tuple[float, float, float, float]:
    """
    Left, top, right, bottom of *region* with its *margin*, unit coordinates.

    The margin is a part of the region's own side, or of SHORT_SIDE_SHARE of its other side where
    that is more (both in unit coordinates): a thin strip of small print is shown with something
    above and below it. ``outline`` in officer_app/screens/picture_pair.js follows the same rule.
    """
    x = margin * max(region.width, SHORT_SIDE_SHARE * region.height)
    y = margin * max(region.height, SHORT_SIDE_SHARE * region.width)
    return (
        max(0.0, region.x - x),
        max(0.0, region.y - y),
        min(1.0, region.x + region.width + x),
        min(1.0, region.y + region.height + y),
    )


def _crop_size(
    window: tuple[float, float, float, float],
    reference_size: tuple[int, int],
    side: int,
) -> tuple[int, int]:
    """(width, height) in pixels of a crop of *window* whose longer side is *side*."""
    width = (window[2] - window[0]) * reference_size[0]
    height = (window[3] - window[1]) * reference_size[1]
    scale = side / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _resample(
    image: RgbImage,
    unit_homography: npt.NDArray[np.float64],
    window: tuple[float, float, float, float],
    size: tuple[int, int],
) -> RgbImage:
    """
    Draw *window* at *size*, reading *image* through *unit_homography*.

    Where one pixel of the crop covers several of the image, the crop is drawn larger and then
    averaged down, which keeps small print from turning into noise.
    """
    left, top, right, bottom = window
    to_image = np.diag([float(image.shape[1]), float(image.shape[0]), 1.0]) @ unit_homography
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]])
    mapped = corners @ to_image.T
    depth = np.where(np.abs(mapped[:, 2:]) < 1e-9, 1e-9, mapped[:, 2:])
    places = mapped[:, :2] / depth
    edges = np.linalg.norm(places - np.roll(places, -1, axis=0), axis=1)
    density = max(edges[0] / size[0], edges[2] / size[0], edges[1] / size[1], edges[3] / size[1])
    finer = int(np.clip(np.ceil(density), 1, _LARGEST_OVERSAMPLING))
    drawn = (size[0] * finer, size[1] * finer)
    # pixel centres: (i + 0.5) / drawn is the unit place within the window
    place = np.array(
        [
            [(right - left) / drawn[0], 0, left + 0.5 * (right - left) / drawn[0]],
            [0, (bottom - top) / drawn[1], top + 0.5 * (bottom - top) / drawn[1]],
            [0, 0, 1],
        ]
    )
    to_centres = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    warped = cv2.warpPerspective(
        image,
        to_centres @ to_image @ place,
        drawn,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(128, 128, 128),
    )
    if finer > 1:
        warped = cv2.resize(warped, size, interpolation=cv2.INTER_AREA)
    return np.asarray(warped, np.uint8)
