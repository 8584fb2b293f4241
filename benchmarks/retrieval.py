"""
Accuracy and speed of identification.

    python -m benchmarks.retrieval --references R.csv [R2.csv …] --queries Q.csv [Q2.csv …]
        [--distractors FOLDER …] [--json OUT.json]

The i-th references belong to the i-th queries; all of them, and every picture of the distractor
folders, go into one index. Goes through the public ImageIndex only, one thread, and prints JSON.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import faiss
import numpy as np

from benchmarks.picture_sets import (
    Query,
    Reference,
    is_development,
    read_folders,
    read_sets,
)
from benchmarks.reliability import FirstAnswer, reliability, wilson_interval
from image_index.errors import PhotoRefused
from image_index.features import describe_reference
from image_index.identification import Ranking
from image_index.index import ImageIndex
from image_index.photo import decode_photo
from image_index.ranking import Band
from image_index.snapshot import save_index

DECODED_SIDE_PX = 1600  # a photo is decoded at this size, as the service does
STAGES = ("decode", "features", "retrieve", "verify", "total")
HALVES = ("development", "report")  # is_development decides
DEPTH = 10


@dataclass(slots=True)
class Tally:
    """What was answered to one group of photos of registered products."""

    ranks: list[int | None] = field(default_factory=list)  # 0 is first; None: not among DEPTH
    answers: list[FirstAnswer] = field(default_factory=list)

    def count(self, ranking: Ranking, product_id: str) -> None:
        """Add what was answered to a photo of *product_id*."""
        products = [candidate.product_id for candidate in ranking.candidates]
        self.ranks.append(products.index(product_id) if product_id in products else None)
        first = ranking.candidates[0] if ranking.candidates else None
        self.answers.append(
            FirstAnswer(
                first.band if first else Band.NONE,
                first.evidence.strength if first else 0.0,
                bool(products) and products[0] == product_id,
            )
        )

    def shares(self) -> dict[str, float]:
        """The figures of one "<folder>/<split>"."""
        count = len(self.ranks)
        recalls = {
            f"recall@{k}": round(sum(r is not None and r < k for r in self.ranks) / count, 4)
            for k in (1, 5, 10)
        }
        return {
            "n": count,
            **recalls,
            "strong": round(sum(a.band is Band.STRONG for a in self.answers) / count, 4),
            "strong_wrong": round(self._strong_wrong() / count, 4),
        }

    def with_interval(self) -> dict[str, Any]:
        """The same, and the 95 % confidence interval of strong_wrong."""
        low, high = wilson_interval(self._strong_wrong(), len(self.ranks))
        return self.shares() | {"strong_wrong_interval": [round(low, 4), round(high, 4)]}

    def _strong_wrong(self) -> int:
        return sum(a.band is Band.STRONG and not a.right for a in self.answers)


def enrol(index: ImageIndex, references: Sequence[Reference]) -> float:
    """Add *references*; returns how many per second, decoding included."""
    started = time.perf_counter()
    for done, reference in enumerate(references, start=1):
        try:
            image = decode_photo(reference.path.read_bytes(), max_side=DECODED_SIDE_PX)
        except PhotoRefused as refusal:
            print(f"{reference.path.name}: {refusal.message}", file=sys.stderr)
            continue
        index.add(reference.reference_id, reference.product_id, describe_reference(image))
        if done % 200 == 0:
            print(f"enrolled {done} of {len(references)}", file=sys.stderr)
    return len(references) / (time.perf_counter() - started) if references else 0.0


def identify(index: ImageIndex, query: Query) -> tuple[Ranking, dict[str, float]]:
    """The ranking for one photo and the milliseconds of each stage."""
    started = time.perf_counter()
    photo = decode_photo(query.path.read_bytes(), max_side=DECODED_SIDE_PX)
    decoded = time.perf_counter()
    ranking = index.rank(photo, limit=DEPTH)
    ended = time.perf_counter()
    return ranking, {
        "decode": (decoded - started) * 1e3,
        "features": ranking.times.features,
        "retrieve": ranking.times.retrieve,
        "verify": ranking.times.verify,
        "total": (ended - started) * 1e3,
    }


def measure(index: ImageIndex, queries: Sequence[Query]) -> dict[str, Any]:
    """
    The figures "queries", "unregistered", "milliseconds", "halves" and "reliability".

    "halves" tells the photos that numbers were chosen by from those that are only reported, per
    folder; "reliability" is of all registered photos of a half.
    """
    groups: dict[str, Tally] = defaultdict(Tally)
    halves: dict[str, dict[str, Tally]] = {half: defaultdict(Tally) for half in HALVES}
    strangers: dict[str, list[Band]] = {half: [] for half in HALVES}
    spent: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for done, query in enumerate(queries, start=1):
        ranking, times = identify(index, query)
        for stage in STAGES:
            spent[stage].append(times[stage])
        half = "development" if is_development(query.path) else "report"
        if query.product_id is None:
            first = ranking.candidates[0] if ranking.candidates else None
            strangers[half].append(first.band if first else Band.NONE)
        else:
            groups[query.group].count(ranking, query.product_id)
            halves[half][query.group.split("/")[0]].count(ranking, query.product_id)
        if done % 100 == 0:
            print(f"asked {done} of {len(queries)}", file=sys.stderr)
    return {
        "queries": {group: groups[group].shares() for group in sorted(groups)},
        "unregistered": _strangers(strangers["development"] + strangers["report"]),
        "milliseconds": {
            stage: {f"p{p}": _percentile(spent[stage], p) for p in (50, 95)} for stage in STAGES
        },
        "halves": {
            half: {folder: halves[half][folder].with_interval() for folder in sorted(halves[half])}
            | {"unregistered": _strangers(strangers[half])}
            for half in HALVES
        },
        "reliability": {
            half: reliability([a for tally in halves[half].values() for a in tally.answers])
            for half in HALVES
        },
    }


def run(
    reference_files: Sequence[Path],
    query_files: Sequence[Path],
    distractors: Sequence[Path],
) -> dict[str, Any]:
    """Build one index of everything and ask it about every photo."""
    references, queries = read_sets(reference_files, query_files)
    references += read_folders(distractors)
    index = ImageIndex()
    per_second = enrol(index, references)
    figures = measure(index, queries)
    with tempfile.TemporaryDirectory() as folder_name:
        snapshot = Path(folder_name, "index")
        save_index(index, snapshot, position=0)
        size = snapshot.stat().st_size
    return {
        "references": len(index),
        **{name: figures[name] for name in ("queries", "unregistered", "milliseconds")},
        "enrol_per_second": round(per_second, 2),
        "index_bytes": size,
        "halves": figures["halves"],
        "reliability": figures["reliability"],
        "machine": machine(),
    }


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        "opencv": cv2.__version__,
        "faiss": faiss.__version__,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--references", nargs="+", type=Path, required=True, metavar="R.csv")
    parser.add_argument("--queries", nargs="+", type=Path, required=True, metavar="Q.csv")
    parser.add_argument("--distractors", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    if len(options.references) != len(options.queries):
        parser.error("give as many --queries files as --references files")
    cv2.setNumThreads(1)
    figures = run(options.references, options.queries, options.distractors)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _strangers(bands: list[Band]) -> dict[str, float]:
    return {
        "n": len(bands),
        "strong": _share(bands, Band.STRONG),
        "possible": _share(bands, Band.POSSIBLE),
    }


def _share(bands: list[Band], band: Band) -> float:
    return round(bands.count(band) / len(bands), 4) if bands else 0.0


def _percentile(values: list[float], percent: int) -> float:
    return round(float(np.percentile(values, percent)), 1) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
