import json

import cv2
import numpy as np
import pytest
import zxingcpp

from benchmarks.barcodes import main, meaning, read_truth
from benchmarks.picture_sets import is_development
from image_index.photo import encode_jpeg
from tests.image_index.drawn_labels import draw_label

EAN13 = zxingcpp.BarcodeFormat.EAN13


def code(text, kind=EAN13):
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=3)
    grey = cv2.copyMakeBorder(np.array(drawn), 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=255)
    return encode_jpeg(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))


@pytest.fixture
def photos(tmp_path):
    """Two of EAN-13 (one shows another code), a UPC-A, a text, one without a code, one broken."""
    pictures = {
        "a.jpg": code("9521234543213"),
        "b.jpg": code("4006381333931"),
        "c.jpg": code("036000291452", zxingcpp.BarcodeFormat.UPCA),
        "d.jpg": code("two\nlines", zxingcpp.BarcodeFormat.QRCode),
        "e.jpg": encode_jpeg(draw_label(3)),
        "f.jpg": b"no picture",
    }
    for name, data in pictures.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "truth.csv").write_text(
        "path,symbology,truth_kind,expected\n"
        "a.jpg,ean13,txt,9521234543213\n"
        "b.jpg,ean13,txt,9521234543213\n"
        "c.jpg,upca,txt,036000291452\n"
        'd.jpg,qrcode,txt,"two\r\nlines\n"\n'
        "e.jpg,falsepositives,,\n"
        "f.jpg,ean13,txt,9521234543213\n",
        newline="",
    )
    return tmp_path


def test_counts_right_and_wrong_by_symbology_and_half(photos, capsys):
    """A wrong code leads to another product; that is counted apart from an unread one."""
    out = photos / "out.json"

    main(["--truth", str(photos / "truth.csv"), "--json", str(out)])
    figures = json.loads(out.read_text())

    assert json.loads(capsys.readouterr().out) == figures
    assert list(figures) == [
        *("photos", "refused", "symbologies", "falsepositives", "milliseconds", "without_codes"),
    ]
    assert (figures["photos"], figures["refused"]) == (5, 1)
    assert figures["symbologies"]["ean13"]["all"] == {
        "n": 2,
        "right": 1,
        "wrong": 1,
        "extra": 0,
        "share": 0.5,
    }
    for name in ("upca", "qrcode"):
        assert figures["symbologies"][name]["all"]["right"] == 1
    assert figures["falsepositives"] == {"n": 1, "read": 0}
    assert set(figures["milliseconds"]) == {"p50", "p95"}
    assert figures["without_codes"] == {}


def test_both_halves_add_up_to_all(photos, capsys):
    """Constants are chosen on one of them only."""
    main(["--truth", str(photos / "truth.csv")])
    by_half = json.loads(capsys.readouterr().out)["symbologies"]["ean13"]

    halves = [is_development(photos / name) for name in ("a.jpg", "b.jpg")]
    assert by_half["development"]["n"] == halves.count(True)
    assert by_half["report"]["n"] == halves.count(False)


def test_photos_without_codes_are_timed_apart(photos, capsys):
    """They are most of what officers send."""
    folder = photos / "goods"
    folder.mkdir()
    for seed in range(3):
        (folder / f"{seed}.jpg").write_bytes(encode_jpeg(draw_label(seed)))
    (folder / "4.jpg").write_bytes(code("9521234543213"))

    truth = str(photos / "truth.csv")
    main(["--truth", truth, "--without-codes", str(folder), "--photos", "2"])
    [figures] = json.loads(capsys.readouterr().out)["without_codes"].values()

    assert (figures["n"], figures["read"]) == (2, 1)  # the first and the last by name
    assert figures["milliseconds"]["p50"] > 0


@pytest.mark.parametrize(
    ("text", "symbology", "meant"),
    [
        ("04252614", "upce", "00042100005264"),
        ("0042100005264", "EAN-13", "00042100005264"),
        ("96385074", "ean8", "00000096385074"),
        ("\x1d010952123454321310A1", "DataMatrix", "09521234543213"),
        ("https://id.gs1.org/01/09521234543213", "QRCode", "09521234543213"),
        ("a\r\nb\r\n", "QRCode", "a\nb"),
        ("9521234543210", "EAN-13", "9521234543210"),
    ],
)
def test_what_names_a_product_is_compared_as_its_number(text, symbology, meant):
    """Four ways to print one number are one answer; a wrong check digit stays text."""
    assert meaning(text, symbology) == meant


def test_truth_with_line_breaks_is_one_row(photos):
    assert [row.expected for row in read_truth(photos / "truth.csv")][3] == "two\r\nlines\n"
