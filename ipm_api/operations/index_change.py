"""Tells the workers' image indexes what entered and what left, in one order for all."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import any_, exists, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from image_index.features import FEATURES_START, count_of
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
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


def bring_index_in_step(session: Session, product_id: uuid.UUID) -> None:
    """
    Let officers' photos find the accepted genuine pictures of the current version, and no others.

    Of the product, and once the caller commits; nothing is noted where nothing changes.
    """
    session.flush()
    found = set(_indexed_images(session, product_id))
    wanted = list(
        session.scalars(
            select(ReferenceImage.id)
            .join(ProductVersion, ProductVersion.product_id == ReferenceImage.product_id)
            .where(
                ProductVersion.product_id == product_id,
                ProductVersion.current,
                ReferenceImage.id == any_(ProductVersion.image_ids),
                ReferenceImage.kind == ImageKind.GENUINE,
                ReferenceImage.state == ImageState.ACCEPTED,
            )
            .order_by(ReferenceImage.position, ReferenceImage.id)
        )
    )
    for image_id in sorted(found - set(wanted)):
        _append(session, product_id, image_id, added=False)
    for image_id in wanted:
        if image_id not in found:
            _append(session, product_id, image_id, added=True)


def index_again(session: Session, product_id: uuid.UUID, image_id: uuid.UUID) -> None:
    """Let workers replace what they hold of a picture, if they hold it, once the caller commits."""
    if image_id in _indexed_images(session, product_id):
        _append(session, product_id, image_id, added=True)


def _indexed_images(session: Session, product_id: uuid.UUID) -> list[uuid.UUID]:
    later = aliased(IndexChange)
    gone = exists().where(later.image_id == IndexChange.image_id, later.number > IndexChange.number)
    query = select(IndexChange.image_id).where(IndexChange.product_id == product_id)
    return list(session.scalars(query.where(IndexChange.added, ~gone)))


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


def _append(session: Session, product_id: uuid.UUID, image_id: uuid.UUID, *, added: bool) -> None:
    # numbers are drawn under the lock and the lock is held until commit: no gaps fill up later
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    session.add(IndexChange(product_id=product_id, image_id=image_id, added=added))
    session.flush()
