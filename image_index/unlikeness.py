"""From evidence to one number: how unlike each cell, and each declared place, is."""

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Mask
from image_index.difference import CELL_PX, WINDOWS, Evidence, evidence_names
from image_index.region import Region

Floats = npt.NDArray[np.float32]

LEAST_LOGIT = -12.0


def cell_logits(evidence: Evidence) -> Floats:
    """(h, w) log-odds that a cell is printed otherwise; LEAST_LOGIT where nothing is known."""
    names = evidence_names()
    chosen = [names.index(f"{n} {WINDOWS[1]} here") for n in ("missing", "added", "chroma-ink")]
    logits = 0.6 * evidence.planes[chosen].sum(axis=0) - 4
    return np.where(evidence.counted, logits, LEAST_LOGIT).astype(np.float32)


def region_unlikeness(logits: Floats, counted: Mask, region: Region) -> float | None:
    """Unlikeness, 0..1, of *region*; None if nothing of it is *counted*."""
    inside = region_cells(region, logits.shape) & counted
    if not inside.any():
        return None
    return float(1 / (1 + np.exp(-np.quantile(logits[inside], 0.8))))


def region_cells(region: Region, shape: tuple[int, ...]) -> Mask:
    """(h, w) True in the cells of *region*, at least one."""
    height, width = shape[:2]
    left, top = int(region.x * width), int(region.y * height)
    right = max(left + 1, round((region.x + region.width) * width))
    bottom = max(top + 1, round((region.y + region.height) * height))
    cells = np.zeros((height, width), np.bool_)
    cells[min(top, height - 1) : bottom, min(left, width - 1) : right] = True
    return cells


def most_unlike(logits: Floats, count: int) -> list[tuple[Region, float]]:
    """The *count* most unlike places, most first, apart from each other, with their unlikeness."""
    height, width = logits.shape
    left = cv2.GaussianBlur(logits, (0, 0), 1.5)
    reach = max(3, round(0.06 * max(height, width)))
    places = []
    for _ in range(count):
        _, peak, _, (x, y) = cv2.minMaxLoc(left)
        if peak <= LEAST_LOGIT / 2:
            break
        near = np.zeros((height, width), np.uint8)
        near[
            max(0, y - 2 * reach) : y + 2 * reach + 1, max(0, x - 2 * reach) : x + 2 * reach + 1
        ] = 1
        _, labels = cv2.connectedComponents(((left > peak - 1.0) & (near > 0)).astype(np.uint8))
        rows, columns = np.where(labels == labels[y, x])
        box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        places.append((_grown(box, (width, height)), float(1 / (1 + np.exp(-peak)))))
        cv2.circle(left, (x, y), 2 * reach, LEAST_LOGIT, -1)
        left[rows, columns] = LEAST_LOGIT
    return places


def _grown(box: tuple[int, int, int, int], size: tuple[int, int]) -> Region:
    """The cells of *box* as a region, at least 16 px a side in the frame."""
    least = 16 // CELL_PX
    spread = [max(0, least - (box[2 + axis] - box[axis])) / 2 for axis in (0, 1)]
    left, top = (max(0.0, (box[axis] - spread[axis]) / size[axis]) for axis in (0, 1))
    right, bottom = (min(1.0, (box[2 + axis] + spread[axis]) / size[axis]) for axis in (0, 1))
    return Region(left, top, right - left, bottom - top)
