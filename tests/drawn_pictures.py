"""Pictures that tests draw for themselves."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from image_index.arrays import RgbImage


@lru_cache(maxsize=50)
def label(seed: int, width: int = 600, height: int = 800) -> RgbImage:
    """A printed label that no other seed resembles: blocks, rings and words."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(int(c) for c in rng.integers(120, 255, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = rng.integers(0, width), rng.integers(0, height)
        w, h = rng.integers(15, 120, 2)
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        shape = rng.choice([pen.rectangle, pen.ellipse])
        shape((int(x), int(y), int(x + w), int(y + h)), fill=colour)
    for _ in range(30):
        word = "".join(chr(65 + int(c)) for c in rng.integers(0, 26, int(rng.integers(3, 9))))
        place = (int(rng.integers(0, width - 60)), int(rng.integers(0, height - 20)))
        pen.text(place, word, fill=tuple(int(c) for c in rng.integers(0, 90, 3)))
    drawn = np.array(image)
    drawn.flags.writeable = False  # it is everybody's: copy it to draw on it
    return drawn


def jpeg(image: RgbImage, quality: int = 90) -> bytes:
    """*image* as a phone would send it."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
