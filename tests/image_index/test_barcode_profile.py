import itertools

import numpy as np
import pytest
import zxingcpp
from biip.gtin import Gtin

from image_index.barcode_digits import best_digits
from image_index.barcode_layout import evened, first_layouts, relit, sampled, turned
from image_index.barcode_localisation import MARGIN
from image_index.barcode_model import Look, drawn, misfits, unlikeness
from image_index.barcode_profile import ProfileRead, read_bars, read_profile

NUMBERS = ("9521234543213", "4006381333931", "0036000291452", "9780345460950")
BLUR = Look(1.1, 0.0)


def strip(number, *, blur=0.7, spread=0.0, columns=700, noise=0.0):
    """A straightened strip, 48 rows, with the code between its margins."""
    dark = np.pad(drawn(number, Look(blur, spread)), 40)
    inside = int(columns / (1 + 2 * MARGIN))
    length = round(len(dark) * inside / (95 * 4))
    row = np.interp(np.linspace(0, len(dark) - 1, length), np.arange(len(dark)), dark)
    spare = columns - length
    row = (
        np.pad(row, (spare // 2, spare - spare // 2)) if spare > 0 else row[-spare // 2 :][:columns]
    )
    grey = 200 - 140 * row + np.random.default_rng(1).normal(0, noise, (48, columns))
    return np.clip(grey, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("number", NUMBERS)
def test_drawn_code_is_what_the_standard_says(number):
    """Held against zxing-cpp's own writer: 95 modules and nothing else."""
    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.EAN13)
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = np.array(image)[0] == 0

    ours = drawn(number, Look(0.3, 0.0))[3 * 4 : -3 * 4].reshape(95, 4).mean(1) > 0.5
    assert ours.tolist() == modules.tolist()


def test_printed_bars_that_spread_are_drawn_wider():
    thin, wide = (drawn(NUMBERS[0], Look(0.3, spread)).mean() for spread in (-0.3, 0.3))
    assert wide > thin * 1.3


@pytest.mark.parametrize("number", NUMBERS)
def test_best_digits_are_those_drawn(number):
    noisy = drawn(number, BLUR) + np.random.default_rng(3).normal(0, 0.1, 404).astype(np.float32)

    found = best_digits(misfits(noisy[None].astype(np.float32), BLUR), runner_up=True)

    assert found.text == number
    assert found.runner_up > found.misfit


def test_runner_up_is_the_best_of_all_other_numbers():
    """Exact, not a neighbour in one place only: held against trying pairs of digits."""
    number = "9521234543213"
    samples = drawn(number, BLUR)[None]
    found = best_digits(misfits(samples, BLUR), runner_up=True)

    rivals = []
    for places in itertools.combinations(range(13), 2):
        for digits in itertools.product("0123456789", repeat=2):
            rival = list(number)
            for place, digit in zip(places, digits, strict=True):
                rival[place] = digit
            text = "".join(rival)
            if text != number and _is_valid(text):
                rivals.append(best_cost(text, samples))
    assert found.runner_up == pytest.approx(min(rivals), rel=0.02)


def best_cost(number, samples):
    return float(np.square(drawn(number, BLUR) - samples[0]).sum())


def _is_valid(text):
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text))
    return total % 10 == 0


def test_every_answer_has_a_right_check_digit():
    """Even for noise: whoever asks may rely on it."""
    noise = np.random.default_rng(5).random((8, 404)).astype(np.float32)
    for row in noise:
        text = best_digits(misfits(row[None], BLUR)).text
        assert Gtin.parse(text).check_digit == int(text[-1])


@pytest.mark.parametrize("blur", [0.3, 0.9, 1.3])
@pytest.mark.parametrize("spread", [-0.25, 0.0, 0.25])
def test_strip_is_read_blurred_and_spread(blur, spread):
    assert read_bars(strip("9780345460950", blur=blur, spread=spread, noise=2)) == "9780345460950"


def test_strip_is_read_upside_down():
    """A strip has no up."""
    straight = np.ascontiguousarray(strip("4006381333931", noise=2)[::-1, ::-1])

    assert read_bars(straight) == "4006381333931"


def test_two_bands_must_agree():
    """One band is what a glare or a scratch makes of it."""
    one, other = strip(NUMBERS[0], noise=2), strip(NUMBERS[1], noise=2)
    mixed = one.copy()
    mixed[:12] = other[:12]  # rows 3 to 14, 14 to 24, 24 to 34 and 34 to 45 are the bands
    four = np.concatenate([strip(n, noise=2)[:12] for n in NUMBERS])

    assert read_bars(mixed) == NUMBERS[0]
    assert read_bars(four) is None


def test_agreement_must_be_clear(monkeypatch):
    """Blur misleads all bands in the same way: agreeing is not enough."""
    unclear = Reads(["A", "A", "A", "A"], margin=1.2)
    monkeypatch.setattr("image_index.barcode_profile.read_profile", unclear)
    assert read_bars(np.zeros((48, 400), np.uint8)) is None

    clear = Reads(["A", "B", "C", "A"], margin=1.3)
    monkeypatch.setattr("image_index.barcode_profile.read_profile", clear)
    assert read_bars(np.zeros((48, 400), np.uint8)) == "A"


def test_hopeless_strip_costs_two_bands_only(monkeypatch):
    """Clothes are full of stripes."""
    reads = Reads([None, "B", "C", "D"], margin=1.02)
    monkeypatch.setattr("image_index.barcode_profile.read_profile", reads)

    assert read_bars(np.zeros((48, 400), np.uint8)) is None
    assert reads.asked == 2


class Reads:
    """Answers one after another, in place of reading."""

    def __init__(self, texts, margin):
        self.texts, self.margin, self.asked = texts, margin, 0

    def __call__(self, straight, rows):
        text = self.texts[self.asked]
        self.asked += 1
        return ProfileRead(text, self.margin) if text else None


def test_profile_of_an_even_surface_says_nothing():
    assert read_profile(np.full((48, 400), 128, np.uint8), slice(0, 48)) is None


@pytest.mark.parametrize("width", [6, 20])
def test_regular_stripes_are_given_up_early(width):
    """A radiator or a shirt is unlike any code at first sight, or once the light is taken out."""
    row = np.resize(np.repeat([60, 200], width), 700)

    assert read_profile(np.tile(row, (48, 1)).astype(np.uint8), slice(0, 48)) is None


def test_layout_on_the_turned_profile_is_the_same_place():
    layouts = np.array([[50.0, 350.0, 0.05, 0.03]])
    profile = np.random.default_rng(0).random(400).astype(np.float32)

    there, back = sampled(profile, layouts), sampled(profile[::-1], turned(layouts, 400))

    assert np.allclose(there[0], back[0, ::-1], atol=1e-4)


def test_first_layouts_hold_the_true_ends():
    straight = strip("9521234543213")
    dark = 255 - straight.mean(0, dtype=np.float32)
    even = evened(dark, 80)
    layouts = first_layouts(even, 700 * MARGIN / 1.3, 700 * (1 - MARGIN / 1.3))

    assert unlikeness(sampled(even, layouts)).min() < 0.1


def test_light_is_taken_out():
    """Half in shadow, and still 0 for paper and 1 for ink."""
    model = drawn("9521234543213", BLUR)
    layout = np.array([[0.0, 403.0, 0.0, 0.0]])
    places = sampled(np.arange(404, dtype=np.float32), layout)[0]
    plain = np.interp(np.arange(404), places, model)
    shaded = (plain * np.linspace(60, 140, 404) + np.linspace(90, 20, 404)).astype(np.float32)

    lit = relit(shaded, layout, model)

    assert np.abs(lit[30:-30] - plain[30:-30]).max() < 0.15
    assert relit(-shaded, layout, model) is None  # light bars on dark ground are no code
