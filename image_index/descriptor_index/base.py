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

    @classmethod
    def none(cls, queries: int, neighbours: int) -> "Neighbours":
        """Nothing found for any of *queries* descriptors."""
        missing = np.full((queries, neighbours), -1, np.int64)
        return cls(missing, missing.copy(), np.full(missing.shape, np.inf, np.float32))

    def nearest(self, count: int) -> "Neighbours":
        """The *count* nearest of each row, wherever in the row they stand."""
        order = np.argsort(self.distances, axis=1, kind="stable")[:, :count]
        return Neighbours(
            np.take_along_axis(self.slots, order, 1),
            np.take_along_axis(self.rows, order, 1),
            np.take_along_axis(self.distances, order, 1),
        )

    def beside(self, other: "Neighbours") -> "Neighbours":
        """What both found, side by side, in no order."""
        return Neighbours(
            np.hstack([self.slots, other.slots]),
            np.hstack([self.rows, other.rows]),
            np.hstack([self.distances, other.distances]),
        )


class DescriptorIndex(Protocol):
    """
    Descriptors of references, found by likeness.

    A *slot* is a whole number that stands for one reference. Not thread-safe: the caller locks.
    """

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


def checked(slot: int, descriptors: Descriptors) -> None:
    """
    Refuse what could not be numbered.

    Raises:
        ValueError: not (K, 128) uint8, more than LARGEST_ROW + 1 rows, or a negative slot.
    """
    if descriptors.dtype != np.uint8 or descriptors.ndim != 2 or descriptors.shape[1] != 128:
        raise ValueError(f"expected (K, 128) uint8, got {descriptors.dtype} {descriptors.shape}")
    if len(descriptors) > LARGEST_ROW + 1 or slot < 0:
        raise ValueError(f"slot {slot} with {len(descriptors)} rows cannot be numbered")
