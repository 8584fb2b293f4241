"""
The markers of a JPEG file, walked without decoding.

Source: ITU-T T.81 annex B; CIPA DC-007 for the pictures a phone appends (MPO).
"""

import re
import struct

from image_index.errors import PhotoRefused
from image_index.photo_limits import (
    MAXIMUM_SCANS,
    MAXIMUM_SEGMENTS,
    Container,
    broken,
    refuse_foreign,
)

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither stuffing nor restart nor fill
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 .. SOF15
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP15, _COM = (
    0xD8,
    0xD9,
    0xDA,
    0xE0,
    0xE1,
    0xE2,
    0xEF,
    0xFE,
)
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/"  # depth maps of portrait photos; never read
_MP_ENTRY = 0xB002  # the tag that lists the pictures of an MPO file
_MAXIMUM_PICTURES = 16  # of an MPO file; phones write 2 or 3


def read_jpeg(data: bytes) -> Container:
    """
    Walk a JPEG file, and the pictures that its MPO index lists after the first.

    Raises:
        PhotoRefused: damaged, too many scans, or too much or active metadata.
    """
    container, index = _walk(data, 0)
    for start in _listed_pictures(data, index):
        if start == container.end and data[start : start + 2] == b"\xff\xd8":
            container.end = _walk(data, start)[0].end
    return container


def _walk(data: bytes, start: int) -> tuple[Container, int]:
    """Follow the markers from SOI at *start* to EOI; also the offset of the MPO index, or 0."""
    container, index, scans, position = Container("image/jpeg"), 0, 0, start + 2
    for _ in range(MAXIMUM_SEGMENTS):
        while data[position : position + 2] == b"\xff\xff":  # fill bytes
            position += 1
        if data[position] != 0xFF:
            raise broken()
        marker, position = data[position + 1], position + 2
        if marker == _EOI:
            if not (container.width and scans):
                raise broken()
            container.end = position
            return container, index
        length = int.from_bytes(data[position : position + 2])
        body = data[position + 2 : position + length]
        if marker == _SOI or length < 2 or len(body) != length - 2:
            raise broken()
        if marker in _FRAMES:
            if container.width:  # a second frame header: decoders disagree on which counts
                raise broken()
            container.height, container.width = struct.unpack(">HH", body[1:5])
        elif marker == _COM or _APP0 <= marker <= _APP15:
            _count_metadata(container, marker, body)
            if marker == _APP2 and body.startswith(b"MPF\0") and not index:
                index = position + 6
        position += length
        if marker == _SOS:
            scans += 1
            if scans > MAXIMUM_SCANS:
                raise PhotoRefused(
                    "too-many-scans",
                    "This JPEG is built in an unusual way. Export it again as an ordinary JPEG.",
                )
            found = _MARKER.search(data, position)
            if found is None:
                raise broken()
            position = found.start()
    raise broken()


def _count_metadata(container: Container, marker: int, body: bytes) -> None:
    """Count the segment, keep the first EXIF, and look for scripts where they survive a copy."""
    if marker == _APP1 and body.startswith(_EXTENDED_XMP):
        return
    container.count_metadata(len(body))
    if marker == _COM:
        refuse_foreign(body)
    elif marker == _APP1 and body.startswith(b"Exif\0\0") and not container.exif:
        container.exif = body[6:]


def _listed_pictures(data: bytes, index: int) -> list[int]:
    """Offsets in *data* of the pictures that the MPO index at *index* lists, in their order."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[index : index + 4])
    if not index or order is None:
        return []
    try:
        (directory,) = struct.unpack_from(order + "I", data, index + 4)
        (entries,) = struct.unpack_from(order + "H", data, index + directory)
        for entry in range(min(entries, 16)):
            tag, _, size, offset = struct.unpack_from(
                order + "HHII", data, index + directory + 2 + 12 * entry
            )
            if tag == _MP_ENTRY:
                pictures = range(min(size // 16, _MAXIMUM_PICTURES))
                starts = [
                    struct.unpack_from(order + "I", data, index + offset + 16 * picture + 8)[0]
                    for picture in pictures
                ]
                return sorted(index + start for start in starts if start)
    except struct.error:  # a damaged index lists nothing; the trailer rule then decides
        return []
    return []
