"""The image index of a cluster: descriptors in Milvus, everything else in the database."""

import logging
import threading
from collections import OrderedDict
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.descriptor_index.base import Neighbours
from image_index.descriptor_index.milvus import MilvusDescriptorIndex, Progress
from image_index.errors import FeaturesRefused
from image_index.features import PhotoFeatures, ReferenceFeatures
from image_index.identification import Match, Ranking, Shortlist, identify
from image_index.index import NEIGHBOURS, vote
from image_index.reference import IndexedReference, Looks, indexed
from ipm_api.errors import IndexUnavailable
from ipm_api.models.reference_image import IndexChange
from ipm_api.operations.index_change import (
    IndexedPicture,
    changes_after,
    features_of,
    following,
    history_until,
    latest_change,
    numbers_before,
    still_indexed,
)

BATCH = 50  # changes applied between two searches; load-index applies all there are
REMEMBERED = 4096  # references whose places a process keeps: 25 MB

_Places: TypeAlias = tuple[npt.NDArray[np.uint16], tuple[int, int]]
"""Of one reference: keypoints in storage steps (K, 4), and the size of their picture."""

_log = logging.getLogger(__name__)


class SharedIndex:
    """
    Searches a cluster that all processes share; none of them holds an index.

    The slot of a reference is the number of the change that added it, so that what a search finds
    is asked of the database by number: what was withdrawn is not shown even while the cluster still
    holds it. Changes are applied before searches, by one process at a time; how far is kept in the
    cluster itself. A change that was applied and not noted is applied again, to the same effect.
    """

    def __init__(self, url: str, prefix: str = "ipm") -> None:
        self._url, self._prefix = url, prefix
        self._opened: MilvusDescriptorIndex | None = None
        self._position = -1  # known to be applied
        self._places: OrderedDict[str, _Places] = OrderedDict()  # least recently used first
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Descriptors in the cluster."""
        return len(self._descriptors())

    @property
    def position(self) -> int:
        """The number of the last change that this process knows to be applied."""
        return self._position

    def search(self, session: Session, photo: RgbImage, *, limit: int = 10) -> list[Match]:
        """
        Products that *photo* may show, best first; none is an ordinary answer.

        Raises:
            IndexUnavailable: the cluster holds another database's pictures.
        """
        return self.rank(session, photo, limit=limit).matches()

    def rank(self, session: Session, photo: RgbImage, *, limit: int = 10) -> Ranking:
        """What ``search`` chose from; for measuring."""
        self.catch_up(session)
        # what is withdrawn after this is dropped by whoever shows it
        return identify(photo, partial(self._voted, session), lambda _: True, limit)

    def shortlist(self, session: Session, seen: PhotoFeatures) -> Shortlist:
        """
        References that may show what was *seen*, heaviest votes first; not yet verified.

        Raises:
            IndexUnavailable: the cluster holds another database's pictures.
        """
        self.catch_up(session)
        return self._voted(session, seen)

    def catch_up(self, session: Session) -> None:
        """
        Apply some of the changes that the cluster does not know, unless another process is at it.

        Raises:
            IndexUnavailable: the cluster holds another database's pictures.
        """
        if latest_change(session) > self._position:
            self._follow(session, BATCH)

    def save(self, session: Session) -> None:
        """Apply all changes that the cluster does not know; it keeps them itself."""
        while self._follow(session, 10 * BATCH):
            pass

    def replace(self, session: Session) -> None:
        """Empty the cluster's collections, whatever they held, and load this database into them."""
        self._descriptors().clear()
        self._position = -1
        self.save(session)

    def close(self) -> None:
        """End the connection."""
        if self._opened is not None:
            self._opened.close()

    def _descriptors(self) -> MilvusDescriptorIndex:
        with self._lock:  # opened late: connections do not survive a fork
            if self._opened is None:
                self._opened = MilvusDescriptorIndex(self._url, self._prefix)
            return self._opened

    def _voted(self, session: Session, seen: PhotoFeatures) -> Shortlist:
        neighbours = self._descriptors().search(seen.descriptors, NEIGHBOURS)
        slots = np.unique(neighbours.slots[neighbours.slots >= 0])
        pictures = still_indexed(session, slots.tolist())
        return vote(
            seen,
            _only(neighbours, list(pictures)),
            lambda found: np.array([pictures[int(slot)].keypoints for slot in found], np.int64),
            lambda found: self._references(session, [pictures[slot] for slot in found]),
        )

    def _follow(self, session: Session, most: int) -> bool:
        """Apply at most *most* changes; whether there may be more."""
        descriptors = self._descriptors()
        with following(session) as own:
            if own is None:
                return False
            known = descriptors.progress()
            if known.history != history_until(own, known.position):
                raise IndexUnavailable(
                    "The cluster holds another database's pictures: run load-index --replace."
                )
            changes = changes_after(own, known.position, most)
            features = features_of(own, [str(c.image_id) for c in changes if c.added])
            for change in changes:
                self._apply(own, change, features.get(str(change.image_id)))
            if changes:
                last = changes[-1].number
                descriptors.reached(Progress(last, history_until(own, last)))
                self._position = last
            else:
                self._position = known.position
            return len(changes) == most

    def _apply(self, session: Session, change: IndexChange, features: bytes | None) -> None:
        descriptors = self._descriptors()
        for number in numbers_before(session, change):
            descriptors.remove(number)
        if not change.added or features is None:
            return
        try:
            described = ReferenceFeatures.from_bytes(features).descriptors
        except FeaturesRefused as error:
            _log.error("reference %s is not searchable: %s", change.image_id, error)
        else:
            descriptors.add(change.number, described)

    def _references(
        self, session: Session, pictures: list[IndexedPicture]
    ) -> list[IndexedReference | None]:
        """Places from memory or the database; what verification needs besides, when it asks."""
        with self._lock:
            places = {p.image_id: self._places.get(p.image_id) for p in pictures}
        missing = [image_id for image_id, known in places.items() if known is None]
        for image_id, stored in features_of(session, missing).items():
            try:
                reference = indexed(image_id, "", ReferenceFeatures.from_bytes(stored))
            except FeaturesRefused as error:
                _log.error("reference %s is not searchable: %s", image_id, error)
            else:
                places[image_id] = (reference.places, reference.size)
        with self._lock:
            for image_id, known in places.items():
                if known is not None:
                    self._places[image_id] = known
                    self._places.move_to_end(image_id)
            while len(self._places) > REMEMBERED:
                self._places.popitem(last=False)
        return [_reference(session, p, places[p.image_id]) for p in pictures]


def _reference(
    session: Session, picture: IndexedPicture, places: _Places | None
) -> IndexedReference | None:
    if places is None:
        return None

    def looks() -> Looks:
        stored = features_of(session, [picture.image_id]).get(picture.image_id)
        if stored is None:  # deleted since the search began
            return np.zeros((0, 128), np.uint8), np.zeros(0, np.uint8)
        features = ReferenceFeatures.from_bytes(stored)
        return features.descriptors, np.frombuffer(features.picture, np.uint8)

    return IndexedReference(picture.image_id, picture.product_id, *places, looks)


def _only(found: Neighbours, slots: list[int]) -> Neighbours:
    """*found* without other slots than these."""
    kept = np.isin(found.slots, slots)
    return Neighbours(
        np.where(kept, found.slots, -1),
        np.where(kept, found.rows, -1),
        np.where(kept, found.distances, np.inf).astype(np.float32),
    ).nearest(found.slots.shape[1])
