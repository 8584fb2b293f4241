"""
Evidence that a place is printed otherwise, and one number from it for each cell of the face.

Each kind of evidence is measured in windows of three sizes, as it is and by how far it stands out
from the rest of this photo; a small trained network (``difference_weights.npz``, made by
``python -m benchmarks.differences --fit``) turns them into an unlikeness of 0..1.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Mask
from image_index.photometry import Comparable

Floats = npt.NDArray[np.float32]

CELL_PX = 4  # side of a cell of the maps, in pixels of the frame
WINDOWS = (5, 9, 17)  # cells: 20, 36 and 68 px of a frame of 640
SHIFTS_PX = (-2, 0, 2)  # misregistration that is forgiven, each way
TOLERANCE_PX = 2  # reach within which ink may have moved before it counts as added or missing
LARGEST_FLOW_PX = 10.0
NOISE = 1.5  # lightness below this is no texture
EVIDENCE = (
    "correlation",
    "gradients",
    "missing",
    "added",
    "chroma-ink",
    "chroma",
    "lightness",
    "moved",
    "energy",
)  # of each window; each again by how far it stands out
CONTEXT = ("texture", "texture-seen")  # of each window: what can be expected there


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured in every cell."""

    planes: Floats  # (F, h, w), F as many as ``evidence_names`` has
    counted: Mask  # (h, w): cells on the article, in the photo, without glare


def evidence_names() -> list[str]:
    """What each plane of an ``Evidence`` is."""
    plain = [f"{name} {window}" for window in WINDOWS for name in (*EVIDENCE, *CONTEXT)]
    return plain + [f"{name} {window} here" for window in WINDOWS for name in EVIDENCE]


def gather_evidence(seen: Comparable, residual: Floats, counted: Mask) -> Evidence:
    """
    Measure everything, cell by cell.

    Args:
        seen: reference and photo made comparable, (H, W).
        residual: (H, W, 2) flow in pixels that registration does not explain.
        counted: (H, W) pixels on the article and in the photo.

    Source:
        normalised cross-correlation (Lewis, 1995), tolerant difference between the lightest and
        darkest neighbour (as in Birchfield & Tomasi, PAMI 1998).
    """
    usable = counted & ~seen.glare
    weight = _cells(usable.astype(np.float32))
    known, found = (
        np.where(usable[..., None], plane, 0).astype(np.float32)
        for plane in (seen.expected, seen.found)
    )
    pixels = _pixel_evidence(known, found, usable, residual, seen.gain)
    correlations = _Correlations(known[:, :, 0], found[:, :, 0])
    noise = NOISE * seen.gain
    planes: list[Floats] = []
    standing_out: list[Floats] = []
    enough = weight > 0.6
    for window in WINDOWS:
        total = np.maximum(_window_mean(weight, window), 1e-3)

        def mean(plane: Floats, window: int = window, total: Floats = total) -> Floats:
            return np.asarray(_window_mean(plane, window) / total, np.float32)

        texture = np.sqrt(np.maximum(mean(pixels["known2"]), 0))
        texture_seen = np.sqrt(np.maximum(mean(pixels["found2"]), 0))
        of_window = [
            correlations.of_lightness(window, total, noise),
            correlations.of_slopes(window, total, 0.5 * noise),
            mean(pixels["missing"]),
            mean(pixels["added"]),
            mean(pixels["chroma-ink"]),
            np.hypot(mean(pixels["a"]), mean(pixels["b"])),
            np.abs(mean(pixels["lightness"])),
            mean(pixels["flow"]) / np.maximum(mean(pixels["held"]), 0.05),
            np.abs(np.log((texture + NOISE) / (texture_seen + NOISE))),
        ]
        standing_out += [_standing_out(plane, enough) for plane in of_window]
        planes += [*of_window, np.log(texture + 0.5), np.log(texture_seen + 0.5)]
    return Evidence(np.stack(planes + standing_out).astype(np.float32), enough)


def _pixel_evidence(
    known: Floats, found: Floats, usable: Mask, residual: Floats, gain: float
) -> dict[str, Floats]:
    """Planes of cells (h, w) whose window means are evidence; zero where not *usable*."""
    low, high = _neighbourhood(found)
    low_known, high_known = _neighbourhood(known)
    missing = np.maximum(known - high, 0) + np.maximum(low - known, 0)
    added = np.maximum(found - high_known, 0) + np.maximum(low_known - found, 0)
    offset = (found - known) / gain
    detail_known = known[:, :, 0] - cv2.GaussianBlur(known[:, :, 0], (0, 0), 4)
    detail_found = found[:, :, 0] - cv2.GaussianBlur(found[:, :, 0], (0, 0), 4)
    length = np.minimum(np.hypot(residual[:, :, 0], residual[:, :, 1]), LARGEST_FLOW_PX)
    held = np.minimum(np.abs(detail_known) / 4, 1)
    both = missing + added
    ink = both[:, :, 1] + both[:, :, 2]
    pixels = {
        "missing": missing[:, :, 0] / gain,
        "added": added[:, :, 0] / gain,
        "chroma-ink": ink / gain,
        "a": offset[:, :, 1],
        "b": offset[:, :, 2],
        "lightness": offset[:, :, 0],
        "known2": (detail_known / gain) ** 2,
        "found2": (detail_found / gain) ** 2,
        "flow": length * held,
        "held": held,
    }
    return {name: _cells(plane * usable) for name, plane in pixels.items()}


def _neighbourhood(image: Floats) -> tuple[Floats, Floats]:
    """The least and largest value within TOLERANCE_PX of each pixel."""
    side = 2 * TOLERANCE_PX + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.erode(image, disc)), np.asarray(cv2.dilate(image, disc))


class _Correlations:
    """Best agreement over SHIFTS_PX of two planes of lightness (H, W), and of their slopes."""

    def __init__(self, known: Floats, found: Floats) -> None:
        slopes, slopes_found = _slopes(known), _slopes(found)
        self._known, self._found = _cells(known), _cells(found)
        self._known2, self._found2 = _cells(known * known), _cells(found * found)
        self._slope2, self._slope2_found = _energy(slopes), _energy(slopes_found)
        self._lightness: list[Floats] = []
        self._slopes: list[Floats] = []
        for down in SHIFTS_PX:
            for across in SHIFTS_PX:
                there, along_x, along_y = (
                    _moved(plane, across, down) for plane in (found, *slopes_found)
                )
                self._lightness.append(_cells(known * there))
                self._slopes.append(_cells(slopes[0] * along_x + slopes[1] * along_y))

    def of_lightness(self, window: int, total: Floats, noise: float) -> Floats:
        """(h, w) 0 the same .. 2 opposite; *noise*: spread that is no texture."""
        a, b = (_window_mean(plane, window) / total for plane in (self._known, self._found))
        va = np.maximum(_window_mean(self._known2, window) / total - a * a, 0)
        vb = np.maximum(_window_mean(self._found2, window) / total - b * b, 0)
        best = self._best(self._lightness, window) / total - a * b
        return np.asarray(1 - (best + noise**2) / (np.sqrt(va * vb) + noise**2), np.float32)

    def of_slopes(self, window: int, total: Floats, noise: float) -> Floats:
        """As ``of_lightness``, of the gradient."""
        va, vb = (  # sums in float32 may come out below nothing where nothing is printed
            np.maximum(_window_mean(p, window) / total, 0)
            for p in (self._slope2, self._slope2_found)
        )
        best = self._best(self._slopes, window) / total
        return np.asarray(1 - (best + noise**2) / (np.sqrt(va * vb) + noise**2), np.float32)

    @staticmethod
    def _best(crosses: list[Floats], window: int) -> Floats:
        best = _window_mean(crosses[0], window)
        for cross in crosses[1:]:
            best = np.maximum(best, _window_mean(cross, window))
        return best


def _slopes(plane: Floats) -> tuple[Floats, Floats]:
    across, down = (cv2.Scharr(plane, cv2.CV_32F, *way) / 16 for way in ((1, 0), (0, 1)))
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def _energy(slopes: tuple[Floats, Floats]) -> Floats:
    return _cells(slopes[0] ** 2 + slopes[1] ** 2)


def _moved(plane: Floats, across: int, down: int) -> Floats:
    """*plane* moved, zero where nothing comes in."""
    height, width = plane.shape
    moved = np.zeros_like(plane)
    moved[max(0, down) : height + min(0, down), max(0, across) : width + min(0, across)] = plane[
        max(0, -down) : height + min(0, -down), max(0, -across) : width + min(0, -across)
    ]
    return moved


def _standing_out(plane: Floats, counted: Mask) -> Floats:
    """*plane* as a distance from the photo's median, in spreads above the median."""
    if not counted.any():
        return np.zeros_like(plane)
    middle, upper = np.quantile(plane[counted], (0.5, 0.84))
    return np.asarray(np.clip((plane - middle) / (upper - middle + 1e-2), -3, 8), np.float32)


def _cells(plane: Floats) -> Floats:
    """Means of *plane* (H, W) over cells of CELL_PX."""
    size = (max(1, plane.shape[1] // CELL_PX), max(1, plane.shape[0] // CELL_PX))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _window_mean(plane: Floats, window: int) -> Floats:
    border = cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.boxFilter(plane, cv2.CV_32F, (window, window), normalize=True, borderType=border),
        np.float32,
    )
