"""An inspection with all that belongs to it, to be handed on: as a PDF, or as a sealed bundle."""

import uuid
from dataclasses import dataclass

from sqlalchemy import cast, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from ipm_api import audit
from ipm_api.models.audit_event import AuditEvent, AuditLink
from ipm_api.models.inspection import Inspection
from ipm_api.models.question import Question
from ipm_api.models.seizure import Seizure
from ipm_api.operations.audit_chain import chained
from ipm_api.operations.guide import Guide, guides
from ipm_api.operations.inspection import read_inspection
from ipm_api.policy import Actor


@dataclass(frozen=True, slots=True)
class EventLink:
    """One event of the audit trail: *sha256* of *event* is its link of the chain."""

    event: str  # canonical JSON, with the hash of the link before it
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """
    What an officer may hand on of an inspection of one's own.

    Attributes:
        actor: who asks.
        guides: of every product that was proposed or decided on, as far as it is still published
            for this officer, with the features that this officer sees.
        questions: those that were asked about it, with their messages.
        events: what this officer did with it, as the trail has it.
    """

    actor: Actor
    inspection: Inspection
    guides: dict[uuid.UUID, Guide]
    questions: list[Question]
    seizure: Seizure | None
    events: list[EventLink]


def read_report(
    session: Session, actor: Actor, inspection_id: uuid.UUID, *, form: str = "pdf"
) -> Report:
    """
    One's own inspection for a report; that it was handed out is recorded, and part of it.

    Args:
        form: "pdf" or "bundle", for the trail.

    Raises:
        NotFound: no such inspection, or another officer's.
        ReadingReasonNeeded, ReadingBudgetSpent: see read_inspection.
    """
    known = read_inspection(session, actor, inspection_id)
    inspection = known.inspection
    decided = {one.product_id for one in inspection.verdicts if one.product_id is not None}
    further = guides(session, actor, sorted(decided - set(known.guides)))
    for product_id, guide in further.items():
        about = {"inspection": str(inspection_id), "version": guide.version}
        audit.record(session, actor, "guide.read", product_id, **about)
    audit.record(session, actor, "report.read", inspection_id, form=form)
    session.commit()  # the links of the chain are there now
    questions = list(
        session.scalars(
            select(Question)
            .where(Question.inspection_id == inspection_id, Question.account_id == actor.account_id)
            .order_by(Question.asked_at)
        )
    )
    return Report(
        actor,
        inspection,
        known.guides | further,
        questions,
        session.get(Seizure, inspection_id),
        _events(session, actor, [inspection_id, *(question.id for question in questions)]),
    )


def _events(session: Session, actor: Actor, subjects: list[uuid.UUID]) -> list[EventLink]:
    """What *actor* did to *subjects*, the inspection first among them; oldest first."""
    named = [str(subject) for subject in subjects]
    rows = session.execute(
        select(AuditEvent, AuditLink, cast(AuditEvent.details, Text).label("said"))
        .join(AuditLink, AuditLink.number == AuditEvent.number)
        .where(
            AuditEvent.account_id == actor.account_id,
            or_(
                AuditEvent.subject.in_(named),
                AuditEvent.details["inspection"].astext == named[0],
            ),
        )
        .order_by(AuditLink.position)
    )
    return [
        EventLink(chained(event, details, link.position, link.previous_sha256), link.sha256.hex())
        for event, link, details in rows
    ]
