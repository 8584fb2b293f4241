"""The chunks of a WebP file, walked without decoding. Source: RFC 9649, RFC 6386."""

import struct

from image_index.photo_limits import MAXIMUM_SEGMENTS, Container, animated, broken

_METADATA = {b"ICCP", b"EXIF", b"XMP "}


def read_webp(data: bytes) -> Container:
    """
    Walk a WebP file.

    Raises:
        PhotoRefused: damaged, animated, or too much metadata.
    """
    container = Container("image/webp")
    (size,) = struct.unpack_from("<I", data, 4)
    container.end, position, seen = 8 + size, 12, False
    for _ in range(MAXIMUM_SEGMENTS):
        if position >= container.end:
            break
        kind, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
        if len(body) != length or kind in {b"ANIM", b"ANMF"}:
            raise animated() if kind in {b"ANIM", b"ANMF"} else broken()
        if kind in _METADATA:
            container.count_metadata(length)
            if kind == b"EXIF":
                container.exif = body.removeprefix(b"Exif\0\0")
        elif kind in {b"VP8X", b"VP8 ", b"VP8L"}:
            width, height = _size(kind, body)
            container.width = max(container.width, width)  # canvas and frame must both fit
            container.height = max(container.height, height)
            seen = seen or kind != b"VP8X"
    else:
        raise broken()
    if not seen:
        raise broken()
    return container


def _size(kind: bytes, body: bytes) -> tuple[int, int]:
    """Width and height in pixels that a VP8X, VP8 or VP8L chunk claims."""
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8 ":
        if body[3:6] != b"\x9d\x01\x2a":
            raise broken()
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if body[:1] != b"\x2f":
        raise broken()
    (bits,) = struct.unpack_from("<I", body, 1)
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
