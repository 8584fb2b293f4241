"""
What size costs: build, memory, loading, time and recall of retrieval, from 10,000 references on.

    python -m benchmarks.scale --references R.csv [R2.csv …] --queries Q.csv [Q2.csv …]
        --distractors FOLDER … [--sizes 10000 30000 …] [--photos 200] [--work FOLDER]
        [--json OUT.json]

The real references and distractors are described and planted among synthetic ones (see
benchmarks/planted.py). Retrieval alone is measured: neighbours, votes, agreeing votes; verification
looks at the same number of references whatever the size. Milliseconds are of the processor, so that
neighbours on a busy machine do not count, and of the wall beside them. One thread; prints JSON.
``--work`` keeps what was described for the next run, and needs room for the largest index: about
22 kB of disk per reference.
"""

import argparse
import hashlib
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import faiss
import numpy as np

from benchmarks.picture_sets import Query, read_folders, read_sets
from benchmarks.planted import write_planted
from benchmarks.retrieval import DECODED_SIDE_PX, enrol
from image_index.features import FEATURES_VERSION, PhotoFeatures, describe_photo
from image_index.index import ImageIndex
from image_index.photo import decode_photo
from image_index.snapshot import load_index, save_index

SIZES = (10_000, 30_000, 100_000, 300_000)
WARM_UP = 20  # photos asked before the clock runs: a list is checked when it is first read
DEPTHS = (1, 10)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a registered product, described."""

    product_id: str
    features: PhotoFeatures


def measure(path: Path, photos: Sequence[Photo]) -> dict[str, Any]:
    """Loading, memory and retrieval of the snapshot *path*."""
    before = _private_bytes()
    started = time.perf_counter()
    index = load_index(path).index
    loaded = time.perf_counter() - started
    for photo in photos[:WARM_UP]:
        index.shortlist(photo.features)
    private = _private_bytes() - before
    spent, worked, ranks = [], [], []
    for photo in photos:
        started, began = time.perf_counter(), time.process_time()
        shortlist = index.shortlist(photo.features)
        spent.append((time.perf_counter() - started) * 1e3)
        worked.append((time.process_time() - began) * 1e3)
        products = list(dict.fromkeys(reference.product_id for reference, _ in shortlist))
        found = photo.product_id in products
        ranks.append(products.index(photo.product_id) if found else len(products) + max(DEPTHS))
    lists = index.frozen().base_lists
    assert lists is not None
    return {
        "list_parts": lists.parts,
        "descriptors": len(lists),
        "bytes_per_reference": {
            "private": round(private / len(index)),
            "mapped_lists": round(lists.nbytes / len(index)),
            "file": round(path.stat().st_size / len(index)),
        },
        "load_seconds": round(loaded, 3),
        "retrieve_milliseconds": {
            "p50": round(statistics.median(worked), 1),
            "p95": round(float(np.percentile(worked, 95)), 1),
            "wall_p50": round(statistics.median(spent), 1),
        },
        **{f"recall@{k}": round(sum(r < k for r in ranks) / len(ranks), 4) for k in DEPTHS},
    }


def run(
    reference_files: Sequence[Path],
    query_files: Sequence[Path],
    distractors: Sequence[Path],
    sizes: Sequence[int],
    most_photos: int,
    work: Path,
) -> dict[str, Any]:
    """Describe what is real, then build and ask one index of each size."""
    references, queries = read_sets(reference_files, query_files)
    queries = [query for query in queries if query.product_id is not None]
    references += read_folders(distractors)
    real = work / f"real-{_name_of(references)}.snapshot"
    if not real.exists():
        index = ImageIndex()
        enrol(index, references)
        save_index(index, real, position=0)
    step = max(1, len(queries) // most_photos)
    photos = [_described(query) for query in queries[::step][:most_photos]]
    measured = {}
    for size in sizes:
        path = work / "planted.snapshot"
        started = time.perf_counter()
        write_planted(load_index(real).index.frozen(), size, path)
        built = time.perf_counter() - started
        print(f"{size} references written in {built:.0f} s", file=sys.stderr)
        measured[str(size)] = {"build_seconds": round(built, 1), **measure(path, photos)}
        print(json.dumps(measured[str(size)]), file=sys.stderr)
        path.unlink()
    return {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
            "faiss": faiss.__version__,
            "threads": 1,
        },
        "real_references": len(references),
        "photos": len(photos),
        "sizes": measured,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--references", nargs="+", type=Path, required=True, metavar="R.csv")
    parser.add_argument("--queries", nargs="+", type=Path, required=True, metavar="Q.csv")
    parser.add_argument("--distractors", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), metavar="N")
    parser.add_argument("--photos", type=int, default=200, help="how many are asked")
    parser.add_argument("--work", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    if len(options.references) != len(options.queries):
        parser.error("give as many --queries files as --references files")
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder_name:
        figures = run(
            options.references,
            options.queries,
            options.distractors,
            options.sizes,
            options.photos,
            options.work or Path(folder_name),
        )
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _described(query: Query) -> Photo:
    photo = decode_photo(query.path.read_bytes(), max_side=DECODED_SIDE_PX)
    return Photo(str(query.product_id), describe_photo(photo))


def _name_of(references: Sequence[Any]) -> str:
    names = "\n".join([str(FEATURES_VERSION), *(r.reference_id for r in references)])
    return hashlib.sha256(names.encode()).hexdigest()[:8]


def _private_bytes() -> int:
    """Memory that this process shares with nobody."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines[1:])
    return sum(int(fields[name].split()[0]) * 1024 for name in ("Private_Dirty", "Swap"))


if __name__ == "__main__":
    sys.exit(main())
