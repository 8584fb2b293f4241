"""The trail for people: searched, paged, exported. Reading it is recorded in it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.models.account import Account
from ipm_api.models.audit_event import AuditEvent, AuditLink
from ipm_api.policy import ADMINISTRATORS, Actor, require

PAGE = 100  # events
BATCH = 1_000  # events of an export that are held at once


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """
    Which events are asked for; "" and None leave a condition out.

    Attributes:
        person: part of a name or e-mail address; "-" means nobody was signed in.
        action: beginning of an action, "product." or "product.published".
        subject: id of what it was done to.
    """

    person: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event, who did it as they are called now, and its link of the chain."""

    event: AuditEvent
    person: str
    link: AuditLink | None


def search_audit_log(
    session: Session, actor: Actor, asked: AuditQuestion, before: int | None = None
) -> tuple[list[AuditRow], int | None]:
    """
    A hundred events, the latest first.

    Args:
        before: number of the last event of the page before; None for the first page.

    Returns:
        The rows, and *before* of the next page or None.

    Raises:
        Forbidden: *actor* is no administrator.
    """
    require(actor, ADMINISTRATORS)
    rows = _rows(session, asked, before, PAGE + 1)
    audit.record(session, actor, "audit.searched", None, **_said(asked))
    session.commit()
    more = rows[PAGE - 1].event.number if len(rows) > PAGE else None
    return rows[:PAGE], more


def export_audit_log(session: Session, actor: Actor, asked: AuditQuestion) -> Iterator[AuditRow]:
    """
    Every event that fits, the latest first, read in pieces.

    Raises:
        Forbidden: *actor* is no administrator; before anything is read.
    """
    require(actor, ADMINISTRATORS)
    audit.record(session, actor, "audit.exported", None, **_said(asked))
    session.commit()
    return _all(session, asked)


def _all(session: Session, asked: AuditQuestion) -> Iterator[AuditRow]:
    before: int | None = None
    try:
        while rows := _rows(session, asked, before, BATCH):
            yield from rows
            before = rows[-1].event.number
            session.expunge_all()
    finally:
        session.rollback()  # nobody else ends what a streamed answer began; it may be broken off


def _rows(session: Session, asked: AuditQuestion, before: int | None, limit: int) -> list[AuditRow]:
    query = (
        select(AuditEvent, Account.name, Account.email, AuditLink)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .outerjoin(AuditLink, AuditLink.number == AuditEvent.number)
        .where(*_conditions(asked))
        .order_by(AuditEvent.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEvent.number < before)
    return [
        AuditRow(event, f"{name} <{email}>" if email else "", link)
        for event, name, email, link in session.execute(query)
    ]


def _conditions(asked: AuditQuestion) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.person == "-":
        found.append(AuditEvent.account_id.is_(None))
    elif asked.person:
        people = select(Account.id).where(
            or_(
                Account.name.icontains(asked.person, autoescape=True),
                Account.email.icontains(asked.person, autoescape=True),
            )
        )
        found.append(AuditEvent.account_id.in_(people))
    if asked.action:
        found.append(AuditEvent.action.startswith(asked.action, autoescape=True))
    if asked.subject:
        found.append(AuditEvent.subject == asked.subject)
    if asked.since is not None:
        found.append(AuditEvent.at >= asked.since)
    if asked.until is not None:
        found.append(AuditEvent.at < asked.until)
    return found


def _said(asked: AuditQuestion) -> dict[str, Any]:
    """The conditions for the trail itself; of a person asked about, only that one was."""
    subject = ""
    if asked.subject:
        try:
            subject = str(uuid.UUID(asked.subject))
        except ValueError:
            subject = "malformed"
    said = {
        "person": "given" if asked.person else "",
        "action": asked.action[:60],
        "subject": subject,
        "since": asked.since.astimezone(UTC).isoformat() if asked.since else "",
        "until": asked.until.astimezone(UTC).isoformat() if asked.until else "",
    }
    return {f"asked_{name}": text for name, text in said.items() if text}
