"""
How many codes in photos are read, and how many are read wrong.

    python -m benchmarks.barcodes --truth T.csv [--without-codes FOLDER …] [--photos N]
        [--json OUT.json]

T.csv has path, symbology, truth_kind and expected; pictures are relative to it. What names a
product is compared as GTIN-14, everything else letter by letter; photos under "falsepositives"
hold no code. Of each folder N pictures without a code tell what most photos cost. One thread;
times are those of read_barcodes alone, on pictures decoded as the service does.
"""

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.picture_sets import PICTURE_SUFFIXES, is_development
from image_index.arrays import RgbImage
from image_index.barcode import read_barcodes
from image_index.errors import PhotoRefused
from image_index.photo import decode_photo
from ipm_api.errors import InvalidBarcode
from ipm_api.gs1 import parse_scan

DECODED_SIDE_PX = 2000  # as ipm_api.operations.stored_picture decodes what is uploaded
NO_CODE = "falsepositives"


@dataclass(slots=True)
class Tally:
    """What was read on the photos of one symbology, or one half of them."""

    right: list[bool] = field(default_factory=list)  # the code is among what was read
    wrong: int = 0  # photos where something was read, and not the code
    extra: int = 0  # codes read beside the right one: some photos show two

    def figures(self) -> dict[str, Any]:
        """Counts, and the share that was read right."""
        count = len(self.right)
        return {
            "n": count,
            "right": sum(self.right),
            "wrong": self.wrong,
            "extra": self.extra,
            "share": round(sum(self.right) / count, 4) if count else None,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the truth."""

    path: Path
    symbology: str
    expected: str


def read_truth(path: Path) -> list[Row]:
    """The rows of a ``truth.csv``; fields may hold line breaks."""
    with path.open(newline="", encoding="utf-8") as rows:
        return [
            Row(path.parent / row["path"], row["symbology"], row["expected"])
            for row in csv.DictReader(rows)
        ]


def meaning(text: str, symbology: str) -> str:
    """The GTIN-14 that a code states, or its text with line breaks made alike."""
    plain = text.replace("\r\n", "\n").rstrip("\n")
    try:
        gtin = parse_scan(plain, symbology).gtin
    except InvalidBarcode:
        return plain
    return gtin or plain


def timed_read(image: RgbImage) -> tuple[set[str], float]:
    """What the codes in a picture mean, and the milliseconds."""
    started = time.perf_counter()
    codes = read_barcodes(image)
    spent = (time.perf_counter() - started) * 1e3
    return {meaning(code.text, code.symbology) for code in codes}, spent


def measure(rows: Sequence[Row]) -> dict[str, Any]:
    """Every figure but those of photos without codes."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    milliseconds, refused, empty, answered = [], 0, 0, 0
    for row in rows:
        try:
            image = decode_photo(row.path.read_bytes(), max_side=DECODED_SIDE_PX)
        except PhotoRefused as refusal:
            print(f"{row.path.name}: {refusal.message}", file=sys.stderr)
            refused += 1
            continue
        found, spent = timed_read(image)
        milliseconds.append(spent)
        if row.symbology == NO_CODE:
            empty += 1
            answered += bool(found)
            continue
        wanted = meaning(row.expected, row.symbology)
        if wanted not in found:
            print(f"{row.path.name}: {sorted(found) or 'nothing'} not {wanted}", file=sys.stderr)
        half = "development" if is_development(row.path) else "report"
        for part in ("all", half):
            tally = tallies[row.symbology, part]
            tally.right.append(wanted in found)
            tally.wrong += bool(found) and wanted not in found
            tally.extra += len(found - {wanted}) if wanted in found else 0
    return {
        "photos": len(rows) - refused,
        "refused": refused,
        "symbologies": {
            name: {part: tallies[name, part].figures() for part in ("all", "development", "report")}
            for name in sorted({symbology for symbology, _ in tallies})
        },
        NO_CODE: {"n": empty, "read": answered},
        "milliseconds": percentiles(milliseconds),
    }


def without_codes(folder: Path, photos: int) -> dict[str, Any]:
    """Time on *photos* pictures of a folder that hold no code, evenly taken by name."""
    milliseconds, read = [], 0
    for image in _pictures(folder, photos):
        found, spent = timed_read(image)
        milliseconds.append(spent)
        read += bool(found)
    return {"n": len(milliseconds), "read": read, "milliseconds": percentiles(milliseconds)}


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {f"p{p}": round(float(np.percentile(values, p)), 1) if values else 0.0 for p in (50, 95)}


def _pictures(folder: Path, photos: int) -> Iterator[RgbImage]:
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURE_SUFFIXES)
    for place in np.unique(np.linspace(0, len(paths) - 1, min(photos, len(paths))).astype(int)):
        yield decode_photo(paths[place].read_bytes(), max_side=DECODED_SIDE_PX)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.barcodes", description=__doc__)
    parser.add_argument("--truth", type=Path, required=True, metavar="T.csv")
    parser.add_argument("--without-codes", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--photos", type=int, default=200, metavar="N", help="of each folder")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    rows = read_truth(options.truth)
    timed_read(np.full((400, 400, 3), 255, np.uint8))  # the first call loads what later ones share
    figures = measure(rows)
    figures["without_codes"] = {
        str(folder): without_codes(folder, options.photos) for folder in options.without_codes
    }
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
