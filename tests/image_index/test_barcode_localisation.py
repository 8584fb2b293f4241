import cv2
import numpy as np
import pytest

from image_index.barcode_localisation import around, find_bars, holds_bars, straighten


def bars(turn=0.0, *, contrast=120):
    """A photo of 600 x 500 with 100 modules of random bars, 300 px long, about its middle."""
    row = np.repeat(np.random.default_rng(2).integers(0, 2, 100), 3) * contrast
    photo = np.full((500, 600), 200, np.float32)
    photo[190:310, 150:450] -= row
    map_ = cv2.getRotationMatrix2D((300, 250), -turn, 1)
    return cv2.warpAffine(photo, map_, (600, 500), borderValue=200).astype(np.uint8)


@pytest.mark.parametrize("turn", [0, 20, 45, 90, 135, 170])
@pytest.mark.parametrize("contrast", [120, 15])
def test_bars_are_found_at_any_turn_and_faint(turn, contrast):
    """The officer holds the phone as the parcel lies."""
    [strip, *others] = find_bars(bars(turn, contrast=contrast))

    assert others == []
    assert np.allclose(strip.centre, (300, 250), atol=15)
    assert 250 < strip.length < 370
    assert abs(np.sin(strip.angle - np.radians(turn))) < 0.03  # the same line, either way along


@pytest.mark.parametrize("turn", [0, 35, 100])
def test_straightened_strip_has_its_bars_upright(turn):
    """So that a mean over rows loses nothing."""
    photo = bars(turn)
    straight = straighten(photo, find_bars(photo)[0])

    inner = straight[10:-10].astype(np.float32)
    assert inner.std(0).mean() < 0.2 * inner.mean(0).std()
    assert holds_bars(straight)


def test_surroundings_hold_the_whole_strip():
    """They are read upright, for codes of other kinds than EAN."""
    photo = bars(20)
    part = around(photo, find_bars(photo)[0])

    assert 300 < part.shape[1] < 520
    assert (part < 150).sum() == pytest.approx((photo < 150).sum(), rel=0.01)


def test_outlines_lettering_and_noise_are_no_bars():
    """One sided, of all directions, or of none: most photos must cost little."""
    box = np.full((400, 600), 220, np.uint8)
    cv2.rectangle(box, (100, 80), (500, 330), 60, 12)
    noise = np.random.default_rng(0).integers(90, 130, (400, 600)).astype(np.uint8)
    text = np.full((400, 600), 220, np.uint8)
    for line in range(6):
        cv2.putText(text, "Keep dry and cool", (30, 60 + 60 * line), 0, 1.6, 30, 3)

    for photo in (box, noise, text):
        assert not any(holds_bars(straighten(photo, strip)) for strip in find_bars(photo))


def test_few_bars_are_no_code():
    """A radiator's ribs are bars; an EAN-13 has thirty."""
    photo = np.full((400, 600), 200, np.uint8)
    photo[120:280, 150:450] -= np.repeat([0, 90] * 5, 30).astype(np.uint8)

    assert not any(holds_bars(straighten(photo, strip)) for strip in find_bars(photo))


def test_edges_of_one_sign_are_no_strip():
    """A rounded side grows lighter and lighter; bars turn dark again."""
    photo = np.full((400, 600), 30, np.uint8)
    photo[120:280, 150:450] = 30 + 2 * (np.arange(300) // 4)

    assert find_bars(photo) == []


@pytest.mark.parametrize("size", [(42, 30), (120, 300)], ids=["too short", "taller than long"])
def test_strips_of_no_shape_of_a_code_are_left_out(size):
    """Below a pixel a module nothing can be read; a fence is taller than its few posts."""
    length, height = size
    photo = np.full((400, 600), 200, np.float32)
    photo[50 : 50 + height, 200 : 200 + length] -= np.resize([0, 0, 0, 120, 120, 120], length)

    assert find_bars(photo.astype(np.uint8)) == []


def test_texture_is_no_row_of_bars():
    """Gravel changes side as often as bars do, but along them too."""
    gravel = np.random.default_rng(1).integers(0, 255, (48, 400)).astype(np.uint8)

    assert not holds_bars(gravel)
