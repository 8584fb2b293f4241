"""Descriptors on this machine: a snapshot's mapped lists, and what was added since in memory."""

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors
from image_index.descriptor_index.base import LARGEST_ROW, Neighbours, checked
from image_index.descriptor_index.coding import (
    CodeScanner,
    DescriptorCoder,
    Queries,
    numbers_for,
    shipped_coder,
)
from image_index.descriptor_index.list_division import LISTS_SEARCHED
from image_index.descriptor_index.mapped_lists import MappedLists

PROBED_LISTS = 8  # of the coarse quantiser's, per query descriptor
_ROW_BITS = 12  # an id is slot << 12 | row


@dataclass(frozen=True, slots=True)
class AddedCodes:
    """What was added since the snapshot, as plain arrays ordered by list, then slot and row."""

    slots: npt.NDArray[np.int64]  # (N,)
    rows: npt.NDArray[np.int64]  # (N,)
    list_starts: npt.NDArray[np.int64]  # (lists + 1,): where each inverted list begins
    codes: npt.NDArray[np.uint8]  # (N, bytes)


class FaissDescriptorIndex:
    """
    Inverted lists of codes made with the shipped codebook: adding never trains.
    """

    def __init__(
        self, coder: DescriptorCoder | None = None, base: MappedLists | None = None
    ) -> None:
        """
        Args:
            coder: that of the shipped codebook unless given.
            base: immutable lists under slots 0..n-1, made with the same coder.
        """
        faiss.omp_set_num_threads(1)  # one process per core beats threads, see identification.md
        self.coder = coder or shipped_coder()
        self._lists: Any = faiss.ArrayInvertedLists(
            numbers_for(self.coder, 1), self.coder.code_bytes
        )
        self._scanner = CodeScanner(self.coder, self._lists, 1)
        self._added = 0
        self.base = base
        self._removed = np.zeros(base.slots if base else 0, np.bool_)
        self._removed_rows = 0

    def __len__(self) -> int:
        return self._added + (len(self.base) if self.base else 0) - self._removed_rows

    @property
    def removed(self) -> npt.NDArray[np.bool_]:
        """Which slots of the base are no longer there."""
        return self._removed

    def add(self, slot: int, descriptors: Descriptors) -> None:
        checked(slot, descriptors)
        if slot < len(self._removed):
            raise ValueError(f"slot {slot} belongs to the snapshot")
        lists, codes = self.coder.encode(descriptors)
        order = np.argsort(lists, kind="stable")
        ids, codes = (np.int64(slot) << _ROW_BITS) + order, codes[order]
        used, starts, sizes = np.unique(lists[order], return_index=True, return_counts=True)
        for number, start, size in zip(used.tolist(), starts, sizes.tolist(), strict=True):
            self._lists.add_entries(
                number, size, faiss.swig_ptr(ids[start:]), faiss.swig_ptr(codes[start:])
            )
        self._added += len(ids)

    def remove(self, slot: int) -> None:
        if slot >= len(self._removed):
            ids = faiss.IDSelectorRange(slot << _ROW_BITS, (slot + 1) << _ROW_BITS)
            self._added -= int(self._scanner.index.remove_ids(ids))
        elif self.base and not self._removed[slot]:
            self._removed[slot] = True
            self._removed_rows += int(self.base.row_starts[slot + 1] - self.base.row_starts[slot])

    def search(self, descriptors: Descriptors, neighbours: int) -> Neighbours:
        if not len(self) or not len(descriptors):
            return Neighbours.none(len(descriptors), neighbours)
        queries = descriptors.astype(np.float32)
        distances, lists = self.coder.nearest_lists(queries, LISTS_SEARCHED)
        added = self._search_added(queries, lists[:, :PROBED_LISTS], neighbours)
        if self.base is None:
            return added
        known = self._search_base(queries, lists, distances, neighbours)
        return known.beside(added).nearest(neighbours) if self._added else known

    def added(self) -> AddedCodes:
        """A copy of everything that is not in the base."""
        lists = self._lists
        width = self.coder.code_bytes
        ids, codes = [np.zeros(0, np.int64)], [np.zeros((0, width), np.uint8)]
        sizes = np.zeros(self.coder.lists + 1, np.int64)
        for number in range(self.coder.lists):
            size = sizes[number + 1] = lists.list_size(number)
            if size:
                held = faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
                order = np.argsort(held)
                ids.append(held[order])
                held = faiss.rev_swig_ptr(lists.get_codes(number), size * width)
                codes.append(held.reshape(size, width)[order])
        numbers = np.concatenate(ids)
        return AddedCodes(
            numbers >> _ROW_BITS, numbers & LARGEST_ROW, np.cumsum(sizes), np.concatenate(codes)
        )

    def _search_added(
        self, queries: Queries, lists: npt.NDArray[np.int64], neighbours: int
    ) -> Neighbours:
        if not self._added:
            return Neighbours.none(len(queries), neighbours)
        found, ids = self._scanner.search(queries, lists, neighbours, pairs=False)
        missing = ids < 0
        rows = np.where(missing, -1, ids & LARGEST_ROW)
        return Neighbours(np.where(missing, -1, ids >> _ROW_BITS), rows, found)

    def _search_base(
        self,
        queries: Queries,
        lists: npt.NDArray[np.int64],
        distances: npt.NDArray[np.float32],
        neighbours: int,
    ) -> Neighbours:
        """What is left of the base; asks again, wider, where what was removed took the places."""
        assert self.base is not None
        found = self._left(self.base.search(queries, lists, distances, neighbours))
        if not self._removed_rows:
            return found
        wider = neighbours
        short = np.flatnonzero((found.slots == _GONE).any(axis=1))
        while len(short):
            wider *= 2
            again = self._left(
                self.base.search(queries[short], lists[short], distances[short], wider)
            )
            best = again.nearest(neighbours)
            found.slots[short] = best.slots
            found.rows[short] = best.rows
            found.distances[short] = best.distances
            gone = (again.slots == _GONE).sum(axis=1)
            none = (again.slots == -1).any(axis=1)  # everything that was read is here
            short = short[(wider - gone < neighbours) & ~none]
        found.rows[found.slots == _GONE] = -1
        found.slots[found.slots == _GONE] = -1
        return found

    def _left(self, found: Neighbours) -> Neighbours:
        """*found* with removed slots marked as gone and infinitely far."""
        if self._removed_rows:
            gone = (found.slots >= 0) & self._removed[found.slots]
            found.slots[gone] = _GONE
            found.distances[gone] = np.inf
        return found


_GONE = -2  # a slot that was found and is removed
