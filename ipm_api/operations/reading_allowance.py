"""Reading on beyond the usual number: a reader says why; an administrator or contact lifts."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.product_reading import ReadingAllowance
from ipm_api.operations.password import confirm_password
from ipm_api.operations.reading_budget import Spent, spent_by
from ipm_api.policy import ADMINISTRATORS, NATIONAL_CONTACTS, READERS, Actor, Party, require
from ipm_api.sentence import Sentence

REASON_LASTS = timedelta(hours=1)
LIFT_LASTS = timedelta(days=1)
SHORTEST_REASON = 10  # characters
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class BusyReader:
    """A reader who asked for more than is usual, for those who may lift the limit."""

    account: Account
    allowance: ReadingAllowance
    spent: Spent


def give_reason(session: Session, actor: Actor, *, reason: str, password: str) -> datetime:
    """
    Say why one needs more than is usual in an hour; returns until when it counts.

    Raises:
        Forbidden: *actor* is no reader.
        Invalid: no reason, or the password is wrong.
        TooManyAttempts: too many wrong passwords.
    """
    require(actor, READERS)
    assert actor.account_id is not None
    reason = " ".join(reason.replace("\0", "").split())
    wrong: dict[str, list[str]] = {}
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        wrong["reason"] = [
            Sentence(
                "Say it in %(least)s to %(most)s characters.",
                least=SHORTEST_REASON,
                most=LONGEST_REASON,
            )
        ]
    try:
        confirm_password(session, actor, password, field="password")
    except Invalid as refused:
        wrong |= refused.fields
    if wrong:
        raise Invalid(wrong)
    allowance = _allowance(session, actor.account_id)
    until = now() + REASON_LASTS
    allowance.reason, allowance.reason_until = reason, until
    audit.record(session, actor, "reading.reason-given", actor.account_id, reason=reason)
    session.commit()
    return until


def own_reading(session: Session, actor: Actor) -> Spent:
    """How many products one was shown lately."""
    require(actor, READERS)
    assert actor.account_id is not None
    return spent_by(session, actor.account_id)


def busy_readers(session: Session, actor: Actor) -> list[BusyReader]:
    """Readers who reached a limit in the last week, latest first; a contact's own country's."""
    require(actor, ADMINISTRATORS | NATIONAL_CONTACTS)
    rows = session.execute(
        _readers(actor)
        .add_columns(ReadingAllowance)
        .join(ReadingAllowance, ReadingAllowance.account_id == Account.id)
        .where(ReadingAllowance.warned_at > now() - timedelta(days=7))
        .order_by(ReadingAllowance.warned_at.desc())
    )
    return [
        BusyReader(account, allowance, spent_by(session, account.id)) for account, allowance in rows
    ]


def lift_reading_limit(
    session: Session, actor: Actor, account_id: uuid.UUID, *, reason: str
) -> None:
    """
    Let a reader go on past the limits of a day and a week, for a day.

    Raises:
        Forbidden: *actor* is neither administrator nor national contact.
        NotFound: no such reader, or one of another country than the contact's.
        Invalid: no reason.
    """
    require(actor, ADMINISTRATORS | NATIONAL_CONTACTS)
    if session.scalar(_readers(actor).where(Account.id == account_id)) is None:
        raise NotFound("The reader")
    reason = " ".join(reason.replace("\0", "").split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": [Sentence("Say why, in a sentence.")]})
    allowance = _allowance(session, account_id)
    allowance.lifted_until, allowance.lifted_by = now() + LIFT_LASTS, actor.account_id
    audit.record(session, actor, "reading.limit-lifted", account_id, reason=reason)
    session.commit()


def _readers(actor: Actor) -> Select[Account]:
    query = select(Account).where(Account.role.in_((Role.OFFICER, Role.TRAINER)))
    if actor.party is Party.NATIONAL_CONTACT:
        query = query.where(Account.country == actor.country)
    return query


def _allowance(session: Session, account_id: uuid.UUID) -> ReadingAllowance:
    allowance = session.get(ReadingAllowance, account_id, with_for_update=True)
    if allowance is None:
        allowance = ReadingAllowance(account_id=account_id)
        session.add(allowance)
    return allowance
