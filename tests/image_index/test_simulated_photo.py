from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.simulated_photo import (
    CONDITIONS,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    Conditions,
    photograph,
)

MARKS = np.array([[0.15, 0.12], [0.85, 0.12], [0.85, 0.88], [0.15, 0.88], [0.5, 0.5]])
STILL = Conditions(shadow=0, noise=0, defocus=0, jpeg=95)


def face(width=600, height=900):
    """White paper with a magenta disc on every mark."""
    image = np.full((height, width, 3), 245, np.uint8)
    for x, y in MARKS:
        cv2.circle(image, (round(x * width), round(y * height)), 16, (255, 0, 255), -1, cv2.LINE_AA)
    return image


def printed(seed=3):
    """A face with much to see."""
    blocks = np.random.default_rng(seed).integers(0, 255, (30, 20, 3), dtype=np.uint8)
    return np.kron(blocks, np.ones((30, 30, 1), np.uint8))


def find_marks(photo):
    """(K, 2) centres of the magenta discs, in unit coordinates of the photo."""
    colour = photo.astype(int)
    magenta = (np.minimum(colour[..., 0], colour[..., 2]) - colour[..., 1] > 90).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(magenta)
    large = [i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] > 40]
    return centres[large] / [PHOTO_WIDTH, PHOTO_HEIGHT]


def project(matrix, points):
    """Apply a homography to (K, 2) points the slow, obvious way."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return homogeneous[:, :2] / homogeneous[:, 2:]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32 - 1),
    tilt=st.floats(0, 35),
    roll=st.floats(0, 25),
    wide=st.booleans(),
)
def test_the_homography_says_where_every_printed_point_is(seed, tilt, roll, wide):
    """The truth that localisation and crops are measured against."""
    image = face(900, 500) if wide else face()
    photo = photograph(image, np.random.default_rng(seed), replace(STILL, tilt=tilt, roll=roll))

    found = find_marks(photo.image)
    expected = project(photo.homography, MARKS)

    assert len(found) == len(MARKS)
    pixels = (found[:, None] - expected[None]) * [PHOTO_WIDTH, PHOTO_HEIGHT]
    distances = np.hypot(pixels[..., 0], pixels[..., 1])
    assert distances.min(0).max() < 2.5


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_the_whole_article_is_on_every_photo(name):
    """An officer frames what is looked at; half an article is another problem."""
    for seed in range(2):
        photo = photograph(printed(), np.random.default_rng(seed), CONDITIONS[name])

        assert photo.image.shape == (PHOTO_HEIGHT, PHOTO_WIDTH, 3)
        assert photo.image.dtype == np.uint8
        assert photo.homography[2, 2] == pytest.approx(1)
        corners = project(photo.homography, np.array([[0, 0], [1, 0], [1, 1], [0, 1]]))
        assert corners.min() >= 0
        assert corners.max() <= 1
        area = cv2.contourArea(corners.astype(np.float32))
        assert area > 0.1


def test_the_same_chance_gives_the_same_photo_and_another_another():
    """A failing case can be looked at again."""
    first, again, other = (
        photograph(printed(), np.random.default_rng(seed)).image for seed in (5, 5, 6)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_conditions_are_what_they_are_called():
    """A preset that changes nothing would make the trial look better than it is."""

    def taken(name, **changes):
        how = replace(CONDITIONS[name], **changes)
        return photograph(printed(), np.random.default_rng(11), how).image

    def lit(name, **changes):
        return cv2.GaussianBlur(taken(name, **changes), (0, 0), 3).astype(int).min(2)

    def sharpness(photo):
        grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
        return cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.5), cv2.CV_64F).var()

    clear = taken("clear")

    assert taken("dim").mean() < 0.6 * clear.mean()
    assert (lit("glare") - lit("glare", glare=0) > 60).mean() > 0.02
    assert (lit("clear", glare=0) - lit("clear") > 60).mean() < 0.001
    assert sharpness(taken("blurred")) < 0.5 * sharpness(clear)


def test_a_hand_covers_part_of_the_scene():
    """The held article is partly hidden, as in a shop or at a container's door."""
    held = CONDITIONS["held"]
    with_hand = photograph(printed(), np.random.default_rng(2), held).image
    without = photograph(printed(), np.random.default_rng(2), replace(held, hand=False)).image

    assert (np.abs(with_hand.astype(int) - without.astype(int)).max(2) > 60).mean() > 0.02


def test_a_curved_label_is_squeezed_towards_its_edges():
    """A bottle shows the middle of its label wide and both sides narrow."""
    image = np.full((600, 600, 3), 245, np.uint8)
    for x in (60, 180, 300, 420, 540):
        cv2.circle(image, (x, 300), 12, (255, 0, 255), -1)
    upright = replace(STILL, tilt=0, roll=0)

    def gaps(curvature):
        rng = np.random.default_rng(4)
        photo = photograph(image, rng, replace(upright, curvature=curvature)).image
        return np.diff(np.sort(find_marks(photo)[:, 0]))

    flat, curved = gaps(0.0), gaps(0.85)

    assert flat == pytest.approx(flat.mean(), rel=0.02)
    half = np.arcsin(0.85)  # the marks are 0.4 and 0.8 of the half label from its middle
    near, far = np.sin(np.array([0.4, 0.8]) * half)
    assert curved[0] / curved[1] == pytest.approx((far - near) / near, rel=0.04)
    assert curved[3] / curved[2] == pytest.approx((far - near) / near, rel=0.04)
