import csv
import os
from pathlib import Path

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
    """Grey on grey with noise: the first pass finds nothing, two other forms agree."""
    noise = np.random.default_rng(0)
    image = drawn("9521234543213", FORMATS.EAN13, scale=1).astype(np.float32) * 0.05 + 110
    image = np.clip(image + noise.normal(0, 2.0, image.shape), 0, 255).astype(np.uint8)

    assert read_barcodes(image) == [PhotoBarcode("EAN-13", "9521234543213")]


@pytest.mark.parametrize(("reads", "expected"), [
    ([[], ["A"], ["A"], []], ["A"]),
    ([[], ["A"], ["B"], []], []),
    ([[], ["A", "B"], ["A", "B"], ["A"]], ["A"]),
    ([[], [], [], ["A"]], []),
    ([["A"], ["B"], ["B"], ["B"]], ["A"]),
])  # fmt: skip
def test_second_sight_counts_only_when_two_forms_agree(monkeypatch, reads, expected):
    """A single late read is wrong too often to send an officer to a product."""
    answers = iter(reads)

    class Code:
        format = "EAN-13"

        def __init__(self, text):
            self.text = text

    monkeypatch.setattr(
        zxingcpp, "read_barcodes", lambda *_, **__: [Code(text) for text in next(answers)]
    )

    found = read_barcodes(np.full((300, 400, 3), 255, np.uint8))

    assert [code.text for code in found] == expected


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
def test_shared_photos_of_codes():
    """At least 170 of the 202 codes that are large enough; nothing where there is none."""
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

    assert right >= 170
