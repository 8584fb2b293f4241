"""
How an EAN-13 looks to a camera: 95 modules of dark and light, blurred.

UPC-A is an EAN-13 that begins with 0. Dark is 1 and light 0 throughout; brightness is sampled
SAMPLES times a module.

Source: GS1 General Specifications, section 5.2 (number sets A, B, C; guard bars).
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SAMPLES = 4  # of each module
MODULES = 95
QUIET = 3  # modules of the quiet zones that are compared too; the standard asks for 7
_BLURS = (0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.8)
_SPREADS = (-0.3, -0.15, 0.0, 0.15, 0.3)
SETS = (
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
)  # number sets of the left half, by the first digit; L is A of the standard, G is B
_A = (
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
)
_EDGE, _CENTRE = "101", "01010"

_HALF = 7 * SAMPLES // 2  # samples of half a digit
_FINE = 8  # parts of a sample that are blurred and then averaged


def _modules(text: str) -> Floats:
    return np.array([int(module) for module in text], np.float32)


RIGHT = 1 - np.stack([_modules(digit) for digit in _A])  # (10, 7)
LEFT = np.concatenate([1 - RIGHT, RIGHT[:, ::-1]])  # (20, 7): ten of L, ten of G


class Look(NamedTuple):
    """What printer and camera did to the bars, in modules."""

    blur: float  # standard deviation, one of _BLURS
    spread: float  # by how much bars are wider than they should be, one of _SPREADS

    def beside(self) -> list["Look"]:
        """This look and its neighbours."""
        blur, spread = _BLURS.index(self.blur), _SPREADS.index(self.spread)
        blurs = [Look(near, self.spread) for near in _BLURS[max(blur - 1, 0) : blur + 2]]
        spreads = _SPREADS[max(spread - 1, 0) : spread + 2]
        return blurs + [Look(self.blur, near) for near in spreads if near != self.spread]


TYPICAL = Look(0.7, 0.0)


@dataclass(frozen=True, slots=True)
class Windows:
    """
    What each part of a blurred code looks like, from the middle of one digit to that of the next.

    Blur mixes neighbours, so a pair of digits is one picture; rows are ordered by first digit,
    then second, columns are samples.
    """

    start: Floats  # (20, ·) quiet zone, guard, first half of the first digit
    left: Floats  # (400, ·) pairs of the left half
    centre: Floats  # (200, ·) last digit of the left half, guard, first of the right half
    right: Floats  # (100, ·) pairs of the right half
    end: Floats  # (10, ·)


_START = slice(0, (QUIET + 3) * SAMPLES + _HALF)
_LEFT_PAIRS = [
    slice((QUIET + 3 + 7 * i) * SAMPLES + _HALF, (QUIET + 17 + 7 * i) * SAMPLES - _HALF)
    for i in range(5)
]
_CENTRE_PART = slice((QUIET + 38) * SAMPLES + _HALF, (QUIET + 57) * SAMPLES - _HALF)
_RIGHT_PAIRS = [
    slice((QUIET + 50 + 7 * i) * SAMPLES + _HALF, (QUIET + 64 + 7 * i) * SAMPLES - _HALF)
    for i in range(5)
]
_END = slice((QUIET + 85) * SAMPLES + _HALF, (2 * QUIET + MODULES) * SAMPLES)


@cache
def windows(look: Look) -> Windows:
    """The windows for one look."""
    light = np.zeros((400, 6), np.float32)
    edge, centre = _modules(_EDGE), _modules(_CENTRE)
    quiet = (6 - QUIET) * SAMPLES

    def joined(*parts: Floats) -> Floats:
        rows = max(len(part) for part in parts)
        return _blurred(np.concatenate([np.resize(p, (rows, p.shape[-1])) for p in parts], 1), look)

    def pairs(first: Floats, between: Floats, second: Floats) -> Floats:
        left, right = np.repeat(first, len(second), 0), np.tile(second, (len(first), 1))
        middle = np.tile(between, (len(left), 1))
        return joined(left, middle, right)[:, _HALF:-_HALF]

    nothing = np.empty(0, np.float32)
    end = joined(RIGHT, np.tile(edge, (10, 1)), light[:10])
    return Windows(
        joined(light[:20], np.tile(edge, (20, 1)), LEFT)[:, quiet:-_HALF],
        pairs(LEFT, nothing, LEFT),
        pairs(LEFT, centre, RIGHT),
        pairs(RIGHT, nothing, RIGHT),
        end[:, _HALF:-quiet],
    )


@dataclass(frozen=True, slots=True)
class Misfits:
    """Squared differences between K sampled profiles and the windows."""

    start: Floats  # (K, 20)
    left: Floats  # (K, 5, 20, 20)
    centre: Floats  # (K, 20, 10)
    right: Floats  # (K, 5, 10, 10)
    end: Floats  # (K, 10)

    def least(self) -> Floats:
        """(K,) the least sum, each window on its own: a bound, quick to have."""
        singles = self.start.min(1) + self.centre.min((1, 2)) + self.end.min(1)
        pairs = self.left.min((2, 3)).sum(1) + self.right.min((2, 3)).sum(1)
        return np.asarray(singles + pairs, np.float32)


@cache
def _products(look: Look) -> Windows:
    """The windows as factors for `misfits`: -2 times each picture, below it its square."""

    def factors(pictures: Floats) -> Floats:
        squares = (pictures * pictures).sum(1, keepdims=True)
        return np.ascontiguousarray(np.concatenate([-2 * pictures, squares], 1).T)

    shape = windows(look)
    pictures = (shape.start, shape.left, shape.centre, shape.right, shape.end)
    return Windows(*(factors(picture) for picture in pictures))


def misfits(samples: Floats, look: Look) -> Misfits:
    """
    Compare with every window.

    Args:
        samples: (K, (95 + 2 * QUIET) * SAMPLES) profiles, dark 1 and light 0.
        look: of the windows.
    """
    shape, count = _products(look), len(samples)

    def cost(parts: Floats, pictures: Floats) -> Floats:
        own = np.einsum("...i,...i->...", parts, parts)[..., None]
        return np.asarray(own + parts @ pictures[:-1] + pictures[-1], np.float32)

    left = np.stack([samples[:, part] for part in _LEFT_PAIRS], 1)
    right = np.stack([samples[:, part] for part in _RIGHT_PAIRS], 1)
    return Misfits(
        cost(samples[:, _START], shape.start),
        cost(left, shape.left).reshape(count, 5, 20, 20),
        cost(samples[:, _CENTRE_PART], shape.centre).reshape(count, 20, 10),
        cost(right, shape.right).reshape(count, 5, 10, 10),
        cost(samples[:, _END], shape.end),
    )


def unlikeness(samples: Floats) -> Floats:
    """
    How little K profiles look like any code: quick, and blind to their contrast.

    Returns:
        (K,) one less the mean correlation of each digit and guard with the picture most like it.
    """
    left, right = _alone()
    shape = windows(TYPICAL)
    digits = [QUIET + 3 + 7 * i + (5 if i > 5 else 0) for i in range(12)]
    parts = np.stack([samples[:, at * SAMPLES : (at + 7) * SAMPLES] for at in digits], 1)
    alike = [
        _correlation(parts[:, :6], left),
        _correlation(parts[:, 6:], right),
        _correlation(samples[:, None, _START], shape.start),
        _correlation(samples[:, None, _CENTRE_PART], shape.centre),
        _correlation(samples[:, None, _END], shape.end),
    ]
    return np.asarray(1 - np.concatenate(alike, 1).mean(1), np.float32)


def _correlation(parts: Floats, pictures: Floats) -> Floats:
    """(K, P) the highest correlation of each part with any of the pictures."""
    centred = parts - parts.mean(-1, keepdims=True)
    pictures = pictures - pictures.mean(-1, keepdims=True)
    pictures = pictures / np.linalg.norm(pictures, axis=-1, keepdims=True)
    length = np.maximum(np.linalg.norm(centred, axis=-1), 1e-3)
    alike: Floats = (centred @ pictures.T).max(-1) / length
    return alike


@cache
def _alone() -> tuple[Floats, Floats]:
    """Single digits of the left and the right half between neighbours of known colour."""
    left, right = np.pad(LEFT, ((0, 0), (2, 2))), np.pad(RIGHT, ((0, 0), (2, 2)))
    left[:, :2] = right[:, -2:] = 1
    inner = slice(2 * SAMPLES, -2 * SAMPLES)
    return _blurred(left, TYPICAL)[:, inner], _blurred(right, TYPICAL)[:, inner]


def drawn(digits: str, look: Look) -> Floats:
    """The samples of a whole code of 13 *digits*, with its quiet zones."""
    values = [int(digit) for digit in digits]
    sets = SETS[values[0]]
    left = [LEFT[value + 10 * (kind == "G")] for kind, value in zip(sets, values[1:7], strict=True)]
    right = [RIGHT[value] for value in values[7:]]
    edge, light = _modules(_EDGE), np.zeros(6, np.float32)
    modules = np.concatenate([light, edge, *left, _modules(_CENTRE), *right, edge, light])
    quiet = (6 - QUIET) * SAMPLES
    return _blurred(modules[None], look)[0, quiet:-quiet]


def _blurred(modules: Floats, look: Look) -> Floats:
    """(N, M) modules as (N, M * SAMPLES) samples."""
    fine = np.repeat(modules.astype(np.float32), SAMPLES * _FINE, axis=1)
    if grown := round(abs(look.spread) / 2 * SAMPLES * _FINE):
        change = cv2.dilate if look.spread > 0 else cv2.erode
        fine = np.asarray(change(fine, np.ones((1, 2 * grown + 1), np.uint8)), np.float32)
    deviation = look.blur * SAMPLES * _FINE
    reach = int(4 * deviation)
    steps = np.arange(-reach, reach + 1) / deviation
    kernel = np.exp(-(steps**2) / 2)
    padded = np.pad(fine, ((0, 0), (reach, reach)), mode="edge")
    size = padded.shape[1] + 2 * reach
    spectrum = np.fft.rfft(padded, size) * np.fft.rfft(kernel / kernel.sum(), size)
    smooth: npt.NDArray[np.float64] = np.fft.irfft(spectrum, size)
    smooth = smooth[:, 2 * reach : 2 * reach + fine.shape[1]]
    return np.asarray(smooth.reshape(len(modules), -1, _FINE).mean(-1), np.float32)
