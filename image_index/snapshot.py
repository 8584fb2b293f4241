"""
A saved index: one file, checked before it is believed, replaced in one step.

Layout: magic, version, length of the table of contents, length of the file, SHA-256 of everything
else, the table of contents (JSON), then plain arrays. No pickle. The large arrays stay in the file
and are mapped, so that all workers of one machine share their pages.
"""

import hashlib
import json
import mmap
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from image_index.errors import SnapshotRefused
from image_index.features import FEATURES_VERSION
from image_index.index import ImageIndex, IndexContent

SNAPSHOT_VERSION = 1

_MAGIC = b"IPMINDEX"
_HEADER = struct.Struct("<8sIIQ")  # magic, version, length of the contents, length of the file
_DIGEST_BYTES = 32
_ARRAYS_START = 64  # alignment of every array
_KINDS = {"u1", "<u2", "<i4", "<u4", "<f4"}  # all that an index is made of


def save_index(index: ImageIndex, path: Path, *, position: int) -> None:
    """
    Write *index* to *path*: readers see the old file or the new one, never half of one.

    Args:
        index: what to save; may be searched meanwhile.
        path: the file to replace.
        position: how far the index has followed the service's changes.

    Raises:
        OSError: the disk refused.
    """
    content = index.content()
    arrays = {
        name: np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        for name, array in content.arrays.items()
    }
    places: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, array in arrays.items():
        offset = _aligned(offset)
        kind = array.dtype.str.replace("|", "")
        places[name] = {"kind": kind, "shape": list(array.shape), "at": offset}
        offset += array.nbytes
    contents = json.dumps(
        {
            "codebook": content.codebook,
            "features": FEATURES_VERSION,
            "position": position,
            "ids": content.ids,
            "arrays": places,
        },
        ensure_ascii=False,
    ).encode()
    start = _aligned(_HEADER.size + _DIGEST_BYTES + len(contents))
    header = _HEADER.pack(_MAGIC, SNAPSHOT_VERSION, len(contents), start + offset)
    digest = hashlib.sha256()
    temporary = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with temporary.open("wb") as file:
            file.write(header + bytes(_DIGEST_BYTES))
            digest.update(header)
            written = _HEADER.size + _DIGEST_BYTES
            written += _write(file, digest, contents)
            written += _write(file, digest, bytes(start - written))
            for name, array in arrays.items():
                written += _write(file, digest, bytes(start + places[name]["at"] - written))
                written += _write(file, digest, array.reshape(-1).view(np.uint8).data)
            file.seek(_HEADER.size)
            file.write(digest.digest())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load_index(path: Path) -> tuple[ImageIndex, int]:
    """
    The index saved in *path*, and the position it had reached.

    Raises:
        SnapshotRefused: missing, damaged, cut short, of another version or another codebook.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise SnapshotRefused(f"the snapshot {path.name} cannot be read: {error}") from error
    start = _HEADER.size + _DIGEST_BYTES
    if len(mapped) < start:
        raise SnapshotRefused("the snapshot is cut short")
    magic, version, contents_length, length = _HEADER.unpack_from(mapped)
    if magic != _MAGIC:
        raise SnapshotRefused("this file is not a saved index")
    if version != SNAPSHOT_VERSION:
        raise SnapshotRefused(f"snapshot of version {version}, expected {SNAPSHOT_VERSION}")
    if length != len(mapped) or start + contents_length > length:
        raise SnapshotRefused("the snapshot is cut short or has something appended")
    with memoryview(mapped) as view:
        digest = hashlib.sha256(view[: _HEADER.size])
        digest.update(view[start:])
    if digest.digest() != mapped[_HEADER.size : start]:
        raise SnapshotRefused("the snapshot is damaged: the checksum differs")
    contents = json.loads(mapped[start : start + contents_length])
    if contents["features"] != FEATURES_VERSION:
        raise SnapshotRefused("the snapshot holds features of another version")
    arrays_start = _aligned(start + contents_length)
    arrays = {
        name: _array(mapped, arrays_start, place) for name, place in contents["arrays"].items()
    }
    content = IndexContent(contents["codebook"], contents["ids"], arrays)
    try:
        return ImageIndex.from_content(content), int(contents["position"])
    except ValueError as error:
        raise SnapshotRefused(str(error)) from error


def _aligned(offset: int) -> int:
    return -(-offset // _ARRAYS_START) * _ARRAYS_START


def _write(file: Any, digest: Any, data: Any) -> int:
    """Write *data* to *file*, count it in *digest*; returns its length in bytes."""
    file.write(data)
    digest.update(data)
    return len(data)


def _array(mapped: mmap.mmap, start: int, place: dict[str, Any]) -> npt.NDArray[Any]:
    """One array of the snapshot, left where it is."""
    if place["kind"] not in _KINDS:
        raise SnapshotRefused(f"the snapshot holds an array of kind {place['kind']}")
    shape = tuple(int(n) for n in place["shape"])
    count = int(np.prod(shape))
    at = start + int(place["at"])
    return np.frombuffer(mapped, place["kind"], count, at).reshape(shape)
