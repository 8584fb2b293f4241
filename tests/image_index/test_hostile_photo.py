"""Damaged, hostile and odd files are refused by name and with advice, or are a picture."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.errors import PhotoRefused
from image_index.photo import check_extension, decode_photo, inspect_photo
from tests.image_index.hostile_files import chunk, encoded, hostile, odd, png, quarters

HOSTILE, ODD = hostile(), odd()
EVALUATION = os.environ.get("IPM_EVAL_DATA")


def decode_named(name, data):
    """What the service does with an upload that has a name."""
    check_extension(name, inspect_photo(data).media_type)
    return decode_photo(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_by_name_and_with_advice(name):
    """The person needs to know what to do, the client which rule it was."""
    code, data = HOSTILE[name]

    with pytest.raises(PhotoRefused) as refusal:
        decode_photo(data)

    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("name", HOSTILE)
def test_inspecting_refuses_bombs_without_decoding(name):
    """The service inspects in its own process; damage inside the pixels may pass, limits not."""
    code, data = HOSTILE[name]
    if code == "broken":
        return

    with pytest.raises(PhotoRefused, match=r"\.$") as refusal:
        inspect_photo(data)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "name",
    ["JPEG without end", "JPEG with two frame headers", "PNG without pixels", "WebP cut"],
)
def test_inspecting_notices_damage_of_the_structure(name):
    """What has no end, two sizes or no pixels is refused before any decoder."""
    with pytest.raises(PhotoRefused) as refusal:
        inspect_photo(HOSTILE[name][1])

    assert refusal.value.code == "broken"


def test_jpeg_without_a_scan_is_damaged():
    """A header alone has a size, and nothing to show."""
    jpeg = encoded(quarters())

    with pytest.raises(PhotoRefused):
        inspect_photo(jpeg[: jpeg.find(b"\xff\xda")] + b"\xff\xd9")


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(ODD)),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12
    ),
    keep=st.floats(0, 1),
)
def test_damage_anywhere_is_a_refusal_or_a_picture(name, changes, keep):
    """No other error ever leaves the decoder."""
    data = bytearray(ODD[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    data = data[: max(1, int(len(data) * keep))] if keep < 0.5 else data
    try:
        image = decode_photo(bytes(data))
    except PhotoRefused:
        return
    assert image.dtype == np.uint8
    assert image.shape[2:] == (3,)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"]))
def test_bytes_of_any_kind_are_refused_in_order(tail, head):
    for data in (tail, head + tail):
        with pytest.raises(PhotoRefused):
            decode_photo(data)


def test_limits_hold_at_their_edge():
    """50 megapixels and 12,000 pixels are still a picture as far as the structure goes."""
    assert inspect_photo(png(12_000, 4_166)).width == 12_000
    assert inspect_photo(png(640, 32)).height == 32
    assert inspect_photo(png(64, 64, chunk(b"tEXt", b"k\0" + b"v" * 990_000))).width == 64


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
@pytest.mark.parametrize("group", "abcd")
def test_shared_hostile_files_get_what_their_letter_says(group):
    """73 files built elsewhere: a bombs, b broken, c lies are refused; d is awkward and read."""
    refused_all_the_same = {"d18", "d20", "d23", "d24"}  # a dot, a strip, AVIF, a film
    for path in sorted(Path(EVALUATION, "hostile", "files").glob(f"{group}*")):
        data = path.read_bytes()
        if group == "d" and path.name[:3] not in refused_all_the_same:
            assert decode_named(path.name, data).ndim == 3, path.name
        else:
            with pytest.raises(PhotoRefused):
                decode_named(path.name, data)
