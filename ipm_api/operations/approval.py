"""
Two administrators decide together who comes in; one is enough to keep somebody out.

Nobody decides about themselves, about whom they invited, or twice. Every decision locks its subject
first, so that any number of them at the same instant are taken one after the other.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Forbidden, NotFound
from ipm_api.models.approval import Approval, ApprovalKind, Decision
from ipm_api.operations.approval_subject import SUBJECTS, Subject
from ipm_api.operations.reason import checked_reason
from ipm_api.policy import ADMINISTRATORS, Actor, require
from ipm_api.sentence import Sentence


def approve(session: Session, actor: Actor, kind: ApprovalKind, subject_id: uuid.UUID) -> Decision:
    """
    Give the first approval or, as another administrator, the second, which takes effect at once.

    Returns:
        WAITING after the first, APPROVED after the second.

    Raises:
        Forbidden: *actor* is no administrator with an account, or may not decide on this subject.
        NotFound: no such subject.
        Conflict: it waits for no decision, or *actor* has approved it already.
    """
    person = _person(actor)
    subject, row = _locked(session, kind, subject_id)
    if not subject.waits(row):
        raise Conflict(Sentence("This waits for no decision."))
    approval = _round(session, kind, subject_id)
    _refuse_whom_it_concerns(session, subject, row, approval, person)
    if approval.first_by_id is None:
        approval.first_by_id, approval.first_at = person, now()
        audit.record(session, actor, f"{kind.value}.approved-first", subject_id)
    elif approval.first_by_id == person:
        raise Conflict(Sentence("You have approved this. Another administrator must do so too."))
    else:
        approval.second_by_id, approval.second_at = person, now()
        approval.decision = Decision.APPROVED
        subject.accept(session, row)
        audit.record(
            session, actor, f"{kind.value}.approved", subject_id, first=str(approval.first_by_id)
        )
    decision = approval.decision
    session.commit()
    return decision


def take_back(session: Session, actor: Actor, kind: ApprovalKind, subject_id: uuid.UUID) -> None:
    """
    Take one's own first approval back, as long as nobody has added the second.

    Raises:
        Forbidden, NotFound: see approve.
        Conflict: there is no first approval of one's own, or it is decided.
    """
    person = _person(actor)
    _locked(session, kind, subject_id)
    approval = latest_round(session, kind, subject_id)
    if (
        approval is None
        or approval.decision is not Decision.WAITING
        or approval.first_by_id != person
    ):
        raise Conflict(Sentence("There is no approval of yours to take back."))
    approval.first_by_id = approval.first_at = None
    audit.record(session, actor, f"{kind.value}.approval-taken-back", subject_id)
    session.commit()


def refuse(
    session: Session, actor: Actor, kind: ApprovalKind, subject_id: uuid.UUID, *, reason: str
) -> None:
    """
    Keep somebody or something out; it can be reconsidered.

    Raises:
        Forbidden, NotFound: see approve.
        Invalid: no reason.
        Conflict: it waits for no decision.
    """
    person = _person(actor)
    reason = checked_reason(reason)
    subject, row = _locked(session, kind, subject_id)
    if not subject.waits(row):
        raise Conflict(Sentence("This waits for no decision."))
    approval = _round(session, kind, subject_id)
    approval.refused_by_id, approval.refused_at = person, now()
    approval.decision, approval.reason = Decision.REFUSED, reason
    subject.refuse(session, row)
    audit.record(session, actor, f"{kind.value}.refused", subject_id)
    session.commit()


def reconsider(session: Session, actor: Actor, kind: ApprovalKind, subject_id: uuid.UUID) -> None:
    """
    Open another round after a refusal; both approvals are needed again.

    Raises:
        Forbidden, NotFound: see approve.
        Conflict: it was not refused.
    """
    _person(actor)
    subject, row = _locked(session, kind, subject_id)
    refused = latest_round(session, kind, subject_id)
    if refused is None or refused.decision is not Decision.REFUSED:
        raise Conflict(Sentence("Only what was refused can be reconsidered."))
    subject.reopen(session, row)
    session.add(
        Approval(
            kind=kind,
            subject_id=subject_id,
            requested_by_id=refused.requested_by_id,
            request_reason=refused.request_reason,
        )
    )
    audit.record(session, actor, f"{kind.value}.reconsidered", subject_id)
    session.commit()


def rounds(
    session: Session, actor: Actor, kind: ApprovalKind, subject_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Approval]]:
    """What was decided about each of *subject_ids*, the latest round first; none: no entry."""
    require(actor, ADMINISTRATORS)
    found: dict[uuid.UUID, list[Approval]] = {}
    for approval in session.scalars(
        select(Approval)
        .where(Approval.kind == kind, Approval.subject_id.in_(subject_ids))
        .order_by(Approval.requested_at.desc())
    ):
        found.setdefault(approval.subject_id, []).append(approval)
    return found


def latest_round(session: Session, kind: ApprovalKind, subject_id: uuid.UUID) -> Approval | None:
    """The round that counts; None if nobody has asked for a decision or taken one."""
    return session.scalar(
        select(Approval)
        .where(Approval.kind == kind, Approval.subject_id == subject_id)
        .order_by(Approval.requested_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _person(actor: Actor) -> uuid.UUID:
    require(actor, ADMINISTRATORS)
    if actor.account_id is None:
        raise Forbidden(Sentence("Only a person with an account decides."))
    return actor.account_id


def _locked(
    session: Session, kind: ApprovalKind, subject_id: uuid.UUID
) -> tuple["Subject", object]:
    subject = SUBJECTS[kind]
    row = subject.lock(session, subject_id)
    if row is None:
        raise NotFound("The application")
    return subject, row


def _round(session: Session, kind: ApprovalKind, subject_id: uuid.UUID) -> Approval:
    """The open round; the first decision opens it when nobody has."""
    approval = latest_round(session, kind, subject_id)
    if approval is not None and approval.decision is Decision.WAITING:
        return approval
    if approval is not None and approval.decision is Decision.REFUSED:
        raise Conflict(Sentence("This was refused. Reconsider it first."))
    approval = Approval(kind=kind, subject_id=subject_id, decision=Decision.WAITING)
    session.add(approval)
    return approval


def _refuse_whom_it_concerns(
    session: Session, subject: "Subject", row: object, approval: Approval, person: uuid.UUID
) -> None:
    if approval.requested_by_id == person or subject.concerns(session, row, person):
        raise Forbidden(
            Sentence("Nobody approves themselves or whom they invited. Others must decide.")
        )
