"""
Bytes to an upright RGB array: the only decoder of the system.

Pillow is asked for three formats by name, after `photo_container` has checked the file without
decoding it. OpenCV only ever gets arrays, because its readers have no limits. Nobody's metadata
leaves this module: pictures that are kept or shown are encoded anew from pixels.

`decode_photo` silences Pillow's warnings for its duration, which is process-wide in Python: where
other threads run, decode through `photo_sandbox`.
"""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageCms, MpoImagePlugin, WebPImagePlugin

from image_index.arrays import RgbImage
from image_index.photo_container import check_extension, orientation, read_container
from image_index.photo_limits import broken

__all__ = [
    "PhotoFacts",
    "check_extension",
    "decode_photo",
    "encode_jpeg",
    "inspect_photo",
    "resize_to",
]

# Loaded now, because a sandboxed child cannot open the files that Pillow imports on first use.
Image.preinit()
_MORE_PLUGINS = (MpoImagePlugin, WebPImagePlugin)
Image.MAX_IMAGE_PIXELS = 50_000_000  # a second lock behind photo_limits.MAXIMUM_PIXELS

DRAFT_SHARE = 0.85  # of max_side that a JPEG decoded at a half or less may come out at
_SRGB = ImageCms.createProfile("sRGB")
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_DECODER_ERRORS = (  # everything that Pillow's three parsers were seen or are written to raise
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    ArithmeticError,
    LookupError,
    TypeError,
    RuntimeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a picture is, known without decoding it."""

    media_type: str  # image/jpeg, image/png or image/webp, by content
    width: int  # pixels, upright
    height: int


def inspect_photo(data: bytes) -> PhotoFacts:
    """
    Check the file's structure and limits, and tell its type and upright size.

    Raises:
        PhotoRefused: see `read_container`.
    """
    container = read_container(data)
    width, height = container.width, container.height
    if orientation(container.exif) >= 5:  # lies on its side
        width, height = height, width
    return PhotoFacts(container.media_type, width, height)


def decode_photo(data: bytes, *, max_side: int | None = None) -> RgbImage:
    """
    Decode a JPEG, the first picture of an MPO, a PNG or a still WebP.

    Args:
        data: the whole file.
        max_side: longest side of the result in pixels; smaller pictures keep their size. A JPEG
            is then decoded at a half, quarter or eighth if that leaves DRAFT_SHARE of max_side
            or more, which saves most of the time.

    Returns:
        (H, W, 3) uint8, sRGB, turned upright by EXIF, transparent parts on white.

    Raises:
        PhotoRefused: unreadable, or beyond a limit of photo_limits.
    """
    container = read_container(data)
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=[_FORMATS[container.media_type]]) as image,
        ):
            if image.size != (container.width, container.height):
                raise broken()  # two readers of one file must agree
            if max_side is not None:
                image.draft(None, _fitted(image.size, round(DRAFT_SHARE * max_side)))
            image.load()
            pixels = _srgb(image, max_side)
    except _DECODER_ERRORS as error:
        raise broken() from error
    return _turned(pixels, orientation(container.exif))


def resize_to(image: RgbImage, max_side: int) -> RgbImage:
    """
    Shrink (H, W, 3) so that its longest side is at most *max_side* pixels; never enlarge.

    Raises:
        ValueError: *max_side* is not positive.
    """
    if max_side < 1:
        raise ValueError(f"max_side must be positive, got {max_side}")
    height, width = image.shape[:2]
    size = _fitted((width, height), max_side)
    if size == (width, height):
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def encode_jpeg(image: RgbImage, *, quality: int = 88, progressive: bool = True) -> bytes:
    """
    Encode pixels as a JPEG without any metadata.

    Args:
        image: (H, W, 3) uint8.
        quality: of the JPEG, 1 to 95.
        progressive: smaller, and shown coarsely at once, for twice the time.

    Raises:
        ValueError: *image* is not (H, W, 3) uint8.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"expected (H, W, 3) uint8, got {image.shape} {image.dtype}")
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image)).save(
        buffer, "JPEG", quality=quality, progressive=progressive, optimize=progressive
    )
    return buffer.getvalue()


def _fitted(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """(width, height) in pixels, shrunk to *max_side* where longer."""
    scale = min(1.0, max_side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _srgb(image: Image.Image, max_side: int | None) -> RgbImage:
    """The loaded picture as (H, W, 3) uint8 in sRGB, whatever its mode, shrunk to *max_side*."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bit of grey, perhaps in 32
        image = Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        transparent = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(transparent, mask=transparent.getchannel("A"))
    elif image.mode not in {"RGB", "CMYK", "L"}:
        image = image.convert("RGB")
    if max_side is not None and max(image.size) > max_side:
        image = image.resize(_fitted(image.size, max_side), Image.Resampling.HAMMING)
    if profile:
        image = _by_profile(image, profile)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert RGB, CMYK or L to sRGB by its ICC profile; unchanged where that is not possible."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (
        ImageCms.PyCMSError,
        OSError,
        ValueError,
        TypeError,
    ):  # damaged, or of another mode
        return image
    return image if converted is None else converted


def _turned(image: RgbImage, turn: int) -> RgbImage:
    """Undo the EXIF orientation *turn*, 1 to 8."""
    if turn in {5, 6, 7, 8}:
        image = image.transpose(1, 0, 2)
    if turn in {2, 3, 6, 7}:
        image = image[:, ::-1]
    if turn in {3, 4, 7, 8}:
        image = image[::-1]
    return np.array(image, order="C")  # a copy: Pillow's own array is read-only
