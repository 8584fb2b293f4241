"""How large, long and strange a picture file may be, and the refusals that say so."""

import re
import zlib
from dataclasses import dataclass

from image_index.errors import PhotoRefused

MAXIMUM_BYTES = 20_000_000  # a 50 MP phone JPEG is 10 to 18 MB
MAXIMUM_PIXELS = 50_000_000  # as imgproxy; 200 MB in Pillow
MAXIMUM_SIDE = 12_000  # pixels
MINIMUM_SIDE = 32  # pixels; nothing smaller holds a pattern of keypoints
MAXIMUM_ASPECT = 20  # long side : short side
MAXIMUM_SCANS = 64  # SOS markers; a normal progressive file has about 10
MAXIMUM_METADATA = 1_000_000  # bytes of ICC, EXIF and text together, after inflating
MAXIMUM_TRAILER = 4_096  # bytes after the picture's end; cameras pad and sign there
MAXIMUM_SEGMENTS = 20_000  # JPEG segments or PNG chunks; 20 MB in 8 kB IDATs are 2,500
MAXIMUM_TEXTS = 1_000  # PNG text chunks

_FOREIGN = re.compile(  # what a browser, a shell or an archiver would take for its own
    rb"<\s*(?:script|html|svg|iframe|object|embed|body|img|!doctype|!entity)|javascript:|<\?php"
    rb"|PK\x03\x04|PK\x05\x06|%PDF-|\x7fELF|Rar!\x1a|7z\xbc\xaf|#!/|This program cannot be run",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Container:
    """What one picture file says of itself; within all limits once `read_container` returns it."""

    media_type: str  # image/jpeg, image/png or image/webp
    width: int = 0  # pixels as stored, before the EXIF turn
    height: int = 0
    exif: bytes = b""  # TIFF structure, without the "Exif\0\0" in front
    end: int = 0  # offset of the first byte after the picture
    metadata_bytes: int = 0

    def count_metadata(self, size: int) -> None:
        """Add *size* bytes of metadata; PhotoRefused beyond MAXIMUM_METADATA."""
        self.metadata_bytes += size
        if self.metadata_bytes > MAXIMUM_METADATA:
            raise PhotoRefused(
                "metadata-too-large",
                "This image carries too much hidden data. Export it again as JPEG without "
                "metadata.",
            )

    def count_inflated(self, compressed: bytes) -> bytes:
        """Inflate zlib text or a profile, never beyond the limit; b"" if it is no zlib stream."""
        try:
            text = zlib.decompressobj().decompress(compressed, MAXIMUM_METADATA + 1)
        except zlib.error:
            return b""
        self.count_metadata(len(text))
        return text


def broken() -> PhotoRefused:
    """The refusal of a damaged file, to be raised."""
    return PhotoRefused(
        "broken",
        "This image is damaged or incomplete. Send it or photograph the article again.",
    )


def animated() -> PhotoRefused:
    """The refusal of a film, to be raised."""
    return PhotoRefused(
        "animated",
        "This is an animated image. Send a single still image of the article.",
    )


def refuse_length(data: bytes) -> None:
    """Raise PhotoRefused unless *data* is a file of 1 to MAXIMUM_BYTES bytes."""
    if not data:
        raise PhotoRefused("empty", "This file is empty. Choose or take the photo again.")
    if len(data) > MAXIMUM_BYTES:
        raise PhotoRefused(
            "too-large",
            "This file is larger than 20 MB. Send a smaller copy of the image.",
        )


def refuse_size(width: int, height: int) -> None:
    """Raise PhotoRefused unless an image of *width* x *height* pixels is worth decoding."""
    short, long = sorted((width, height))
    if short < 1:
        raise broken()
    if long > MAXIMUM_SIDE or width * height > MAXIMUM_PIXELS:
        raise PhotoRefused(
            "too-many-pixels",
            "This image has too many pixels (50 megapixels and 12,000 a side are the most). "
            "Send a smaller copy.",
        )
    if long > MAXIMUM_ASPECT * short:
        raise PhotoRefused(
            "too-elongated",
            "This image is a narrow strip. Send a photo that shows the whole article.",
        )
    if short < MINIMUM_SIDE:
        raise PhotoRefused(
            "too-small",
            f"This image is only {width} x {height} pixels. Photograph the article again from "
            "near by.",
        )


def refuse_foreign(metadata: bytes) -> None:
    """Raise PhotoRefused if a comment, text or trailer holds markup, a script or an archive."""
    if _FOREIGN.search(metadata):
        raise PhotoRefused(
            "active-content",
            "Something that is not an image is hidden in this file. Photograph the article again "
            "or export the image as a new JPEG.",
        )


def refuse_trailer(trailer: bytes) -> None:
    """Raise PhotoRefused if *trailer*, the bytes after the image, is long or a passenger."""
    refuse_foreign(trailer[:MAXIMUM_TRAILER])
    if len(trailer) > MAXIMUM_TRAILER:
        raise PhotoRefused(
            "trailing-data",
            "More data follows after the image (a motion photo, or another file). Export it as "
            "a plain JPEG, or switch motion photos off.",
        )
