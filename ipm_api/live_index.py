"""The image index of one process, kept in step with what is published."""

import logging
import threading
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.errors import FeaturesRefused, SnapshotRefused
from image_index.features import PhotoFeatures, ReferenceFeatures
from image_index.identification import Match, Shortlist
from image_index.index import ImageIndex
from image_index.snapshot import load_index, save_index
from ipm_api.operations.index_change import (
    changes_after,
    descriptions_of,
    history_until,
    latest_change,
)

SNAPSHOT = "index.snapshot"
BATCH = 500  # changes read at once

_log = logging.getLogger(__name__)


class PublishedIndex(Protocol):
    """What an operation asks about what is published, wherever the index is."""

    def __len__(self) -> int:
        """How much it holds."""

    @property
    def position(self) -> int:
        """The number of the last change that it knows."""

    def search(self, session: Session, photo: RgbImage, *, limit: int = 10) -> list[Match]:
        """Products that *photo* may show, best first; none is an ordinary answer."""

    def shortlist(self, session: Session, seen: PhotoFeatures) -> Shortlist:
        """References that may show what was *seen*, heaviest votes first; not yet verified."""

    def catch_up(self, session: Session) -> object:
        """Learn what was published and withdrawn since."""

    def save(self, session: Session) -> None:
        """Make all of it durable for processes that start later."""


class LiveIndex:
    """
    An ImageIndex that follows the log of changes: it catches up before every search.

    A withdrawn product is gone, and a published one found, at the next search of every worker.
    Reading "nothing new" costs one indexed query. Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / SNAPSHOT
        self._index: ImageIndex | None = None
        self._position = 0
        self._saved_position = -1
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def __len__(self) -> int:
        return 0 if self._index is None else len(self._index)

    @property
    def position(self) -> int:
        """The number of the last change that it knows."""
        return self._position

    def search(self, session: Session, photo: RgbImage, *, limit: int = 10) -> list[Match]:
        """Products that *photo* may show, best first; none is an ordinary answer."""
        index = self.catch_up(session)
        try:
            return index.search(photo, limit=limit)
        except SnapshotRefused as error:  # found while reading a part for the first time
            self._forget(index, str(error))
            return self.catch_up(session).search(photo, limit=limit)

    def shortlist(self, session: Session, seen: PhotoFeatures) -> Shortlist:
        """References that may show what was *seen*, heaviest votes first; not yet verified."""
        index = self.catch_up(session)
        try:
            return index.shortlist(seen)
        except SnapshotRefused as error:
            self._forget(index, str(error))
            return self.catch_up(session).shortlist(seen)

    def catch_up(self, session: Session) -> ImageIndex:
        """Load the snapshot if that has not happened, then apply what changed since."""
        with self._lock:
            if self._index is None:
                self._load(session)
            assert self._index is not None
            while changes := changes_after(session, self._position, BATCH):
                features = descriptions_of(session, changes)
                for change in changes:
                    reference_id = str(change.image_id)
                    self._index.remove(reference_id)
                    if change.added and reference_id in features:
                        self._add(reference_id, str(change.product_id), features[reference_id])
                    self._position = change.number
            return self._index

    def save(self, session: Session) -> None:
        """Write a snapshot for the workers that start later, unless it would say nothing new."""
        index = self.catch_up(session)
        try:
            self._save(session, index)
        except SnapshotRefused as error:  # what was loaded is damaged and cannot be written again
            self._forget(index, str(error))
            self._save(session, self.catch_up(session))

    def _save(self, session: Session, index: ImageIndex) -> None:
        with self._lock:
            if self._saved_position != self._position:
                history = history_until(session, self._position)
                save_index(index, self._path, position=self._position, history=history)
                self._saved_position = self._position

    def _load(self, session: Session) -> None:
        self._index, self._position = ImageIndex(), 0
        if not self._path.exists():
            return
        try:
            saved = load_index(self._path)
        except SnapshotRefused as error:
            _log.warning("snapshot refused (%s): rebuilding the index from the database", error)
            return
        known = saved.position <= latest_change(session)
        if known and saved.history == history_until(session, saved.position):
            self._index, self._position = saved.index, saved.position
            self._saved_position = self._position
        else:
            _log.warning("snapshot of another database: rebuilding the index")

    def _forget(self, index: ImageIndex, reason: str) -> None:
        """Start anew from the database, unless another thread has done so."""
        with self._lock:
            if self._index is index:
                _log.error("%s: rebuilding the index from the database", reason)
                self._index, self._position, self._saved_position = ImageIndex(), 0, -1

    def _add(self, reference_id: str, product_id: str, features: bytes) -> None:
        assert self._index is not None
        try:
            self._index.add(reference_id, product_id, ReferenceFeatures.from_bytes(features))
        except FeaturesRefused as error:
            _log.error("reference %s is not searchable: %s", reference_id, error)
