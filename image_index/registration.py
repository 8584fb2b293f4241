"""
The photo laid over the reference, pixel by pixel, without following what was changed.

The homography of the index is right to a few pixels. What is left (a curved label, a bulging film,
the lens) is smooth, so a smooth field is fitted to dense optical flow and only that is applied: a
word that was moved stays moved, and the flow that the field does not explain says by how much.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import GreyImage, Mask, Matrix3, RgbImage

Floats = npt.NDArray[np.float32]

WORK_SIDE_PX = 640  # longer side of the frame in which photo and reference are compared
LARGEST_ENLARGEMENT = 3.0  # of a small reference, to reach that frame
DEGREES = (1, 3)  # of the polynomials in x and y, coarse first
_GRID_PX = 8  # flow is sampled this far apart for the fit
_NORMALISING_PX = 12.0  # reach of the local contrast normalisation
_LEAST_STRUCTURE = 4.0  # local spread of lightness, in 1/255, that flow can hold on to
_LEAST_SCALE_PX = 0.6  # flow this near the field is never taken for an outlier
_ROUNDS = 8
_DENSEST = 1.3  # photo pixels per pixel of the frame; a denser photo is reduced first


@dataclass(frozen=True, slots=True)
class Registered:
    """A photo in the frame of a reference, both at the same size (H, W)."""

    reference: RgbImage  # (H, W, 3)
    photo: RgbImage  # (H, W, 3)
    seen: Mask  # (H, W): inside the photo
    residual: Floats  # (H, W, 2) pixels: flow that the smooth field does not explain
    field: Floats  # (H, W, 2) pixels: the smooth field that was applied after the homography
    density: float  # photo pixels along one pixel of the frame; below 1 the photo is the coarser


def register(reference: RgbImage, photo: RgbImage, homography: Matrix3) -> Registered:
    """
    Lay *photo* (any size) over *reference* (any size).

    Args:
        reference: (H, W, 3).
        photo: (H, W, 3).
        homography: unit reference coordinates to unit photo coordinates, right to some pixels.

    Source:
        Kroeger et al., *Fast Optical Flow using Dense Inverse Search*, ECCV 2016 (the flow);
        Holland & Welsch, 1977 (iteratively reweighted least squares with Tukey's weights).
    """
    known = _framed(reference)
    height, width = known.shape[:2]
    photo, density = _reduced(photo, homography, (width, height))
    lookup = _lookup(photo, homography, (width, height))
    normal = normalise_contrast(known)
    structure = _structure(known)
    place = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32)
    moved = place
    for degree in DEGREES:
        seen_now, inside = _sampled(photo, lookup, moved)
        flow = _flow(normal, normalise_contrast(seen_now))
        weight = np.where(inside, np.minimum(structure, _structure(seen_now)), 0)
        step = _smooth_field(flow, weight, degree)
        if step is None:
            break
        moved = _follow(moved, place + step)
    seen_now, inside = _sampled(photo, lookup, moved)
    flow = _flow(normal, normalise_contrast(seen_now))
    return Registered(known, seen_now, inside, flow, moved - place, min(density, _DENSEST))


def normalise_contrast(image: RgbImage) -> GreyImage:
    """Lightness of *image* (H, W, 3) with its local mean and spread made the same everywhere."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = _wide_mean(grey)
    spread = np.sqrt(np.maximum(_wide_mean(grey * grey) - mean * mean, 0))
    level = np.clip(128 + 50 * (grey - mean) / (spread + 6), 0, 255)
    return np.asarray(level, np.uint8)


def _wide_mean(plane: Floats) -> Floats:
    """Gaussian means of *plane* over _NORMALISING_PX, worked at a quarter of the size."""
    size = (max(4, plane.shape[1] // 4), max(4, plane.shape[0] // 4))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), _NORMALISING_PX / 4)
    return np.asarray(cv2.resize(small, (plane.shape[1], plane.shape[0])), np.float32)


def _flow(known: GreyImage, seen: GreyImage) -> Floats:
    """(H, W, 2) where each pixel of *known* is in *seen*, in pixels from its own place."""
    estimate = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    start = np.zeros((*known.shape, 2), np.float32)
    return np.asarray(estimate.calc(known, seen, start), np.float32)


def _framed(reference: RgbImage) -> RgbImage:
    """*reference* at the size of the frame."""
    height, width = reference.shape[:2]
    scale = min(WORK_SIDE_PX / max(height, width), LARGEST_ENLARGEMENT)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(reference, size, interpolation=how), np.uint8)


def _reduced(photo: RgbImage, homography: Matrix3, size: tuple[int, int]) -> tuple[RgbImage, float]:
    """*photo*, reduced if its face is much larger than the frame, and its density there."""
    corners = np.array([[[0, 0], [1, 0], [1, 1], [0, 1]]], np.float64)
    face = cv2.perspectiveTransform(corners, homography)[0] * photo.shape[1::-1]
    area = abs(cv2.contourArea(face.astype(np.float32)))
    density = float(np.sqrt(area / (size[0] * size[1])))
    if density <= _DENSEST:
        return photo, density
    smaller = (
        max(1, round(photo.shape[1] / density)),
        max(1, round(photo.shape[0] / density)),
    )
    return np.asarray(cv2.resize(photo, smaller, interpolation=cv2.INTER_AREA), np.uint8), density


def _lookup(photo: RgbImage, homography: Matrix3, size: tuple[int, int]) -> Matrix3:
    """Pixel centres of the frame to pixel centres of *photo*."""
    to_unit = np.array(
        [[1 / size[0], 0, 0.5 / size[0]], [0, 1 / size[1], 0.5 / size[1]], [0, 0, 1]]
    )
    to_photo = np.array([[photo.shape[1], 0, -0.5], [0, photo.shape[0], -0.5], [0, 0, 1.0]])
    return np.asarray(to_photo @ homography @ to_unit, np.float64)


def _sampled(photo: RgbImage, lookup: Matrix3, places: Floats) -> tuple[RgbImage, Mask]:
    """*photo* read at *places* (H, W, 2) of the frame, and where these are inside it."""
    at = np.asarray(cv2.perspectiveTransform(places, lookup), np.float32)
    drawn = _read(photo, at)
    across, down = at[:, :, 0], at[:, :, 1]
    inside = (across >= 0) & (across <= photo.shape[1] - 1)
    inside &= (down >= 0) & (down <= photo.shape[0] - 1)
    return np.asarray(drawn, np.uint8), inside


def _structure(image: RgbImage) -> Floats:
    """0..1: how well flow is held in two directions (smaller eigenvalue of the local tensor)."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    smaller = np.asarray(cv2.cornerMinEigenVal(grey, 9, ksize=3)) * 255.0 * 9
    held = np.clip(np.sqrt(np.maximum(smaller, 0)) / _LEAST_STRUCTURE, 0, 1)
    return np.asarray(held, np.float32)


def _smooth_field(flow: Floats, weight: Floats, degree: int) -> Floats | None:
    """The polynomial of *degree* in x and y that most of *flow* agrees with; None: too little."""
    height, width = weight.shape
    start = _GRID_PX // 2
    sampled = flow[start::_GRID_PX, start::_GRID_PX].reshape(-1, 2).astype(np.float64)
    held = weight[start::_GRID_PX, start::_GRID_PX].ravel().astype(np.float64)
    rows, columns = np.mgrid[start:height:_GRID_PX, start:width:_GRID_PX]
    terms = _terms(columns.ravel() / width, rows.ravel() / height, degree)
    if np.count_nonzero(held > 0.05) < 4 * terms.shape[1]:
        return None
    trust = held
    ridge = 1e-3 * held.sum() * np.eye(terms.shape[1])
    ridge[0, 0] = 0
    for _ in range(_ROUNDS):
        weighted = terms * trust[:, None]
        fitted = np.linalg.solve(weighted.T @ terms + ridge * 1e-2, weighted.T @ sampled)
        miss = np.linalg.norm(sampled - terms @ fitted, axis=1)
        scale = max(_LEAST_SCALE_PX, 1.5 * float(_weighted_median(miss, held)))
        trust = held * np.maximum(0, 1 - (miss / (3 * scale)) ** 2) ** 2
    powers = np.zeros((2, degree + 1, degree + 1))  # axis, power of y, power of x
    for (p, q), coefficients in zip(_powers(degree), fitted, strict=True):
        powers[:, q, p] = coefficients
    x = (2 * np.arange(width) / width - 1)[None, :] ** np.arange(degree + 1)[:, None]
    y = (2 * np.arange(height) / height - 1)[:, None] ** np.arange(degree + 1)[None, :]
    return np.stack([y @ plane @ x for plane in powers], axis=2).astype(np.float32)


def _powers(degree: int) -> list[tuple[int, int]]:
    return [(p, q) for p in range(degree + 1) for q in range(degree + 1 - p)]


def _terms(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], degree: int
) -> npt.NDArray[np.float64]:
    """(N, T) powers of unit places *x*, *y*, centred."""
    return np.column_stack([(2 * x - 1) ** p * (2 * y - 1) ** q for p, q in _powers(degree)])


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def _follow(field: Floats, places: Floats) -> Floats:
    """*field* (H, W, 2) of places, read at *places*: one map after another."""
    inner = _read(field - _identity(field), places)
    return np.asarray(inner + places, np.float32)


def _identity(field: Floats) -> Floats:
    height, width = field.shape[:2]
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32)


def _read(image: npt.NDArray[Any], places: Floats) -> npt.NDArray[Any]:
    """*image* at *places* (H, W, 2), its edges continued."""
    across, down = (np.ascontiguousarray(places[:, :, axis]) for axis in (0, 1))
    return np.asarray(
        cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )
