"""The chunks of a PNG file, walked without decoding. Source: W3C PNG, third edition."""

import struct

from image_index.errors import PhotoRefused
from image_index.photo_limits import (
    MAXIMUM_SEGMENTS,
    MAXIMUM_TEXTS,
    Container,
    animated,
    broken,
    refuse_foreign,
)

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


def read_png(data: bytes) -> Container:
    """
    Walk a PNG file from its signature to IEND.

    Raises:
        PhotoRefused: damaged, animated, or too much or active text.
    """
    container, position = Container("image/png"), len(PNG_SIGNATURE)
    seen: set[bytes] = set()
    texts = 0
    for _ in range(MAXIMUM_SEGMENTS):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        position += 12 + length
        if len(body) != length or position > len(data) or (not seen and kind != b"IHDR"):
            raise broken()
        if kind == b"IHDR":
            if b"IHDR" in seen:
                raise broken()
            container.width, container.height = struct.unpack_from(">II", body)
        elif kind == b"IEND":
            if b"IDAT" not in seen:
                raise broken()
            container.end = position
            return container
        elif kind == b"acTL" and struct.unpack_from(">I", body)[0] > 1:
            raise animated()
        elif kind in _TEXTS or kind in {b"iCCP", b"eXIf"}:
            texts += 1
            if texts > MAXIMUM_TEXTS:
                raise PhotoRefused(
                    "metadata-too-large",
                    "This image carries too many texts. Export it again as JPEG.",
                )
            _count_metadata(container, kind, body)
        seen.add(kind)
    raise broken()


def _count_metadata(container: Container, kind: bytes, body: bytes) -> None:
    """Count one text, profile or EXIF chunk at its inflated size and look for scripts in text."""
    container.count_metadata(len(body))
    if kind == b"eXIf":
        container.exif = container.exif or body
        return
    inflated = b""
    if kind in {b"zTXt", b"iCCP"}:  # keyword, NUL, method, zlib stream
        inflated = container.count_inflated(body.partition(b"\0")[2][1:])
    elif (
        kind == b"iTXt"
    ):  # keyword, NUL, compressed?, method, language, NUL, translation, NUL, text
        rest = body.partition(b"\0")[2]
        if rest[:1] == b"\1":
            inflated = container.count_inflated(rest[2:].split(b"\0", 2)[-1])
    if kind in _TEXTS:
        refuse_foreign(body)
        refuse_foreign(inflated)
