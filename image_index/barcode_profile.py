"""
EAN-13 and UPC-A read from the brightness along a strip, where bars run into each other.

A reader that looks for edges fails once blur is wider than a bar. Here a whole code is drawn, and
place, perspective, curvature, blur and light are fitted until the drawing looks like the photo.

Source: the idea is Gallo & Manduchi, *Reading 1D Barcodes with Mobile Phones Using Deformable
Templates*, PAMI 33(9), 2011; fitting blur and light, and weighing all numbers, is ours.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from image_index.arrays import GreyImage
from image_index.barcode_digits import Digits, best_digits
from image_index.barcode_layout import evened, first_layouts, relit, sampled, turned
from image_index.barcode_localisation import MARGIN
from image_index.barcode_model import (
    MODULES,
    TYPICAL,
    Floats,
    Look,
    drawn,
    misfits,
    unlikeness,
)

_STARTS = 3  # best of all pairs of ends that are fitted
_UNLIKE = 0.2  # of a first guess: one less the mean correlation with the best digits
_CLEAR = 1.6  # margin with which no other start is tried
CLEAR_MARGIN = 1.25  # of the clearer of two agreeing reads
# On the development half of the zxing photos wrong agreements reach 1.06 and right ones begin at
# 1.28; of 449 drawn codes with much blur, slant and glare 394 pass and one of them is wrong.
_BANDS = 4
_BAND_ORDER = (1, 2, 0, 3)  # the middle first
_HOPELESS = 1.05  # margin of both middle bands below which the others are not read
_UNLIKELY = 0.76  # correlation after the first light, below which the fit is given up
_RELIGHTS = 3  # rounds of light, place and digits


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """A number and how sure it is."""

    text: str  # 13 digits; UPC-A begins with 0
    margin: float  # misfit of the best other number over that of this one, at least 1


@dataclass(frozen=True, slots=True)
class _Fit:
    """A code laid over a profile: place(t) for t in 0..1 is where that share of the code lies."""

    layout: npt.NDArray[np.float64]  # begin, end, lean (perspective), bend (cylinder)
    look: Look


def read_bars(straight: GreyImage) -> str | None:
    """
    The 13 digits on a straightened strip, (H, W) uint8, that two bands of its rows agree on.

    None where no two agree, or all of them leave another number open: a blurred code misleads
    every band in the same way, but never clearly.
    """
    bands = np.linspace(len(straight) / 16, len(straight) * 15 / 16, _BANDS + 1).astype(int)
    reads: list[ProfileRead] = []
    for band in _BAND_ORDER:
        read = read_profile(straight, slice(bands[band], bands[band + 1]))
        if read is not None:
            same = [other for other in reads if other.text == read.text]
            if same and max(other.margin for other in [*same, read]) >= CLEAR_MARGIN:
                return read.text
            reads.append(read)
        if band == _BAND_ORDER[1] and all(other.margin < _HOPELESS for other in reads):
            return None
    return None


def read_profile(straight: GreyImage, rows: slice) -> ProfileRead | None:
    """
    The number that the *rows* of a straightened strip, (H, W) uint8, show, or None.

    Reads either way round. Whether the margin is enough is for the caller to say.
    """
    dark = 255 - straight[rows].mean(0, dtype=np.float32)
    margin = len(dark) * MARGIN / (1 + 2 * MARGIN)
    even = evened(dark, 14 * (len(dark) - 2 * margin) / MODULES)
    layouts = first_layouts(even, margin, len(dark) - margin)
    starts = []
    for backwards in (False, True):
        profile = even[::-1] if backwards else even
        placed = layouts if not backwards else turned(layouts, len(dark))
        for unlike, layout in zip(unlikeness(sampled(profile, placed)), placed, strict=True):
            starts.append((float(unlike), backwards, layout))
    starts.sort(key=lambda start: start[0])
    best: ProfileRead | None = None
    for unlike, backwards, layout in starts[:_STARTS]:
        if unlike > _UNLIKE:
            break
        way = slice(None, None, -1) if backwards else slice(None)
        read = _read(even[way], dark[way], layout)
        if read is None:
            continue
        if best is None or read.margin > best.margin:
            best = read
        if best.margin > _CLEAR:
            break
    return best


def _read(even: Floats, dark: Floats, layout: npt.NDArray[np.float64]) -> ProfileRead | None:
    """Fit place and digits, then light, then both again on the evener profile."""
    fit = _fitted(even, _Fit(layout, TYPICAL), 10)
    digits = _digits(even, fit)
    for _ in range(_RELIGHTS):
        lit = relit(dark, fit.layout[None], drawn(digits.text, fit.look))
        if lit is None:
            break
        if _likeness(lit, fit, digits.text) < _UNLIKELY:
            return None
        before, even = digits, lit
        fit = _fitted(even, fit, 5)
        digits = _digits(even, fit)
        if digits.text == before.text and digits.misfit > 0.98 * before.misfit:
            break
    samples = sampled(even, fit.layout[None])
    sure = best_digits(misfits(samples, fit.look), runner_up=True)
    return ProfileRead(sure.text, sure.runner_up / max(sure.misfit, 1e-6))


def _likeness(profile: Floats, fit: _Fit, digits: str) -> float:
    """Correlation of the profile with the drawn code."""
    samples = sampled(profile, fit.layout[None])[0]
    return float(np.corrcoef(samples, drawn(digits, fit.look))[0, 1])


def _fitted(profile: Floats, fit: _Fit, rounds: int) -> _Fit:
    """Move the layout and the blur step by step to where any digits at all fit best."""
    module = (fit.layout[1] - fit.layout[0]) / MODULES
    steps = np.array([0.4 * module, 0.4 * module, 0.02, 0.02])
    ways = np.concatenate([np.zeros((1, 4)), np.eye(4), -np.eye(4), [[1, 1, 0, 0], [-1, -1, 0, 0]]])
    for count in range(rounds):
        layouts = fit.layout + ways * steps
        costs = misfits(sampled(profile, layouts), fit.look).least()
        moved = int(costs.argmin())
        fit = replace(fit, layout=layouts[moved])
        if moved == 0:
            steps = steps / 2
        if count % 2:
            samples = sampled(profile, fit.layout[None])
            costs_by_look = {look: misfits(samples, look).least()[0] for look in fit.look.beside()}
            fit = replace(fit, look=min(costs_by_look, key=lambda look: costs_by_look[look]))
    return fit


def _digits(profile: Floats, fit: _Fit) -> Digits:
    return best_digits(misfits(sampled(profile, fit.layout[None]), fit.look))
