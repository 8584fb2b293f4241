"""Invitations into a team: by mail, signed, once, for a week."""

import uuid
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import new_id, now
from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import MEMBERSHIP_ROLES, Account, Membership, Role
from ipm_api.models.invitation import Invitation
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.right_holder import RightHolderState
from ipm_api.operations.account import checked_email, new_account
from ipm_api.operations.mail import queue_mail
from ipm_api.operations.one_time_token import digest, signed_token
from ipm_api.operations.sign_in import end_session, issue_token
from ipm_api.operations.throttle import DAY, count_attempt
from ipm_api.policy import ANONYMOUS, ORGANISATION_ADMINISTRATORS, Actor, actor_of, require
from ipm_api.sentence import Sentence

INVITATION_LIFE = timedelta(days=7)
INVITATIONS_PER_DAY = 50  # of one right holder: mails are sent in our name


def invite(
    session: Session, actor: Actor, secret_key: str, *, email: str, role: Role, language: str = "en"
) -> Invitation:
    """
    Ask somebody to join; an earlier invitation of the same address does not work any more.

    Raises:
        Forbidden: *actor* does not run the team.
        Invalid: no address, no role of a right holder, or a colleague already.
        TooManyAttempts: INVITATIONS_PER_DAY.
    """
    require(actor, ORGANISATION_ADMINISTRATORS)
    email = checked_email(email).lower()
    if role not in MEMBERSHIP_ROLES:
        raise Invalid({"role": [Sentence("Choose one of the roles.")]})
    colleague = (
        select(Membership.id)
        .join(Membership.account)
        .where(
            Membership.right_holder_id == actor.right_holder_id,
            func.lower(Account.email) == email,
        )
    )
    if session.scalar(colleague):
        raise Invalid({"email": [Sentence("This person is in your team already.")]})
    count_attempt(session, f"invite:{actor.right_holder_id}", INVITATIONS_PER_DAY, DAY)
    session.execute(
        delete(Invitation).where(
            Invitation.right_holder_id == actor.right_holder_id, Invitation.email == email
        )
    )
    row_id = new_id()
    invitation = Invitation(
        id=row_id,
        right_holder_id=actor.right_holder_id,
        email=email,
        role=role,
        token_sha256=digest(signed_token(secret_key, Purpose.INVITATION, row_id)),
        invited_by_id=actor.account_id,
        expires_at=now() + INVITATION_LIFE,
    )
    session.add(invitation)
    session.flush()
    audit.record(session, actor, "invitation.sent", invitation.id, role=role.value)
    queue_mail(
        session,
        to=email,
        language=language,
        subject=Sentence("You are invited to IPM"),
        lines=[
            Sentence("%(name)s asks you to join the team of their organisation.", name=actor.name),
            Sentence("The link works once, for 7 days. If you expected nothing, ignore this mail."),
        ],
        link="/invitation/{token}",
        link_of=(Purpose.INVITATION, row_id),
    )
    session.commit()
    return invitation


def revoke_invitation(session: Session, actor: Actor, invitation_id: uuid.UUID) -> str:
    """
    Take an invitation back: its link does not work any more. Returns its address.

    Raises:
        Forbidden: *actor* does not run the team.
        NotFound: no such invitation, or another right holder's.
    """
    require(actor, ORGANISATION_ADMINISTRATORS)
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.right_holder_id != actor.right_holder_id:
        raise NotFound("The invitation")
    email = invitation.email
    session.delete(invitation)
    audit.record(session, actor, "invitation.revoked", invitation_id)
    session.commit()
    return email


def open_invitation(session: Session, token: str) -> tuple[Invitation, bool]:
    """
    What a mailed link offers, and whether its address has an account already.

    Raises:
        NotFound: used, taken back, expired or never sent: not told apart.
    """
    invitation = _find(session, token)
    return invitation, _account_of(session, invitation) is not None


def join_as_newcomer(
    session: Session, token: str, *, name: str, password: str, device: str = ""
) -> str:
    """
    Accept with a new account; the address is proved by the link. Returns a session's token.

    Raises:
        Invalid: no name, or the password is too short; the link still works.
        NotFound: the link does not work any more.
        Conflict: the address has an account by now: sign in to accept.
    """
    invitation = _find(session, token, lock=True)
    if _account_of(session, invitation) is not None:
        raise Conflict(Sentence("This address has an account. Sign in to accept."))
    account = new_account(
        session,
        email=invitation.email,
        name=name,
        password=password,
        role=invitation.role,
        country=invitation.right_holder.country,
        right_holder_id=invitation.right_holder_id,
    )
    session.flush()
    audit.record(session, actor_of(account) or ANONYMOUS, "invitation.accepted", invitation.id)
    session.delete(invitation)
    return issue_token(session, account, device=device)


def join_as_known(session: Session, actor: Actor, token: str, ending: str) -> str:
    """
    Accept as the person who is signed in; a fresh session for that right holder begins.

    Args:
        ending: the token of the session that ends with it.

    Raises:
        NotFound: the link does not work, or is for another address.
        Forbidden: *actor* works for an authority: nobody is on both sides.
    """
    invitation = _find(session, token, lock=True)
    account = _account_of(session, invitation)
    if account is None or account.id != actor.account_id:
        raise NotFound("The invitation")
    if account.role is not None:
        raise Forbidden(Sentence("Who works for an authority cannot join a right holder."))
    membership = next(
        (m for m in account.memberships if m.right_holder_id == invitation.right_holder_id), None
    )
    if membership is None:
        membership = Membership(
            account_id=account.id,
            right_holder_id=invitation.right_holder_id,
            right_holder=invitation.right_holder,
            role=invitation.role,
        )
        account.memberships.append(membership)
        session.flush()
    audit.record(
        session, actor_of(account, membership) or actor, "invitation.accepted", invitation.id
    )
    session.delete(invitation)
    device = end_session(session, ending)
    return issue_token(session, account, membership, device=device)


def _find(session: Session, token: str, *, lock: bool = False) -> Invitation:
    query = (
        select(Invitation)
        .where(Invitation.token_sha256 == digest(token), Invitation.expires_at > now())
        .options(joinedload(Invitation.right_holder))
    )
    if lock:
        query = query.with_for_update(of=Invitation)
    invitation = session.scalar(query)
    if invitation is None or invitation.right_holder.state is not RightHolderState.APPROVED:
        raise NotFound("The invitation")
    return invitation


def _account_of(session: Session, invitation: Invitation) -> Account | None:
    return session.scalar(select(Account).where(func.lower(Account.email) == invitation.email))
