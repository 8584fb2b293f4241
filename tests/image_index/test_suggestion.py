"""Places suggested from a known counterfeit contain what was changed, and nothing else is."""

import numpy as np
import pytest

from image_index.region import Region
from image_index.suggestion import MOST_PLACES, differing_places
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

EDITS = {  # left, top, right, bottom in pixels of a label of 420 x 560
    "upper": (60, 90, 170, 150),
    "middle": (126, 224, 252, 336),
    "lower": (220, 420, 330, 480),
}


def edited(label, *names):
    """*label* with another label's print at the named places."""
    changed = label.copy()
    for name in names:
        left, top, right, bottom = EDITS[name]
        changed[top:bottom, left:right] = draw_label(77)[top:bottom, left:right]
    return changed


def touches(region, name):
    """Whether *region* shares some area with the named edit."""
    left, top, right, bottom = EDITS[name]
    return (
        region.x * 420 < right
        and (region.x + region.width) * 420 > left
        and region.y * 560 < bottom
        and (region.y + region.height) * 560 > top
    )


@pytest.mark.parametrize("names", [("upper",), ("middle",), ("lower",), ("upper", "lower")])
def test_the_suggested_places_are_where_the_edits_are(names):
    """Every edit is found, and every suggestion is at an edit; the strongest comes first."""
    label = draw_label(5)
    fake = photograph(edited(label, *names), quadrilateral(700, 700, turn=8, share=0.85))

    places = differing_places(label, fake)

    assert all(any(touches(place.genuine, name) for place in places) for name in names)
    assert all(any(touches(place.genuine, name) for name in names) for place in places)
    assert len(places) <= MOST_PLACES
    order = [place.unlikeness for place in places]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("seed", [5, 6, 7, 8])
def test_nothing_is_suggested_where_the_pictures_agree(seed):
    """A second photograph of the same print, and the same file."""
    label = draw_label(seed)
    again = photograph(label, quadrilateral(700, 700, turn=-9, share=0.8), seed=seed)

    assert differing_places(label, again) == []
    assert differing_places(label, label) == []


def test_the_same_place_is_named_on_both_pictures():
    """The counterpart's rectangle holds the place where the camera put it."""
    label, corners = draw_label(5), quadrilateral(700, 700, turn=8, share=0.85)

    place = differing_places(label, photograph(edited(label, "middle"), corners))[0]

    middle = place.genuine.x + place.genuine.width / 2, place.genuine.y + place.genuine.height / 2
    there = unit_homography(corners) @ [*middle, 1.0]
    x, y = there[:2] / there[2]
    found = place.counterfeit
    assert found.x < x < found.x + found.width
    assert found.y < y < found.y + found.height


def test_what_is_a_feature_already_is_not_suggested_again():
    """The list gets shorter while one works."""
    label = draw_label(5)
    fake = photograph(edited(label, "middle"), quadrilateral(700, 700, share=0.85))

    assert differing_places(label, fake, [Region(0.15, 0.3, 0.6, 0.4)]) == []


def test_a_suggestion_that_became_a_feature_leaves_no_rest():
    """Its rectangle ends where the change is still plain; the strip beside it is the same place."""
    label = draw_label(5)
    fake = photograph(edited(label, "middle"), quadrilateral(700, 700, share=0.85))
    declared = [place.genuine for place in differing_places(label, fake)]

    assert differing_places(label, fake, declared) == []


def test_a_picture_of_another_side_cannot_be_compared():
    """None, not an empty list: that would say that nothing differs."""
    assert differing_places(draw_label(5), draw_label(31)) is None
    assert differing_places(draw_label(5), np.full((300, 300, 3), 200, np.uint8)) is None
