from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.region import (
    DEFAULT_MARGIN,
    SHORT_SIDE_SHARE,
    Region,
    crop_photo,
    crop_reference,
    visible_share,
    window_of,
)
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

LABEL = draw_label(5)
SIZE = (LABEL.shape[1], LABEL.shape[0])
PLACE = Region(0.3, 0.4, 0.3, 0.2)


def likeness(a, b):
    """Correlation of two pictures of one size, -1..1."""
    return np.corrcoef(a.astype(float).ravel(), b.astype(float).ravel())[0, 1]


@settings(max_examples=25, deadline=None)
@given(
    turn=st.floats(-180, 180),
    tilt=st.floats(0, 0.35),
    x=st.floats(0, 0.6),
    y=st.floats(0, 0.6),
)
def test_the_same_place_comes_back_straightened(turn, tilt, x, y):
    """However the camera was held, the two crops lie side by side in the same frame."""
    corners = quadrilateral(700, 700, turn=turn, tilt=tilt)
    region = Region(x, y, 0.4, 0.4)
    photo = photograph(LABEL, corners)

    known = crop_reference(LABEL, region, side=200)
    seen = crop_photo(photo, unit_homography(corners), region, reference_size=SIZE, side=200)

    assert seen is not None
    assert seen.shape == known.shape
    assert likeness(seen, known) > 0.8


def test_crops_have_the_asked_side_and_the_shape_of_the_place():
    """A tall place stays tall."""
    crop = crop_reference(LABEL, Region(0.4, 0.2, 0.1, 0.5), margin=0.0, side=300)

    assert crop.shape[0] == 300
    assert crop.shape[1] == pytest.approx(300 * (0.1 * SIZE[0]) / (0.5 * SIZE[1]), abs=1)


def test_a_crop_of_the_whole_reference_is_the_reference():
    """No half-pixel shift, no margin beyond the edge."""
    crop = crop_reference(LABEL, Region(0, 0, 1, 1), side=max(SIZE))

    assert np.array_equal(crop, LABEL)


def test_the_margin_surrounds_the_place_evenly():
    """What is around a feature tells an officer where it is."""
    bare = crop_reference(LABEL, PLACE, margin=0.0, side=200)
    wide = crop_reference(LABEL, PLACE, margin=0.5, side=400)
    height, width = wide.shape[:2]
    inner = wide[height // 4 : height // 4 + bare.shape[0], width // 4 : width // 4 + 200]

    assert likeness(inner, bare) > 0.95


def test_fine_print_is_averaged_not_sampled():
    """A fine chequered pattern, reduced, becomes its mean grey instead of noise."""
    pattern = np.zeros((800, 800, 3), np.uint8)
    pattern[(np.indices((800, 800)).sum(axis=0) % 2) == 0] = 255

    crop = crop_reference(pattern, Region(0, 0, 1, 1), side=190)

    assert crop[5:-5, 5:-5].std() < 12
    assert crop.mean() == pytest.approx(127, abs=4)


def test_a_place_outside_the_photo_has_no_crop():
    """An officer must not judge a grey rectangle."""
    moved_off = np.array([[1.0, 0, 0.9], [0, 1.0, 0], [0, 0, 1]])

    assert crop_photo(LABEL, moved_off, PLACE, reference_size=SIZE) is None


def test_a_place_beyond_the_horizon_has_no_crop():
    """Behind the camera the map still gives numbers, but they mean nothing."""
    inside_out = np.array([[1.0, 0, 0], [0, 1.0, 0], [4.0, 0, -3.0]])
    behind = Region(0.8, 0.0, 0.2, 0.2)  # its middle is on the other side than the face's

    assert visible_share(inside_out, behind) == 0
    assert crop_photo(LABEL, inside_out, behind, reference_size=SIZE) is None


def test_visible_share_of_a_place_cut_by_the_edge():
    """Half on the photo is half visible."""
    shifted = np.array([[1.0, 0, 0.5], [0, 1.0, 0], [0, 0, 1]])

    assert visible_share(shifted, Region(0.25, 0, 0.5, 1)) == pytest.approx(0.5, abs=0.07)
    assert visible_share(np.eye(3), PLACE) == 1


@pytest.mark.parametrize(
    "numbers",
    [
        (-0.1, 0, 0.5, 0.5),
        (0, -0.1, 0.5, 0.5),
        (0.6, 0, 0.5, 0.5),
        (0, 0.6, 0.5, 0.5),
        (0, 0, 0, 0.5),
        (0, 0, 0.5, 0),
    ],
)
def test_a_region_lies_on_the_reference(numbers):
    """A rectangle drawn past the edge would be judged on nothing."""
    with pytest.raises(ValueError, match="not a region"):
        Region(*numbers)


def test_a_thin_strip_is_shown_with_its_surroundings():
    """Micro-print cut to its own height is a line that nobody can place."""
    strip = Region(0.3, 0.5, 0.4, 0.02)

    left, top, right, bottom = window_of(strip, 0.35)

    assert (left, right) == pytest.approx((0.16, 0.84))
    assert bottom - top == pytest.approx(0.02 + 2 * 0.35 * 0.6 * 0.4)


def test_a_tall_strip_is_widened_and_a_square_keeps_its_margin():
    """The rule is the same for both sides."""
    left, top, right, bottom = window_of(Region(0.5, 0.2, 0.02, 0.5), 0.35)
    square = window_of(Region(0.4, 0.4, 0.2, 0.2), 0.35)

    assert right - left == pytest.approx(0.02 + 2 * 0.35 * 0.6 * 0.5)
    assert (top, bottom) == pytest.approx((0.025, 0.875))
    assert square == pytest.approx((0.33, 0.33, 0.67, 0.67))


def test_the_phone_draws_the_outline_by_the_same_rule():
    """Two copies of two numbers may not drift apart."""
    script = (Path(__file__).parents[2] / "officer_app/screens/picture_pair.js").read_text()

    assert f"const MARGIN = {DEFAULT_MARGIN};" in script
    assert f"const SHORT_SIDE_SHARE = {SHORT_SIDE_SHARE};" in script
