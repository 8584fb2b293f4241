"""
Side by side with what people would use instead: same photos, same references, one run.

    python -m benchmarks.peers --references R.csv [R2.csv …] --queries Q.csv [Q2.csv …]
        [--distractors FOLDER …] [--sizes 131 1000 2300] [--photos N] [--slow-photos N]
        [--json OUT.json] [--table OUT.md]

One thread. Photos are of the reporting half, chosen by the SHA-256 of their names: three fifths
show registered products, as many of each folder, the others none. The registered references come
first, then distractors up to each size. Methods that compare a photo with every reference in turn
are asked about fewer photos where the index is larger than the first size; n is given.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import faiss
import numpy as np

from benchmarks.peer_methods import Answer, Method, every_method
from benchmarks.picture_sets import (
    Query,
    is_development,
    read_folders,
    read_sets,
)
from benchmarks.retrieval import machine
from image_index.photo import decode_photo

DECODED_SIDE_PX = 1600  # as in the benchmark of retrieval
_REGISTERED_SHARE = 0.6


@dataclass(slots=True)
class Tally:
    """What one method answered at one size."""

    first: list[bool] = field(default_factory=list)  # registered photos: the right product first
    right: int = 0  # registered photos: accepted, and right
    wrong: int = 0  # registered photos: accepted, and wrong
    strangers: list[bool] = field(default_factory=list)  # unregistered photos: accepted
    milliseconds: list[float] = field(default_factory=list)

    def count(self, query: Query, answer: Answer) -> None:
        """Take down one answer."""
        self.milliseconds.append(answer.milliseconds)
        if query.product_id is None:
            self.strangers.append(answer.is_accepted)
            return
        is_right = answer.product_id == query.product_id
        self.first.append(is_right)
        self.right += answer.is_accepted and is_right
        self.wrong += answer.is_accepted and not is_right

    def figures(self) -> dict[str, Any]:
        """Shares, None where there was no photo of that kind."""
        registered = len(self.first)
        return {
            "registered": registered,
            "unregistered": len(self.strangers),
            "recall@1": _share(sum(self.first), registered),
            "accepted_right": _share(self.right, registered),
            "accepted_wrong": _share(self.wrong, registered),
            "false_accepts": _share(sum(self.strangers), len(self.strangers)),
            "milliseconds": round(float(np.median(self.milliseconds)), 2),
        }


def choose(queries: Sequence[Query], photos: int) -> list[Query]:
    """
    *photos* of the reporting half, in an order whose every beginning has the same mixture.

    Of each five, three show a registered product, taking the folders in turn.
    """
    chosen = [query for query in queries if not is_development(query.path)]
    chosen.sort(key=lambda query: hashlib.sha256(query.path.name.encode()).hexdigest())
    strangers = [query for query in chosen if query.product_id is None]
    folders: dict[str, list[Query]] = defaultdict(list)
    for query in chosen:
        if query.product_id is not None:
            folders[query.group.split("/")[0]].append(query)
    known = _in_turn([folders[name] for name in sorted(folders)])
    mixed: list[Query] = []
    while len(mixed) < photos and (known or strangers):
        registered = sum(query.product_id is not None for query in mixed)
        wants_known = registered <= _REGISTERED_SHARE * len(mixed)
        mixed.append((known if (wants_known and known) or not strangers else strangers).pop(0))
    return mixed


def run(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Enrol size by size, and ask after each; the figures so far, after each size."""
    references, queries = read_sets(options.references, options.queries)
    distractors = read_folders(options.distractors)
    references += sorted(distractors, key=lambda r: hashlib.sha256(r.path.name.encode()).digest())
    chosen = choose(queries, options.photos)
    sizes = sorted({min(size, len(references)) for size in options.sizes})
    methods = every_method()
    tallies: dict[str, dict[int, Tally]] = {m.name: {s: Tally() for s in sizes} for m in methods}
    enrolled = 0
    for size in sizes:
        for reference in references[enrolled:size]:
            image = decode_photo(reference.path.read_bytes(), max_side=DECODED_SIDE_PX)
            for method in methods:
                method.add(reference.product_id, image)
        enrolled = size
        for done, query in enumerate(chosen):
            photo = decode_photo(query.path.read_bytes(), max_side=DECODED_SIDE_PX)
            for method in methods:
                if method.is_slow and size > sizes[0] and done >= options.slow_photos:
                    continue
                answer = method.ask(photo, str(query.path))
                tallies[method.name][size].count(query, answer)
        print(f"{size} references: {len(chosen)} photos asked", file=sys.stderr)
        yield {
            "photos": len(chosen),
            "half": "report",
            "methods": [_figures(method, tallies[method.name]) for method in methods],
            "machine": machine(),
        }


def table(figures: dict[str, Any]) -> str:
    """The figures as the README shows them: a Markdown table."""
    sizes = list(figures["methods"][0]["sizes"])
    head = [
        "method",
        "accepts when",
        *(f"recall@1 of {int(size):,}" for size in sizes),
        "accepted, right",
        "accepted, wrong",
        "false accepts",
        *(f"time at {int(size):,}" for size in sizes),
    ]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for method in figures["methods"]:
        at = method["sizes"]
        first = at[sizes[0]]
        cells = [
            method["name"],
            method["accepts"],
            *(_cell(at[size]["recall@1"], at[size]["registered"]) for size in sizes),
            _cell(first["accepted_right"], first["registered"]),
            _cell(first["accepted_wrong"], first["registered"]),
            _cell(first["false_accepts"], first["unregistered"]),
            *(_time(at[size]["milliseconds"]) for size in sizes),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--references", nargs="+", type=Path, required=True, metavar="R.csv")
    parser.add_argument("--queries", nargs="+", type=Path, required=True, metavar="Q.csv")
    parser.add_argument("--distractors", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--sizes", nargs="+", type=int, default=[131, 1000, 2300], metavar="N")
    parser.add_argument("--photos", type=int, default=100, metavar="N")
    parser.add_argument("--slow-photos", type=int, default=10, metavar="N")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    parser.add_argument("--table", type=Path, metavar="OUT.md")
    options = parser.parse_args(arguments)
    if len(options.references) != len(options.queries):
        parser.error("give as many --queries files as --references files")
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    text = ""
    for figures in run(options):  # the largest size takes longest: what is there is kept
        text = json.dumps(figures, indent=2)
        if options.json:
            options.json.write_text(text + "\n", encoding="utf-8")
        if options.table:
            options.table.write_text(table(figures), encoding="utf-8")
    print(text)
    return 0


def _figures(method: Method, tallies: dict[int, Tally]) -> dict[str, Any]:
    return {
        "name": method.name,
        "accepts": method.accepts,
        "sizes": {str(n): tally.figures() for n, tally in tallies.items() if tally.milliseconds},
    }


def _in_turn(lists: Sequence[list[Query]]) -> list[Query]:
    """One of each list, as long as any has some."""
    longest = max((len(each) for each in lists), default=0)
    return [each[place] for place in range(longest) for each in lists if place < len(each)]


def _share(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None


def _cell(share: float | None, of: int) -> str:
    return "–" if share is None else f"{share:.2f} (n {of})"


def _time(milliseconds: float) -> str:
    return f"{milliseconds / 1e3:.1f} s" if milliseconds >= 1e3 else f"{milliseconds:.3g} ms"


if __name__ == "__main__":
    sys.exit(main())
