"""The index: reference images in, photo in, products out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from image_index.arrays import RgbImage
from image_index.descriptor_index.base import Neighbours
from image_index.descriptor_index.coding import DescriptorCoder
from image_index.descriptor_index.faiss import AddedCodes, FaissDescriptorIndex
from image_index.descriptor_index.mapped_lists import MappedLists
from image_index.features import PhotoFeatures, ReferenceFeatures
from image_index.identification import Match, Ranking, identify
from image_index.mapped_references import MappedReferences
from image_index.ranking import Candidate
from image_index.reference import IndexedReference, indexed
from image_index.voting import agreeing_votes, cast_votes

NEIGHBOURS = 10  # asked for each photo descriptor


@dataclass(frozen=True, slots=True)
class FrozenIndex:
    """An index as it was at one moment, for a snapshot; later changes do not show in it."""

    coder: DescriptorCoder
    base: MappedReferences | None
    base_lists: MappedLists | None
    removed: npt.NDArray[np.bool_]  # (slots of the base,)
    added: dict[int, IndexedReference]  # by slot; slots of the base come before
    codes: AddedCodes


class ImageIndex:
    """
    Finds the product on a photo; holds arrays and opaque ids only.

    What a snapshot held stays in its file; what was added since, and what was removed of it, is in
    memory. Safe to search from many threads while another adds or removes.
    """

    def __init__(
        self,
        base: MappedReferences | None = None,
        descriptors: FaissDescriptorIndex | None = None,
    ) -> None:
        """An empty index, or the one that a snapshot holds (see ``load_index``)."""
        self._descriptors = descriptors or FaissDescriptorIndex()
        self._base = base
        self._references: dict[int, IndexedReference] = {}  # added since
        self._slots: dict[str, int] = {}  # of those
        self._next_slot = len(base) if base else 0  # slots are never used again
        known = base.row_counts if base else np.zeros(0, np.int64)
        self._counts = np.concatenate([known, np.zeros(64, np.int64)])  # descriptors of each slot
        self._lock = threading.RLock()

    def __len__(self) -> int:
        """How many reference images are in the index."""
        removed = self._descriptors.removed
        return len(removed) - int(np.count_nonzero(removed)) + len(self._references)

    @property
    def reference_ids(self) -> set[str]:
        """Ids of the reference images in the index; made anew at every call."""
        with self._lock:
            ids = set(self._slots)
            if self._base:
                left = self._base.encoded_ids[~self._descriptors.removed]
                ids.update(encoded.decode() for encoded in left.tolist())
            return ids

    def add(self, reference_id: str, product_id: str, features: ReferenceFeatures) -> None:
        """
        Make a reference image findable; one that is there under this id is replaced.

        Raises:
            ValueError: an id that a snapshot cannot hold, or too many descriptors.
        """
        if "\0" in reference_id + product_id:
            raise ValueError("an id may not contain a NUL character")
        with self._lock:
            self.remove(reference_id)
            slot = self._next_slot
            self._next_slot += 1
            if slot >= len(self._counts):
                self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
            self._descriptors.add(slot, features.descriptors)
            self._counts[slot] = len(features.descriptors)
            self._references[slot] = indexed(reference_id, product_id, features)
            self._slots[reference_id] = slot

    def remove(self, reference_id: str) -> None:
        """Make a reference image unfindable at once; nothing happens if it is not there."""
        with self._lock:
            slot = self._slot_of(reference_id)
            if slot is not None:
                self._remove_slot(slot)
                if self._slots.pop(reference_id, None) is not None:
                    del self._references[slot]

    def remove_product(self, product_id: str) -> None:
        """Make every reference image of a product unfindable at once."""
        with self._lock:
            held = [r for r in self._references.values() if r.product_id == product_id]
            for reference in held:
                self.remove(reference.reference_id)
            for slot in self._base.slots_of_product(product_id) if self._base else []:
                self._remove_slot(slot)

    def search(self, photo: RgbImage, *, limit: int = 10) -> list[Match]:
        """
        The products that may be on *photo* (H, W, 3), best first, at most *limit*.

        An empty list is an ordinary answer: the goods may not be registered, or nothing on the
        photo can be recognised. It never means that the goods are counterfeit.

        Raises:
            SnapshotRefused: what must be read of the snapshot is damaged.
        """
        return self.rank(photo, limit=limit).matches()

    def rank(self, photo: RgbImage, *, limit: int = 10) -> Ranking:
        """What ``search`` chose from, products too weak to be shown included; for measuring."""
        return identify(photo, self.shortlist, self._is_indexed, limit)

    def shortlist(self, seen: PhotoFeatures) -> list[tuple[IndexedReference, float]]:
        """
        References with the weight of their agreeing votes, heaviest first; before verification.

        Raises:
            SnapshotRefused: what must be read of the snapshot is damaged.
        """
        with self._lock:
            neighbours = self._descriptors.search(seen.descriptors, NEIGHBOURS)
            counts = self._counts
        return vote(seen, neighbours, counts.__getitem__, self._all_at)

    def frozen(self) -> FrozenIndex:
        """Everything in the index at this moment."""
        with self._lock:
            return FrozenIndex(
                self._descriptors.coder,
                self._base,
                self._descriptors.base,
                self._descriptors.removed.copy(),
                dict(self._references),
                self._descriptors.added(),
            )

    def _is_indexed(self, candidate: Candidate) -> bool:
        with self._lock:
            return self._slot_of(candidate.reference_id) is not None

    def _slot_of(self, reference_id: str) -> int | None:
        slot = self._slots.get(reference_id)
        if slot is None and self._base is not None:
            slot = self._base.slot_of(reference_id)
            if slot is not None and self._descriptors.removed[slot]:
                return None
        return slot

    def _remove_slot(self, slot: int) -> None:
        self._counts[slot] = 0
        self._descriptors.remove(slot)

    def _all_at(self, slots: list[int]) -> list[IndexedReference | None]:
        base = self._base
        return [
            base.get(slot) if base and slot < len(base) else self._references.get(slot)
            for slot in slots  # None: removed meanwhile
        ]


def vote(
    seen: PhotoFeatures,
    neighbours: Neighbours,
    counts_of: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.int64]],
    references_at: Callable[[list[int]], list[IndexedReference | None]],
) -> list[tuple[IndexedReference, float]]:
    """
    References with the weight of their agreeing votes, heaviest first.

    Args:
        seen: the photo.
        neighbours: of each of its descriptors.
        counts_of: how many descriptors are kept under each of some slots.
        references_at: the references that some slots stand for, None for what is gone.
    """
    # votes are counted among the slots that were found, however many there are in all
    slots, places = np.unique(neighbours.slots, return_inverse=True)
    found = slots[slots >= 0]
    dense = places.reshape(neighbours.slots.shape) - (len(slots) - len(found))
    among_found = Neighbours(np.maximum(dense, -1), neighbours.rows, neighbours.distances)
    voted = cast_votes(among_found, counts_of(found))
    references = references_at([int(found[place]) for place, _ in voted])
    weighed = [
        (reference, agreeing_votes(votes, seen.keypoints, reference.keypoints))
        for (_, votes), reference in zip(voted, references, strict=True)
        if reference is not None
    ]
    return sorted(weighed, key=lambda pair: -pair[1])
