"""Tells the workers' image indexes what entered and what left, in one order for all."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from image_index.features import FEATURES_START, count_of
from ipm_api.models.reference_image import (
    IndexChange,
    ReferenceDescription,
    ReferenceImage,
)

_LOCK = 0x49504D01  # advisory lock number of this log
_FOLLOWING = 0x49504D04  # and of applying it to an index that all share


@dataclass(frozen=True, slots=True)
class IndexedPicture:
    """A picture in the index."""

    image_id: str
    product_id: str
    keypoints: int  # squeezed views included


def add_to_index(session: Session, image: ReferenceImage) -> None:
    """Let officers' photos find *image* once the caller commits."""
    _append(session, image, added=True)


def remove_from_index(session: Session, image: ReferenceImage) -> None:
    """Let no photo find *image* once the caller commits."""
    _append(session, image, added=False)


def changes_after(session: Session, number: int, limit: int = 500) -> list[IndexChange]:
    """What happened after change *number*, in order."""
    return list(
        session.scalars(
            select(IndexChange)
            .where(IndexChange.number > number)
            .order_by(IndexChange.number)
            .limit(limit)
        )
    )


def latest_change(session: Session) -> int:
    """The number of the newest change; 0 when nothing was ever published."""
    return session.scalar(select(func.max(IndexChange.number))) or 0


def history_until(session: Session, number: int) -> str:
    """
    What tells the changes up to *number* from those of any other database, or from no such change.

    Computed by the server: a log of 300,000 changes is not sent anywhere.
    """
    change = func.concat_ws(" ", IndexChange.number, IndexChange.image_id, IndexChange.added)
    in_order: Any = aggregate_order_by(literal_column("','"), IndexChange.number)
    digest = func.md5(func.string_agg(change, in_order))  # a fingerprint, no protection
    return session.scalar(select(digest).where(IndexChange.number <= number)) or ""


def descriptions_of(session: Session, changes: list[IndexChange]) -> dict[str, bytes]:
    """Image id → stored features, for the pictures that *changes* added and that still exist."""
    return features_of(session, [str(change.image_id) for change in changes if change.added])


def numbers_before(session: Session, change: IndexChange) -> list[int]:
    """The earlier changes that added the picture of *change*."""
    return list(
        session.scalars(
            select(IndexChange.number).where(
                IndexChange.image_id == change.image_id,
                IndexChange.number < change.number,
                IndexChange.added,
            )
        )
    )


def still_indexed(session: Session, numbers: Sequence[int]) -> dict[int, IndexedPicture]:
    """Number of the change that added it → picture, for those that are still in the index."""
    later = aliased(IndexChange)
    gone = exists().where(later.image_id == IndexChange.image_id, later.number > IndexChange.number)
    start = func.substring(ReferenceDescription.features, 1, FEATURES_START)
    rows = session.execute(
        select(IndexChange.number, IndexChange.image_id, IndexChange.product_id, start)
        .join(ReferenceDescription, ReferenceDescription.image_id == IndexChange.image_id)
        .where(IndexChange.number.in_(numbers), IndexChange.added, ~gone)
    )
    return {
        number: IndexedPicture(str(image_id), str(product_id), count_of(bytes(start)))
        for number, image_id, product_id, start in rows
    }


def features_of(session: Session, image_ids: Sequence[str]) -> dict[str, bytes]:
    """Image id → stored features, for those of *image_ids* that exist."""
    rows = session.execute(
        select(ReferenceDescription.image_id, ReferenceDescription.features).where(
            ReferenceDescription.image_id.in_([uuid.UUID(image_id) for image_id in image_ids])
        )
    )
    return {str(image_id): features for image_id, features in rows}


@contextmanager
def following(session: Session) -> Iterator[Session | None]:
    """
    A transaction of its own for the one process that applies changes to a shared index.

    None while another process is at it.
    """
    with Session(session.get_bind()) as own:
        locked = own.scalar(select(func.pg_try_advisory_xact_lock(_FOLLOWING)))
        yield own if locked else None


def _append(session: Session, image: ReferenceImage, *, added: bool) -> None:
    # numbers are drawn under the lock and the lock is held until commit: no gaps fill up later
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    session.add(IndexChange(product_id=image.product_id, image_id=image.id, added=added))
    session.flush()
