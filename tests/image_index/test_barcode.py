import csv
import os
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import zxingcpp
from biip.upc import Upc

from image_index.barcode import PhotoBarcode, read_barcodes
from image_index.errors import PhotoRefused
from image_index.photo import decode_photo

EVALUATION = os.environ.get("IPM_EVAL_DATA")
FORMATS = zxingcpp.BarcodeFormat


def drawn(text, kind, *, scale=3, **options):
    """A printed code on white paper, as RGB."""
    code = zxingcpp.create_barcode(text, kind, **options)
    grey = np.array(zxingcpp.write_barcode_to_image(code, scale=scale, add_quiet_zones=True))
    grey = cv2.copyMakeBorder(grey, 40, 40, 60, 60, cv2.BORDER_CONSTANT, value=255)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        (FORMATS.EAN13, "9521234543213", "9521234543213"),
        (FORMATS.EAN8, "96385074", "96385074"),
        (FORMATS.UPCA, "036000291452", "0036000291452"),
        (FORMATS.UPCE, "04252614", "0042100005264"),
        (FORMATS.Code128, "IPM-128", "IPM-128"),
        (FORMATS.ITF, "10614141000415", "10614141000415"),
        (FORMATS.DataMatrix, "IPM matrix", "IPM matrix"),
        (FORMATS.QRCode, "https://id.gs1.org/01/09521234543213", None),
    ],
)
@pytest.mark.parametrize("turn", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180])
def test_code_is_read_at_any_turn(kind, text, read, turn):
    """UPC comes out as the thirteen digits it stands for, its short form too."""
    image = drawn(text, kind)
    image = image if turn is None else cv2.rotate(image, turn)

    assert [code.text for code in read_barcodes(image)] == [read or text]


def test_separators_of_gs1_codes_are_kept():
    """Without them a lot runs into the serial number behind it."""
    image = drawn("(01)09521234543213(10)A1(21)S2", FORMATS.DataMatrix, gs1=True)

    [code] = read_barcodes(image)

    assert code.text.removeprefix("\x1d") == "010952123454321310A1\x1d21S2"


def test_several_codes_are_all_read():
    both = np.vstack([
        cv2.resize(drawn(text, FORMATS.EAN13), (500, 300))
        for text in ("9521234543213", "4006381333931")
    ])  # fmt: skip

    assert {code.text for code in read_barcodes(both)} == {"9521234543213", "4006381333931"}


def test_other_kinds_of_codes_are_left_alone():
    """A boarding pass or a library's label names no product."""
    assert read_barcodes(drawn("IPM", FORMATS.Aztec)) == []
    assert read_barcodes(drawn("IPM", FORMATS.Code39)) == []


@pytest.mark.parametrize("colour", [0, 255])
def test_no_code_is_an_ordinary_answer(colour):
    assert read_barcodes(np.full((300, 400, 3), colour, np.uint8)) == []


def test_faint_code_is_read_at_second_sight():
    """Grey on grey with noise: the first pass finds nothing, other looks agree."""
    noise = np.random.default_rng(0)
    image = drawn("9521234543213", FORMATS.EAN13, scale=2).astype(np.float32) * 0.05 + 110
    image = np.clip(image + noise.normal(0, 2.0, image.shape), 0, 255).astype(np.uint8)

    assert [code.text for code in read_barcodes(image)] == ["9521234543213"]


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE])
@pytest.mark.parametrize("text", ["9521234543213", "0036000291452"])
def test_code_is_read_when_its_bars_run_into_each_other(text, turn):
    """Out of focus, no edge of a thin bar is left; only the drawing as a whole fits."""
    image = cv2.GaussianBlur(drawn(text, FORMATS.EAN13, scale=2), (0, 0), 2.4)
    image = image if turn is None else cv2.rotate(image, turn)

    assert zxingcpp.read_barcodes(image) == []
    assert read_barcodes(image) == [PhotoBarcode("EAN-13", text)]


def test_code_beyond_reading_is_not_guessed():
    """One wrong digit leads to another product."""
    image = cv2.GaussianBlur(drawn("9521234543213", FORMATS.EAN13, scale=2), (0, 0), 9)

    assert read_barcodes(image) == []


def test_bars_that_hold_no_number_give_none():
    """A fence, a radiator, a striped shirt."""
    random = np.random.default_rng(4)
    for _ in range(6):
        row = np.repeat(random.integers(0, 2, 110), 3)[: 110 * 3] * 160 + 40
        image = np.full((200, 420, 3), 210, np.uint8)
        image[50:150, 45:375] = row[None, :, None]
        assert read_barcodes(cv2.GaussianBlur(image, (0, 0), 1.5)) == []


@pytest.mark.parametrize("size", [(1, 200), (200, 1), (2, 2), (120, 9), (3000, 3), (90, 90)])
def test_picture_of_any_size_is_an_ordinary_question(size):
    image = np.random.default_rng(0).integers(0, 255, (*size, 3)).astype(np.uint8)

    assert read_barcodes(image) == []


class Code:
    """A read as zxing-cpp gives it, over *height* rows of the picture."""

    def __init__(self, text, height=30, kind=FORMATS.EAN13):
        self.format, self.text = kind, text
        self.position = SimpleNamespace(
            top_left=SimpleNamespace(x=0, y=0), bottom_left=SimpleNamespace(x=0, y=height)
        )


@pytest.mark.parametrize(("reads", "expected"), [
    ([[], ["A"], ["A"], []], ["A"]),
    ([[], ["A"], ["B"], []], []),
    ([[], ["A", "B"], ["A", "B"], ["A"]], ["A"]),
    ([[], [], [], ["A"]], []),
    ([["A"], ["B"], ["B"], ["B"]], ["A"]),
    ([["low A"], ["B"], ["B"], []], ["B"]),
    ([["low A"], [], [], ["A"]], ["A"]),
    ([["low A"], [], [], []], []),
])  # fmt: skip
def test_second_sight_counts_only_when_two_looks_agree(monkeypatch, reads, expected):
    """A single late read, or an early one on few rows, is wrong too often to name a product."""
    answers = iter(reads)
    monkeypatch.setattr(
        zxingcpp,
        "read_barcodes",
        lambda *_, **__: [
            Code(text.removeprefix("low "), 2 if text.startswith("low") else 30)
            for text in next(answers)
        ],
    )
    striped = np.full((300, 400, 3), 255, np.uint8)
    striped[60:200, 40:360:8] = striped[60:200, 41:360:8] = 0  # bars, and no number

    assert [code.text for code in read_barcodes(striped)] == expected


def test_matrix_code_is_firm_however_low(monkeypatch):
    """It carries its own error correction; a row count says nothing."""
    monkeypatch.setattr(
        zxingcpp, "read_barcodes", lambda *_, **__: [Code("A", 1, FORMATS.DataMatrix)]
    )

    assert [code.text for code in read_barcodes(np.zeros((50, 50, 3), np.uint8))] == ["A"]


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
def test_shared_photos_of_codes():
    """At least 180 of the 202 codes that are large enough; nothing where there is none."""
    folder = Path(EVALUATION, "barcodes")
    with (folder / "truth.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    right = 0
    for row in rows:
        try:
            image = decode_photo((folder / row["path"]).read_bytes())
        except PhotoRefused:  # three drawings of 8 pixels
            continue
        texts = {code.text.replace("\r\n", "\n").rstrip("\n") for code in read_barcodes(image)}
        if row["symbology"] == "falsepositives":
            assert texts == set(), row["path"]
            continue
        wanted = row["expected"].replace("\r\n", "\n").rstrip("\n")
        if row["symbology"] == "upca":
            wanted = wanted.zfill(13)
        if row["symbology"] == "upce":
            wanted = Upc.parse(wanted).as_upc_a().zfill(13)
        right += wanted in texts

    assert right >= 180
