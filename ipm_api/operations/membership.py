"""Who may act for which right holder, and for which of them a session acts."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.errors import NotFound
from ipm_api.models.account import Account, Membership
from ipm_api.operations.sign_in import end_session, issue_token
from ipm_api.policy import RIGHT_HOLDER, Actor, Party, actor_of, require

OF_RIGHT_HOLDERS = RIGHT_HOLDER | {Party.PENDING, Party.ARRIVING}


def own_memberships(session: Session, actor: Actor) -> list[Membership]:
    """
    The right holders that one may act for, by name; no other name is told.

    Raises:
        Forbidden: *actor* works for an authority.
    """
    require(actor, OF_RIGHT_HOLDERS)
    held = session.scalars(
        select(Membership)
        .where(Membership.account_id == actor.account_id)
        .options(joinedload(Membership.right_holder))
    )
    return sorted(held, key=lambda membership: membership.right_holder.name.casefold())


def actor_for(
    session: Session, account_id: uuid.UUID, right_holder_id: uuid.UUID | None
) -> Actor | None:
    """Whom an account is now when it acts for a right holder (or for none): for work done later."""
    account = session.get(Account, account_id)
    if account is None or right_holder_id is None:
        return actor_of(account) if account else None
    membership = session.scalar(
        select(Membership).where(
            Membership.account_id == account_id, Membership.right_holder_id == right_holder_id
        )
    )
    return actor_of(account, membership) if membership else None


def begin_session_for(
    session: Session, actor: Actor, membership_id: uuid.UUID, ending: str
) -> tuple[str, str]:
    """
    Begin a fresh session for one of one's right holders.

    Args:
        ending: the token of the session that ends with it.

    Returns:
        The new token, and the right holder's name.

    Raises:
        Forbidden: *actor* works for an authority.
        NotFound: no such membership, another person's, or of a suspended right holder.
    """
    require(actor, OF_RIGHT_HOLDERS)
    membership = session.get(Membership, membership_id)
    account = session.get(Account, actor.account_id)
    if membership is None or account is None or membership.account_id != account.id:
        raise NotFound("The organisation")
    chosen = actor_of(account, membership)
    if chosen is None:
        raise NotFound("The organisation")
    device = end_session(session, ending)
    audit.record(session, chosen, "session.switched", membership.right_holder_id)
    return issue_token(session, account, membership, device=device), membership.right_holder.name
