"""Tells the workers' image indexes what entered and what left, in one order for all."""

from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from ipm_api.models.reference_image import (
    IndexChange,
    ReferenceDescription,
    ReferenceImage,
)

_LOCK = 0x49504D01  # advisory lock number of this log


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
    ids = [change.image_id for change in changes if change.added]
    rows = session.execute(
        select(ReferenceDescription.image_id, ReferenceDescription.features).where(
            ReferenceDescription.image_id.in_(ids)
        )
    )
    return {str(image_id): features for image_id, features in rows}


def _append(session: Session, image: ReferenceImage, *, added: bool) -> None:
    # numbers are drawn under the lock and the lock is held until commit: no gaps fill up later
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    session.add(IndexChange(product_id=image.product_id, image_id=image.id, added=added))
    session.flush()
