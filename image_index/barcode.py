"""
Barcodes in a photo, read by zxing-cpp.

One pass reads most. Where it finds nothing, the picture is tried in other forms; such a read
counts only when two forms agree, because a single one is wrong too often to name a product.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from image_index.arrays import GreyImage, RgbImage
from image_index.photo import resize_to

AGREEING_READS = 2  # other forms that must read the same text
RETRY_SIDE = 1_000  # pixels; one form doubles the picture, and most photos hold no code at all
_TURN_DEGREES = 10.0  # zxing-cpp looks along the rows and columns of pixels
# Of all triples of 16 forms these read most on the 202 codes of the zxing blackbox photos:
# 163 right after the first pass, 174 with these three, 175 with all sixteen; one of 125 linear
# codes wrong, and that one by the first pass; nothing on its 10 photos without a code.

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
    found = _read(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8))
    if found:
        return found
    votes: Counter[PhotoBarcode] = Counter()
    for form in _other_forms(resize_to(image, RETRY_SIDE)):
        votes.update(_read(form))
    most = max(votes.values(), default=0)
    if most < AGREEING_READS:
        return []
    return [code for code, count in votes.items() if count == most]


def _read(grey: GreyImage) -> list[PhotoBarcode]:
    """Every code in one form of the picture, each once."""
    codes = zxingcpp.read_barcodes(grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    return list(dict.fromkeys(PhotoBarcode(str(code.format), code.text) for code in codes))


def _other_forms(image: RgbImage) -> Iterator[GreyImage]:
    """Stronger local contrast, the same doubled, and a slight turn."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    contrast = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8))
    yield np.asarray(contrast.apply(grey), np.uint8)
    doubled = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    yield np.asarray(contrast.apply(doubled), np.uint8)
    yield _turned(grey)


def _turned(grey: GreyImage) -> GreyImage:
    """The picture turned by _TURN_DEGREES on white, nothing cut off."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), _TURN_DEGREES, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(height * sine + width * cosine), int(height * cosine + width * sine)
    turn[:, 2] += size[0] / 2 - width / 2, size[1] / 2 - height / 2
    return np.asarray(cv2.warpAffine(grey, turn, size, borderValue=(255,)), np.uint8)
