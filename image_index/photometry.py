"""
Light, colour and sharpness made comparable: what the reference would look like in this photo.

The reference is given the photo's colour (solved from the whole face), its uneven light and its
blur. What still differs is print, misregistration, or glare, and glare is told apart here.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Mask, RgbImage

Floats = npt.NDArray[np.float32]

LIGHT_REACH = 0.12  # of the longer side: light changes over this, print within it
GLARE_LEVEL = 238  # of 255, in every channel: so bright that print is washed out
GLARE_ABOVE_PRINT = 40.0  # brighter by this, in 1/255, than the print could be in this light
GLARE_REACH_PX = 4  # around a glare the print is washed out as well
PLAIN_SPREAD = 6.0  # largest difference, in 1/255, within the empty surround of a shop picture
_BLURS_PX = (0.0, 0.5, 0.8, 1.1, 1.5, 2.0, 2.6, 3.4, 4.5)  # tried, standard deviations
_SMALLEST_CHANNEL_GAIN, _LARGEST_GAIN = 0.3, 3.0
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Comparable:
    """Reference and photo in one light and one sharpness, Lab with lightness 0..100."""

    expected: Floats  # (H, W, 3) the reference as this photo would show it
    found: Floats  # (H, W, 3) the photo
    glare: Mask  # (H, W) print is washed out
    gain: float  # contrast of the photo by that of the reference


def make_comparable(reference: RgbImage, photo: RgbImage, counted: Mask) -> Comparable:
    """
    Give *reference* the light, colour and sharpness of *photo*.

    Args:
        reference: (H, W, 3).
        photo: (H, W, 3) registered to it.
        counted: (H, W) where both show the article.
    """
    known, seen = reference.astype(np.float32), photo.astype(np.float32)
    bright = np.minimum.reduce(cv2.split(seen)) >= GLARE_LEVEL
    usable = counted & ~bright
    tinted = _in_colour_of(known, seen, usable)
    lit = _in_light_of(tinted, seen, usable)
    across, down = (_relative_blur(lit, seen, usable, axis) for axis in (1, 0))
    lit = _blurred(lit, max(across, 0), max(down, 0))
    seen = _blurred(seen, max(-across, 0), max(-down, 0))
    washed = _grey(seen) - _grey(lit) > GLARE_ABOVE_PRINT
    reach = 2 * GLARE_REACH_PX + 1
    glare = cv2.dilate((bright & washed).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    spread_known = float(known[usable].std()) if usable.any() else 1.0
    spread_lit = float(lit[usable].std()) if usable.any() else 1.0
    gain = float(np.clip(spread_lit / max(spread_known, 1.0), 0.2, 2.0))
    return Comparable(_lab(lit), _lab(seen), np.asarray(glare), gain)


def printed_area(reference: RgbImage) -> Mask:
    """(H, W) False in the plain surround that shop pictures have: one colour up to the edges."""
    height, width = reference.shape[:2]
    filled = np.zeros((height + 2, width + 2), np.uint8)
    smooth = cv2.GaussianBlur(reference, (3, 3), 0)
    tolerance = (PLAIN_SPREAD,) * 3
    how = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    for corner in corners:
        cv2.floodFill(smooth, filled, corner, (0, 0, 0), tolerance, tolerance, how)
    plain = filled[1:-1, 1:-1] > 0
    if (~plain).mean() < 0.2:  # nearly all one colour: that is the article itself
        return np.ones((height, width), np.bool_)
    kept = np.zeros((height, width), np.bool_)
    top, bottom = _span((~plain).mean(axis=1))
    left, right = _span((~plain).mean(axis=0))
    kept[top:bottom, left:right] = True
    return kept


def _span(shares: npt.NDArray[np.float64]) -> tuple[int, int]:
    """First and one past the last line of which at least a part in fifty is not plain."""
    busy = np.flatnonzero(shares > 0.02)
    return int(busy[0]), int(busy[-1]) + 1


def _in_colour_of(known: Floats, seen: Floats, usable: Mask) -> Floats:
    """*known* through the affine map of colours that most of *seen* agrees with."""
    small = (max(8, known.shape[1] // 8), max(8, known.shape[0] // 8))
    x, y, share = (
        cv2.resize(plane, small, interpolation=cv2.INTER_AREA)
        for plane in (known, seen, usable.astype(np.float32))
    )
    trust = (share.ravel() > 0.95).astype(np.float64)
    if trust.sum() < 24:
        return known
    terms = np.column_stack([x.reshape(-1, 3), np.full(trust.size, 32.0)]).astype(np.float64)
    target = y.reshape(-1, 3).astype(np.float64)
    held = trust.copy()
    # drawn towards one gain for all channels: a face of few colours does not tell the rest
    pull = 20.0**2 * 0.02 * held.sum() * np.diag([1.0, 1.0, 1.0, 0.0])
    typical = float(np.clip(target[held > 0].std() / max(terms[held > 0, :3].std(), 1), 0.3, 1.5))
    prior = np.vstack([np.eye(3) * typical, np.zeros((1, 3))])
    for _ in range(_ROUNDS):
        weighted = terms * trust[:, None]
        fitted = np.linalg.solve(weighted.T @ terms + pull, weighted.T @ target + pull @ prior)
        miss = np.linalg.norm(target - terms @ fitted, axis=1)
        scale = max(4.0, 1.5 * float(np.median(miss[held > 0])))
        trust = held / (1 + (miss / scale) ** 2)
    tinted = known.reshape(-1, 3) @ fitted[:3].astype(np.float32)
    return np.asarray((tinted + 32 * fitted[3].astype(np.float32)).reshape(known.shape), np.float32)


def _in_light_of(tinted: Floats, seen: Floats, usable: Mask) -> Floats:
    """*tinted* with the uneven light of *seen*: a gain and a haze that change slowly."""
    reach = LIGHT_REACH * max(usable.shape) / 4
    size = (max(8, usable.shape[1] // 4), max(8, usable.shape[0] // 4))
    grey_known, grey_seen, share = (
        np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
        for plane in (_grey(tinted), _grey(seen), usable.astype(np.float32))
    )
    share = np.where(share > 0.95, 1, 0).astype(np.float32)

    def local(plane: Floats) -> Floats:
        return np.asarray(cv2.GaussianBlur(plane * share, (0, 0), reach), np.float32)

    total = np.maximum(local(np.ones_like(share)), 1e-3)
    mean_known, mean_seen = local(grey_known) / total, local(grey_seen) / total
    together = local(grey_known * grey_seen) / total - mean_known * mean_seen
    spread = local(grey_known * grey_known) / total - mean_known**2
    firm = 15.0**2  # with less contrast than this the gain stays near 1
    gain = np.clip((together + firm) / (spread + firm), _SMALLEST_CHANNEL_GAIN, _LARGEST_GAIN)
    haze = mean_seen - gain * mean_known
    full = (usable.shape[1], usable.shape[0])
    strength, added = (cv2.resize(p.astype(np.float32), full)[..., None] for p in (gain, haze))
    return np.asarray(np.clip(tinted * strength + added, 0, 255), np.float32)


def _relative_blur(known: Floats, seen: Floats, usable: Mask, axis: int) -> float:
    """Blur along *axis* that makes *known* as soft as *seen*, pixels; negative: the other way."""
    inner = cv2.erode(usable.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if inner.sum() < 400:
        return 0.0
    third = (
        (slice(None, None, 3), slice(None)) if axis == 1 else (slice(None), slice(None, None, 3))
    )
    inner = inner[third]  # blur along one axis shows in every third line across it
    a, b = (np.ascontiguousarray(_grey(picture)[third]) for picture in (known, seen))
    goal, own = _fine_energy(b, inner, axis), _fine_energy(a, inner, axis)
    sharper, target, sign = (a, goal, 1.0) if own > goal else (b, own, -1.0)
    energies = [_fine_energy(_blurred_along(sharper, s, axis), inner, axis) for s in _BLURS_PX]
    return sign * float(np.interp(-target, [-e for e in energies], _BLURS_PX))


def _fine_energy(plane: Floats, counted: Mask, axis: int) -> float:
    """Energy of fine detail along *axis*, by that of coarser detail: contrast cancels."""
    fine = np.diff(plane, axis=axis, append=plane.take([-1], axis=axis))
    coarse = _blurred_along(plane, 2.0, axis)
    coarse = np.diff(coarse, axis=axis, append=coarse.take([-1], axis=axis))
    return float((fine[counted] ** 2).mean() / max(float((coarse[counted] ** 2).mean()), 1e-3))


def _blurred_along(plane: Floats, sigma: float, axis: int) -> Floats:
    return _blurred(plane, sigma, 0.0) if axis == 1 else _blurred(plane, 0.0, sigma)


def _blurred(image: Floats, across: float, down: float) -> Floats:
    """*image* blurred with standard deviations *across* and *down*, pixels."""
    for sigma, along_x in ((across, True), (down, False)):
        if sigma > 0.2:
            reach = 2 * int(np.ceil(3 * sigma)) + 1
            size = (reach, 1) if along_x else (1, reach)
            image = np.asarray(
                cv2.GaussianBlur(
                    image, size, sigma if along_x else 0.1, sigmaY=0.1 if along_x else sigma
                ),
                np.float32,
            )
    return image


def _grey(image: Floats) -> Floats:
    """(H, W) mean of the channels."""
    return np.asarray(cv2.transform(image, np.full((1, 3), 1 / 3)), np.float32)


def _lab(image: Floats) -> Floats:
    """Lab (lightness 0..100) of *image* (H, W, 3), 0..255."""
    clipped = np.clip(image / 255, 0, 1).astype(np.float32)
    return np.asarray(cv2.cvtColor(clipped, cv2.COLOR_RGB2LAB), np.float32)
