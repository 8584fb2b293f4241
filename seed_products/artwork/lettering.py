"""Type set as masks."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from image_index.arrays import GreyImage
from seed_products.artwork.typefaces import Face, typeface


class Line(NamedTuple):
    """A line of type as a mask, and where its pen started."""

    mask: npt.NDArray[np.uint8]
    ink_left: float  # of the mask, from the pen's start
    ink_top: float  # of the mask, from the baseline (negative is above)
    advance: float
    cap_height: float

    def place(self, x: float, y: float, anchor: str) -> tuple[float, float]:
        """Left and top of the mask for an anchor."""
        start = x - {"l": 0.0, "m": self.advance / 2, "r": self.advance}[anchor[0]]
        baseline = y + {"t": self.cap_height, "m": self.cap_height / 2, "s": 0.0}[anchor[1]]
        return start + self.ink_left, baseline + self.ink_top


def set_line(words: str, face: Face, size: float, tracking: float, *, whole: bool = False) -> Line:
    """Type as a mask; *whole* keeps the full capital height so that letters share a middle."""
    font = typeface(face, max(round(size), 5))
    cap = -font.getbbox("H", anchor="ls")[1]
    space = tracking * size
    left, top, right, bottom = font.getbbox(words, anchor="ls")
    advance = font.getlength(words) + space * max(len(words) - 1, 0)
    if whole:
        top, bottom = min(top, -cap), max(bottom, 0)
        top, bottom = -cap - max(-cap - top, bottom), max(-cap - top, bottom)
    width = int(np.ceil(right - left + space * max(len(words) - 1, 0))) + 2
    canvas = Image.new("L", (max(width, 1), max(int(bottom - top), 1)))
    pen = ImageDraw.Draw(canvas)
    if space:
        x = -left
        for letter in words:
            pen.text((x, -top), letter, 255, font=font, anchor="ls")
            x += font.getlength(letter) + space
    else:
        pen.text((-left, -top), words, 255, font=font, anchor="ls")
    return Line(np.array(canvas, np.uint8), left, top, advance, cap)


def turned(mask: GreyImage, degrees: float) -> GreyImage:
    """The mask, turned anticlockwise and large enough for its corners."""
    return np.array(Image.fromarray(mask).rotate(degrees, Image.Resampling.BICUBIC, expand=True))
