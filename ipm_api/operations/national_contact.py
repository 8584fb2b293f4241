"""Customs people come in by the invitation of their national contact; administrators approve."""

import secrets
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.approval import Approval, ApprovalKind
from ipm_api.operations.account import new_account
from ipm_api.operations.national_setting import is_member
from ipm_api.operations.reason import checked_reason
from ipm_api.operations.sign_in import end_sessions
from ipm_api.policy import ADMINISTRATORS, NATIONAL_CONTACTS, Actor, require
from ipm_api.sentence import Sentence

INVITED_ROLES = (Role.OFFICER, Role.TRAINER)
MAXIMUM_AUTHORITY = 200  # characters


def invite(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    authority: str,
) -> Account:
    """
    Vouch for an officer or trainer of one's own country; two administrators decide.

    The invited person gets a mail once they have, and nothing before.

    Raises:
        Forbidden: *actor* is no national contact.
        Invalid: a field is missing, the address is taken, or the country takes no part any more.
    """
    require(actor, NATIONAL_CONTACTS)
    if role not in INVITED_ROLES:
        raise Invalid({"role": [Sentence("Choose officer or trainer.")]})
    authority = " ".join(authority.replace("\0", "").split())
    if not 0 < len(authority) <= MAXIMUM_AUTHORITY:
        raise Invalid({"authority": [Sentence("Write the authority, for example a port office.")]})
    if not is_member(session, actor.country):
        raise Invalid({"email": [Sentence("Your country takes no part at the moment.")]})
    return _add(session, actor, email, name, role, actor.country, authority)


def appoint_national_contact(
    session: Session, actor: Actor, *, email: str, name: str, country: str, authority: str = ""
) -> Account:
    """
    Propose who invites the officers of a country; two other administrators decide.

    Raises:
        Forbidden: *actor* is no administrator with an account.
        Invalid: a field is missing, the address is taken, or the country takes no part.
    """
    require(actor, ADMINISTRATORS)
    if actor.account_id is None:
        raise Forbidden(Sentence("Only a person with an account proposes somebody."))
    country = country.strip().upper()
    if not is_member(session, country):
        raise Invalid({"country": [Sentence("This country takes no part.")]})
    role = Role.NATIONAL_CONTACT
    return _add(session, actor, email, name, role, country, authority[:MAXIMUM_AUTHORITY])


def own_invitees(session: Session, actor: Actor) -> Sequence[Account]:
    """Officers and trainers of the own country, by name."""
    require(actor, NATIONAL_CONTACTS)
    return session.scalars(_of_own_country(actor).order_by(Account.name, Account.id)).all()


def refusals(session: Session, actor: Actor) -> dict[uuid.UUID, str]:
    """Invited person → reason, for those whom administrators refused."""
    require(actor, NATIONAL_CONTACTS)
    rows = session.execute(
        select(Approval.subject_id, Approval.reason)
        .join(Account, Account.id == Approval.subject_id)
        .where(
            Approval.kind == ApprovalKind.ACCOUNT,
            Approval.refused_by_id.is_not(None),
            Account.country == actor.country,
        )
        .order_by(Approval.requested_at)
    )
    return {subject_id: reason for subject_id, reason in rows}  # noqa: C416 - rows are no pairs


def disable_invitee(session: Session, actor: Actor, account_id: uuid.UUID, *, reason: str) -> None:
    """
    Shut an officer or trainer of the own country out at once.

    Raises:
        Forbidden: *actor* is no national contact.
        NotFound: nobody, or nobody of the own country.
        Invalid: no reason.
        Conflict: it is done already.
    """
    account = _own(session, actor, account_id)
    reason = checked_reason(reason)
    if account.disabled:
        raise Conflict(Sentence("This account is disabled already."))
    account.disabled, account.disabled_reason = True, reason
    end_sessions(session, account_id)
    audit.record(session, actor, "account.disabled", account_id)
    session.commit()


def enable_invitee(session: Session, actor: Actor, account_id: uuid.UUID) -> None:
    """
    Undo disable_invitee for who was approved; who never was, waits for administrators.

    Raises:
        Forbidden, NotFound: see disable_invitee.
        Conflict: it is not disabled, or administrators refused it.
    """
    account = _own(session, actor, account_id)
    if not account.disabled or (not account.approved and account_id in refusals(session, actor)):
        raise Conflict(Sentence("This account is not disabled by you."))
    account.disabled, account.disabled_reason = False, ""
    audit.record(session, actor, "account.enabled", account_id)
    session.commit()


def _of_own_country(actor: Actor):  # type: ignore[no-untyped-def]
    return select(Account).where(Account.country == actor.country, Account.role.in_(INVITED_ROLES))


def _own(session: Session, actor: Actor, account_id: uuid.UUID) -> Account:
    require(actor, NATIONAL_CONTACTS)
    query = _of_own_country(actor).where(Account.id == account_id).with_for_update()
    account: Account | None = session.scalar(query)
    if account is None:
        raise NotFound("The account")
    return account


def _add(
    session: Session,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    country: str,
    authority: str,
) -> Account:
    account = new_account(
        session,
        email=email,
        name=name,
        password=secrets.token_urlsafe(32),  # nobody knows it: the invited person chooses one
        role=role,
        country=country,
        right_holder_id=None,
    )
    account.authority = authority
    account.approved = False
    account.invited_by_id = actor.account_id
    session.flush()
    session.add(
        Approval(kind=ApprovalKind.ACCOUNT, subject_id=account.id, requested_by_id=actor.account_id)
    )
    audit.record(session, actor, "account.invited", account.id, role=role.value)
    session.commit()
    return account
