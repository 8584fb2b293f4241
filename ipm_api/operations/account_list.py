"""All people of the service, for administrators: searched, and one by one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.account import AccessToken, Account, Membership, Role
from ipm_api.models.approval import Approval, ApprovalKind
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.second_factor import Passkey, Totp
from ipm_api.operations.approval import rounds
from ipm_api.operations.deciders import names_of_deciders
from ipm_api.operations.numbered_page import NumberedPage, numbered_page
from ipm_api.operations.sign_in import end_sessions
from ipm_api.policy import ADMINISTRATORS, Actor, require

STATES = ("active", "waiting", "disabled")
ORGANISATION = "right-holder"
"""The filter for people whose roles are those of their memberships."""


@dataclass(frozen=True, slots=True)
class AccountFile:
    """
    One person as administrators see them.

    Attributes:
        sessions: what they are signed in with now, the latest first.
        last_sign_in: None if never.
        has_authenticator, passkeys: the second factors.
        rounds, reset_rounds: decisions about letting in, and about removing the second factor.
        names: account → name, of those who decided, and of who invited.
    """

    account: Account
    sessions: Sequence[AccessToken]
    last_sign_in: datetime | None
    has_authenticator: bool
    passkeys: int
    rounds: list[Approval]
    reset_rounds: list[Approval]
    names: dict[uuid.UUID, str]

    @property
    def is_waiting(self) -> bool:
        """True if two administrators have yet to let this person in."""
        return not self.account.approved and not self.account.disabled

    @property
    def state(self) -> str:
        """One of STATES."""
        if self.account.disabled:
            return "disabled"
        return "active" if self.account.approved else "waiting"


def account_list(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    role: str = "",
    country: str = "",
    state: str = "",
    order: str = "name",
    after: str = "",
) -> NumberedPage[Account]:
    """
    People, fifty at a time.

    Args:
        text: part of the name, address, authority or organisation.
        role: a value of Role, or ORGANISATION for everybody who acts for one.
        state: one of STATES.
        order: "name", "country" or "created", "-" before it for descending.
    """
    require(actor, ADMINISTRATORS)
    query = select(Account).options(
        selectinload(Account.memberships).joinedload(Membership.right_holder)
    )
    if text:
        columns = (Account.name, Account.email, Account.authority)
        query = query.where(or_(*(c.icontains(text, autoescape=True) for c in columns)))
    if role == ORGANISATION:
        query = query.where(Account.role.is_(None))
    elif role:
        query = query.where(Account.role.in_([each for each in Role if each.value == role]))
    if country:
        query = query.where(Account.country == country)
    match state:
        case "active":
            query = query.where(Account.approved, ~Account.disabled)
        case "waiting":
            query = query.where(~Account.approved, ~Account.disabled)
        case "disabled":
            query = query.where(Account.disabled)
    column = {
        "name": func.lower(Account.name),
        "country": Account.country,
        "created": Account.created_at,
    }[order.removeprefix("-")]
    query = query.order_by(column.desc() if order.startswith("-") else column, Account.id)
    return numbered_page(session, query, after)


def account_file(session: Session, actor: Actor, account_id: uuid.UUID) -> AccountFile:
    """
    One person: sessions, sign-ins, second factors, decisions.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such account.
    """
    require(actor, ADMINISTRATORS)
    account = session.get(
        Account,
        account_id,
        options=[selectinload(Account.memberships).joinedload(Membership.right_holder)],
    )
    if account is None:
        raise NotFound("The account")
    sessions = session.scalars(
        select(AccessToken)
        .where(AccessToken.account_id == account_id, AccessToken.expires_at > now())
        .options(joinedload(AccessToken.membership))
        .order_by(AccessToken.last_seen_at.desc())
        .limit(50)
    ).all()
    last_sign_in = session.scalar(
        select(func.max(AuditEvent.at)).where(
            AuditEvent.account_id == account_id, AuditEvent.action == "sign-in.succeeded"
        )
    )
    confirmed = select(Totp.account_id).where(
        Totp.account_id == account_id, Totp.confirmed_at.is_not(None)
    )
    passkeys = select(func.count(Passkey.id)).where(Passkey.account_id == account_id)
    decided = rounds(session, actor, ApprovalKind.ACCOUNT, [account_id]).get(account_id, [])
    reset = rounds(session, actor, ApprovalKind.SECOND_FACTOR, [account_id]).get(account_id, [])
    names = names_of_deciders(session, actor, [*decided, *reset])
    if account.invited_by_id is not None and account.invited_by_id not in names:
        inviter = session.get(Account, account.invited_by_id)
        names[account.invited_by_id] = inviter.name if inviter else ""
    return AccountFile(
        account,
        sessions,
        last_sign_in,
        session.scalar(confirmed) is not None,
        session.scalars(passkeys).one(),
        decided,
        reset,
        names,
    )


def sign_out_account(session: Session, actor: Actor, account_id: uuid.UUID) -> None:
    """
    End everything that a person is signed in with; they may sign in again.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such account.
    """
    require(actor, ADMINISTRATORS)
    if session.get(Account, account_id) is None:
        raise NotFound("The account")
    end_sessions(session, account_id)
    audit.record(session, actor, "account.signed-out", account_id)
    session.commit()
