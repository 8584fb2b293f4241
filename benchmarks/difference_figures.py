"""What benchmarks.differences found, and the figures that it reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.artwork_edits import KINDS, SIZES
from benchmarks.rendered_edits import UNCHANGED
from image_index.comparison import HIGHLIGHT_UNLIKENESS
from image_index.region import Region

HIT_REACH = 0.024  # of the reference's sides: as far beside the edit a highlight's centre may lie

CONTROL = (UNCHANGED, 0.03)  # genuine artwork drawn anew: shows what the drawing itself adds

Key = tuple[str, float]  # kind and size


@dataclass(slots=True)
class Tally:
    """What was found in all cases."""

    edited: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    among_three: dict[Key, list[bool]] = field(default_factory=lambda: defaultdict(list))
    highlighted: dict[Key, list[bool]] = field(default_factory=lambda: defaultdict(list))
    untouched: list[float] = field(default_factory=list)  # unlikeness of places not edited
    redrawn: list[float] = field(default_factory=list)  # of places drawn anew without change
    false_highlights: list[int] = field(default_factory=list)  # of each genuine photo
    not_recognised: int = 0
    not_visible: int = 0  # edited places said to be in glare or too small
    milliseconds: list[float] = field(default_factory=list)


def is_hit(highlight: Region, edit: Region) -> bool:
    """True if the middle of *highlight* lies in *edit* or at most HIT_REACH beside it."""
    x, y = highlight.x + highlight.width / 2, highlight.y + highlight.height / 2
    beside = edit.x - HIT_REACH <= x <= edit.x + edit.width + HIT_REACH
    return beside and edit.y - HIT_REACH <= y <= edit.y + edit.height + HIT_REACH


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Share of pairs in which the positive is larger, ties counting half (Mann-Whitney)."""
    below = np.searchsorted(np.sort(negative), positive, side="left")
    up_to = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + up_to).mean() / 2 / len(negative))


def figures_of(tally: Tally) -> dict[str, Any]:
    """The figures of the report, kinds by sizes and their means over kinds."""
    areas = {key: area_under_curve(v, tally.untouched) for key, v in tally.edited.items()}
    return {
        "declared_auc": _table(areas),
        "among_three": _table({key: float(np.mean(v)) for key, v in tally.among_three.items()}),
        "highlighted": _table({key: float(np.mean(v)) for key, v in tally.highlighted.items()}),
        "edits": _table({key: float(len(v)) for key, v in tally.edited.items()}),
        "genuine_photos": len(tally.false_highlights),
        "false_highlights_per_genuine_photo": _mean(tally.false_highlights),
        "untouched_places": len(tally.untouched),
        "redrawn_unchanged_auc": (
            round(area_under_curve(tally.redrawn, tally.untouched), 3) if tally.redrawn else None
        ),
        "not_recognised": tally.not_recognised,
        "not_visible": tally.not_visible,
        "highlight_unlikeness": HIGHLIGHT_UNLIKENESS,
        "milliseconds": {
            f"p{p}": round(float(np.percentile(tally.milliseconds, p)), 1) for p in (50, 95)
        },
    }


def _table(values: dict[Key, float]) -> dict[str, dict[str, float]]:
    """Rows by kind, then "mean" over the kinds; columns by size in percent."""
    rows: dict[str, dict[str, float]] = {
        kind: {_percent(s): round(values[kind, s], 3) for s in SIZES if (kind, s) in values}
        for kind in KINDS
    }
    rows["mean"] = {
        _percent(size): _mean([values[kind, size] for kind in KINDS if (kind, size) in values])
        for size in SIZES
        if any((kind, size) in values for kind in KINDS)
    }
    return rows


def _percent(size: float) -> str:
    return f"{size:.0%}"


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3) if values else 0.0
