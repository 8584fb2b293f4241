"""
Where a photo differs: are edits found, at a declared place and anywhere on the face?

    python -m benchmarks.differences --references R.csv --queries Q.csv [--photos N] [--json OUT]
    python -m benchmarks.differences --references R.csv --queries Q.csv --fit WEIGHTS.npz
    python -m benchmarks.differences --examples FOLDER

Real photos, each found by the index; edits of six kinds and four sizes rendered into them, each
edited photo found anew. Only photos of the reported half are measured; --fit uses only those of the
other half. --examples draws the pictures of docs/differences.md from seed_products.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2

from benchmarks.artwork_edits import KINDS, SIZES
from benchmarks.difference_cases import Artwork, Case, cases_of, chosen_photos
from benchmarks.difference_examples import draw_examples
from benchmarks.difference_figures import CONTROL, Key, Tally, figures_of, is_hit
from benchmarks.difference_fit import fit_to_photos, touches
from benchmarks.rendered_edits import UNCHANGED
from image_index.comparison import (
    HIGHLIGHT_UNLIKENESS,
    Highlight,
    SeenReference,
    Visibility,
    highlights_of,
    survey,
    view_of,
)
from image_index.region import Region

DEFAULT_PHOTOS = 40
EDITS = (*((kind, size) for size in SIZES for kind in KINDS), CONTROL)


def measure_photo(cases: Iterator[Case], tally: Tally) -> None:
    """Add one photo's *cases*, the genuine one first, to *tally*."""
    genuine = next(cases)
    if genuine.homography is None:
        tally.not_recognised += 1
        return
    edited = list(cases)
    places = [case.region for case in edited if case.region and case.kind != UNCHANGED]
    unlikeness, found = _looked_at(genuine, places, tally)
    tally.untouched += [value for value in unlikeness if value is not None]
    tally.false_highlights.append(sum(h.unlikeness >= HIGHLIGHT_UNLIKENESS for h in found))
    for number, case in enumerate(edited):
        if case.region is None:
            continue
        others = [p for p in places[number + 1 :] + places[:number] if not touches(p, case.region)]
        if case.homography is None:
            _count_edit(case, 0.0, [], tally)
            tally.not_recognised += 1
            continue
        unlikeness, found = _looked_at(case, [case.region, *others[:1]], tally)
        if case.kind == UNCHANGED:
            tally.redrawn += [value for value in unlikeness[:1] if value is not None]
            continue
        tally.untouched += [value for value in unlikeness[1:] if value is not None]
        tally.not_visible += unlikeness[0] is None
        _count_edit(case, unlikeness[0] or 0.0, found, tally)


def _looked_at(
    case: Case, places: Sequence[Region], tally: Tally
) -> tuple[list[float | None], list[Highlight]]:
    """Unlikeness at *places*, as if declared, and the most unlike places of the whole face."""
    assert case.homography is not None
    seen = SeenReference(case.reference, case.homography)
    started = time.perf_counter()
    surveyed = survey(case.photo, [seen])
    found = highlights_of(surveyed, (), 0.0)
    tally.milliseconds.append((time.perf_counter() - started) * 1e3)
    views = [view_of(case.photo, seen, place, surveyed) for place in places]
    return [v.unlikeness if v.visibility is Visibility.VISIBLE else None for v in views], found


def _count_edit(case: Case, unlikeness: float, found: Sequence[Highlight], tally: Tally) -> None:
    key = (case.kind, case.size)
    assert case.region is not None
    hits = [highlight for highlight in found if is_hit(highlight.region, case.region)]
    tally.edited[key].append(unlikeness)
    tally.among_three[key].append(bool(hits))
    tally.highlighted[key].append(any(h.unlikeness >= HIGHLIGHT_UNLIKENESS for h in hits))


def run(references: Path, queries: Path, most: int, edits: Sequence[Key] = EDITS) -> dict[str, Any]:
    """Measure *most* photos of the reported half, each with all *edits* (kind and size)."""
    chosen = chosen_photos(references, queries, development=False, most=most)
    artwork = Artwork()
    tally = Tally()
    for done, (photo, reference) in enumerate(chosen, start=1):
        measure_photo(cases_of(photo, reference, artwork.others(reference), edits), tally)
        print(f"measured {done} of {len(chosen)}", file=sys.stderr)
    return {
        "data": queries.resolve().parent.name,
        "photos": len(chosen),
        "half": "reported",
        "machine": f"{platform.machine()}, one thread",
        **figures_of(tally),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.differences", description=__doc__)
    parser.add_argument("--references", type=Path, metavar="R.csv")
    parser.add_argument("--queries", type=Path, metavar="Q.csv")
    parser.add_argument("--photos", type=int, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    parser.add_argument("--fit", type=Path, metavar="WEIGHTS.npz")
    parser.add_argument("--examples", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    if options.examples:
        figures: dict[str, Any] = {"examples": draw_examples(options.examples)}
    elif not (options.references and options.queries):
        parser.error("give --references and --queries, or --examples")
    elif options.fit:
        figures = fit_to_photos(options.references, options.queries, options.photos, options.fit)
    else:
        most = options.photos or DEFAULT_PHOTOS
        figures = run(options.references, options.queries, most)
    text = json.dumps(figures, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
