"""Barcodes as they stand on articles, drawn for the fake camera."""

import cv2
import numpy as np
import zxingcpp

from image_index.arrays import RgbImage
from tests.officer_app.fake_camera import SEEN

_FORMAT = zxingcpp.BarcodeFormat


def code(text: str, kind: str, *, gs1: bool = False) -> RgbImage:
    """
    A code in the middle of what the camera sees.

    Args:
        text: its text; with *gs1* as printed, "(01)…(10)…".
        kind: the library's name, "EAN13", "Code128", "DataMatrix", "QRCode" …
        gs1: mark it with FNC1.
    """
    marked = {"gs1": True} if gs1 else {}
    made = zxingcpp.create_barcode(text, getattr(_FORMAT, kind), **marked)
    drawn = np.array(made.to_image(scale=8, add_quiet_zones=True))
    scale = min(0.7 * SEEN[0] / drawn.shape[1], 0.35 * SEEN[1] / drawn.shape[0])
    drawn = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    picture = np.full((SEEN[1], SEEN[0]), 235, np.uint8)
    top, left = (SEEN[1] - drawn.shape[0]) // 2, (SEEN[0] - drawn.shape[1]) // 2
    picture[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return np.stack([picture] * 3, axis=-1)
