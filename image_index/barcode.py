"""
Barcodes in a photo, read by zxing-cpp and, where bars run into each other, by a fitted drawing.

One pass reads most. Where it finds nothing, or a linear code on too few lines, the picture is
tried in other forms; such a read counts only when two differing forms agree, because a single one
is wrong too often to name a product.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from image_index.arrays import GreyImage, RgbImage
from image_index.barcode_localisation import around, find_bars, holds_bars, straighten
from image_index.barcode_profile import read_bars

AGREEING_READS = 2  # other forms that must read the same text
FIRM_HEIGHT_PX = 4  # a linear code that was read on fewer rows is only a guess
FITTED_STRIPS = 1  # of a photo get the slow reader, about 0.1 s; most photos hold no code at all
RETRY_SIDE = 1_000  # pixels of a strip's surroundings that one form may double

_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
        zxingcpp.BarcodeFormat.UPCA,
        zxingcpp.BarcodeFormat.UPCE,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.ITF,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.QRCode,
    ]
)
_MATRIX = (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class PhotoBarcode:
    """One code in a photo."""

    symbology: str  # as zxing-cpp names it: "EAN-13", "DataMatrix" …
    text: str  # FNC1 as \x1d; UPC-A and UPC-E as the 13 digits they stand for


def read_barcodes(image: RgbImage) -> list[PhotoBarcode]:
    """
    Read the product codes in *image*, (H, W, 3) uint8; an empty list is an ordinary answer.

    EAN and UPC, Code 128, ITF, DataMatrix and QR are read, at any angle.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    first = _read(grey)
    if first and all(firm for _, firm in first):
        return [code for code, _ in first]
    firm = [code for code, is_firm in first if is_firm]
    return list(dict.fromkeys([*firm, *_second_sight(grey, [code for code, _ in first])]))


def _second_sight(grey: GreyImage, guesses: list[PhotoBarcode]) -> list[PhotoBarcode]:
    """What two differing looks at one strip of bars agree on; *guesses* count as one look."""
    found: list[PhotoBarcode] = []
    fits = FITTED_STRIPS
    for strip in find_bars(grey):
        straight = straighten(grey, strip)
        if not holds_bars(straight):
            continue
        votes = Counter(guesses)
        for form in (straight, *_other_forms(around(grey, strip))):
            votes.update(code for code, _ in _read(form))
        most = max(votes.values(), default=0)
        agreed = [code for code, count in votes.items() if count == most >= AGREEING_READS]
        if not agreed and fits:
            fits -= 1
            number = read_bars(straight)
            agreed = [PhotoBarcode("EAN-13", number)] if number else []
        found += agreed
    return found


def _read(grey: GreyImage) -> list[tuple[PhotoBarcode, bool]]:
    """Every code in one form of the picture, each once, and whether its read is firm."""
    codes = zxingcpp.read_barcodes(grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    found: dict[PhotoBarcode, bool] = {}
    for code in codes:
        barcode = PhotoBarcode(str(code.format), code.text)
        found[barcode] = found.get(barcode, False) or _is_firm(code)
    return list(found.items())


def _is_firm(code: zxingcpp.Barcode) -> bool:
    """True for a code with error correction, and for bars read on several rows."""
    if code.format in _MATRIX:
        return True
    corner, below = code.position.top_left, code.position.bottom_left
    return bool(np.hypot(corner.x - below.x, corner.y - below.y) >= FIRM_HEIGHT_PX)


def _other_forms(grey: GreyImage) -> Iterator[GreyImage]:
    """Stronger local contrast, and the same doubled."""
    contrast = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8))
    yield np.asarray(contrast.apply(grey), np.uint8)
    scale = min(2.0, RETRY_SIDE * 2 / max(grey.shape))
    larger = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    yield np.asarray(contrast.apply(larger), np.uint8)
