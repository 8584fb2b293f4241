"""Bars of a chart, in units of its drawing; the numbers stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 160  # units of the drawing, without the labels below
GAP = 0.3  # of the room of one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One bar, standing on ``y = HEIGHT``.

    Attributes:
        x, y, width, height: of the rectangle.
        middle: where its label is centred.
    """

    x: float
    y: float
    width: float
    height: float
    middle: float


def bars_of(counts: Sequence[int], slots: int = 12, *, from_right: bool = False) -> list[Bar]:
    """
    A bar for each of *counts* in a drawing with room for *slots*; the largest fills it.

    Args:
        from_right: the first one is at the right, for readers of Arabic.
    """
    slots = max(slots, len(counts), 1)
    room, places = WIDTH / slots, range(slots)[:: -1 if from_right else 1]
    largest = max(counts, default=0) or 1
    return [
        Bar(
            x=round(room * (place + GAP / 2), 2),
            y=round(HEIGHT * (1 - count / largest), 2),
            width=round(room * (1 - GAP), 2),
            height=round(HEIGHT * count / largest, 2),
            middle=round(room * (place + 0.5), 2),
        )
        for place, count in zip(places, counts, strict=False)
    ]
