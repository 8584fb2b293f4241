import cv2
import numpy as np
import pytest

from image_index.photometry import make_comparable, printed_area
from tests.image_index.drawn_labels import draw_label

LABEL = draw_label(8)
EVERYWHERE = np.ones(LABEL.shape[:2], np.bool_)


def distance(reference, photo):
    """Median Lab distance that is left."""
    alike = make_comparable(reference, photo, EVERYWHERE)
    return np.linalg.norm(alike.expected - alike.found, axis=2).mean()


def shaded(picture):
    """Light that falls off from one side to the other."""
    return (picture * np.linspace(1, 0.5, picture.shape[1])[None, :, None]).astype(np.uint8)


def hazy(picture):
    """A film over the print: less contrast, more light."""
    return (picture * 0.6 + 70).astype(np.uint8)


def tinted(picture):
    """The lamp of a warehouse."""
    return np.clip(picture * np.array([1.05, 0.95, 0.7]), 0, 255).astype(np.uint8)


def blurred(picture):
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), 2.0)


def smeared(picture):
    """Moved along one direction."""
    return cv2.blur(picture, (9, 1))


@pytest.mark.parametrize("taken", [shaded, hazy, tinted, blurred, smeared])
def test_what_the_camera_did_is_taken_away(taken):
    """The reference is shown as this photo would show it, whichever is the sharper."""
    photo = taken(LABEL)
    lab = [cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for p in (LABEL, photo)]
    before = np.linalg.norm(lab[0] - lab[1], axis=2).mean()

    assert distance(LABEL, photo) < 0.5 * before


def test_a_soft_reference_is_compared_with_a_softened_photo():
    """A web shop's thumbnail is less sharp than a photo."""
    soft = blurred(LABEL)
    lab = [cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for p in (soft, LABEL)]

    assert distance(soft, LABEL) < 0.5 * np.linalg.norm(lab[0] - lab[1], axis=2).mean()


def test_another_colour_in_one_place_is_not_taken_away():
    """White balance is solved from the whole face, not from what was changed."""
    changed = LABEL.copy()
    changed[200:300, 100:250] = changed[200:300, 100:250][:, :, ::-1]

    alike = make_comparable(LABEL, tinted(changed), EVERYWHERE)
    apart = np.linalg.norm(alike.expected - alike.found, axis=2)

    assert apart[210:290, 110:240].mean() > 5 * np.median(apart)


def test_washed_out_print_is_glare_and_white_print_is_not():
    """Both are white; only one hides something."""
    label = (LABEL * 0.6).astype(np.uint8)
    label[40:140, 40:140] = 255
    photo = label.copy()
    photo[300:400, 200:320] = 255

    glare = make_comparable(label, photo, EVERYWHERE).glare

    assert glare[310:390, 210:310].all()
    assert glare[299, 250]  # and its rim
    assert not glare[50:130, 50:130].any()


def test_the_plain_surround_of_a_shop_picture_is_no_print():
    """A photo shows the case or the table there."""
    framed = np.full((700, 700, 3), 255, np.uint8)
    framed[70:630, 140:560] = LABEL

    area = printed_area(framed)

    assert area[75:625, 145:555].all()
    assert not area[:60].any()
    assert not area[:, :130].any()


def test_a_face_with_plain_ground_up_to_its_edge_is_kept_whole_between_its_print():
    """White cartons are printed on white."""
    sparse = np.full((400, 400, 3), 250, np.uint8)
    sparse[190:210, 180:220] = 0

    assert printed_area(sparse).all()


def test_a_face_that_is_not_on_the_photo_is_no_error():
    """Nothing counted, nothing solved."""
    alike = make_comparable(LABEL, LABEL, np.zeros_like(EVERYWHERE))

    assert np.isfinite(alike.expected).all()
