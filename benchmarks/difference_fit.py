"""
Fits the weights of image_index.unlikeness to edits rendered into development photos.

Cells inside an edit are to be told from cells of genuine print: a network of one hidden layer,
cross-entropy, Adam. Then declared places from each other: logistic regression on few terms.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.artwork_edits import KINDS, SIZES
from benchmarks.difference_cases import GENUINE, Artwork, Case, cases_of, chosen_photos
from benchmarks.difference_figures import CONTROL, Key
from benchmarks.rendered_edits import UNCHANGED
from image_index.comparison import SeenReference, evidence_of
from image_index.difference import Evidence, evidence_names
from image_index.region import Region
from image_index.unlikeness import Weights, cell_logits, region_cells, region_terms

Floats = npt.NDArray[np.float32]

HIDDEN = 24
CELLS_OF_EDIT = 60  # drawn from each edited place
COLOUR_COUNTS = 3  # of the kinds only one leaves all structure as it was: it counts so many times
CELLS_OF_REST = 120  # drawn from each photo elsewhere
EDGE = 0.03  # around an edit, unit coordinates: windows there see both, and teach nothing
EPOCHS = 30
BATCH = 512
RATE = 2e-3
DECAY = 1e-4
SEED = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """The evidence of one case."""

    evidence: Evidence
    edited: Region | None  # None: genuine, or drawn anew without change
    kind: str = ""


def fit_weights(seen: Sequence[Seen], provenance: dict[str, Any]) -> Weights:
    """Weights fitted to all that was *seen*; the same cases give the same weights."""
    rng = np.random.default_rng(SEED)
    cells, labels = sample_cells(seen, rng)
    centre = cells.mean(axis=0)
    spread = cells.std(axis=0) + 1e-3
    count = cells.shape[1]
    start = Weights(
        centre.astype(np.float32),
        spread.astype(np.float32),
        (rng.normal(0, 1, (HIDDEN, count + 1)) / np.sqrt(count)).astype(np.float32),
        (rng.normal(0, 1, HIDDEN + 1) * 0.1).astype(np.float32),
        np.zeros(count, np.float32),
        np.zeros(7, np.float32),
        provenance | {"evidence": evidence_names(), "cells": len(cells)},
    )
    trained = _train(start, cells, labels, rng)
    region = _fit_regions(trained, seen, rng)
    return replace(trained, region=region)


def sample_cells(
    seen: Sequence[Seen], rng: np.random.Generator
) -> tuple[Floats, npt.NDArray[np.float32]]:
    """(N, F) cells and (N,) 1 where they were edited."""
    cells, labels = [], []
    for case in seen:
        planes, counted = case.evidence.planes, case.evidence.counted
        near = np.zeros(counted.shape, np.bool_)
        if case.edited is not None:
            near = region_cells(_widened(case.edited, EDGE), counted.shape)
            inside = region_cells(case.edited, counted.shape) & counted
            many = CELLS_OF_EDIT * (COLOUR_COUNTS if case.kind == "colour" else 1)
            drawn = _drawn(inside, many, rng)
            cells.append(planes[:, drawn[0], drawn[1]].T)
            labels.append(np.ones(len(drawn[0]), np.float32))
        drawn = _drawn(counted & ~near, CELLS_OF_REST, rng)
        cells.append(planes[:, drawn[0], drawn[1]].T)
        labels.append(np.zeros(len(drawn[0]), np.float32))
    return np.concatenate(cells).astype(np.float32), np.concatenate(labels)


def _drawn(
    mask: npt.NDArray[np.bool_], most: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    rows, columns = np.where(mask)
    chosen = rng.permutation(len(rows))[:most]
    return rows[chosen], columns[chosen]


def _widened(region: Region, by: float) -> Region:
    """*region* grown by *by* (unit coordinates) on each side, up to the picture's edge."""
    left, top = max(0.0, region.x - by), max(0.0, region.y - by)
    right = min(1.0, region.x + region.width + by)
    bottom = min(1.0, region.y + region.height + by)
    return Region(left, top, right - left, bottom - top)


def _train(
    weights: Weights, cells: Floats, labels: npt.NDArray[np.float32], rng: np.random.Generator
) -> Weights:
    """*weights* with its network trained by Adam (Kingma & Ba, 2015)."""
    scaled = np.clip((cells - weights.centre) / weights.spread, -6, 6)
    scaled = np.column_stack([scaled, np.ones(len(scaled), np.float32)]).astype(np.float32)
    values = [weights.hidden.copy(), weights.output.copy(), weights.direct.copy()]
    first, second = ([np.zeros_like(v) for v in values] for _ in range(2))
    steps, total = 0, EPOCHS * (len(labels) // BATCH)
    for _ in range(EPOCHS):
        order = rng.permutation(len(labels))
        for batch in np.array_split(order, max(1, len(labels) // BATCH)):
            steps += 1
            hidden = np.tanh(scaled[batch] @ values[0].T)
            output = hidden @ values[1][:-1] + values[1][-1] + scaled[batch, :-1] @ values[2]
            error = (1 / (1 + np.exp(-output)) - labels[batch]) / len(batch)
            back = error[:, None] * values[1][None, :-1] * (1 - hidden**2)
            slopes = [
                back.T @ scaled[batch] + DECAY * values[0],
                np.append(error @ hidden, error.sum()) + DECAY * values[1],
                error @ scaled[batch, :-1] + DECAY * values[2],
            ]
            rate = RATE * (1 - 0.95 * steps / total)
            for value, slope, mean, square in zip(values, slopes, first, second, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope**2 - square)
                unbiased = mean / (1 - 0.9**steps)
                value -= rate * unbiased / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
    hidden, output, direct = (value.astype(np.float32) for value in values)
    return replace(weights, hidden=hidden, output=output, direct=direct)


def _fit_regions(weights: Weights, seen: Sequence[Seen], rng: np.random.Generator) -> Floats:
    """(7,) logistic regression: edited places against places like them that were not edited."""
    terms, labels = [], []
    declared = [case.edited for case in seen if case.edited is not None]
    for case in seen:
        logits = cell_logits(case.evidence, weights)
        counted = case.evidence.counted
        others = [declared[int(i)] for i in rng.integers(len(declared), size=3)]
        others.append(_widened(others[0], rng.uniform(0.02, 0.15)))
        places = [(other, 0.0) for other in others if not touches(other, case.edited)]
        if case.edited is not None:  # a declared place may be larger than what differs in it
            wide = _widened(case.edited, rng.uniform(0.02, 0.15))
            places += [(case.edited, 1.0), (case.edited, 1.0), (wide, 1.0)]
        for region, label in places:
            found = region_terms(logits, counted, region)
            if found is not None:
                terms.append(found)
                labels.append(label)
    rows = np.column_stack([np.array(terms), np.ones(len(terms))]).astype(np.float64)
    truth = np.array(labels)
    fitted = np.zeros(rows.shape[1])
    for _ in range(30):  # Newton, lightly held at 0
        odds = 1 / (1 + np.exp(-np.clip(rows @ fitted, -30, 30)))
        slope = rows.T @ (odds - truth) + 1e-2 * fitted
        bend = rows.T @ (rows * (odds * (1 - odds))[:, None]) + 1e-2 * np.eye(len(fitted))
        fitted -= np.linalg.solve(bend, slope)
    return fitted.astype(np.float32)


def touches(one: Region, other: Region | None) -> bool:
    """True if the two share some area."""
    if other is None:
        return False
    beside = one.x >= other.x + other.width or other.x >= one.x + one.width
    above = one.y >= other.y + other.height or other.y >= one.y + one.height
    return not (beside or above)


def fit_to_photos(
    references: Path, queries: Path, most: int | None, target: Path
) -> dict[str, Any]:
    """Fit the weights to photos of the development half and write them to *target*."""
    chosen = chosen_photos(references, queries, development=True, most=most)
    artwork = Artwork()
    seen: list[Seen] = []
    for done, (photo, reference) in enumerate(chosen, start=1):
        wanted = fitting_edits(done - 1)
        for case in cases_of(photo, reference, artwork.others(reference), wanted):
            if case.homography is not None:
                at = SeenReference(case.reference, case.homography)
                seen.append(
                    Seen(_thinned(evidence_of(case.photo, at)[0]), edit_of(case), case.kind)
                )
        print(f"gathered {done} of {len(chosen)}", file=sys.stderr)
    provenance = {
        "data": queries.resolve().parent.name,
        "half": "development",
        "photos": len(chosen),
        "cases": len(seen),
    }
    weights = fit_weights(seen, provenance)
    weights.save(target)
    return weights.provenance


def fitting_edits(number: int) -> list[Key]:
    """Nine edits for the photo of this *number*: kinds and sizes take turns."""
    kinds = (
        *KINDS,
        *(("word", "colour", "font") if number % 2 else ("moved", "removed", "colour")),
    )
    edits = [
        (kind, SIZES[(number + place) % (3 if place < len(KINDS) else 4)])
        for place, kind in enumerate(kinds)
    ]
    return list(dict.fromkeys(edits)) + ([CONTROL] if number % 3 == 0 else [])


def edit_of(case: Case) -> Region | None:
    """Where the print differs: nowhere on a genuine photo, or where it was drawn as it was."""
    return None if case.kind in (GENUINE, UNCHANGED) else case.region


def _thinned(evidence: Evidence) -> Evidence:
    """Every second cell each way, at half precision: a thousand cases fit into memory."""
    planes = evidence.planes[:, ::2, ::2].astype(np.float16)
    return Evidence(planes, evidence.counted[::2, ::2])
