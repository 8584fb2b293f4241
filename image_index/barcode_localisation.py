"""
Where bars run side by side: strips of a photo that may hold a linear barcode.

Bars are many edges of one direction, dark after light as often as light after dark; the outline
of a package has one side only and lettering has all directions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, sin
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import GreyImage

_SCALES = (
    (320, 12),
    (640, 24),
)  # longer side in pixels, cells along it: blurred codes, small codes
_DIRECTIONS = 8  # bins of the half circle; each overlaps its neighbours by half
_COHERENT = 0.6  # share of the gradients' energy that one direction holds
_ONE_SIDED = 0.35  # share of it that is left when dark-to-light and light-to-dark cancel
_FAINT = 0.3  # added to energies, so that noise on an even surface has no direction
_SAME_PLACE = 0.2  # of the length: centres of one strip, seen at both scales
_SHORTEST_PX = 100.0  # about a pixel for each of the 95 modules of an EAN-13
_LOWEST_PX = 9  # of a picture at the smaller scale
_WIDEST = 0.85  # of the length: bars are not longer than the whole code
_ROWS = 48  # of a straightened strip
MARGIN = 0.15  # of the strip's length, added at both of its ends
_BARS_SEEN = 18  # changes of side along a strip; an EAN-13 has 59 edges, blur joins some
_PARALLEL = 0.75  # least ratio of the light's change along the strip to that along a bar
# The gate passes every code of the development half that the retries can read, and on 300 photos
# of clothes, cartons and DVD cases one strip in about five photos.


@dataclass(frozen=True, slots=True)
class BarStrip:
    """A slanted rectangle in a photo, in its pixels; x = u cos - v sin, y = u sin + v cos."""

    angle: float  # radians; direction across the bars, in which the code is read
    begin: float  # first and last u
    end: float
    top: float  # first and last v
    bottom: float

    @property
    def length(self) -> float:
        return self.end - self.begin

    @property
    def centre(self) -> tuple[float, float]:
        u, v = (self.begin + self.end) / 2, (self.top + self.bottom) / 2
        return u * cos(self.angle) - v * sin(self.angle), u * sin(self.angle) + v * cos(self.angle)


def find_bars(grey: GreyImage, *, limit: int = 2) -> list[BarStrip]:
    """Strips of *grey*, (H, W) uint8, that look like bars; at most *limit* for each scale."""
    found: list[BarStrip] = []
    longer, shorter = max(grey.shape), min(grey.shape)
    if longer < _SHORTEST_PX or shorter * min(1.0, _SCALES[0][0] / longer) < _LOWEST_PX:
        return found
    for side, cells in _SCALES:
        new = 0
        for strip in _strips(grey, side, cells):
            if new == limit:
                break
            if not any(_same(strip, other) for other in found):
                found.append(strip)
                new += 1
    return found


def straighten(grey: GreyImage, strip: BarStrip) -> GreyImage:
    """The strip with MARGIN at both ends, bars upright: (48, W) uint8, W two samples a pixel."""
    margin = strip.length * MARGIN
    begin, width = strip.begin - margin, strip.length + 2 * margin
    columns = int(min(max(2 * width, 320), 1400))
    along, across = width / columns, (strip.bottom - strip.top) / _ROWS
    c, s = cos(strip.angle), sin(strip.angle)
    to_photo = np.array(
        [
            [along * c, -across * s, begin * c - strip.top * s],
            [along * s, across * c, begin * s + strip.top * c],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (columns, _ROWS)
    straight = cv2.warpAffine(grey, to_photo, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, np.uint8)


def around(grey: GreyImage, strip: BarStrip) -> GreyImage:
    """The upright part of the photo that holds the strip and a MARGIN about it."""
    c, s = cos(strip.angle), sin(strip.angle)
    u = np.array([strip.begin, strip.end]) + strip.length * MARGIN * np.array([-1, 1])
    v = np.array([strip.top, strip.bottom]) + strip.length * MARGIN * np.array([-1, 1])
    x, y = np.add.outer(u * c, -v * s), np.add.outer(u * s, v * c)
    left, top = max(int(x.min()), 0), max(int(y.min()), 0)
    return grey[top : int(y.max()) + 1, left : int(x.max()) + 1]


def holds_bars(straight: GreyImage) -> bool:
    """True if a straightened strip changes often along it and hardly along its bars."""
    margin = round(straight.shape[1] * MARGIN / (1 + 2 * MARGIN))
    inner = straight[10:-10, margin:-margin].astype(np.float32)
    profile = inner.mean(0)
    if profile.std() < _PARALLEL * inner.std(0).mean():
        return False
    around = cv2.blur(profile[None], (max(3, len(profile) // 8), 1))[0]
    side = np.sign(profile - around)
    return int(np.count_nonzero(np.diff(side))) >= _BARS_SEEN


def _strips(grey: GreyImage, side: int, cells: int) -> Iterator[BarStrip]:
    """Strips at one scale, the most bar-like first."""
    scale = min(1.0, side / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x = cv2.Scharr(small, cv2.CV_32F, 1, 0, scale=1 / 16)
    y = cv2.Scharr(small, cv2.CV_32F, 0, 1, scale=1 / 16)
    weight = 1 / np.sqrt(cv2.magnitude(x, y) + 1)  # one strong edge does not drown faint bars
    x, y = x * weight, y * weight
    window = max(9, round(max(small.shape) / cells) | 1)

    def summed(values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        wide = cv2.blur(values, (window, window))
        half = cv2.resize(wide, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return np.asarray(half, np.float32)

    xx, yy = summed(x * x), summed(y * y)
    even, odd = xx - yy, 2 * summed(x * y)  # the doubled angle, as in a structure tensor
    energy, directed = xx + yy, cv2.magnitude(even, odd)
    left = summed(x) ** 2 + summed(y) ** 2
    barlike = (directed > _COHERENT * energy + _FAINT) & (left < _ONE_SIDED * (energy + _FAINT))
    step = np.floor(cv2.phase(even, odd) * (_DIRECTIONS / np.pi)).astype(np.uint8)

    areas: list[tuple[float, npt.NDArray[np.intp], npt.NDArray[np.intp]]] = []
    for direction in range(_DIRECTIONS):
        offset = (step - 2 * direction + 2) % (2 * _DIRECTIONS)
        mask = (barlike & (offset < 4)).astype(np.uint8)
        count, labels, facts, _ = cv2.connectedComponentsWithStats(mask)
        for label in range(1, count):
            left_, top, width, height, area = facts[label]
            if area < window * window / 3:
                continue
            part = np.s_[top : top + height, left_ : left_ + width]
            rows, columns = np.nonzero(labels[part] == label)
            rows, columns = rows + top, columns + left_
            areas.append((float(directed[rows, columns].sum()), rows, columns))
    areas.sort(key=lambda item: -item[0])
    taken = np.zeros(energy.shape, np.bool_)
    for _, rows, columns in areas:
        if taken[rows, columns].mean() > 0.5:
            continue
        taken[rows, columns] = True
        angle = np.arctan2(odd[rows, columns].sum(), even[rows, columns].sum()) / 2
        strip = _strip(float(angle), columns * (2 / scale), rows * (2 / scale))
        if strip.length >= _SHORTEST_PX and strip.bottom - strip.top <= _WIDEST * strip.length:
            yield strip


def _strip(angle: float, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> BarStrip:
    """The rectangle about points, without the outermost few."""
    begin, end = np.percentile(x * cos(angle) + y * sin(angle), [1, 99])
    top, bottom = np.percentile(y * cos(angle) - x * sin(angle), [5, 95])
    return BarStrip(angle, float(begin), float(end), float(top), float(bottom))


def _same(one: BarStrip, other: BarStrip) -> bool:
    """True if both are one strip, seen at two scales."""
    apart = np.hypot(*np.subtract(one.centre, other.centre))
    return bool(apart < _SAME_PLACE * one.length and 0.7 < one.length / other.length < 1.4)
