"""
From the bytes of a 12-megapixel JPEG to the ranked answer with crops, stage by stage.

    python -m benchmarks.latency --references R.csv [R2.csv …] --queries Q.csv [Q2.csv …]
        [--distractors FOLDER …] [--photos N] [--enrol N] [--profile] [--json OUT.json]

One thread, medians. The photos are those of registered products that have 9 megapixels or more
as they are, and then, by the SHA-256 of their names, others that are enlarged in memory to 12
megapixels, with a little noise: the size of a phone's photo, if not its content. Reading a
barcode and decoding in the service's child process are timed apart and are not in the total.
"""

import argparse
import cProfile
import hashlib
import io
import json
import math
import pstats
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import faiss
import numpy as np
from PIL import Image

from benchmarks.picture_sets import (
    Query,
    Reference,
    read_folders,
    read_sets,
)
from benchmarks.retrieval import enrol, machine
from image_index.barcode import read_barcodes
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.photo import decode_photo, encode_jpeg, inspect_photo
from image_index.photo_sandbox import PhotoSandbox
from image_index.ranking import Band
from image_index.region import Region, crop_photo, crop_reference

DECODED_SIDE_PX = 2000  # as ipm_api.operations.stored_picture decodes what is uploaded
STAGES = ("decode", "features", "retrieve", "verify", "crops", "total")
APART = ("barcode", "sandbox")
LARGE_PIXELS = 9_000_000  # a photo that is used as it is
ENLARGED_PIXELS = 12_000_000
_NOISE = 2.0  # grey values, standard deviation
_REGIONS = [Region(x, y, 0.2, 0.2) for x in (0.15, 0.65) for y in (0.15, 0.65)]


@dataclass(frozen=True, slots=True)
class LargePhoto:
    """A JPEG of about twelve megapixels."""

    name: str
    data: bytes
    is_enlarged: bool


def large_photos(queries: Sequence[Query], count: int) -> list[LargePhoto]:
    """At most *count* photos of registered products, those first that are large as they are."""
    known = {q.path: q for q in queries if q.product_id is not None}
    by_name = sorted(known, key=lambda p: hashlib.sha256(p.name.encode()).hexdigest())
    large = [path for path in by_name if _pixels(path) >= LARGE_PIXELS][:count]
    small = [path for path in by_name if path not in set(large)][: count - len(large)]
    return [
        *(LargePhoto(path.name, path.read_bytes(), is_enlarged=False) for path in large),
        *(LargePhoto(path.name, enlarged(path.read_bytes()), is_enlarged=True) for path in small),
    ]


def enlarged(data: bytes) -> bytes:
    """A picture enlarged to ENLARGED_PIXELS, with noise, as a camera's JPEG."""
    image = decode_photo(data)
    scale = math.sqrt(ENLARGED_PIXELS / (image.shape[0] * image.shape[1]))
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, _NOISE, large.shape[:2]).astype(np.float32)
    noisy = np.clip(large + noise[..., None], 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(noisy).save(file, "JPEG", quality=90)
    return file.getvalue()


def answer(
    index: ImageIndex, pictures: dict[str, Path], photo: LargePhoto
) -> tuple[Band, dict[str, float]]:
    """The band of the first candidate, and the milliseconds of each of STAGES."""
    started = time.perf_counter()
    image = decode_photo(photo.data, max_side=DECODED_SIDE_PX)
    decoded = time.perf_counter()
    ranking = index.rank(image)
    ranked = time.perf_counter()
    matches = ranking.matches()
    if matches:  # crops of the best, as an officer who opens it asks for them
        best = matches[0]
        data = pictures[best.reference_id].read_bytes()
        reference = decode_photo(data, max_side=DECODED_SIDE_PX)
        size = (reference.shape[1], reference.shape[0])
        for region in _REGIONS:
            encode_jpeg(crop_reference(reference, region), progressive=False)
            seen = crop_photo(image, best.homography, region, reference_size=size)
            if seen is not None:
                encode_jpeg(seen, progressive=False)
    ended = time.perf_counter()
    return matches[0].band if matches else Band.NONE, {
        "decode": (decoded - started) * 1e3,
        "features": ranking.times.features,
        "retrieve": ranking.times.retrieve,
        "verify": ranking.times.verify,
        "crops": (ended - ranked) * 1e3,
        "total": (ended - started) * 1e3,
    }


def apart(sandbox: PhotoSandbox, photo: LargePhoto) -> dict[str, float]:
    """The milliseconds of each of APART."""
    image = decode_photo(photo.data, max_side=DECODED_SIDE_PX)
    started = time.perf_counter()
    read_barcodes(image)
    read = time.perf_counter()
    sandbox.decode(photo.data, max_side=DECODED_SIDE_PX)
    return {"barcode": (read - started) * 1e3, "sandbox": (time.perf_counter() - read) * 1e3}


def enrolment(references: Sequence[Reference]) -> dict[str, Any]:
    """References per second into an empty index, and the median milliseconds of each step."""
    index = ImageIndex()
    spent: list[tuple[float, float, float]] = []
    for reference in references:
        started = time.perf_counter()
        image = decode_photo(reference.path.read_bytes(), max_side=DECODED_SIDE_PX)
        decoded = time.perf_counter()
        features = describe_reference(image)
        described = time.perf_counter()
        index.add(reference.reference_id, reference.product_id, features)
        ended = time.perf_counter()
        spent.append((decoded - started, described - decoded, ended - described))
    steps = np.array(spent).reshape(-1, 3)
    return {
        "n": len(spent),
        "per_second": round(len(spent) / float(steps.sum()), 2) if spent else 0.0,
        "milliseconds": {
            name: _percentiles(steps[:, column] * 1e3)
            for column, name in enumerate(("decode", "describe", "add"))
        },
    }


def measure(
    index: ImageIndex, pictures: dict[str, Path], photos: Sequence[LargePhoto]
) -> dict[str, Any]:
    """The figures "photos", "answered", "milliseconds" and "apart"."""
    bands: list[Band] = []
    spent: dict[str, list[float]] = {stage: [] for stage in (*STAGES, *APART)}
    sandbox = PhotoSandbox()
    answer(index, pictures, photos[0])  # the first call loads what later ones share
    apart(sandbox, photos[0])
    for photo in photos:
        band, times = answer(index, pictures, photo)
        bands.append(band)
        for stage, value in (times | apart(sandbox, photo)).items():
            spent[stage].append(value)
    sandbox.close()
    kinds = {
        name: [photo for photo in photos if photo.is_enlarged is is_enlarged]
        for name, is_enlarged in (("as_they_are", False), ("enlarged", True))
    }
    totals = dict(zip(photos, spent["total"], strict=True))
    return {
        "photos": {name: _facts(kind, [totals[p] for p in kind]) for name, kind in kinds.items()},
        "answered": {band.value: bands.count(band) for band in Band},
        "milliseconds": {stage: _percentiles(spent[stage]) for stage in STAGES},
        "apart": {stage: _percentiles(spent[stage]) for stage in APART},
    }


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Build one index of everything, and ask it about the large photos."""
    references, queries = read_sets(options.references, options.queries)
    references += read_folders(options.distractors)
    index = ImageIndex()
    enrol(index, references)
    photos = large_photos(queries, options.photos)
    pictures = {reference.reference_id: reference.path for reference in references}
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    figures = measure(index, pictures, photos)
    if options.profile:
        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(30)
    chosen = np.linspace(0, len(references) - 1, min(options.enrol, len(references))).astype(int)
    return {
        "references": len(index),
        **figures,
        "enrolment": enrolment([references[place] for place in chosen]),
        "machine": machine(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--references", nargs="+", type=Path, required=True, metavar="R.csv")
    parser.add_argument("--queries", nargs="+", type=Path, required=True, metavar="Q.csv")
    parser.add_argument("--distractors", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--photos", type=int, default=60, metavar="N")
    parser.add_argument("--enrol", type=int, default=200, metavar="N", help="references timed")
    parser.add_argument("--profile", action="store_true", help="functions by time, to stderr")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    if len(options.references) != len(options.queries):
        parser.error("give as many --queries files as --references files")
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    text = json.dumps(run(options), indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _facts(photos: Sequence[LargePhoto], totals: Sequence[float]) -> dict[str, Any]:
    """How many, how large, and what they took."""
    facts = [inspect_photo(photo.data) for photo in photos]
    pixels = [fact.width * fact.height / 1e6 for fact in facts]
    return {
        "n": len(photos),
        "megapixels": round(float(np.median(pixels)), 1) if photos else 0.0,
        "kilobytes": round(float(np.median([len(p.data) for p in photos])) / 1e3) if photos else 0,
        "total": _percentiles(totals),
    }


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    return {
        f"p{p}": round(float(np.percentile(values, p)), 1) if len(values) else 0.0 for p in (50, 95)
    }


def _pixels(path: Path) -> int:
    facts = inspect_photo(path.read_bytes())
    return facts.width * facts.height


if __name__ == "__main__":
    sys.exit(main())
