"""Decisions of two administrators, for tests that need their outcome and not their history."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Role
from ipm_api.models.approval import ApprovalKind
from ipm_api.operations import approval
from ipm_api.policy import Actor, actor_of

NAMES = ("first", "second", "third")


def administrators(session: Session) -> list[Actor]:
    """Three administrators with accounts; made when they are not there."""
    return [_administrator(session, f"{name}-administrator@ipm.example") for name in NAMES]


def decide(
    session: Session, kind: ApprovalKind, subject_id: uuid.UUID, *, accept: bool = True
) -> None:
    """Approve by two, or refuse by one."""
    first, second, _ = administrators(session)
    if not accept:
        approval.refuse(session, first, kind, subject_id, reason="A test says so.")
        return
    approval.approve(session, first, kind, subject_id)
    approval.approve(session, second, kind, subject_id)


def decide_held_back_image(
    session: Session, _actor: Actor, image_id: uuid.UUID, *, accept: bool
) -> None:
    """Release or refuse a picture."""
    decide(session, ApprovalKind.IMAGE, image_id, accept=accept)


def approve_right_holder(session: Session, _actor: Actor, right_holder_id: uuid.UUID) -> None:
    """Let an organisation in."""
    decide(session, ApprovalKind.RIGHT_HOLDER, right_holder_id)


def _administrator(session: Session, email: str) -> Actor:
    account = session.scalar(select(Account).where(Account.email == email))
    if account is None:
        account = Account(
            email=email,
            name=email.partition("@")[0],
            password_hash="nobody signs in with this",
            role=Role.ADMINISTRATOR,
            country="BE",
        )
        session.add(account)
        session.commit()
    actor = actor_of(account)
    assert actor is not None
    return actor
