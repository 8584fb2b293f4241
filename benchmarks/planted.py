"""
Large indexes around real references, for measuring size: invented neighbours made of real codes.

A synthetic reference is a copy of a real distractor in which every descriptor was crossed with
another real one of its inverted list: of the 16 parts of its code (one per cell of the SIFT grid),
each is kept or taken from the other with equal chance. So lists fill as real ones do, residuals
have real lengths, no two descriptors are the same, and keypoints stand where keypoints stand.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from image_index.descriptor_index.coding import DescriptorCoder, length_byte
from image_index.descriptor_index.list_division import ListDivision, grade_for
from image_index.descriptor_index.mapped_lists import MappedLists
from image_index.features import FEATURES_VERSION
from image_index.index import FrozenIndex
from image_index.mapped_references import MappedReferences, reference_layout
from image_index.snapshot_file import NewSnapshot, digest_of, replaced

SEED = 1
DISTRACTOR = "distractor"  # how the ids of references that no photo shows begin


def write_planted(real: FrozenIndex, size: int, path: Path) -> int:
    """
    Save *real* and as many synthetic references as make *size* together in *path*.

    Small pictures and full descriptors of the synthetic ones are left as holes in the file: it has
    the length that it would have, but retrieval, which never reads them, is all it is good for.

    Returns:
        How many parts each inverted list has.
    """
    base, lists, coder = real.base, real.base_lists, real.coder
    assert base is not None
    assert lists is not None
    copied = _Copies(base, size)
    of = copied.originals  # of each slot: the real slot that it is or copies
    counts = base.row_counts[of]
    starts = np.concatenate([[0], np.cumsum(counts)])
    pictures = np.concatenate([[0], np.cumsum(base.picture_lengths[of])])
    names = [b"synthetic %09d" % number for number in range(size - len(base))]
    ids = np.concatenate([base.encoded_ids, np.array(names, np.bytes_)])
    products = np.concatenate([base.encoded_products, np.array(names, np.bytes_)])
    rows = int(starts[-1])
    parts = grade_for(rows, coder.lists).parts
    small, large = reference_layout(ids, products, rows, int(pictures[-1]))
    small = {
        **small,
        "part_starts": ("<u8", (coder.lists * parts + 1,)),
        "list_digests": ("<u8", (coder.lists,)),
    }
    large = {
        "owners": ("<u4", (rows,)),
        "places": large["places"],
        "codes": ("|u1", (rows, coder.code_bytes)),
        **large,
    }
    head = {
        "codebook": coder.codebook.identity,
        "features": FEATURES_VERSION,
        "position": 0,
        "history": "planted",
    }
    with replaced(path) as file:
        new = NewSnapshot(file, head, small, large)
        new.small["reference_ids"][:] = ids
        new.small["product_ids"][:] = products
        new.small["row_starts"][:] = starts
        new.small["picture_starts"][:] = pictures
        _write_references(new, base, of, starts)
        _write_lists(new, lists, coder, copied, starts, parts)
        new.finish()
    return parts


class _Copies:
    """Which synthetic slots copy which real one: the distractors in turn."""

    def __init__(self, base: MappedReferences, size: int) -> None:
        """
        Raises:
            ValueError: there is nothing to copy, or *size* is less than there is.
        """
        distractors = np.flatnonzero(np.char.startswith(base.encoded_ids, DISTRACTOR.encode()))
        self._real, self._count = len(base), size - len(base)
        if self._count < 0 or (self._count and not len(distractors)):
            raise ValueError("give distractors to copy, and a size of at least what is given")
        self._distractors = len(distractors)
        self._rank = np.full(len(base), -1, np.int64)
        self._rank[distractors] = np.arange(len(distractors))
        repeated = np.resize(distractors, self._count) if self._count else distractors[:0]
        self.originals = np.concatenate([np.arange(len(base)), repeated])

    def of(
        self, slots: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """For entries of the real *slots*: places among them, repeated, and the copies' slots."""
        rank = self._rank[slots]
        times = np.where(rank < 0, 0, -(-(self._count - rank) // max(self._distractors, 1)))
        times = np.maximum(times, 0)
        kept = np.repeat(np.arange(len(slots)), times)
        copy = np.arange(len(kept)) - np.repeat(np.cumsum(times) - times, times)
        return kept, self._real + copy * self._distractors + rank[kept]


def _write_references(
    new: NewSnapshot,
    base: MappedReferences,
    of: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
) -> None:
    known = [base.get(slot) for slot in range(len(base))]
    digests = [digest_of(np.ascontiguousarray(reference.places)) for reference in known]
    for slot, real in enumerate(of.tolist()):
        new.small["sizes"][slot] = known[real].size
        new.small["places_digests"][slot] = digests[real]
        new.write("places", int(starts[slot]), known[real].places)


def _write_lists(
    new: NewSnapshot,
    lists: MappedLists,
    coder: DescriptorCoder,
    copied: _Copies,
    starts: npt.NDArray[np.int64],
    parts: int,
) -> None:
    division = ListDivision(coder, parts)
    real_starts = lists.row_starts.astype(np.int64)
    rng = np.random.default_rng(SEED)
    at = 0
    for number in range(coder.lists):
        codes, places, _ = lists.list_content(number)
        slots = np.searchsorted(real_starts, places.astype(np.int64), side="right") - 1
        rows = places - real_starts[slots]
        kept, copies = copied.of(slots)
        others = rng.integers(0, max(len(codes), 1), len(kept))
        keeps = rng.random((len(kept), codes.shape[1]), np.float32) < 0.5
        crossed = np.where(keeps, codes[kept], codes[others])
        crossed[:, -1] = length_byte(_squared_lengths(coder, number, crossed))
        codes = np.concatenate([codes, crossed])
        owners = np.concatenate([starts[slots] + rows, starts[copies] + rows[kept]])
        part = division.assign(codes)
        order = np.lexsort((owners, part))
        codes, stored = np.ascontiguousarray(codes[order]), owners[order].astype("<u4")
        new.write("codes", at, codes)
        new.write("owners", at, stored)
        new.small["list_digests"][number] = digest_of(codes, stored)
        ends = at + np.cumsum(np.bincount(part, minlength=parts))
        new.small["part_starts"][number * parts + 1 : (number + 1) * parts + 1] = ends
        at += len(codes)


def _squared_lengths(
    coder: DescriptorCoder, number: int, codes: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    """(N,) of what *codes* of the list *number* stand for, part by part from a table."""
    fine = coder.codebook.fine
    centre = coder.codebook.coarse[number].astype(np.float32).reshape(len(fine), 1, -1)
    table = ((centre + fine) ** 2).sum(axis=2)
    squared = np.zeros(len(codes), np.float32)
    for part in range(len(fine)):
        squared += table[part, codes[:, part]]
    return squared
