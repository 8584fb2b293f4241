"""
How inverted lists are divided when they have grown long, so that a search reads parts of them.

The centre of part s of list c is coarse centroid c + offset s: the same offsets for all lists,
trained once and shipped, so dividing needs no training when an index grows. Codes stay what they
are, residuals of the coarse centroid; only their order in the list and what is read of it change.

Source:
    Chen, Guan & Wang, *Approximate nearest neighbor search by residual vector quantization*,
    Sensors 2010; the order by a second quantiser as in Babenko & Lempitsky, *The inverted
    multi-index*, CVPR 2012.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from image_index.descriptor_index.coding import DescriptorCoder

DIVISION_PATH = Path(__file__).with_name("list_division.npz")
LISTS_SEARCHED = 16  # nearest coarse lists of a query descriptor whose parts compete
ASSIGNED_AT_ONCE = 65536  # codes decoded at a time: 32 MB


@dataclass(frozen=True, slots=True)
class Grade:
    """How finely lists of one length are divided, and how much of them is read."""

    parts: int  # per list; 1: undivided
    longest: float  # mean codes per list up to which this grade is used
    lists: int  # nearest lists whose parts compete, per query descriptor
    read: int  # nearest parts that are read, per query descriptor


GRADES = (
    Grade(parts=1, longest=1_000, lists=8, read=8),
    Grade(parts=16, longest=5_000, lists=LISTS_SEARCHED, read=32),
    Grade(parts=64, longest=float("inf"), lists=LISTS_SEARCHED, read=24),
)
"""Measured by benchmarks/scale.py, see docs/scale.md."""


def grade_for(codes: int, lists: int) -> Grade:
    """The grade of an index of *codes* descriptors in *lists* coarse lists."""
    return next(grade for grade in GRADES if codes <= grade.longest * lists)


def grade_of(parts: int) -> Grade:
    """
    The grade that divides lists into *parts*.

    Raises:
        ValueError: there is none.
    """
    for grade in GRADES:
        if grade.parts == parts:
            return grade
    raise ValueError(f"lists are never divided into {parts} parts")


class ListDivision:
    """Assigns codes to parts of their list, and finds the parts nearest to a query."""

    def __init__(self, coder: DescriptorCoder, parts: int) -> None:
        self._grade = grade_of(parts)
        self._coder = coder
        self._offsets = shipped_offsets(parts)
        coarse = coder.codebook.coarse.astype(np.float32)
        # |x - c - o|^2 = |x - c|^2 - 2 x.o + (2 c.o + |o|^2): the bracket is the same for all x
        lengths = (self._offsets**2).sum(axis=1)
        self._known = 2 * coarse @ self._offsets.T + lengths

    @property
    def lists(self) -> int:
        """Nearest coarse lists that ``nearest`` wants to be given."""
        return self._grade.lists

    def assign(self, codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        """(N,) the part in which each of *codes* (N, bytes) lies."""
        parts = len(self._offsets)
        if parts == 1:
            return np.zeros(len(codes), np.int64)
        lengths = (self._offsets**2).sum(axis=1)
        assigned = np.empty(len(codes), np.int64)
        for start in range(0, len(codes), ASSIGNED_AT_ONCE):
            some = codes[start : start + ASSIGNED_AT_ONCE]
            far = lengths - 2 * (self._coder.residuals(some) @ self._offsets.T)
            assigned[start : start + len(some)] = far.argmin(axis=1)
        return assigned

    def nearest(
        self,
        queries: npt.NDArray[np.float32],
        lists: npt.NDArray[np.int64],
        distances: npt.NDArray[np.float32],
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """
        Which parts of which lists to read.

        Args:
            queries: (Q, 128).
            lists: (Q, P) nearest coarse lists of each query, -1 where there are fewer.
            distances: (Q, P) squared distances of their centroids.

        Returns:
            (Q, T) lists, -1 where there are fewer, and (Q, T) the part of each; in no order.
        """
        parts = len(self._offsets)
        if parts == 1:
            return lists, np.zeros_like(lists)
        far = self._known[lists]
        far += distances[:, :, None]
        far -= 2 * (queries @ self._offsets.T)[:, None, :]
        far[lists < 0] = np.inf
        far = far.reshape(len(queries), -1)
        chosen = np.argpartition(far, self._grade.read, axis=1)[:, : self._grade.read]
        return np.take_along_axis(lists, chosen // parts, axis=1), chosen % parts


@cache
def shipped_offsets(parts: int) -> npt.NDArray[np.float32]:
    """(parts, 128) offsets of the parts' centres from that of their list."""
    if parts == 1:
        return np.zeros((1, 128), np.float32)
    with np.load(DIVISION_PATH, allow_pickle=False) as stored:
        return np.asarray(stored[f"offsets_{parts}"], np.float32)
