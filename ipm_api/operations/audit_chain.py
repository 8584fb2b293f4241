"""Is the trail as it was written? Every link is computed again, from the first event on."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from ipm_api import audit
from ipm_api.models.audit_event import AuditEvent, AuditLink
from ipm_api.policy import ADMINISTRATORS, Actor, require

BEGINNING = bytes(32)
"""What stands before the first link."""
BATCH = 5_000  # links read at once


@dataclass(frozen=True, slots=True)
class ChainReport:
    """
    What a verification found.

    Attributes:
        links: how many were checked.
        head: hash of the last one; note it elsewhere, and a later run can find a cut tail.
        faults: sentences that name the first event of each trouble; none: the trail is whole.
    """

    links: int
    head: bytes
    faults: list[str]


class _Number(str):
    """A number as PostgreSQL wrote it."""


def verify_audit_chain(
    session: Session, actor: Actor, *, position: int = 0, head: bytes | None = None
) -> ChainReport:
    """
    Check that no event was edited, removed, added beside the chain, or moved.

    Args:
        position, head: a link that was noted before; it must still be there, unchanged.

    Raises:
        Forbidden: *actor* is no administrator.
    """
    require(actor, ADMINISTRATORS)
    faults: list[str] = []
    previous, expected, noted = BEGINNING, 1, head is None
    for link, event, details in _links(session):
        if link.position != expected:
            faults.append(f"Link {expected} is missing.")
            expected = link.position
        if event is None:
            faults.append(f"The event of link {link.position} is missing.")
        else:
            if link.previous_sha256 != previous:
                faults.append(f"Link {link.position} does not follow the one before it.")
            if hash_of(event, details, link.position, link.previous_sha256) != link.sha256:
                faults.append(f"Event {event.number} is not what was written.")
        if link.position == position:
            noted = link.sha256 == head
        previous, expected = link.sha256, link.position + 1
    unlinked = session.scalars(
        select(func.count(AuditEvent.number)).where(
            ~select(AuditLink.number).where(AuditLink.number == AuditEvent.number).exists()
        )
    ).one()
    if unlinked:
        faults.append(f"{unlinked} events stand beside the chain.")
    if not noted:
        faults.append(f"The noted link {position} is gone or another: the tail was cut.")
    audit.record(session, actor, "audit.verified", links=expected - 1, faults=len(faults))
    session.commit()
    return ChainReport(expected - 1, previous, faults)


def hash_of(event: AuditEvent, details: str, position: int, previous: bytes) -> bytes:
    """SHA-256 of what ``chained`` gives."""
    return hashlib.sha256(chained(event, details, position, previous).encode()).digest()


def chained(event: AuditEvent, details: str, position: int, previous: bytes) -> str:
    """The canonical JSON (RFC 8785; numbers as PostgreSQL writes them) of one link."""
    return canonical(
        {
            "account": None if event.account_id is None else str(event.account_id),
            "action": event.action,
            "at": _moment(event.at),
            "details": json.loads(details, parse_int=_Number, parse_float=_Number),
            "number": _Number(event.number),
            "position": _Number(position),
            "previous": previous.hex(),
            "subject": event.subject,
        }
    )


def canonical(value: Any) -> str:
    """*value* with sorted keys and nothing between; numbers must be _Number."""
    match value:
        case _Number():
            return str(value)
        case dict():
            keys = sorted(value, key=lambda key: key.encode())
            inner = ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys)
            return "{" + inner + "}"
        case list():
            return "[" + ",".join(canonical(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _links(session: Session) -> Iterator[tuple[AuditLink, AuditEvent | None, str]]:
    after = 0
    while True:
        rows = session.execute(
            select(AuditLink, AuditEvent, cast(AuditEvent.details, Text).label("said"))
            .outerjoin(AuditEvent, AuditEvent.number == AuditLink.number)
            .where(AuditLink.position > after)
            .order_by(AuditLink.position)
            .limit(BATCH)
            .execution_options(populate_existing=True)
        ).all()
        if not rows:
            return
        for link, event, details in rows:
            yield link, event, details or ""
            after = link.position
        session.expunge_all()
