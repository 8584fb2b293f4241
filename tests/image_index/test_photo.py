import io
import struct
import warnings

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from image_index.errors import PhotoRefused
from image_index.photo import check_extension, decode_photo, encode_jpeg, inspect_photo, resize_to
from image_index.photo_container import read_container
from tests.image_index.hostile_files import MARKUP, array, encoded, jpeg_segment, odd, quarters

ODD = odd()


def assert_quarters(image, picture=None, *, tolerance=12):
    """The middles of the four quarters have their colours, at any size of the whole."""
    expected = array(picture or quarters())
    for down in (1 / 4, 3 / 4):
        for across in (1 / 4, 3 / 4):
            got = image[int(image.shape[0] * down), int(image.shape[1] * across)]
            want = expected[int(expected.shape[0] * down), int(expected.shape[1] * across)]
            assert np.abs(got.astype(int) - want).max() <= tolerance


@pytest.mark.parametrize("name", ODD)
def test_odd_but_honest_file_shows_the_same_picture(name):
    """A camera's peculiarity must not cost an officer the answer."""
    image = decode_photo(ODD[name])

    assert (image.shape, image.dtype) == ((64, 96, 3), np.uint8)
    assert image.flags.c_contiguous
    assert image.flags.writeable
    assert_quarters(image)
    facts = inspect_photo(ODD[name])
    assert (facts.width, facts.height) == (96, 64)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_exif_turn_comes_out_upright(turn, kind):
    """Pillow's own turning is the reference; decoding and inspecting agree with it."""
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = Image.open(io.BytesIO(encoded(quarters(), kind, exif=exif)))
    upright = ImageOps.exif_transpose(stored)
    data = encoded(quarters(), kind, exif=exif)

    image, facts = decode_photo(data), inspect_photo(data)

    assert (facts.width, facts.height) == upright.size
    assert np.array_equal(image, array(upright))


@pytest.mark.parametrize("exif", [b"II*\0\xff\xff\xff\xff", b"MM", b"II*\0\x08\0\0\0\xff\xff"])
def test_damaged_exif_is_no_reason_to_refuse(exif):
    """The pixels are what counts."""
    assert_quarters(decode_photo(jpeg_segment(0xE1, b"Exif\0\0" + exif)))


@pytest.mark.parametrize("turn", [0, 9, 65535])
def test_impossible_turn_is_ignored(turn):
    """Some editors write nonsense there."""
    exif = Image.Exif()
    exif[0x0112] = turn

    assert_quarters(decode_photo(encoded(quarters(), exif=exif)))


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("L", 130, (130, 130, 130)),
        ("1", 255, (255, 255, 255)),
        ("I;16", 40_000, (156, 156, 156)),
        ("LA", (0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (200, 0, 0, 127), (227, 128, 128)),
    ],
)
def test_every_mode_becomes_rgb_on_white(mode, value, expected):
    """16 bit is scaled, not clipped; what is transparent shows white paper."""
    image = decode_photo(encoded(Image.new(mode, (40, 40), value), "PNG"))

    assert np.abs(image[20, 20].astype(int) - expected).max() <= 1


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_transparent_colour_without_alpha_shows_white(mode):
    """A PNG may name one colour as transparent."""
    picture = Image.new(mode, (40, 40), 0)
    transparency = {"RGB": (0, 0, 0), "L": 0, "P": 0}[mode]

    image = decode_photo(encoded(picture, "PNG", transparency=transparency))

    assert image.min() == 255


def test_profile_is_converted_to_srgb():
    """The same numbers are another red in another colour space: here red and green are swapped."""
    red = Image.new("RGB", (40, 40), (120, 30, 30))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"TEMP").replace(b"gXYZ", b"rXYZ").replace(b"TEMP", b"gXYZ")
    renamed = swapped.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))

    image = decode_photo(encoded(red, "PNG", icc_profile=renamed))

    assert np.abs(image[20, 20].astype(int) - (30, 120, 30)).max() <= 2


def test_profile_of_another_mode_is_ignored():
    """A Lab profile in an RGB picture is a mistake that costs nobody the picture."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    assert_quarters(decode_photo(encoded(quarters(), "PNG", icc_profile=lab)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turn", [1, 6])
def test_longest_side_is_kept_to(kind, turn):
    """JPEG is decoded smaller to begin with; the result has the same size in every format."""
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded(quarters(1_500, 1_000), kind, exif=exif)

    image = decode_photo(data, max_side=300)

    assert image.shape == ((200, 300, 3) if turn == 1 else (300, 200, 3))
    assert np.abs(image.astype(int) - resize_to(decode_photo(data), 300)).mean() < 3


def test_small_picture_is_never_enlarged():
    """Invented pixels help nobody."""
    assert decode_photo(encoded(quarters()), max_side=500).shape == (64, 96, 3)
    assert resize_to(array(quarters()), 500).shape == (64, 96, 3)


def test_side_of_nothing_is_a_programming_error():
    with pytest.raises(ValueError, match="positive"):
        resize_to(array(quarters()), 0)


def test_encoded_jpeg_holds_nothing_but_pixels():
    """A comment survives Pillow's own copy; it must not survive ours."""
    data = encoded(quarters(), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0GPS-TOKEN", comment=b"TOKEN-2")

    copy = encode_jpeg(decode_photo(data))

    with Image.open(io.BytesIO(copy)) as image:
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                   "progressive", "progression"}  # fmt: skip
    assert b"TOKEN" not in copy
    assert_quarters(decode_photo(copy))


def test_encoding_asks_for_rgb_bytes():
    with pytest.raises(ValueError, match="uint8"):
        encode_jpeg(np.zeros((9, 9, 3)))


@pytest.mark.parametrize("name", ["a.jpg", "A.JPEG", "x.y.jpg", "photo", ""])
def test_name_may_agree_or_say_nothing(name):
    check_extension(name, "image/jpeg")


@pytest.mark.parametrize("name", ["a.png", "a.jpg.php", "a.svg", "a."])
def test_name_that_promises_something_else_is_refused(name):
    """Whoever opens the file later goes by its name."""
    with pytest.raises(PhotoRefused) as refusal:
        check_extension(name, "image/jpeg")

    assert refusal.value.code == "extension-mismatch"


def test_pictures_of_an_mpo_are_counted_as_its_own_and_nothing_else():
    """The second frame may follow; a passenger after it may not."""
    data = ODD["MPO"]
    with pytest.raises(PhotoRefused) as refusal:
        decode_photo(data + b"\0" * 5_000)
    assert refusal.value.code == "trailing-data"

    with pytest.raises(PhotoRefused) as refusal:
        decode_photo(data + MARKUP)
    assert refusal.value.code == "active-content"


def test_decoder_warnings_stay_inside():
    """Pillow warns of odd metadata; a warning turned into an error is no refusal."""
    bent = ODD["MPO"].replace(b"MPF\0", b"MPF\0", 1)
    at = bent.find(b"MPF\0") + 4
    bent = bent[:at] + b"XX" + bent[at + 2 :]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PhotoRefused) as refusal:  # the index is gone: frame 2 is a passenger
            decode_photo(bent + b"\0" * 4_000)
        assert refusal.value.code == "trailing-data"
        assert_quarters(decode_photo(bent))


def test_two_readers_must_agree_on_the_size():
    """A WebP whose canvas and frame differ would be checked as one and decoded as the other."""
    data = bytearray(encoded(quarters(), "WEBP", exif=Image.Exif(), icc_profile=b"\0" * 99))
    at = data.find(b"VP8X") + 12
    data[at : at + 3] = struct.pack("<I", 191)[:3]

    with pytest.raises(PhotoRefused):
        decode_photo(bytes(data))


def test_pillow_s_own_limit_is_a_refusal_too(monkeypatch):
    """Behind our own count of pixels stands Pillow's; its error is neither OSError nor ours."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(PhotoRefused):
        decode_photo(encoded(quarters()))


def test_size_that_pillow_reads_must_be_the_one_that_was_checked(monkeypatch):
    """Should the two readers ever be made to disagree, the limits would have been for nothing."""
    claimed = read_container(encoded(quarters()))
    claimed.width -= 1
    monkeypatch.setattr("image_index.photo.read_container", lambda _: claimed)

    with pytest.raises(PhotoRefused):
        decode_photo(encoded(quarters()))


@pytest.mark.parametrize(
    ("side", "expected"), [(1900, 950), (2000, 1000), (1600, 1000), (900, 900)]
)
def test_a_jpeg_is_decoded_at_a_half_where_that_is_nearly_enough(side, expected):
    """A camera's 3,648 px are halved in a third of the time; 5 % fewer pixels are not missed."""
    picture = encode_jpeg(np.full((side // 2, side, 3), 120, np.uint8))

    assert max(decode_photo(picture, max_side=1000).shape) == expected
