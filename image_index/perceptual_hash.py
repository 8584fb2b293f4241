"""
pHash and dHash of a whole picture, to find the same artwork again.

They recognise the same picture recompressed, resized or slightly cropped. They do not recognise
a product in a photo, and sister products of one design may be as close as copies of one.
A picture can be partly rebuilt from its hashes: keep them as confidential as the picture.

Source: imagehash 4 (Zauner 2010 for pHash; Krawetz 2013 for dHash).
"""

from dataclasses import dataclass

import imagehash
import numpy as np
from PIL import Image

from image_index.arrays import RgbImage
from image_index.photo import resize_to

HASH_BITS = 64

# Bits of 64 that may differ in a near-duplicate; both must hold. Measured on 2,331 pictures of
# cartons, DVD covers and clothes: 22 of 2.7 million pairs of different pictures are this near
# (8 in a million; some are sister variants, which differ by 6 to 12 and 0 to 8 bits), and of 278
# pictures 96 % when cropped by 2 % a side (also scaled, lit and saved as JPEG 40 besides), all
# when only scaled or saved, 86 % with every hue turned by 60 degrees. With 10 and 12 it is 99 %,
# but 100 pairs.
NEAR_DUPLICATE_PHASH_BITS = 8
NEAR_DUPLICATE_DHASH_BITS = 10

_WORK_SIDE = 512  # pixels; makes the hash of a large picture as cheap as that of a small one


@dataclass(frozen=True, slots=True)
class PerceptualHash:
    """Two hashes of one picture, each an unsigned 64-bit number."""

    phash: int  # signs of the low frequencies of the cosine transform
    dhash: int  # signs of the differences of neighbours in a row

    def bits(self) -> tuple[str, str]:
        """Both as 64 characters 0 or 1, most significant first, for columns of type bit(64)."""
        return f"{self.phash:064b}", f"{self.dhash:064b}"


def perceptual_hash(image: RgbImage) -> PerceptualHash:
    """
    Hash an upright picture, (H, W, 3) uint8.

    A picture without any pattern has a hash too, which says nothing: see `quality`.
    """
    picture = Image.fromarray(resize_to(image, _WORK_SIDE))
    return PerceptualHash(_number(imagehash.phash(picture)), _number(imagehash.dhash(picture)))


def distance(one: PerceptualHash, other: PerceptualHash) -> tuple[int, int]:
    """How many of 64 bits differ, in pHash and in dHash."""
    return (one.phash ^ other.phash).bit_count(), (one.dhash ^ other.dhash).bit_count()


def is_near_duplicate(one: PerceptualHash, other: PerceptualHash) -> bool:
    """True if two pictures are so alike that one may be a copy of the other."""
    phash, dhash = distance(one, other)
    return phash <= NEAR_DUPLICATE_PHASH_BITS and dhash <= NEAR_DUPLICATE_DHASH_BITS


def _number(hashed: imagehash.ImageHash) -> int:
    """64 booleans, row by row, as one unsigned number."""
    return int.from_bytes(np.packbits(hashed.hash).tobytes())
