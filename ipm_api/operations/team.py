"""The people of a right holder: who they are, what they may do, and who leaves."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import (
    MEMBERSHIP_ROLES,
    AccessToken,
    Account,
    Membership,
    PastMembership,
    Role,
)
from ipm_api.models.invitation import Invitation
from ipm_api.models.right_holder import RightHolder
from ipm_api.policy import ORGANISATION_ADMINISTRATORS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

UNDO = timedelta(days=7)  # so long a removal can be taken back


@dataclass(frozen=True, slots=True)
class Team:
    """People by name, then those who were asked to join, by address."""

    memberships: list[Membership]
    invitations: list[Invitation]


def own_team(session: Session, actor: Actor) -> Team:
    """
    The people of one's right holder; invitations only for who runs the team.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
    """
    require(actor, RIGHT_HOLDER)
    members = session.scalars(
        select(Membership)
        .join(Membership.account)
        .where(Membership.right_holder_id == actor.right_holder_id)
        .options(joinedload(Membership.account))
        .order_by(Account.name, Account.email)
    )
    invitations: list[Invitation] = []
    if actor.party in ORGANISATION_ADMINISTRATORS:
        asked = select(Invitation).where(Invitation.right_holder_id == actor.right_holder_id)
        invitations = list(session.scalars(asked.order_by(Invitation.email)))
    return Team(list(members), invitations)


def change_role(session: Session, actor: Actor, membership_id: uuid.UUID, role: Role) -> Role:
    """
    Let a colleague do more or less; their sessions for this right holder end at once.

    Returns:
        The role before.

    Raises:
        Forbidden: *actor* does not run the team.
        NotFound: no such membership, or another right holder's.
        Invalid: not a role of a right holder.
        Conflict: the last administrator of an organisation stays one.
    """
    membership = _locked(session, actor, membership_id)
    if role not in MEMBERSHIP_ROLES:
        raise Invalid({"role": [Sentence("Choose one of the roles.")]})
    before = membership.role
    if role is not before:
        _keep_an_administrator(session, membership)
        membership.role = role
        _end_sessions_of(session, membership)
        audit.record(session, actor, "membership.role-changed", membership.id, role=role.value)
    session.commit()
    return before


def remove_member(session: Session, actor: Actor, membership_id: uuid.UUID) -> PastMembership:
    """
    Let a colleague go; their sessions for this right holder end at once. restore_member undoes it.

    Raises:
        Forbidden: *actor* does not run the team.
        NotFound: no such membership, or another right holder's.
        Conflict: the last administrator of an organisation stays.
    """
    membership = _locked(session, actor, membership_id)
    _keep_an_administrator(session, membership)
    past = PastMembership(
        account_id=membership.account_id,
        right_holder_id=membership.right_holder_id,
        role=membership.role,
    )
    session.add(past)
    _end_sessions_of(session, membership)
    session.delete(membership)
    audit.record(session, actor, "membership.removed", past.account_id)
    session.commit()
    return past


def restore_member(session: Session, actor: Actor, past_id: uuid.UUID) -> str:
    """
    Undo remove_member: the same person with the same role, who signs in anew. Returns their name.

    Raises:
        Forbidden: *actor* does not run the team.
        NotFound: nobody was removed so, by another right holder, or too long ago.
        Conflict: the person is in the team, on the customs' side, or closed meanwhile.
    """
    require(actor, ORGANISATION_ADMINISTRATORS)
    session.get(RightHolder, actor.right_holder_id, with_for_update=True)
    past = session.get(PastMembership, past_id, populate_existing=True)
    if (
        past is None
        or past.right_holder_id != actor.right_holder_id
        or past.removed_at < now() - UNDO
    ):
        raise NotFound("The person")
    account = past.account
    is_there = any(m.right_holder_id == actor.right_holder_id for m in account.memberships)
    if is_there or account.role is not None or account.disabled:
        raise Conflict(Sentence("This cannot be undone any more. Invite the person again."))
    session.add(Membership(account=account, right_holder_id=past.right_holder_id, role=past.role))
    session.delete(past)
    audit.record(session, actor, "membership.restored", account.id)
    session.commit()
    return account.name


def _locked(session: Session, actor: Actor, membership_id: uuid.UUID) -> Membership:
    require(actor, ORGANISATION_ADMINISTRATORS)
    # one change of a team at a time: two administrators cannot remove each other at once
    session.get(RightHolder, actor.right_holder_id, with_for_update=True)
    membership = session.get(Membership, membership_id, populate_existing=True)
    if membership is None or membership.right_holder_id != actor.right_holder_id:
        raise NotFound("The person")
    return membership


def _keep_an_administrator(session: Session, leaving: Membership) -> None:
    """Refuse if nobody who can sign in would run the team after *leaving* does not."""
    if leaving.role is not Role.ORGANISATION_ADMINISTRATOR:
        return
    others = (
        select(Membership.id)
        .join(Membership.account)
        .where(
            Membership.right_holder_id == leaving.right_holder_id,
            Membership.role == Role.ORGANISATION_ADMINISTRATOR,
            Membership.id != leaving.id,
            Account.disabled.is_(False),
        )
    )
    if session.scalar(others.limit(1)) is None:
        raise Conflict(
            Sentence("An organisation keeps one administrator. Give somebody else the role first.")
        )


def _end_sessions_of(session: Session, membership: Membership) -> None:
    session.execute(delete(AccessToken).where(AccessToken.membership_id == membership.id))
