"""The index: reference images in, photo in, products out."""

import threading
import time
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from image_index.arrays import Matrix3, RgbImage
from image_index.descriptor_index import DescriptorIndex
from image_index.descriptor_index.base import StoredCodes
from image_index.descriptor_index.faiss import FaissDescriptorIndex
from image_index.examination import examine
from image_index.features import PhotoFeatures, ReferenceFeatures, describe_photo
from image_index.ranking import Band, Candidate, Evidence, rank_products
from image_index.reference import (
    IndexedReference,
    indexed,
    pack_references,
    unpack_references,
)
from image_index.voting import Votes, agreeing_votes, cast_votes

NEIGHBOURS = 10  # asked for each photo descriptor


@dataclass(frozen=True, slots=True)
class Match:
    """A product that may be on the photo."""

    product_id: str
    reference_id: str  # the product's reference image that fits best
    band: Band  # strong or possible
    evidence: Evidence
    homography: Matrix3  # unit coordinates of the upright reference to those of the photo


@dataclass(frozen=True, slots=True)
class StageTimes:
    """What the parts of one search took, in milliseconds."""

    features: float
    retrieve: float
    verify: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every product that was considered, best first, weak ones included."""

    candidates: list[Candidate]
    times: StageTimes


@dataclass(frozen=True, slots=True)
class IndexContent:
    """A whole index as plain arrays and ids, for a snapshot."""

    codebook: str
    ids: list[list[str]]  # reference id and product id of each reference
    arrays: dict[str, npt.NDArray[Any]]


class ImageIndex:
    """
    Finds the product on a photo; holds arrays and opaque ids only.

    Safe to search from many threads while another adds or removes.
    """

    def __init__(self, descriptor_index: DescriptorIndex | None = None) -> None:
        self._descriptors = descriptor_index or FaissDescriptorIndex()
        self._references: dict[int, IndexedReference] = {}
        self._slots: dict[str, int] = {}
        self._counts = np.zeros(64, np.int64)  # descriptors of each slot; slots are never reused
        self._next_slot = 0
        self._lock = threading.RLock()

    def __len__(self) -> int:
        """How many reference images are in the index."""
        return len(self._references)

    @property
    def reference_ids(self) -> set[str]:
        """Ids of the reference images in the index."""
        with self._lock:
            return set(self._slots)

    def add(self, reference_id: str, product_id: str, features: ReferenceFeatures) -> None:
        """Make a reference image findable; one that is there under this id is replaced."""
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
            slot = self._slots.pop(reference_id, None)
            if slot is None:
                return
            del self._references[slot]
            self._counts[slot] = 0
            self._descriptors.remove(slot)

    def remove_product(self, product_id: str) -> None:
        """Make every reference image of a product unfindable at once."""
        with self._lock:
            held = [r for r in self._references.values() if r.product_id == product_id]
            for reference in held:
                self.remove(reference.reference_id)

    def search(self, photo: RgbImage, *, limit: int = 10) -> list[Match]:
        """
        The products that may be on *photo* (H, W, 3), best first, at most *limit*.

        An empty list is an ordinary answer: the goods may not be registered, or nothing on the
        photo can be recognised. It never means that the goods are counterfeit.
        """
        return [
            Match(c.product_id, c.reference_id, c.band, c.evidence, c.homography)
            for c in self.rank(photo, limit=limit).candidates
            if c.band is not Band.NONE and c.homography is not None
        ]

    def rank(self, photo: RgbImage, *, limit: int = 10) -> Ranking:
        """What ``search`` chose from, products too weak to be shown included; for measuring."""
        started = time.perf_counter()
        seen = describe_photo(photo)
        described = time.perf_counter()
        shortlist = self._shortlist(seen)
        retrieved = time.perf_counter()
        candidates = examine(seen, shortlist)
        with self._lock:  # what was removed meanwhile is not shown
            candidates = [c for c in candidates if c.reference_id in self._slots]
        ranked = rank_products(candidates, limit)
        ended = time.perf_counter()
        times = StageTimes(
            (described - started) * 1e3,
            (retrieved - described) * 1e3,
            (ended - retrieved) * 1e3,
        )
        return Ranking(ranked, times)

    def content(self) -> IndexContent:
        """Everything in the index, slots numbered anew without gaps."""
        with self._lock:
            stored = self._descriptors.stored()
            slots = sorted(self._references)
            references = [self._references[slot] for slot in slots]
            identity = self._descriptors.codebook_identity
        return IndexContent(
            identity,
            [[reference.reference_id, reference.product_id] for reference in references],
            pack_references(references) | {"code_lists": stored.lists, "codes": stored.codes},
        )

    @classmethod
    def from_content(cls, content: IndexContent) -> Self:
        """
        The index that gave *content*; large arrays stay where they are.

        Raises:
            ValueError: made with another codebook, or inconsistent.
        """
        index = cls()
        if content.codebook != index._descriptors.codebook_identity:
            raise ValueError("the saved index was made with another codebook")
        arrays = content.arrays
        counts = arrays["keypoint_counts"].astype(np.int64)
        slots = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        rows = np.concatenate(
            [np.zeros(0, np.uint16), *(np.arange(n, dtype=np.uint16) for n in counts)]
        )
        index._descriptors.restore(StoredCodes(slots, rows, arrays["code_lists"], arrays["codes"]))
        for slot, reference in enumerate(unpack_references(content.ids, arrays)):
            index._references[slot] = reference
            index._slots[reference.reference_id] = slot
        index._counts = np.concatenate([counts, np.zeros(64, np.int64)])
        index._next_slot = len(counts)
        return index

    def _shortlist(self, seen: PhotoFeatures) -> list[tuple[IndexedReference, float]]:
        """References with the weight of their agreeing votes, heaviest first."""
        with self._lock:
            neighbours = self._descriptors.search(seen.descriptors, NEIGHBOURS)
            voted: list[tuple[IndexedReference, Votes]] = [
                (self._references[slot], votes)
                for slot, votes in cast_votes(neighbours, self._counts)
                if slot in self._references
            ]
        weighed = [
            (reference, agreeing_votes(votes, seen.keypoints, reference.keypoints))
            for reference, votes in voted
        ]
        return sorted(weighed, key=lambda pair: -pair[1])
