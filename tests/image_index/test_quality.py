import cv2
import numpy as np
import pytest

from image_index.quality import MINIMUM_REFERENCE_KEYPOINTS, QualityProblem, assess_quality


def printed_page(width=512, height=400, seed=5):
    """Words, boxes and rings on paper, sharp."""
    noise = np.random.default_rng(seed)
    page = np.full((height, width, 3), 235, np.uint8)
    for _ in range(60):
        corner = noise.integers(0, [width, height])
        colour = noise.integers(0, 200, 3).tolist()
        far = corner + noise.integers(10, 60, 2)
        cv2.rectangle(page, corner.tolist(), far.tolist(), colour, -1)
        cv2.putText(page, "GENUINE", far.tolist(), cv2.FONT_HERSHEY_SIMPLEX, 0.6, colour, 2)
    return page


def with_spot(page, radius):
    """A lamp's reflection in the middle, *radius* as a share of the width."""
    height, width = page.shape[:2]
    y, x = np.mgrid[:height, :width]
    away = (x - width / 2) ** 2 + (y - height / 2) ** 2
    light = 600 * np.exp(-away / (2 * (radius * width) ** 2))
    return np.clip(page * 0.6 + light[..., None], 0, 255).astype(np.uint8)


def moved(page, across, down):
    return cv2.blur(page, (across, down))


def test_sharp_print_has_no_problem():
    quality = assess_quality(printed_page())

    assert quality.problems == ()
    assert quality.keypoints > MINIMUM_REFERENCE_KEYPOINTS
    assert 0.2 < quality.sharpness < 1
    assert 0.9 < quality.brightness <= 1
    assert quality.glare_share == 0


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_plain_picture_has_nothing_to_recognise(colour):
    """A white wall enrolled as a reference would answer for everything or for nothing."""
    quality = assess_quality(np.full((480, 640, 3), colour, np.uint8))

    assert quality.keypoints == 0
    assert QualityProblem.TOO_FEW_KEYPOINTS in quality.problems
    assert QualityProblem.BLURRED not in quality.problems


@pytest.mark.parametrize("sigma", [3, 5])
def test_print_out_of_focus_is_blurred(sigma):
    assert (
        QualityProblem.BLURRED
        in assess_quality(cv2.GaussianBlur(printed_page(), (0, 0), sigma)).problems
    )


@pytest.mark.parametrize("path", [(15, 1), (1, 15)])
def test_motion_along_one_direction_is_blur(path):
    """The other direction stays sharp; one measure over both would be deceived."""
    assert QualityProblem.BLURRED in assess_quality(moved(printed_page(), *path)).problems


def test_faint_blur_is_no_problem():
    assert assess_quality(cv2.GaussianBlur(printed_page(), (0, 0), 0.7)).problems == ()


def test_sharpness_does_not_depend_on_the_size_sent():
    """A 12-megapixel photo is judged as it will be worked."""
    page = printed_page()
    large = cv2.resize(page, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)

    assert assess_quality(large).sharpness == pytest.approx(
        assess_quality(page).sharpness, abs=0.06
    )


def test_underexposed_print_is_dark():
    """Two stops too little; the blackest genuine package has something light on it."""
    assert QualityProblem.DARK in assess_quality((printed_page() * 0.2).astype(np.uint8)).problems
    assert (
        QualityProblem.DARK not in assess_quality((printed_page() * 0.5).astype(np.uint8)).problems
    )


def test_lamp_s_reflection_is_glare():
    quality = assess_quality(with_spot(printed_page(), 0.12))

    assert QualityProblem.GLARE in quality.problems
    assert 0.05 < quality.glare_share < 0.5


def test_white_print_and_white_background_are_no_glare():
    """A shop's picture stands on white; a label may be white: both end sharply or at the border."""
    page = (printed_page() * 0.5).astype(np.uint8)
    page[100:300, 150:380] = 255
    assert assess_quality(page).glare_share == 0
    framed = np.full((500, 600, 3), 255, np.uint8)
    framed[50:450, 44:556] = printed_page()
    assert assess_quality(framed).glare_share == 0


def test_stamp_sized_picture_is_too_small():
    assert QualityProblem.TOO_SMALL in assess_quality(printed_page(127, 300)).problems
    assert QualityProblem.TOO_SMALL not in assess_quality(printed_page(128, 300)).problems


def test_problems_are_the_words_that_the_service_shows():
    assert [str(problem) for problem in QualityProblem] == [
        "too-few-keypoints",
        "blurred",
        "dark",
        "glare",
        "too-small",
        "only-barcode",
        "repetitive",
    ]
