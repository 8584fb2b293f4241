"""
How many products one officer or trainer is shown: enough for any shift, too few to copy all.

Distinct products count, in windows that slide. What is named in a list, a search or a look-up, and
every picture, counts like a guide that is opened; what was counted a moment ago costs nothing
again. Products on a photo of the reader's own inspection are counted apart, more generously: who
works is not held up, and who scrapes would need a photo of every article. Guides that a phone
carries along count in the week alone: see pack.py. Source: security.md AC-9.
"""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import ReadingBudgetSpent, ReadingReasonNeeded
from ipm_api.models.product_reading import ProductReading, ReadingAllowance
from ipm_api.operations.reading_notice import tell_of_limit
from ipm_api.policy import READERS, Actor
from ipm_api.sentence import Sentence

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SOFT = 60  # distinct products in an hour; more needs a reason and the password
HARD = {DAY: 120, WEEK: 400}
HARD_BY_PHOTO = {DAY: 200, WEEK: 800}
FRESH = timedelta(minutes=5)  # shown so lately: not even written again


@dataclass(frozen=True, slots=True)
class Spent:
    """Distinct products that somebody was shown, by window."""

    hour: int
    day: int
    week: int


def spend(
    session: Session,
    actor: Actor,
    product_ids: Collection[uuid.UUID],
    *,
    by_photo: bool = False,
    carried: bool = False,
    moment: datetime | None = None,
) -> None:
    """
    Count that *actor* is shown *product_ids*; all of them, or none and a refusal.

    Exact when requests of one person come at the same time: they wait for each other. The caller
    commits, except that a refusal is recorded at once.

    Args:
        by_photo: photos of an inspection of their own show them.
        carried: a phone takes them along for later; they count in the week, not in hour and day.
        moment: the present, for measurements.

    Raises:
        ReadingReasonNeeded: more than is usual in an hour; a reason and the password go on.
        ReadingBudgetSpent: more than anybody is shown in a day or a week.
    """
    if actor.party not in READERS or not product_ids:
        return
    assert actor.account_id is not None
    present = moment or now()
    wanted = set(product_ids)
    seen = None if carried else False
    if wanted <= _shown_since(session, actor.account_id, present - FRESH, wanted, carried=seen):
        return
    _wait_for_turn(session, actor.account_id)
    known = _shown_since(session, actor.account_id, present - WEEK, wanted, by_photo=True)
    photographed = wanted if by_photo else known
    counted = wanted - photographed
    allowance = session.get(ReadingAllowance, actor.account_id, populate_existing=True)
    lifted = allowance is not None and _is_later(allowance.lifted_until, present)
    if not lifted:
        usual = {WEEK: HARD[WEEK]} if carried else HARD
        for limits, ids, photo in ((usual, counted, False), (HARD_BY_PHOTO, photographed, True)):
            _hold(session, actor, limits, ids, present, by_photo=photo)
    since = present - HOUR
    fresh = counted - _shown_since(session, actor.account_id, since, counted, carried=False)
    total = len(fresh) + _count(session, actor.account_id, since, carried=False)
    reasoned = allowance is not None and _is_later(allowance.reason_until, present)
    if fresh and total > SOFT and not (reasoned or carried):
        _refuse(session, actor, "reading.reason-needed", present)
        raise ReadingReasonNeeded(
            Sentence(
                "You have looked at %(most)s products within an hour. Say what you need more"
                " for, and give your password; then you can go on.",
                most=SOFT,
            )
        )
    rows = [
        {"account_id": actor.account_id, "product_id": p, "by_photo": p in photographed}
        for p in sorted(wanted)
    ]
    values = {"at": present, "carried": carried}
    note = insert(ProductReading).values([row | values for row in rows])
    if carried:  # who opened it today has still opened it today
        free = or_(ProductReading.carried, ProductReading.at < present - DAY)
        values = {"at": case((free, present), else_=ProductReading.at), "carried": free}
    session.execute(
        note.on_conflict_do_update(
            index_elements=["account_id", "product_id", "by_photo"], set_=values
        )
    )


def spent_by(session: Session, account_id: uuid.UUID, moment: datetime | None = None) -> Spent:
    """What *account_id* was shown lately, photographed articles aside."""
    present = moment or now()
    windows = ((HOUR, False), (DAY, False), (WEEK, None))
    return Spent(
        *(_count(session, account_id, present - w, carried=carried) for w, carried in windows)
    )


def _hold(
    session: Session,
    actor: Actor,
    limits: dict[timedelta, int],
    ids: set[uuid.UUID],
    present: datetime,
    *,
    by_photo: bool,
) -> None:
    assert actor.account_id is not None
    for window, most in limits.items():
        since, account_id = present - window, actor.account_id
        kind = None if window == WEEK else False
        known = _shown_since(session, account_id, since, ids, by_photo=by_photo, carried=kind)
        fresh = ids - known
        if not fresh:
            continue
        left = most - _count(session, account_id, since, by_photo=by_photo, carried=kind)
        if len(fresh) > left:
            _refuse(session, actor, "reading.refused", present)
            raise ReadingBudgetSpent(_sentence(window, most, max(left, 0), len(fresh)))


def _sentence(window: timedelta, most: int, left: int, asked: int) -> Sentence:
    if 0 < left < asked:
        return Sentence(
            "This would show %(asked)s products, and %(left)s are left to you for now. Narrow the"
            " search, or ask your national contact for more.",
            asked=asked,
            left=left,
        )
    if window == DAY:
        return Sentence(
            "You have looked at %(most)s products within a day. Go on tomorrow, or ask your"
            " national contact to lift the limit.",
            most=most,
        )
    return Sentence(
        "You have looked at %(most)s products within a week. Wait, or ask your national contact"
        " to lift the limit.",
        most=most,
    )


def _refuse(session: Session, actor: Actor, action: str, present: datetime) -> None:
    """Nothing of the request is kept but that it was refused; administrators learn of it."""
    session.rollback()
    assert actor.account_id is not None
    earlier = session.scalar(
        select(ReadingAllowance.warned_at).where(ReadingAllowance.account_id == actor.account_id)
    )
    warned = session.scalar(
        insert(ReadingAllowance)
        .values(account_id=actor.account_id, reason="", warned_at=present)
        .on_conflict_do_update(
            index_elements=["account_id"],
            set_={"warned_at": present},
            where=func.coalesce(ReadingAllowance.warned_at, present - DAY) < present - HOUR,
        )
        .returning(ReadingAllowance.account_id)
    )
    if warned is not None and not _is_later(earlier, present - DAY):
        tell_of_limit(session, actor.country)
    audit.record(session, actor, action, actor.account_id, first=warned is not None)
    session.commit()


def _shown_since(
    session: Session,
    account_id: uuid.UUID,
    since: datetime,
    among: Collection[uuid.UUID],
    *,
    by_photo: bool | None = None,
    carried: bool | None = None,
) -> set[uuid.UUID]:
    if not among:
        return set()
    query = select(ProductReading.product_id).where(
        ProductReading.account_id == account_id,
        ProductReading.product_id.in_(among),
        ProductReading.at > since,
    )
    if by_photo is not None:
        query = query.where(ProductReading.by_photo.is_(by_photo))
    if carried is not None:
        query = query.where(ProductReading.carried.is_(carried))
    return set(session.scalars(query))


def _count(
    session: Session,
    account_id: uuid.UUID,
    since: datetime,
    *,
    by_photo: bool = False,
    carried: bool | None = None,
) -> int:
    query = select(func.count()).where(
        ProductReading.account_id == account_id,
        ProductReading.by_photo.is_(by_photo),
        ProductReading.at > since,
    )
    if carried is not None:
        query = query.where(ProductReading.carried.is_(carried))
    return session.scalar(query) or 0


def _wait_for_turn(session: Session, account_id: uuid.UUID) -> None:
    digest = hashlib.sha256(b"reading " + account_id.bytes).digest()
    number = int.from_bytes(digest[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(number)))


def _is_later(until: datetime | None, present: datetime) -> bool:
    return until is not None and until > present
