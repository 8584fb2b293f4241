"""How much may be sent: files, bytes and pixels of a right holder a day, photos of an officer."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import QuotaReached
from ipm_api.models.picture_upload import UploadAllowance
from ipm_api.policy import OFFICERS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

DAY = timedelta(days=1)  # from midnight UTC
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Amount:
    """So much, or at most so much."""

    files: int = 0
    size: int = 0  # bytes
    pixels: int = 0


DAILY = Amount(files=5_000, size=25_000_000_000, pixels=60_000_000_000)
"""Of one right holder: 5,000 photos of 12 megapixels and 5 MB, a catalogue in a day or two."""

PHOTOS_AN_HOUR = 300
"""Of one officer: five photos of an article a minute, for an hour without a pause."""


def charge_files(session: Session, actor: Actor, *, files: int, size: int) -> None:
    """
    Count what *actor*'s organisation sends, and commit: what is refused later was sent, too.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        QuotaReached: it would be more than may come today; nothing is counted then.
    """
    require(actor, RIGHT_HOLDER)
    assert actor.right_holder_id is not None
    _charge(session, actor.right_holder_id, Amount(files=files, size=size), DAILY, DAY)
    session.commit()


def charge_pixels(session: Session, actor: Actor, pixels: int) -> None:
    """
    Count the pixels of a picture that is about to be kept; the caller commits.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        QuotaReached: it would be more than may come today.
    """
    require(actor, RIGHT_HOLDER)
    assert actor.right_holder_id is not None
    _charge(session, actor.right_holder_id, Amount(pixels=pixels), DAILY, DAY)


def charge_photos(session: Session, actor: Actor, photos: int) -> None:
    """
    Count an officer's photos; the caller commits.

    Raises:
        Forbidden: *actor* is no officer.
        QuotaReached: it would be more than PHOTOS_AN_HOUR.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None
    most = Amount(files=PHOTOS_AN_HOUR)
    _charge(session, actor.account_id, Amount(files=photos), most, HOUR)


def _charge(
    session: Session, owner_id: uuid.UUID, amount: Amount, most: Amount, window: timedelta
) -> None:
    """Add *amount* to the window's row if the sum stays within *most*: one statement decides."""
    moment = now()
    start = _start(moment, window)
    row = UploadAllowance
    fits = amount.files <= most.files and amount.size <= most.size and amount.pixels <= most.pixels
    added = (
        insert(row)
        .values(
            owner_id=owner_id,
            starts_at=start,
            files=amount.files,
            size=amount.size,
            pixels=amount.pixels,
        )
        .on_conflict_do_update(
            index_elements=["owner_id", "starts_at"],
            set_={
                "files": row.files + amount.files,
                "size": row.size + amount.size,
                "pixels": row.pixels + amount.pixels,
            },
            where=and_(
                row.files + amount.files <= most.files,
                row.size + amount.size <= most.size,
                row.pixels + amount.pixels <= most.pixels,
            ),
        )
        .returning(row.files)
    )
    if fits and session.scalar(added) is not None:
        return
    session.rollback()
    wait = int((start + window - moment).total_seconds()) + 1
    if window == HOUR:
        said = Sentence(
            "At most %(most)s photos an hour. There is room again in %(minutes)s minutes.",
            most=most.files,
            minutes=-(-wait // 60),
        )
        raise QuotaReached(said, wait)
    raise QuotaReached(
        Sentence(
            "Your organisation has sent as many images as fit in one day. "
            "There is room again in %(hours)s hours, at midnight UTC.",
            hours=-(-wait // 3600),
        ),
        wait,
    )


def _start(moment: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=moment.tzinfo)
