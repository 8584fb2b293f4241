"""Whether a larger look would show more."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.fine_detail import fine_detail


def print_of(side: int, grain: int) -> np.ndarray:
    """(side, side) dots of *grain* px."""
    dots = np.random.default_rng(3).integers(0, 2, (side // grain + 1, side // grain + 1)) * 200
    return np.kron(dots, np.ones((grain, grain)))[:side, :side].astype(np.uint8)


def test_small_print_is_lost_and_large_print_is_not():
    """The finer the print, the more a larger look adds."""
    lost = [fine_detail(print_of(640, grain), 0.7) for grain in (1, 2, 4, 8)]

    assert lost == sorted(lost, reverse=True)
    assert lost[0] > 0.2


def test_enlarging_adds_no_detail():
    """Pixels are not detail."""
    sharp = print_of(320, 2)
    enlarged = cv2.resize(sharp, (640, 640), interpolation=cv2.INTER_CUBIC)

    assert fine_detail(enlarged, 0.7) < fine_detail(sharp, 0.7) / 2


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 255))
def test_an_empty_wall_shows_nothing_more(height, width, grey):
    """Nothing to see is an ordinary input; so is a tiny picture."""
    assert fine_detail(np.full((height, width), grey, np.uint8), 0.7) == 0.0
