"""Right holders join, are approved, and say how they are reached."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from ipm_api import audit
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.account import MAXIMUM_NAME, new_account
from ipm_api.operations.reason import checked_reason
from ipm_api.operations.sign_in import end_sessions_of_right_holder
from ipm_api.policy import (
    ADMINISTRATORS,
    ANONYMOUS,
    RIGHT_HOLDER,
    Actor,
    Party,
    actor_of,
    require,
)

MAXIMUM_CLAIM = 500  # characters


def register_right_holder(
    session: Session,
    *,
    organisation: str,
    country: str,
    claim: str,
    email: str,
    name: str,
    password: str,
) -> RightHolder:
    """
    Apply to join: an organisation in state pending and the one who runs its team.

    Args:
        claim: the proof of right, for example "EUTM 012345678, class 3, valid until 2031".

    Raises:
        Invalid: a field is missing, or the name or e-mail is taken.
    """
    organisation = " ".join(organisation.split())
    country = country.strip().upper()
    missing = {
        field: [text]
        for field, value, text in (
            (
                "organisation",
                0 < len(organisation) <= MAXIMUM_NAME,
                f"Write the legal name of the organisation, at most {MAXIMUM_NAME} characters.",
            ),
            (
                "claim",
                0 < len(claim.strip()) <= MAXIMUM_CLAIM,
                "Name a registered right: office, number, class, validity; "
                f"at most {MAXIMUM_CLAIM} characters.",
            ),
            ("name", name.strip(), "Write your name."),
            (
                "country",
                len(country) == 2 and country.isascii() and country.isalpha(),
                "Choose a country.",
            ),
        )
        if not value
    }
    if missing:
        raise Invalid(missing)
    taken = select(RightHolder.id).where(func.lower(RightHolder.name) == organisation.lower())
    if session.scalar(taken):
        raise Invalid({"organisation": ["This name cannot be used. Ask the administrator."]})
    right_holder = RightHolder(name=organisation, country=country, claim=claim.strip())
    session.add(right_holder)
    session.flush()
    account = new_account(
        session,
        email=email,
        name=name,
        password=password,
        role=Role.ORGANISATION_ADMINISTRATOR,
        country=country,
        right_holder_id=right_holder.id,
    )
    session.flush()
    audit.record(
        session,
        actor_of(account) or ANONYMOUS,
        "right-holder.registered",
        right_holder.id,
    )
    session.commit()
    return right_holder


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
        raise Conflict("Only an approved organisation can be suspended.")
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
        raise Conflict("This organisation is not suspended.")
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
