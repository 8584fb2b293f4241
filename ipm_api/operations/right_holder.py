"""Right holders join, are approved, and say how they are reached."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ipm_api import audit
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.reason import checked_reason
from ipm_api.operations.sign_in import end_sessions_of_right_holder
from ipm_api.policy import (
    ADMINISTRATORS,
    RIGHT_HOLDER,
    Actor,
    Party,
    require,
)
from ipm_api.sentence import Sentence


def own_right_holder(session: Session, actor: Actor) -> RightHolder:
    """
    The organisation that *actor* belongs to; also while it is pending.

    Raises:
        Forbidden: *actor* belongs to none.
    """
    require(actor, RIGHT_HOLDER | {Party.PENDING})
    right_holder = session.get(
        RightHolder, actor.right_holder_id, options=[selectinload(RightHolder.contacts)]
    )
    if right_holder is None:
        raise NotFound("The organisation")
    return right_holder


def right_holders(session: Session, actor: Actor) -> list[RightHolder]:
    """All organisations, those that wait first; for administrators."""
    require(actor, ADMINISTRATORS)
    waiting_first = RightHolder.state != RightHolderState.PENDING
    return list(session.scalars(select(RightHolder).order_by(waiting_first, RightHolder.name)))


def suspend_right_holder(
    session: Session, actor: Actor, right_holder_id: uuid.UUID, reason: str = ""
) -> None:
    """
    Shut an organisation out: its people are signed out and its guides vanish from readers at once.

    Raises:
        Forbidden: *actor* is no administrator.
        Conflict: it is not approved; a pending one has nothing to suspend.
        Invalid: a person gives no reason.
    """
    right_holder = _locked(session, actor, right_holder_id)
    if actor.account_id is not None:
        reason = checked_reason(reason)
    if right_holder.state is not RightHolderState.APPROVED:
        raise Conflict(Sentence("Only an approved organisation can be suspended."))
    right_holder.state = RightHolderState.SUSPENDED
    right_holder.suspended_reason = reason
    end_sessions_of_right_holder(session, right_holder.id)
    audit.record(session, actor, "right-holder.suspended", right_holder.id)
    session.commit()


def reinstate_right_holder(session: Session, actor: Actor, right_holder_id: uuid.UUID) -> None:
    """
    Undo a suspension.

    Raises:
        Forbidden: *actor* is no administrator.
        Conflict: it is not suspended.
    """
    right_holder = _locked(session, actor, right_holder_id)
    if right_holder.state is not RightHolderState.SUSPENDED:
        raise Conflict(Sentence("This organisation is not suspended."))
    right_holder.state = RightHolderState.APPROVED
    right_holder.suspended_reason = ""
    audit.record(session, actor, "right-holder.reinstated", right_holder.id)
    session.commit()


def _locked(session: Session, actor: Actor, right_holder_id: uuid.UUID) -> RightHolder:
    require(actor, ADMINISTRATORS)
    right_holder = session.get(RightHolder, right_holder_id, with_for_update=True)
    if right_holder is None:
        raise NotFound("The organisation")
    return right_holder
