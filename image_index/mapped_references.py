"""The references of a snapshot: rows of mapped arrays, made into objects when somebody asks."""

from typing import Any

import numpy as np
import numpy.typing as npt

from image_index.errors import SnapshotRefused
from image_index.reference import IndexedReference, Looks
from image_index.snapshot_file import Layout, NewSnapshot, digest_of

PARTS = ("places", "looks")  # of each reference, checked separately: voting needs only the first


class MappedReferences:
    """
    References by slot 0..n-1, sorted by reference id; no object per reference is kept.

    A part of a reference is compared with its digest when it is first asked for.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        self._arrays = arrays
        self._ids = arrays["reference_ids"]
        self._checked = {part: np.zeros(len(self._ids), np.bool_) for part in PARTS}
        self.row_starts = arrays["row_starts"]

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def encoded_ids(self) -> npt.NDArray[np.bytes_]:
        """(n,) reference ids in UTF-8, ascending."""
        return self._ids

    @property
    def encoded_products(self) -> npt.NDArray[np.bytes_]:
        """(n,) product ids in UTF-8."""
        return self._arrays["product_ids"]

    @property
    def row_counts(self) -> npt.NDArray[np.int64]:
        """(n,) keypoints of each reference."""
        return _lengths(self.row_starts)

    @property
    def picture_lengths(self) -> npt.NDArray[np.int64]:
        """(n,) bytes of the small JPEG of each reference."""
        return _lengths(self._arrays["picture_starts"])

    def slot_of(self, reference_id: str) -> int | None:
        """Where a reference lies, or None if it is not here."""
        encoded = reference_id.encode()
        slot = int(np.searchsorted(self._ids, np.bytes_(encoded)))
        return slot if slot < len(self) and self._ids[slot] == encoded else None

    def slots_of_product(self, product_id: str) -> list[int]:
        """Where the references of a product lie."""
        return np.flatnonzero(self.encoded_products == product_id.encode()).tolist()

    def get(self, slot: int) -> IndexedReference:
        """
        The reference at *slot*, as views of the file.

        Raises:
            SnapshotRefused: its places are damaged; ``looks()`` raises the same of the rest.
        """
        arrays = self._arrays
        places = arrays["places"][self.row_starts[slot] : self.row_starts[slot + 1]]
        self._check("places", slot, places)
        width, height = arrays["sizes"][slot]
        return IndexedReference(
            self._ids[slot].decode(),
            self.encoded_products[slot].decode(),
            places,
            (int(width), int(height)),
            lambda: self._looks(slot),
        )

    def _looks(self, slot: int) -> Looks:
        arrays = self._arrays
        descriptors = arrays["descriptors"][self.row_starts[slot] : self.row_starts[slot + 1]]
        starts = arrays["picture_starts"]
        picture = arrays["pictures"][starts[slot] : starts[slot + 1]]
        self._check("looks", slot, descriptors, picture)
        return descriptors, picture

    def _check(self, part: str, slot: int, *pieces: npt.NDArray[Any]) -> None:
        if not self._checked[part][slot]:
            if digest_of(*pieces) != int(self._arrays[f"{part}_digests"][slot]):
                raise SnapshotRefused(f"the snapshot is damaged: {part} of reference {slot}")
            self._checked[part][slot] = True


def reference_layout(
    ids: npt.NDArray[np.bytes_], products: npt.NDArray[np.bytes_], rows: int, picture_bytes: int
) -> tuple[Layout, Layout]:
    """The small and the large arrays of these references."""
    count = len(ids)
    small = {
        "reference_ids": (ids.dtype.str, (count,)),
        "product_ids": (products.dtype.str, (count,)),
        "sizes": ("<u2", (count, 2)),
        "row_starts": ("<u8", (count + 1,)),
        "picture_starts": ("<u8", (count + 1,)),
        "places_digests": ("<u8", (count,)),
        "looks_digests": ("<u8", (count,)),
    }
    large = {
        "places": ("<u2", (rows, 4)),
        "descriptors": ("|u1", (rows, 128)),
        "pictures": ("|u1", (picture_bytes,)),
    }
    return small, large


def write_reference(new: NewSnapshot, slot: int, reference: IndexedReference) -> None:
    """Write what lies at *slot*; the arrays of starts must be complete."""
    descriptors, picture = reference.looks()
    row = int(new.small["row_starts"][slot])
    new.small["sizes"][slot] = reference.size
    new.small["places_digests"][slot] = digest_of(np.ascontiguousarray(reference.places, "<u2"))
    new.small["looks_digests"][slot] = digest_of(np.ascontiguousarray(descriptors), picture)
    new.write("places", row, reference.places)
    new.write("descriptors", row, descriptors)
    new.write("pictures", int(new.small["picture_starts"][slot]), picture)


def _lengths(starts: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    return (starts[1:] - starts[:-1]).astype(np.int64)
