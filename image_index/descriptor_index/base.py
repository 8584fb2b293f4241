"""What a descriptor index must do, whatever keeps it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors

LARGEST_ROW = 4095  # rows of one reference are numbered 0..4095


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each of Q query descriptors, N reference descriptors, nearest first."""

    slots: npt.NDArray[np.int64]  # (Q, N): which reference; -1 where there are fewer than N
    rows: npt.NDArray[np.int64]  # (Q, N): which of its descriptors
    distances: npt.NDArray[np.float32]  # (Q, N): squared, in descriptor units; inf where none


@dataclass(frozen=True, slots=True)
class StoredCodes:
    """The whole content of a descriptor index, as plain arrays ordered by slot, then row."""

    slots: npt.NDArray[np.int32]  # (N,)
    rows: npt.NDArray[np.uint16]  # (N,)
    lists: npt.NDArray[np.uint16]  # (N,): inverted list of each descriptor
    codes: npt.NDArray[np.uint8]  # (N, bytes)


class DescriptorIndex(Protocol):
    """
    Descriptors of references, found by likeness.

    A *slot* is a whole number that stands for one reference. Not thread-safe: the caller locks.
    """

    @property
    def codebook_identity(self) -> str:
        """Which codebook the codes in ``stored`` belong to."""

    def __len__(self) -> int:
        """How many descriptors are kept."""

    def add(self, slot: int, descriptors: Descriptors) -> None:
        """
        Keep *descriptors* (K, 128) under *slot*; row numbers are their positions.

        Raises:
            ValueError: not (K, 128) uint8, more than LARGEST_ROW + 1 rows, or a negative slot.
        """

    def remove(self, slot: int) -> None:
        """Forget everything kept under *slot*; nothing happens if there is nothing."""

    def search(self, descriptors: Descriptors, neighbours: int) -> Neighbours:
        """The *neighbours* most alike of each row; an empty index finds none."""

    def stored(self) -> StoredCodes:
        """Everything kept, for a snapshot."""

    def restore(self, stored: StoredCodes) -> None:
        """
        Take over what ``stored`` gave, into an empty index with the same codebook.

        Raises:
            ValueError: the arrays do not fit one another or this codebook.
        """
