"""The phone camera puts the article where it says, and makes it look photographed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seed_products.camera import (
    CONDITIONS,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    Conditions,
    photograph,
)

PLAIN = Conditions(shadow=0, noise=0, defocus=0, jpeg=95)


def marked(width: int, height: int):
    """A white card with a red, green, blue and black quarter."""
    card = np.full((height, width, 3), 255, np.uint8)
    colours = (((230, 0, 0), (0, 200, 0)), ((0, 0, 230), (20, 20, 20)))
    for row, colours_of_row in enumerate(colours):
        for column, colour in enumerate(colours_of_row):
            top, left = row * height // 2, column * width // 2
            card[top : top + height // 2, left : left + width // 2] = colour
    return card


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), tall=st.booleans())
def test_the_known_homography_finds_the_parts_of_the_article(seed, tall):
    """Benchmarks trust it as the truth."""
    card = marked(300, 400) if tall else marked(500, 250)
    shot = photograph(card, np.random.default_rng(seed), PLAIN)
    for (x, y), channel in (((0.25, 0.25), 0), ((0.75, 0.25), 1), ((0.25, 0.75), 2)):
        px, py, w = shot.homography @ [x, y, 1]
        seen = shot.image[int(py / w * PHOTO_HEIGHT), int(px / w * PHOTO_WIDTH)]
        assert int(seen.argmax()) == channel


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_gives_a_whole_photo(name):
    """A preset with a slip in it would break the demo."""
    shot = photograph(marked(300, 400), np.random.default_rng(1), CONDITIONS[name])
    assert shot.image.shape == (PHOTO_HEIGHT, PHOTO_WIDTH, 3)
    assert shot.image.dtype == np.uint8
    assert shot.image.std() > 10


def test_dim_photos_are_darker_and_glare_is_brighter():
    """The words of the presets mean something."""

    def white_and_mean(name):
        shot = photograph(marked(300, 400), np.random.default_rng(4), CONDITIONS[name]).image
        return (shot.min(axis=2) > 190).mean(), shot.mean()

    assert white_and_mean("dim")[1] < 0.6 * white_and_mean("clear")[1]
    assert white_and_mean("glare")[0] > white_and_mean("clear")[0]
