"""
A saved index: one file, never believed unchecked, replaced in one step.

Opening checks the table of contents and all small arrays; the codes of an inverted list and the
parts of a reference are checked when a search first reads them (see snapshot_file.py). Everything
large stays in the file and is mapped, so all workers of one machine share one copy of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from image_index.codebook import shipped_codebook
from image_index.descriptor_index.coding import shipped_coder
from image_index.descriptor_index.faiss import FaissDescriptorIndex
from image_index.descriptor_index.list_division import ListDivision, grade_for
from image_index.descriptor_index.mapped_lists import MappedLists
from image_index.errors import SnapshotRefused
from image_index.features import FEATURES_VERSION
from image_index.index import FrozenIndex, ImageIndex
from image_index.mapped_references import MappedReferences, reference_layout, write_reference
from image_index.reference import IndexedReference
from image_index.snapshot_file import NewSnapshot, SnapshotFile, digest_of, replaced


@dataclass(frozen=True, slots=True)
class Saved:
    """What ``load_index`` found."""

    index: ImageIndex
    position: int  # how far the index has followed the service's changes
    history: str  # whatever tells one series of changes from another


def save_index(index: ImageIndex, path: Path, *, position: int, history: str = "") -> None:
    """
    Write *index* to *path*: readers see the old file or the new one, never half of one.

    Args:
        index: what to save; may be searched and changed meanwhile.
        path: the file to replace.
        position: how far the index has followed the service's changes.
        history: given back by ``load_index``.

    Raises:
        OSError: the disk refused.
        SnapshotRefused: the index came from a snapshot that is damaged.
    """
    frozen = index.frozen()
    coder = frozen.coder
    order = _Order(frozen)
    lists = coder.lists
    rows = int(order.row_starts[-1])
    parts = grade_for(rows, lists).parts
    small, large = reference_layout(order.ids, order.products, rows, int(order.picture_starts[-1]))
    small = {
        **small,
        "part_starts": ("<u8", (lists * parts + 1,)),
        "list_digests": ("<u8", (lists,)),
    }
    large = {"owners": ("<u4", (rows,)), "codes": ("|u1", (rows, coder.code_bytes)), **large}
    large = dict(sorted(large.items(), key=lambda entry: -np.dtype(entry[1][0]).itemsize))
    head = {
        "codebook": coder.codebook.identity,
        "features": FEATURES_VERSION,
        "position": position,
        "history": history,
    }
    with replaced(path) as file:
        new = NewSnapshot(file, head, small, large)
        new.small["reference_ids"][:] = order.ids
        new.small["product_ids"][:] = order.products
        new.small["row_starts"][:] = order.row_starts
        new.small["picture_starts"][:] = order.picture_starts
        _write_lists(new, frozen, order, parts)
        for slot, reference in enumerate(order.references()):
            write_reference(new, slot, reference)
        new.finish()


def load_index(path: Path) -> Saved:
    """
    The index saved in *path*.

    Raises:
        SnapshotRefused: missing, damaged, cut short, of another version or another codebook. What
            is checked later raises it from the search that would have read it.
    """
    snapshot = SnapshotFile(path)
    head = snapshot.head
    codebook = shipped_codebook()
    if head["features"] != FEATURES_VERSION:
        raise SnapshotRefused("the snapshot holds features of another version")
    if head["codebook"] != codebook.identity:
        raise SnapshotRefused("the snapshot was made with another codebook")
    try:
        coder = shipped_coder()
        lists = MappedLists(snapshot, coder)
    except ValueError as error:
        raise SnapshotRefused(str(error)) from error
    descriptors = FaissDescriptorIndex(coder, lists)
    index = ImageIndex(MappedReferences(snapshot.arrays), descriptors)
    return Saved(index, int(head["position"]), str(head["history"]))


def check_index(path: Path) -> None:
    """
    Read all of the snapshot in *path* and compare it with its digests.

    Raises:
        SnapshotRefused: missing or damaged, wherever that is.
    """
    frozen = load_index(path).index.frozen()
    assert frozen.base is not None
    assert frozen.base_lists is not None
    frozen.base_lists.check_lists(np.arange(frozen.coder.lists))
    for slot in range(len(frozen.base)):
        frozen.base.get(slot).looks()


class _Order:
    """The references of a frozen index by reference id, slots numbered anew without gaps."""

    def __init__(self, frozen: FrozenIndex) -> None:
        self._frozen = frozen
        base, added = frozen.base, frozen.added
        kept = np.flatnonzero(~frozen.removed)
        ids, products = (
            _encoded([r.reference_id for r in added.values()]),
            _encoded([r.product_id for r in added.values()]),
        )
        rows = np.array([len(r.places) for r in added.values()], np.int64)
        lengths = np.array([len(r.picture) for r in added.values()], np.int64)
        if base is not None:
            ids = np.concatenate([base.encoded_ids[kept], ids])
            products = np.concatenate([base.encoded_products[kept], products])
            rows = np.concatenate([base.row_counts[kept], rows])
            lengths = np.concatenate([base.picture_lengths[kept], lengths])
        order = np.argsort(ids, kind="stable")
        self._old_slots = np.concatenate([kept, np.array(list(added), np.int64)])[order]
        self.ids, self.products = _shortest(ids[order]), _shortest(products[order])
        self.row_starts = _starts(rows[order])
        self.picture_starts = _starts(lengths[order])
        highest = int(self._old_slots.max(initial=-1))
        self._new_slot = np.full(max(highest + 1, len(frozen.removed)), -1, np.int64)
        self._new_slot[self._old_slots] = np.arange(len(order))

    def references(self) -> Iterator[IndexedReference]:
        """Every reference in its new place."""
        base = self._frozen.base
        for slot in self._old_slots.tolist():
            added = self._frozen.added.get(slot)
            if added is None:
                assert base is not None
                added = base.get(slot)
            yield added

    def owners(
        self, slots: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Places of descriptors in the new order, -1 for what is removed."""
        new = self._new_slot[slots]
        return np.where(new < 0, -1, self.row_starts[new] + rows)


def _write_lists(new: NewSnapshot, frozen: FrozenIndex, order: _Order, parts: int) -> None:
    """Write the inverted lists, one at a time; a list is never in memory longer than that."""
    division = ListDivision(frozen.coder, parts)
    base, added = frozen.base_lists, frozen.codes
    at = 0
    for number in range(frozen.coder.lists):
        here = slice(added.list_starts[number], added.list_starts[number + 1])
        codes = added.codes[here]
        owners = order.owners(added.slots[here], added.rows[here])
        part = division.assign(codes)
        if base is not None and len(base):
            known, places, known_part = base.list_content(number)
            if base.parts != parts:
                known_part = division.assign(known)
            starts = base.row_starts.astype(np.int64)
            slots = np.searchsorted(starts, places, side="right") - 1
            codes = np.concatenate([known, codes])
            owners = np.concatenate([order.owners(slots, places - starts[slots]), owners])
            part = np.concatenate([known_part, part])
        left = owners >= 0
        by_part = np.flatnonzero(left)[np.lexsort((owners[left], part[left]))]
        codes = np.ascontiguousarray(codes[by_part])
        stored = owners[by_part].astype("<u4")
        new.write("codes", at, codes)
        new.write("owners", at, stored)
        new.small["list_digests"][number] = digest_of(codes, stored)
        ends = at + np.cumsum(np.bincount(part[by_part], minlength=parts))
        new.small["part_starts"][number * parts + 1 : (number + 1) * parts + 1] = ends
        at += len(codes)


def _encoded(texts: list[str]) -> npt.NDArray[np.bytes_]:
    return np.array([text.encode() for text in texts], np.bytes_)


def _shortest(texts: npt.NDArray[np.bytes_]) -> npt.NDArray[np.bytes_]:
    """*texts* in as few bytes each as the longest of them needs."""
    longest = int(np.char.str_len(texts).max(initial=1))
    return texts.astype(f"S{longest}")


def _starts(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
