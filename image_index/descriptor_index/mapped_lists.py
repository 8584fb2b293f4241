"""Inverted lists that stay in a snapshot's file: nothing is copied, every process maps the same."""

from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from image_index.descriptor_index.base import Neighbours
from image_index.descriptor_index.coding import (
    CodeScanner,
    DescriptorCoder,
    list_and_part,
    number_of,
    numbers_for,
)
from image_index.descriptor_index.list_division import ListDivision
from image_index.errors import SnapshotRefused
from image_index.snapshot_file import SnapshotFile, digest_of


class MappedLists:
    """
    The codes of slots 0..n-1, ordered by list, part of the list, then slot and row; immutable.

    A descriptor is known by its *owner*: its place among all descriptors ordered by slot and row,
    four bytes. A list is compared with its digest before the first search that reads it.
    """

    def __init__(self, snapshot: SnapshotFile, coder: DescriptorCoder) -> None:
        """
        Raises:
            ValueError: the arrays do not fit one another or this coder.
        """
        arrays = snapshot.arrays
        self._codes = arrays["codes"]
        self._owners = arrays["owners"]
        self._digests = arrays["list_digests"]
        self._part_starts = arrays["part_starts"]
        self.row_starts = arrays["row_starts"]
        lists = coder.lists
        self.parts = (len(self._part_starts) - 1) // lists
        count = len(self._owners)
        fits = (
            len(self._part_starts) == lists * self.parts + 1
            and self._codes.shape == (count, coder.code_bytes)
            and len(self._digests) == lists
            and int(self._part_starts[-1]) == int(self.row_starts[-1]) == count
            and _ascending(self._part_starts)
            and _ascending(self.row_starts)
        )
        if not fits:
            raise ValueError("the lists of the saved index do not fit one another")
        self.division = ListDivision(coder, self.parts)
        self._coder = coder
        self._checked = np.zeros(lists, np.bool_)
        self._snapshot = snapshot  # faiss maps the file a second time, by its descriptor
        self._scanner = self._searchable() if count else None

    def __len__(self) -> int:
        """How many descriptors."""
        return len(self._owners)

    @property
    def nbytes(self) -> int:
        """Bytes that searches read of the file, all lists together."""
        return self._codes.nbytes + self._owners.nbytes

    @property
    def slots(self) -> int:
        """How many references."""
        return len(self.row_starts) - 1

    def search(
        self,
        queries: npt.NDArray[np.float32],
        lists: npt.NDArray[np.int64],
        distances: npt.NDArray[np.float32],
        neighbours: int,
    ) -> Neighbours:
        """
        The nearest *neighbours* of each of *queries* (Q, 128).

        Args:
            queries: descriptors.
            lists: (Q, P) nearest coarse lists of each, P at least ``division.lists``.
            distances: (Q, P) of their centroids.
            neighbours: how many are wanted of each.

        Raises:
            SnapshotRefused: a list that must be read is damaged.
        """
        if self._scanner is None:
            return Neighbours.none(len(queries), neighbours)
        wanted = self.division.lists
        read, part = self.division.nearest(queries, lists[:, :wanted], distances[:, :wanted])
        self.check_lists(np.unique(read[read >= 0]))
        numbers = np.where(read < 0, -1, number_of(self._coder, read, part))
        found, labels = self._scanner.search(queries, numbers, neighbours, pairs=True)
        missing = labels < 0
        read, part = list_and_part(self._coder, np.where(missing, 0, labels >> 32))
        places = self._part_starts[read * self.parts + part].astype(np.int64)
        places += labels & 0xFFFFFFFF
        owners = self._owners[np.where(missing, 0, places)].astype(np.int64)
        slots = np.searchsorted(self.row_starts, owners.astype(np.uint64), side="right") - 1
        rows = owners - self.row_starts[slots].astype(np.int64)
        return Neighbours(np.where(missing, -1, slots), np.where(missing, -1, rows), found)

    def list_content(
        self, number: int
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
        """Codes, owners and parts of the entries of one coarse list, checked."""
        self.check_lists(np.array([number]))
        bounds = self._part_starts[number * self.parts : (number + 1) * self.parts + 1]
        here = slice(int(bounds[0]), int(bounds[-1]))
        sizes = (bounds[1:] - bounds[:-1]).astype(np.int64)
        return self._codes[here], self._owners[here], np.repeat(np.arange(self.parts), sizes)

    def check_lists(self, numbers: npt.NDArray[np.int64]) -> None:
        """
        Compare coarse lists with their digests, those not yet compared.

        Raises:
            SnapshotRefused: one is damaged.
        """
        for number in numbers[~self._checked[numbers]].tolist():
            start = int(self._part_starts[number * self.parts])
            end = int(self._part_starts[(number + 1) * self.parts])
            digest = digest_of(self._codes[start:end], self._owners[start:end])
            if digest != int(self._digests[number]):
                raise SnapshotRefused(f"the snapshot is damaged: inverted list {number}")
            self._checked[number] = True

    def _searchable(self) -> CodeScanner:
        """A scanner over the file, one faiss list per part."""
        lists: Any = faiss.OnDiskInvertedLists()
        lists.nlist, lists.code_size = numbers_for(self._coder, self.parts), self._coder.code_bytes
        lists.read_only, lists.prefetch_nthread = True, 0
        lists.filename, lists.totsize = self._snapshot.reopenable, self._snapshot.size
        lists.lists.resize(lists.nlist)
        starts = self._part_starts.astype(np.uint64)
        table = np.zeros((lists.nlist, 3), np.uint64)  # size, capacity, where the codes begin
        parts = np.arange(self._coder.lists * self.parts)
        used = number_of(self._coder, parts // self.parts, parts % self.parts)
        table[used, 0] = table[used, 1] = starts[1:] - starts[:-1]
        table[used, 2] = self._snapshot.offsets["codes"] + starts[:-1] * lists.code_size
        faiss.memcpy(lists.lists.data(), faiss.swig_ptr(table), table.nbytes)
        lists.do_mmap()
        return CodeScanner(self._coder, lists, self.parts)


def _ascending(starts: npt.NDArray[np.uint64]) -> bool:
    return bool((starts[1:] >= starts[:-1]).all())
