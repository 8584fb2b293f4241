"""Outlines: which can be used, and that crossings are found however the corners lie."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.polygon import GRID, bounds_of, is_simple, outline_fault, outline_of

SQUARE = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5))
BOW_TIE = ((0.1, 0.1), (0.5, 0.5), (0.5, 0.1), (0.1, 0.5))
FRACTION = st.integers(0, GRID).map(lambda n: n / GRID)


def star(angles, radii, middle=(0.5, 0.5)):
    """Corners around *middle* in the order of their angles: never crosses itself."""
    return tuple(
        (middle[0] + r * math.cos(a), middle[1] + r * math.sin(a))
        for a, r in zip(sorted(angles), radii, strict=True)
    )


@st.composite
def stars(draw):
    """Outlines that are simple by construction."""
    steps = draw(st.lists(st.integers(0, 35), min_size=4, max_size=20, unique=True))
    angles = [step * math.tau / 36 for step in steps]
    widest = max(
        b - a
        for a, b in zip(sorted(angles), [*sorted(angles)[1:], min(angles) + math.tau], strict=True)
    )
    if widest > math.pi * 0.95:  # the middle would be outside, and sides could meet
        angles = [n * math.tau / len(angles) for n in range(len(angles))]
    size = len(angles)
    radii = draw(st.lists(st.floats(0.1, 0.49), min_size=size, max_size=size))
    return star(angles, radii)


@given(stars())
def test_corners_in_the_order_of_their_angles_are_an_outline(corners):
    """Whatever is drawn around a middle is kept."""
    assert outline_fault(outline_of(corners)) is None


@given(stars(), st.data())
def test_two_sides_exchanged_make_a_crossing(corners, data):
    """Reversing a stretch of a convex outline crosses two of its sides."""
    size = len(corners)
    circle = star([n * math.tau / size for n in range(size)], [0.4] * size)
    start = data.draw(st.integers(0, size - 3))
    stop = data.draw(st.integers(start + 2, min(size, start + size - 2)))
    turned = (*circle[:start], *reversed(circle[start:stop]), *circle[stop:])
    assert not is_simple(outline_of(turned))


@given(st.lists(st.tuples(FRACTION, FRACTION), min_size=3, max_size=9, unique=True), st.data())
def test_the_answer_does_not_depend_on_where_one_begins_or_which_way_round(corners, data):
    """Nor on a picture that is turned by a quarter or mirrored."""
    turn = data.draw(st.integers(0, len(corners) - 1))
    said = is_simple(tuple(corners))
    assert is_simple(tuple(corners[turn:] + corners[:turn])) is said
    assert is_simple(tuple(reversed(corners))) is said
    assert is_simple(tuple((1 - y, x) for x, y in corners)) is said
    assert is_simple(tuple((1 - x, y) for x, y in corners)) is said


@given(stars())
def test_the_rectangle_around_an_outline_holds_all_corners_and_touches_four_sides(corners):
    """Crops and comparisons work with it."""
    outline = outline_of(corners)
    x, y, width, height = bounds_of(outline)
    assert {x, x + width} <= {*(c[0] for c in outline), x + width}
    for corner in outline:
        assert x <= corner[0] <= x + width + 1e-9
        assert y <= corner[1] <= y + height + 1e-9


@pytest.mark.parametrize(
    "outline",
    [
        BOW_TIE,
        ((0.1, 0.1), (0.5, 0.1), (0.3, 0.1)),  # back on itself
        ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.3, 0.1), (0.1, 0.5)),  # a corner on a side
        ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.1), (0.1, 0.5)),  # the same corner twice
        ((0.1, 0.1), (0.5, 0.1)),
        ((0.1, 0.1),) * 5,
        tuple((0.5 + 0.4 * math.cos(n / 41 * math.tau), 0.5) for n in range(41)),
        ((-0.01, 0.1), (0.5, 0.1), (0.5, 0.5)),
        ((0.1, 0.1), (1.01, 0.1), (0.5, 0.5)),
        ((0.1, 0.1), (math.nan, 0.1), (0.5, 0.5)),
        ((0.1, 0.1), (math.inf, 0.1), (0.5, 0.5)),
        (),
    ],
)
def test_what_is_no_outline_is_refused_with_a_reason(outline):
    """Too few or too many corners, outside, or crossing itself."""
    assert outline_fault(outline_of(outline))


def test_a_corner_given_twice_in_a_row_and_a_closing_corner_are_one():
    """A double tap, and those who close a ring."""
    doubled = (*SQUARE[:2], SQUARE[1], *SQUARE[2:], SQUARE[0])
    assert outline_of(doubled) == SQUARE
