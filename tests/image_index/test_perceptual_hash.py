import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_index.perceptual_hash import (
    NEAR_DUPLICATE_DHASH_BITS,
    NEAR_DUPLICATE_PHASH_BITS,
    PerceptualHash,
    distance,
    is_near_duplicate,
    perceptual_hash,
)
from image_index.photo import decode_photo, encode_jpeg, resize_to
from tests.image_index.test_quality import printed_page

HASHES = st.builds(PerceptualHash, *[st.integers(0, 2**64 - 1)] * 2)


def cropped(page):
    return np.ascontiguousarray(page[8:-8, 10:-10])


def lighter(page):
    return np.clip(page * 1.15, 0, 255).astype(np.uint8)


def saved(page):
    return decode_photo(encode_jpeg(page, quality=40))


@pytest.mark.parametrize(
    "copy", [cropped, lighter, saved, lambda page: resize_to(page, 200)],
    ids=["cropped", "lighter", "saved", "smaller"],
)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_copy_of_a_picture_is_near(copy, seed):
    """A rival's artwork is rarely uploaded without a change."""
    page = printed_page(seed=seed)

    assert is_near_duplicate(perceptual_hash(page), perceptual_hash(copy(page)))


def test_another_picture_is_far():
    hashes = [perceptual_hash(printed_page(seed=seed)) for seed in range(20)]

    assert not any(
        is_near_duplicate(one, other)
        for place, one in enumerate(hashes)
        for other in hashes[place + 1 :]
    )


def test_turned_picture_is_another():
    """Whoever compares uploads must turn them upright first."""
    page = printed_page()

    assert not is_near_duplicate(
        perceptual_hash(page), perceptual_hash(cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE))
    )


@given(HASHES, HASHES)
def test_distance_counts_differing_bits(one, other):
    """As PostgreSQL's bit_count(a # b) over the same columns would."""
    counted = tuple(
        sum(a != b for a, b in zip(mine, theirs, strict=True))
        for mine, theirs in zip(one.bits(), other.bits(), strict=True)
    )

    assert distance(one, other) == distance(other, one) == counted
    assert distance(one, one) == (0, 0)
    assert is_near_duplicate(one, other) == (
        counted[0] <= NEAR_DUPLICATE_PHASH_BITS and counted[1] <= NEAR_DUPLICATE_DHASH_BITS
    )


@given(HASHES)
def test_bits_are_64_characters_that_give_the_number_back(hashed):
    phash, dhash = hashed.bits()

    assert (len(phash), len(dhash)) == (64, 64)
    assert (int(phash, 2), int(dhash, 2)) == (hashed.phash, hashed.dhash)


def test_hash_of_a_ramp_is_golden():
    """Stored hashes must mean the same after every upgrade of a library."""
    ramp = np.repeat(np.linspace(0, 255, 256).astype(np.uint8)[None, :, None], 256, axis=0)
    rising, falling = np.repeat(ramp, 3, axis=2), np.repeat(ramp[:, ::-1], 3, axis=2)

    assert perceptual_hash(rising).dhash == 2**64 - 1
    assert perceptual_hash(np.ascontiguousarray(falling)).dhash == 0
    assert distance(perceptual_hash(rising), perceptual_hash(falling.copy()))[1] == 64
