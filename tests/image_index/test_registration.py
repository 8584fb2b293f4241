import cv2
import numpy as np
import pytest

from image_index.registration import WORK_SIDE_PX, register
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

LABEL = draw_label(6)
CORNERS = quadrilateral(700, 700, turn=-9, share=0.85)
WHERE = unit_homography(CORNERS)
STEP = WORK_SIDE_PX / LABEL.shape[0]  # pixels of the frame by one of the label


def bent(label, depth):
    """*label* as a bulging film shows it: its middle pushed down by *depth* pixels."""
    height, width = label.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bulge = depth * (1 - (2 * x / width - 1) ** 2) * (1 - (2 * y / height - 1) ** 2)
    return cv2.remap(label, x, y - bulge.astype(np.float32), cv2.INTER_LINEAR)


def inside(plane):
    """The middle of a map, away from the label's edge."""
    height, width = plane.shape[:2]
    return plane[height // 8 : -height // 8, width // 8 : -width // 8]


def mismatch(registered):
    """Mean difference of lightness between reference and registered photo."""
    known, seen = (
        inside(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)).astype(float)
        for picture in (registered.reference, registered.photo)
    )
    return np.abs(known - seen / 0.9).mean()


def test_both_pictures_come_out_in_one_frame():
    """The longer side of a label is brought to the working size."""
    registered = register(LABEL, photograph(LABEL, CORNERS), WHERE)

    assert max(registered.reference.shape) == WORK_SIDE_PX
    assert registered.photo.shape == registered.reference.shape
    assert registered.seen.all()


def test_a_bulge_is_followed():
    """Packaging is not flat, and a homography is."""
    photo = photograph(bent(LABEL, 7), CORNERS)

    registered = register(LABEL, photo, WHERE)

    middle = registered.field[WORK_SIDE_PX // 2, registered.field.shape[1] // 2]
    assert middle[1] == pytest.approx(7 * STEP, abs=1.5)
    assert np.median(np.linalg.norm(inside(registered.residual), axis=2)) < 0.7


def test_a_homography_some_pixels_off_is_corrected():
    """As good as with the truth."""
    off = unit_homography(CORNERS + np.array([[6, -4], [-4, 6], [5, 5], [-6, -3]], np.float32))
    photo = photograph(LABEL, CORNERS)

    assert mismatch(register(LABEL, photo, off)) < 1.3 * mismatch(register(LABEL, photo, WHERE))


def test_a_moved_word_is_not_followed():
    """What moved alone must stay seen as moved."""
    changed = LABEL.copy()
    changed[250:330, 120:280] = np.roll(LABEL[250:330, 120:280], 6, axis=1)

    registered = register(LABEL, photograph(changed, CORNERS), WHERE)

    place = tuple(slice(round(a * STEP), round(b * STEP)) for a, b in ((260, 320), (140, 260)))
    assert np.abs(registered.field[place]).max() < 1.5
    assert np.quantile(np.linalg.norm(registered.residual[place], axis=2), 0.8) > 3


def test_what_is_not_on_the_photo_is_not_seen():
    """Its edge repeated is no print."""
    shifted = np.array([[1.0, 0, 0.3], [0, 1.0, 0], [0, 0, 1]]) @ WHERE

    registered = register(LABEL, photograph(LABEL, CORNERS), shifted)

    assert registered.seen[:, :60].all()
    assert not registered.seen[:, -60:].any()


def test_nothing_to_hold_on_to_leaves_the_homography():
    """A blank face cannot be aligned, and must not be bent by noise."""
    blank = np.full_like(LABEL, 200)

    registered = register(blank, photograph(blank, CORNERS), WHERE)

    assert np.abs(registered.field).max() == 0


def test_a_photo_much_finer_than_the_frame_is_reduced_without_noise():
    """Twelve megapixels of sensor noise are averaged, not sampled."""
    large = cv2.resize(photograph(LABEL, CORNERS), (2800, 2800), interpolation=cv2.INTER_NEAREST)
    noisy = np.clip(large + np.random.default_rng(0).normal(0, 25, large.shape), 0, 255)

    registered = register(LABEL, noisy.astype(np.uint8), WHERE)

    assert mismatch(registered) < mismatch(register(LABEL, photograph(LABEL, CORNERS), WHERE)) + 3
