import cv2
import numpy as np
import pytest

from image_index.agreement import measure_agreement, prepare_reference
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

CORNERS = quadrilateral(700, 700, turn=12)
TRUTH = unit_homography(CORNERS)


def agreement(reference, shown, truth=TRUTH):
    return measure_agreement(prepare_reference(reference), photograph(shown, CORNERS), truth)


def test_the_right_label_agrees():
    """Noise, blur and a tilt are ordinary."""
    found = agreement(draw_label(1), draw_label(1))

    assert found.correlation > 0.85
    assert found.cells > 100


def test_another_label_in_the_same_place_does_not():
    """The frame of a sister product fits; its print does not."""
    assert agreement(draw_label(1), draw_label(2)).correlation < 0.4


def test_light_does_not_matter():
    """Correlation forgives a dark warehouse."""
    label = draw_label(1)
    dark = (photograph(label, CORNERS) * 0.45).astype(np.uint8)

    found = measure_agreement(prepare_reference(label), dark, TRUTH)

    assert found.correlation > 0.85


def test_another_flavour_differs_in_colour():
    """Sister products often share every letter and differ in colour alone."""
    label = draw_label(1)
    hsv = cv2.cvtColor(label, cv2.COLOR_RGB2HSV)
    hsv[: len(hsv) // 2, :, 0] = (hsv[: len(hsv) // 2, :, 0].astype(int) + 70) % 180
    flavour = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)

    assert agreement(label, flavour).chroma > 1.5 * agreement(label, label).chroma


@pytest.mark.parametrize(
    "truth",
    [np.array([[1.0, 0, 5], [0, 1.0, 5], [0, 0, 1]]), np.diag([1e-3, 1e-3, 1.0])],
    ids=["outside the photo", "one point"],
)
def test_a_place_where_nothing_is_to_compare_gives_no_agreement(truth):
    """No evidence is not weak evidence against."""
    found = agreement(draw_label(1), draw_label(1), truth)

    assert found.correlation < 0.3


def test_a_blank_reference_gives_no_agreement():
    """Without print there is nothing to compare."""
    found = agreement(np.full((300, 200, 3), 240, np.uint8), draw_label(1))

    assert (found.correlation, found.chroma, found.cells) == (0.0, 0.0, 0)


@pytest.mark.parametrize("shape", [(1, 1), (5, 400), (400, 5), (3000, 2)])
def test_references_of_any_shape_can_be_compared(shape):
    """A strip is narrower than one cell."""
    found = agreement(np.zeros((*shape, 3), np.uint8), draw_label(1))

    assert found.cells == 0
