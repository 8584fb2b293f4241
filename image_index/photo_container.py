"""
What a picture file claims about itself, read without any decoder.

JPEG, PNG and WebP are walked chunk by chunk, so that bombs, lies and hidden passengers are
refused before Pillow sees a byte. Nothing here allocates memory that grows with the picture.
"""

import struct

from image_index.errors import PhotoRefused
from image_index.jpeg_structure import read_jpeg
from image_index.photo_limits import (
    Container,
    broken,
    refuse_length,
    refuse_size,
    refuse_trailer,
)
from image_index.png_structure import PNG_SIGNATURE, read_png
from image_index.webp_structure import read_webp

_EXTENSIONS = {
    "image/jpeg": {"jpg", "jpeg", "jpe", "jfif", "mpo"},
    "image/png": {"png"},
    "image/webp": {"webp"},
}
_ORIENTATION = 0x0112  # TIFF tag


def read_container(data: bytes) -> Container:
    """
    Check everything about *data* that can be checked without decoding.

    Raises:
        PhotoRefused: not JPEG, PNG or WebP; damaged; or beyond a limit of photo_limits.
    """
    refuse_length(data)
    try:
        container = _walk(data)
    except (
        struct.error,
        IndexError,
    ) as error:  # a length field pointed outside the file
        raise broken() from error
    refuse_size(container.width, container.height)
    refuse_trailer(data[container.end :])
    return container


def check_extension(filename: str, media_type: str) -> None:
    """
    Refuse a file whose name promises another format than its content holds.

    A name without an extension promises nothing and passes.

    Raises:
        PhotoRefused: "extension-mismatch".
    """
    _, dot, extension = filename.rpartition(".")
    if dot and extension.lower() not in _EXTENSIONS.get(media_type, set()):
        raise PhotoRefused(
            "extension-mismatch",
            f"The name of this file does not fit its content ({media_type}). Export the picture "
            "again and send it under its own name.",
        )


def orientation(exif: bytes) -> int:
    """EXIF orientation, 1 to 8; 1 when absent, damaged or out of range."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", exif, 4)
        (entries,) = struct.unpack_from(order + "H", exif, directory)
        for entry in range(entries):
            at = directory + 2 + 12 * entry
            tag, kind, count, value = struct.unpack_from(order + "HHIH", exif, at)
            if tag == _ORIENTATION:
                return value if kind == 3 and count == 1 and 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _walk(data: bytes) -> Container:
    """The claims of *data*, by what the content is; the file's name is never asked."""
    if data.startswith(b"\xff\xd8\xff"):
        return read_jpeg(data)
    if data.startswith(PNG_SIGNATURE):
        return read_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return read_webp(data)
    if data[4:8] == b"ftyp":
        raise PhotoRefused(
            "unsupported-format",
            "HEIC and AVIF images are not read here. Set the camera to JPEG (most compatible) "
            "or export the image as JPEG.",
        )
    raise PhotoRefused(
        "unsupported-format",
        "This file is not a JPEG, PNG or WebP image. Photograph the article again or export "
        "it as JPEG.",
    )
