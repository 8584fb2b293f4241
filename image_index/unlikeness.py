"""
From evidence to one number: how unlike each cell, and each declared place, is.

A network of one hidden layer gives each cell its log-odds of being printed otherwise; a weighted
sum over the cells of a declared place gives those of the place. Both were fitted to edits rendered
into real photos (``python -m benchmarks.differences --fit``; docs/differences.md).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Mask
from image_index.difference import CELL_PX, Evidence, evidence_names
from image_index.region import Region

Floats = npt.NDArray[np.float32]

WEIGHTS_PATH = Path(__file__).with_name("difference_weights.npz")
LEAST_LOGIT = -12.0
SMOOTHING_CELLS = 3.0  # standard deviation: one odd cell is no place
REACH = 0.06  # of the longer side: places nearer than twice this are one
PEAK_DEPTH = 1.5  # log-odds below its peak at which a place ends,
PLACE_LOGIT = 2.0  # or these log-odds if they are lower: a whole word is one place
_LEAST_SIDE_CELLS = 16 // CELL_PX


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers; F evidence planes, N hidden cells."""

    centre: Floats  # (F,)
    spread: Floats  # (F,)
    hidden: Floats  # (N, F + 1), bias last
    output: Floats  # (N + 1,), bias last
    direct: Floats  # (F,) from the evidence past the hidden cells, which saturate
    region: Floats  # (7,) of ``region_terms``, bias last
    provenance: dict[str, Any]

    def save(self, path: Path) -> None:
        """Write to *path* as plain arrays."""
        np.savez(
            path,
            centre=self.centre,
            spread=self.spread,
            hidden=self.hidden,
            output=self.output,
            direct=self.direct,
            region=self.region,
            provenance=np.frombuffer(json.dumps(self.provenance).encode(), np.uint8),
        )


def load_weights(path: Path) -> Weights:
    """
    The weights in the file *path*, never unpickling anything.

    Raises:
        ValueError: made for other evidence than this code gathers.
    """
    with np.load(path, allow_pickle=False) as stored:
        provenance = json.loads(stored["provenance"].tobytes())
        if provenance["evidence"] != evidence_names():
            raise ValueError(f"{path.name} was fitted to other evidence: fit it anew")
        return Weights(
            centre=stored["centre"].astype(np.float32),
            spread=stored["spread"].astype(np.float32),
            hidden=stored["hidden"].astype(np.float32),
            output=stored["output"].astype(np.float32),
            direct=stored["direct"].astype(np.float32),
            region=stored["region"].astype(np.float32),
            provenance=provenance,
        )


@cache
def shipped_weights() -> Weights:
    """The weights that ship with the package, read once."""
    return load_weights(WEIGHTS_PATH)


def cell_logits(evidence: Evidence, weights: Weights | None = None) -> Floats:
    """(h, w) log-odds that a cell is printed otherwise; LEAST_LOGIT where nothing is known."""
    fitted = weights or shipped_weights()
    count, height, width = evidence.planes.shape
    cells = evidence.planes.reshape(count, -1).T
    logits = network(cells, fitted).reshape(height, width)
    return np.where(evidence.counted, np.maximum(logits, LEAST_LOGIT), LEAST_LOGIT).astype(
        np.float32
    )


def network(cells: Floats, weights: Weights) -> Floats:
    """(N,) log-odds of *cells* (N, F)."""
    scaled = np.clip((cells - weights.centre) / weights.spread, -6, 6)
    hidden = np.tanh(scaled @ weights.hidden[:, :-1].T + weights.hidden[:, -1])
    logits = hidden @ weights.output[:-1] + weights.output[-1] + scaled @ weights.direct
    return np.asarray(logits, np.float32)


def region_unlikeness(
    logits: Floats, counted: Mask, region: Region, weights: Weights | None = None
) -> float | None:
    """Unlikeness, 0..1, of *region*; None if nothing of it is *counted*."""
    terms = region_terms(logits, counted, region)
    if terms is None:
        return None
    fitted = (weights or shipped_weights()).region
    logit = float(terms @ fitted[:-1] + fitted[-1])
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def region_terms(logits: Floats, counted: Mask, region: Region) -> Floats | None:
    """
    (6,) what a declared place is judged by; None if nothing of it is *counted*.

    Mean and three upper quantiles of its cells (one wrong letter fills little of a place), then
    middle and upper tenth of the whole photo.
    """
    inside = region_cells(region, logits.shape) & counted
    if not inside.any():
        return None
    own = [logits[inside].mean(), *np.quantile(logits[inside], (0.8, 0.95, 0.99))]
    return np.array([*own, *np.quantile(logits[counted], (0.5, 0.9))], np.float32)


def region_cells(region: Region, shape: tuple[int, ...]) -> Mask:
    """(h, w) True in the cells of *region*, at least one."""
    height, width = shape[:2]
    left, top = int(region.x * width), int(region.y * height)
    right = max(left + 1, round((region.x + region.width) * width))
    bottom = max(top + 1, round((region.y + region.height) * height))
    cells = np.zeros((height, width), np.bool_)
    cells[min(top, height - 1) : bottom, min(left, width - 1) : right] = True
    return cells


def near_cells(region: Region, shape: tuple[int, ...]) -> Mask:
    """(h, w) True in the cells of *region* and within REACH of it: there it is the same place."""
    reach = _reach(shape)
    window = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    grown = cv2.dilate(region_cells(region, shape).view(np.uint8), window)
    return np.asarray(grown > 0, np.bool_)


def most_unlike(logits: Floats, count: int) -> list[tuple[Region, float]]:
    """The *count* most unlike places, most first, apart from each other, with their unlikeness."""
    height, width = logits.shape
    left = cv2.GaussianBlur(logits, (0, 0), SMOOTHING_CELLS)
    reach = _reach(logits.shape)
    places = []
    for _ in range(count):
        _, peak, _, (x, y) = cv2.minMaxLoc(left)
        if peak <= LEAST_LOGIT / 2:
            break
        near = np.zeros((height, width), np.uint8)
        far = 3 * reach
        near[max(0, y - far) : y + far + 1, max(0, x - far) : x + far + 1] = 1
        _, labels = cv2.connectedComponents(
            ((left > min(peak - PEAK_DEPTH, PLACE_LOGIT)) & (near > 0)).view(np.uint8)
        )
        rows, columns = np.where(labels == labels[y, x])
        box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        places.append((_grown(box, (width, height)), float(1 / (1 + np.exp(-peak)))))
        cv2.circle(left, (x, y), 2 * reach, LEAST_LOGIT, -1)
        left[rows, columns] = LEAST_LOGIT
    return places


def _reach(shape: tuple[int, ...]) -> int:
    """REACH in cells."""
    return max(3, round(REACH * max(shape[:2])))


def _grown(box: tuple[int, int, int, int], size: tuple[int, int]) -> Region:
    """The cells of *box* as a region, at least _LEAST_SIDE_CELLS a side."""
    spread = [max(0, _LEAST_SIDE_CELLS - (box[2 + axis] - box[axis])) / 2 for axis in (0, 1)]
    left, top = (max(0.0, float(box[a] - spread[a]) / size[a]) for a in (0, 1))
    right, bottom = (min(1.0, float(box[2 + a] + spread[a]) / size[a]) for a in (0, 1))
    return Region(left, top, right - left, bottom - top)
