"""
Is there enough in a reference image that other goods do not have, too?

A barcode, a chequered lining or a dotted ground gives hundreds of keypoints, and every package of a
country has them. Such a picture would be proposed for goods that it has nothing to do with.
"""

import cv2
import numpy as np

from image_index.arrays import Mask, RgbImage
from image_index.barcode_localisation import MARGIN, BarStrip, find_bars
from image_index.features import ReferenceFeatures
from image_index.photo import resize_to
from image_index.quality import QualityProblem

LEAST_DISTINCT = 40  # keypoints besides bars and repeated patterns, of up to 400
# The poorest of 78 cartons and covers (development half) keeps 59; the barcodes, squares, stripes
# and dots of benchmarks/hub_attack.py keep at most 7: docs/portal/images.md.

_WORK_SIDE = 640  # px, at which bars are looked for
_DIGITS = 0.4  # of the height of the bars, added at both sides: the number below them
_SAME = 0.93  # likeness from which two places of one picture show the same
_ELSEWHERE_PX = 6.0  # nearer ones are one place, described twice


def lacking_distinction(image: RgbImage, features: ReferenceFeatures) -> QualityProblem | None:
    """What makes *image* (H, W, 3), described by *features*, generic; None if nothing does."""
    outside, distinct = distinct_keypoints(image, features)
    if features.frontal < LEAST_DISTINCT:  # little altogether is quality's to say, unless all bars
        return QualityProblem.ONLY_BARCODE if 2 * outside < features.frontal else None
    if outside < LEAST_DISTINCT:
        return QualityProblem.ONLY_BARCODE
    return QualityProblem.REPETITIVE if distinct < LEAST_DISTINCT else None


def distinct_keypoints(image: RgbImage, features: ReferenceFeatures) -> tuple[int, int]:
    """How many keypoints lie outside bars; and of these, how many are unlike all others."""
    outside = ~_on_bars(image, features)
    return int(outside.sum()), int((outside & ~_repeated(features)).sum())


def _on_bars(image: RgbImage, features: ReferenceFeatures) -> Mask:
    """Which keypoints of the unsqueezed picture lie on bars or the digits beside them."""
    work = resize_to(image, _WORK_SIDE)
    grey = np.asarray(cv2.cvtColor(work, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = work.shape[1] / features.width
    places = features.keypoints[: features.frontal, :2] * scale
    found = np.zeros(features.frontal, np.bool_)
    for strip in find_bars(grey, limit=4):
        found |= _within(places, strip)
    return found


def _within(places: np.ndarray, strip: BarStrip) -> Mask:
    along = places[:, 0] * np.cos(strip.angle) + places[:, 1] * np.sin(strip.angle)
    across = places[:, 1] * np.cos(strip.angle) - places[:, 0] * np.sin(strip.angle)
    end, side = strip.length * MARGIN, (strip.bottom - strip.top) * _DIGITS
    return np.asarray(
        (along >= strip.begin - end)
        & (along <= strip.end + end)
        & (across >= strip.top - side)
        & (across <= strip.bottom + side)
    )


def _repeated(features: ReferenceFeatures) -> Mask:
    """Which keypoints of the unsqueezed picture look like another one elsewhere in it."""
    descriptors = features.descriptors[: features.frontal].astype(np.float32)
    places = features.keypoints[: features.frontal, :2]
    lengths = np.maximum(np.linalg.norm(descriptors, axis=1, keepdims=True), 1e-6)
    likeness = (descriptors / lengths) @ (descriptors / lengths).T
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    return np.asarray(((likeness > _SAME) & (apart > _ELSEWHERE_PX)).any(axis=1))
