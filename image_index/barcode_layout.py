"""
Where along a strip a code lies, how it is bent, and what light falls on it.

A layout is begin and end (columns of the strip's profile), lean (perspective: modules grow
towards one end) and bend (a cylinder: they shrink towards both). A profile is (W,) float32, the
darkness of each column.
"""

import cv2
import numpy as np
import numpy.typing as npt

from image_index.barcode_model import MODULES, QUIET, SAMPLES, Floats

Layouts = npt.NDArray[np.float64]  # (K, 4)

_ENDS = 6  # places tried for each end of the code
_PLACES = (np.arange((MODULES + 2 * QUIET) * SAMPLES) + 0.5) / SAMPLES / MODULES - QUIET / MODULES
_LIGHT_TERMS = 3  # brightness and contrast are parabolas along the code
_LEAST_CONTRAST = 0.2  # of the highest, anywhere on the code


def evened(dark: Floats, reach: float) -> Floats:
    """The profile between its local extremes, as 0 to 1."""
    window = (int(reach) | 1, 1)
    kernel = np.ones(window[::-1], np.uint8)
    low = cv2.blur(cv2.erode(dark[None], kernel), window)[0]
    high = cv2.blur(cv2.dilate(dark[None], kernel), window)[0]
    contrast = high - low
    return np.asarray((dark - low) / np.maximum(contrast, 0.15 * contrast.max() + 1e-3), np.float32)


def first_layouts(even: Floats, begin: float, end: float) -> Layouts:
    """(K, 4) first guesses: from an edge after a quiet zone to an edge before one."""
    module = (end - begin) / MODULES
    slope = np.gradient(cv2.GaussianBlur(even[None], (0, 0), max(0.4 * module, 0.6))[0])
    unrest = np.concatenate([[0.0], np.cumsum(np.abs(slope))])

    def between(first: npt.NDArray[np.float64], last: npt.NDArray[np.float64]) -> Floats:
        ends = np.clip(np.rint([first, last]), 0, len(even)).astype(np.intp)
        return np.asarray(unrest[ends[1]] - unrest[ends[0]], np.float32)

    def edges(towards: int) -> npt.NDArray[np.float64]:
        """Places where the code may begin (+1) or end (-1)."""
        rising = slope * towards
        inner = rising[1:-1]
        peaks = (inner >= rising[:-2]) & (inner > rising[2:]) & (inner > 0.15 * rising.max())
        found = np.nonzero(peaks)[0] + 1.0
        share = (found - begin) / (end - begin) if towards > 0 else (end - found) / (end - begin)
        found = found[share < (0.45 if towards > 0 else 0.6)]
        outside, inside = found - towards * 7 * module, found + towards * 20 * module
        near = found - towards * 1.2 * module
        quiet = between(np.minimum(outside, near), np.maximum(outside, near))
        busy = between(np.minimum(found, inside), np.maximum(found, inside))
        order = np.argsort((quiet + 0.15) / (busy + 0.3))
        return np.asarray(found[order[:_ENDS]], np.float64)

    guesses = [
        (first + i * module, last + j * module, lean, 0.0)
        for first in edges(+1)
        for last in edges(-1)
        if 0.45 < (last - first) / (end - begin) < 1.3
        for i in (-0.4, 0.4)
        for j in (-0.4, 0.4)
        for lean in (-0.05, 0.0, 0.05)
    ]
    return np.array(guesses, np.float64).reshape(-1, 4)


def turned(layouts: Layouts, length: int) -> Layouts:
    """The same places on the reversed profile."""
    last = length - 1
    swapped = np.column_stack(
        [last - layouts[:, 1], last - layouts[:, 0], -layouts[:, 2:3], layouts[:, 3:]]
    )
    return np.asarray(swapped, np.float64)


def sampled(profile: Floats, layouts: Layouts) -> Floats:
    """(K, samples) of the profile under each layout."""
    begin, end, lean, bend = (layouts[:, i, None] for i in range(4))
    places = _PLACES + _PLACES * (1 - _PLACES) * (lean + bend * (1 - 2 * _PLACES))
    columns = begin + (end - begin) * places
    return np.interp(columns, np.arange(len(profile)), profile).astype(np.float32)


def relit(dark: Floats, layout: Layouts, model: Floats) -> Floats | None:
    """The profile with the light taken out that makes it most like *model*, or None."""
    along = np.linspace(-1, 1, len(_PLACES))
    powers = along[:, None] ** np.arange(_LIGHT_TERMS)
    terms = np.concatenate([powers * model[:, None], powers], 1)
    light, *_ = np.linalg.lstsq(terms, sampled(dark, layout)[0], rcond=None)
    contrast = powers @ light[:_LIGHT_TERMS]
    if contrast.min() < _LEAST_CONTRAST * contrast.max():
        return None
    begin, end, lean, bend = layout[0]
    share = (np.arange(len(dark)) - begin) / (end - begin)
    place = share
    for _ in range(3):  # where on the code each column lies
        place = share - place * (1 - place) * (lean + bend * (1 - 2 * place))
    column = np.clip(np.interp(place, _PLACES, along), -1, 1)[:, None] ** np.arange(_LIGHT_TERMS)
    everywhere = np.maximum(column @ light[:_LIGHT_TERMS], _LEAST_CONTRAST * contrast.max())
    return np.asarray((dark - column @ light[_LIGHT_TERMS:]) / everywhere, np.float32)
