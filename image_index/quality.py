"""
Is this picture good enough, and what should the person do again?

Measured on the development pictures (131 references, 160 photos, 60 other pictures, and all of
them blurred, darkened or lit by an added spot), at the working size; see the constants.
"""

import enum
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import GreyImage, RgbImage
from image_index.photo import resize_to

WORK_SIDE = 512  # pixels, the size at which references are described

MINIMUM_REFERENCE_KEYPOINTS = 50
# SIFT keypoints at the working size. The poorest of 131 references (cartons of 198 px) has 92;
# blurred by 3 px, where nothing is recognised, half of those cartons keep fewer than 33.

MINIMUM_SIDE = 128  # pixels, shorter side; the smallest references that were recognised have 198

MINIMUM_SHARPNESS = 0.205
# Share of the local contrast that an edge crosses in one pixel, in the blurrier direction.
# 99 % of the pictures reach 0.207 or more, of those blurred by 3 px or moved by 13 px none of
# the first and hardly any of the second; by 2 px every other.

MINIMUM_BRIGHTNESS = 0.25
# 95th percentile of lightness, 0 to 1. 99 % of the pictures reach 0.53; none when underexposed
# by two stops.

MAXIMUM_GLARE = 0.05
# Share of the picture in blown-out spots that fade into light. 95 % of the photos have under
# 0.009 and 99 % under 0.05; a spot a quarter of the picture wide adds 0.04 to 0.10. Two of 100
# references are over it because their print itself fades into white.

_BLOWN_OUT = 250  # of 255, in the darkest channel
_FADING = 200  # of 255: around glare it stays light, around white print it does not
_SMALLEST_SPOT = 0.001  # share of the picture
_EDGE_REACH = 9  # pixels within which an edge is expected to be crossed
_LEAST_CONTRAST = 20.0  # of 255, below which an edge is noise


class QualityProblem(enum.StrEnum):
    """What is wrong with a picture."""

    TOO_FEW_KEYPOINTS = "too-few-keypoints"
    BLURRED = "blurred"
    DARK = "dark"
    GLARE = "glare"
    TOO_SMALL = "too-small"
    ONLY_BARCODE = "only-barcode"  # these two of references alone: see distinctiveness.py
    REPETITIVE = "repetitive"


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of one picture and what they mean."""

    keypoints: int  # SIFT keypoints at the working size
    sharpness: float  # share of local contrast per pixel; 0 where there is no edge
    brightness: float  # 0 to 1
    glare_share: float  # 0 to 1
    problems: tuple[QualityProblem, ...]


def assess_quality(image: RgbImage) -> Quality:
    """
    Measure an upright picture, (H, W, 3) uint8.

    The problems are those of a reference image; an officer's photo may be searched all the same.
    """
    worked = resize_to(image, WORK_SIDE)
    grey = np.asarray(cv2.cvtColor(worked, cv2.COLOR_RGB2GRAY), np.uint8)
    keypoints = len(cv2.SIFT.create().detect(grey, None))
    sharpness = _sharpness(grey)
    brightness = float(np.percentile(grey, 95)) / 255
    glare_share = _glare_share(worked)
    problems = {
        QualityProblem.TOO_SMALL: min(image.shape[:2]) < MINIMUM_SIDE,
        QualityProblem.DARK: brightness < MINIMUM_BRIGHTNESS,
        QualityProblem.BLURRED: 0 < sharpness < MINIMUM_SHARPNESS,
        QualityProblem.GLARE: glare_share > MAXIMUM_GLARE,
        QualityProblem.TOO_FEW_KEYPOINTS: keypoints < MINIMUM_REFERENCE_KEYPOINTS,
    }
    found = tuple(problem for problem, present in problems.items() if present)
    return Quality(keypoints, sharpness, brightness, glare_share, found)


def _sharpness(grey: GreyImage) -> float:
    """
    How much of the local contrast the sharpest tenth of the strong edges cross per pixel.

    Taken along x and along y, and the lesser of the two counts: motion blurs one direction.
    """
    lightness = grey.astype(np.float32)
    return float(min(_edge_slope(lightness, 1, 0), _edge_slope(lightness, 0, 1)))


def _edge_slope(lightness: npt.NDArray[np.float32], along_x: int, along_y: int) -> float:
    """90th percentile of slope / contrast over the fifth of the picture with most contrast."""
    slope = np.abs(cv2.Sobel(lightness, cv2.CV_32F, along_x, along_y, scale=1 / 8))
    reach = np.ones((_EDGE_REACH, 1) if along_y else (1, _EDGE_REACH), np.uint8)
    contrast = cv2.morphologyEx(lightness, cv2.MORPH_GRADIENT, reach)
    strong = contrast >= max(_LEAST_CONTRAST, float(np.percentile(contrast, 80)))
    if not strong.any():
        return 0.0
    return float(np.percentile(slope[strong] / contrast[strong], 90))


def _glare_share(image: RgbImage) -> float:
    """Share of the picture in blown-out spots that lie inside it and fade into light."""
    darkest = image.min(axis=2)
    height, width = darkest.shape
    blown_out = (darkest >= _BLOWN_OUT).astype(np.uint8)
    count, labels, spots, _ = cv2.connectedComponentsWithStats(blown_out)
    glare = 0
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in spots[label])
        at_border = x == 0 or y == 0 or x + w == width or y + h == height  # a white background
        if at_border or area < _SMALLEST_SPOT * darkest.size:
            continue
        window = np.s_[max(0, y - 6) : y + h + 6, max(0, x - 6) : x + w + 6]
        spot = (labels[window] == label).astype(np.uint8)
        ring = cv2.dilate(spot, np.ones((9, 9), np.uint8)) - cv2.dilate(
            spot, np.ones((3, 3), np.uint8)
        )
        if np.median(darkest[window][ring > 0]) >= _FADING:
            glare += area
    return glare / float(darkest.size)
