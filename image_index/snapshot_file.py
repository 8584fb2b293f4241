"""
One file of named arrays, mapped: small arrays are checked at opening, pieces of the others at use.

Layout: magic, version, length of the table of contents, end of the checked part, length of the
file, SHA-256 of all this and of the checked part; then the checked part: the table of contents
(JSON) and the small arrays; then the large arrays. Digests of the large arrays' pieces stand among
the small ones, so nothing is believed before it was compared with a digest that was itself checked,
and opening costs the same whether the large arrays hold megabytes or terabytes. No pickle.
"""

import hashlib
import json
import mmap
import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

from image_index.errors import SnapshotRefused

SNAPSHOT_VERSION = 2

_MAGIC = b"IPMINDEX"
_HEADER = struct.Struct("<8sIIQQ")
_START = _HEADER.size + 32  # of the checked part: header and digest come first
_ALIGNED = 64  # where the small arrays and the first large one begin, in bytes
_KINDS = {"|u1", "<u2", "<u4", "<u8"}  # all that a snapshot is made of, and texts: |S<length>

Layout: TypeAlias = Mapping[str, tuple[str, tuple[int, ...]]]
"""Name → kind and shape of each array, in the order in which they lie."""


def digest_of(*pieces: npt.NDArray[Any]) -> int:
    """The first eight bytes of the SHA-256 of *pieces*, as they lie in a snapshot."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.data)
    return int.from_bytes(digest.digest()[:8], "little")


class SnapshotFile:
    """
    An opened snapshot; its arrays are views of the file, shared by all processes that map it.

    Attributes:
        head: what the writer said of it.
        arrays: name → array; the large ones are not yet checked.
        offsets: name → where the array begins, in bytes.
    """

    def __init__(self, path: Path) -> None:
        """
        Raises:
            SnapshotRefused: missing, cut short, of another version, or its checked part is damaged.
        """
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                self._descriptor = os.dup(file.fileno())  # the name may soon be another file's
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise SnapshotRefused(f"the snapshot {path.name} cannot be read: {error}") from error
        self.size = len(mapped)
        contents = _checked_contents(mapped)
        self.head: dict[str, Any] = contents["head"]
        self.arrays: dict[str, npt.NDArray[Any]] = {}
        self.offsets: dict[str, int] = {}
        for name, kind, shape, at in contents["arrays"]:
            if kind not in _KINDS and not kind.startswith("|S"):
                raise SnapshotRefused(f"the snapshot holds an array of kind {kind}")
            count = int(np.prod(shape, dtype=np.int64))
            self.arrays[name] = np.frombuffer(mapped, kind, count, at).reshape(shape)
            self.offsets[name] = at

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)

    @property
    def reopenable(self) -> str:
        """A name of this very file for code that wants to map it by name."""
        return f"/dev/fd/{self._descriptor}"


class NewSnapshot:
    """A snapshot being written: large arrays in pieces, small ones kept until the end."""

    def __init__(self, file: BinaryIO, head: dict[str, Any], small: Layout, large: Layout) -> None:
        self.small = {name: np.zeros(shape, kind) for name, (kind, shape) in small.items()}
        self._file = file
        self._large = large
        # offsets depend on the length of the contents, which name the offsets: leave room
        self._head = head
        room = len(self._contents(dict.fromkeys((*small, *large), 1 << 62)))
        self._offsets: dict[str, int] = {}
        at = _START + room
        for name, (kind, shape) in small.items():
            at = self._offsets[name] = _aligned(at)
            at += _length(kind, shape)
        self._checked_end = at = _aligned(at)
        for name, (kind, shape) in large.items():
            self._offsets[name] = at
            at += _length(kind, shape)
        self._end = at
        self._room = room

    def write(self, name: str, row: int, piece: npt.NDArray[Any]) -> None:
        """Put *piece* into the large array *name*, from *row* on."""
        kind, shape = self._large[name]
        at = self._offsets[name] + row * _length(kind, (1, *shape[1:]))
        data = np.ascontiguousarray(piece, kind).reshape(-1).view(np.uint8).data
        while data:
            written = os.pwrite(self._file.fileno(), data, at)
            data, at = data[written:], at + written

    def finish(self) -> None:
        """Write what is checked at opening: contents, small arrays and their digest."""
        contents = self._contents(self._offsets).ljust(self._room)
        checked = bytearray(self._checked_end - _START)
        checked[: self._room] = contents
        for name, array in self.small.items():
            at = self._offsets[name] - _START
            checked[at : at + array.nbytes] = array.tobytes()
        header = _HEADER.pack(_MAGIC, SNAPSHOT_VERSION, self._room, self._checked_end, self._end)
        digest = hashlib.sha256(header + checked).digest()
        self._file.seek(0)
        self._file.write(header + digest + checked)
        self._file.truncate(self._end)

    def _contents(self, offsets: Mapping[str, int]) -> bytes:
        shapes = [
            (name, array.dtype.str, array.shape, offsets[name])
            for name, array in self.small.items()
        ] + [(name, kind, shape, offsets[name]) for name, (kind, shape) in self._large.items()]
        return json.dumps({"head": self._head, "arrays": shapes}, ensure_ascii=False).encode()


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of *path* in one step, once it is safe on the disk."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with temporary.open("w+b") as file:
            yield file
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


def _checked_contents(mapped: mmap.mmap) -> dict[str, Any]:
    if len(mapped) < _START:
        raise SnapshotRefused("the snapshot is cut short")
    magic, version, contents_length, checked_end, length = _HEADER.unpack_from(mapped)
    if magic != _MAGIC:
        raise SnapshotRefused("this file is not a saved index")
    if version != SNAPSHOT_VERSION:
        raise SnapshotRefused(f"snapshot of version {version}, expected {SNAPSHOT_VERSION}")
    if length != len(mapped) or not _START + contents_length <= checked_end <= length:
        raise SnapshotRefused("the snapshot is cut short or has something appended")
    with memoryview(mapped) as view:
        digest = hashlib.sha256(view[: _HEADER.size])
        digest.update(view[_START:checked_end])
    if digest.digest() != mapped[_HEADER.size : _START]:
        raise SnapshotRefused("the snapshot is damaged: the checksum differs")
    contents: dict[str, Any] = json.loads(mapped[_START : _START + contents_length])
    return contents


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNED) * _ALIGNED


def _length(kind: str, shape: tuple[int, ...]) -> int:
    return int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))
