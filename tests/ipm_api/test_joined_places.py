"""A large edit is one place to look at, not three beside each other."""

from image_index.region import Region
from ipm_api.operations.photo_comparison import NEAR, join_places


def boxes(places):
    return [
        (round(r.x, 3), round(r.y, 3), round(r.width, 3), round(r.height, 3), u) for r, u in places
    ]


def test_places_that_nearly_touch_are_one_with_the_greater_unlikeness():
    """Also when a third place is what connects two."""
    left, right = (Region(0.1, 0.1, 0.1, 0.1), 0.9), (Region(0.32, 0.1, 0.1, 0.1), 0.8)
    assert len(join_places([left, right])) == 2
    between = (Region(0.2 + NEAR / 2, 0.15, 0.09, 0.1), 0.7)
    assert boxes(join_places([between, right, left])) == [(0.1, 0.1, 0.32, 0.15, 0.9)]


def test_places_apart_stay_apart_most_unlike_first():
    """Above each other or beside each other."""
    places = [(Region(0.1, 0.1, 0.1, 0.1), 0.6), (Region(0.1, 0.4, 0.1, 0.1), 0.8)]
    assert boxes(join_places(places)) == [(0.1, 0.4, 0.1, 0.1, 0.8), (0.1, 0.1, 0.1, 0.1, 0.6)]
    assert join_places([]) == []
