"""Outlines drawn on a picture: whether one can be used, and the rectangle around it."""

import math
from collections.abc import Sequence

from ipm_api.sentence import Sentence

Outline = tuple[tuple[float, float], ...]
"""Corners in their order, in fractions of the picture's width and height."""

FEWEST_CORNERS, MOST_CORNERS = 3, 40
GRID = 100_000  # places along a side of the picture: on it, crossings are computed exactly

_Corner = tuple[int, int]


def outline_of(points: Sequence[Sequence[float]]) -> Outline:
    """*points* as they are kept: to 1/100,000 of the picture, corners given twice only once."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        corner = (round(x, 5), round(y, 5))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:  # a closed outline, as some write it
        corners.pop()
    return tuple(corners)


def outline_fault(outline: Outline) -> Sentence | str | None:
    """Why *outline* cannot be used, or None if it can."""
    if not FEWEST_CORNERS <= len(outline) <= MOST_CORNERS:
        return Sentence(
            "An outline has %(fewest)s to %(most)s corners.",
            fewest=FEWEST_CORNERS,
            most=MOST_CORNERS,
        )
    if not all(math.isfinite(v) and 0 <= v <= 1 for corner in outline for v in corner):
        return Sentence("The outline must lie inside the image.")
    if not is_simple(outline):
        return Sentence("The outline crosses or touches itself. Draw it around the place once.")
    return None


def bounds_of(outline: Outline) -> tuple[float, float, float, float]:
    """x, y, width, height of the rectangle around *outline*."""
    left, top = (min(corner[axis] for corner in outline) for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in outline) for axis in (0, 1))
    return left, top, right - left, bottom - top


def is_simple(outline: Outline) -> bool:
    """True if no two sides of *outline* meet but where one ends and the next begins."""
    corners = [(round(x * GRID), round(y * GRID)) for x, y in outline]
    count = len(corners)
    sides = [(corners[i], corners[(i + 1) % count]) for i in range(count)]
    for i, (start, end) in enumerate(sides):
        following = sides[(i + 1) % count][1]
        if start == end or (_turn(start, end, following) == 0 and _ahead(end, start, following)):
            return False  # nowhere, or back on itself
        for j in range(i + 2, count):
            is_neighbour = i == 0 and j == count - 1
            if not is_neighbour and _meet(start, end, *sides[j]):
                return False
    return True


def _turn(a: _Corner, b: _Corner, c: _Corner) -> int:
    """Above 0 if a, b, c turn left, below 0 if right, 0 on one line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _ahead(origin: _Corner, one: _Corner, other: _Corner) -> bool:
    """Whether both lie on the same side of *origin*, which is on one line with them."""
    dot = (one[0] - origin[0]) * (other[0] - origin[0]) + (one[1] - origin[1]) * (
        other[1] - origin[1]
    )
    return dot > 0


def _meet(a: _Corner, b: _Corner, c: _Corner, d: _Corner) -> bool:
    """Whether the sides a-b and c-d share a point."""
    across_ab, across_cd = (_turn(a, b, c), _turn(a, b, d)), (_turn(c, d, a), _turn(c, d, b))
    if across_ab[0] * across_ab[1] < 0 and across_cd[0] * across_cd[1] < 0:
        return True
    on_a_side = (
        (across_ab[0], a, b, c),
        (across_ab[1], a, b, d),
        (across_cd[0], c, d, a),
        (across_cd[1], c, d, b),
    )
    return any(turn == 0 and _between(p, q, r) for turn, p, q, r in on_a_side)


def _between(p: _Corner, q: _Corner, r: _Corner) -> bool:
    """Whether *r*, on the line p-q, lies between the two."""
    return all(min(p[axis], q[axis]) <= r[axis] <= max(p[axis], q[axis]) for axis in (0, 1))
