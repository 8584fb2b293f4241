"""Accounts of people."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.languages import INTERFACE_LANGUAGES
from ipm_api.models.account import MEMBERSHIP_ROLES, Account, Membership, Role
from ipm_api.operations.identity import refuse_two_sides
from ipm_api.operations.reason import checked_reason
from ipm_api.operations.sign_in import end_sessions, hash_password
from ipm_api.policy import ADMINISTRATORS, SIGNED_IN, Actor, require
from ipm_api.sentence import Sentence

MINIMUM_PASSWORD = 12  # characters
MAXIMUM_PASSWORD = 1000
MAXIMUM_NAME = 200  # characters


def create_account(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    role: Role,
    country: str,
    right_holder_id: uuid.UUID | None = None,
) -> Account:
    """
    Add a person, whom nobody else decides on. For the command line and for demonstration data.

    Raises:
        Forbidden: *actor* is somebody who signed in, an administrator or not.
        Invalid: the e-mail is taken or malformed, the password too short, the name or country
            missing, or role and organisation do not go together.
    """
    require(actor, ADMINISTRATORS)
    if actor.account_id is not None:
        raise Forbidden(Sentence("People come in by invitation, and two administrators decide."))
    account = new_account(
        session,
        email=email,
        name=name,
        password=password,
        role=role,
        country=country,
        right_holder_id=right_holder_id,
    )
    session.flush()
    audit.record(session, actor, "account.created", account.id, role=role.value)
    session.commit()
    return account


def new_account(
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    role: Role,
    country: str,
    right_holder_id: uuid.UUID | None,
) -> Account:
    """
    Build and check an account inside the caller's transaction.

    Raises:
        Invalid: see create_account.
    """
    email = checked_email(email)
    country = country.strip().upper()
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Invalid({"country": [Sentence("Give the country as two letters, for example FR.")]})
    name = checked_name(name)
    if (role in MEMBERSHIP_ROLES) != (right_holder_id is not None):
        raise Invalid(
            {"role": [Sentence("Members and publishers belong to an organisation, others do not.")]}
        )
    check_password_rule(password)
    if session.scalar(select(Account.id).where(func.lower(Account.email) == email.lower())):
        raise Invalid({"email": [Sentence("This address cannot be used. Choose another one.")]})
    refuse_two_sides(session, email, role)
    account = Account(
        email=email,
        name=name,
        password_hash=hash_password(password),
        role=None if right_holder_id else role,
        country=country,
    )
    if right_holder_id is not None:
        account.memberships.append(Membership(right_holder_id=right_holder_id, role=role))
    session.add(account)
    return account


def checked_email(email: str) -> str:
    """
    *email* without blanks around it.

    Raises:
        Invalid: it is no address of a person.
    """
    email = email.strip()
    local, _, domain = email.partition("@")
    plain = email.isprintable() and not any(c.isspace() for c in email)
    if not local or "." not in domain or not plain or len(email) > 254:
        raise Invalid({"email": [Sentence("Write an e-mail address such as name@example.org.")]})
    return email


def checked_name(name: str) -> str:
    """
    *name* without blanks around it.

    Raises:
        Invalid: it is empty or too long.
    """
    name = name.strip()
    if not name or len(name) > MAXIMUM_NAME:
        raise Invalid(
            {"name": [Sentence("Write a name of at most %(most)s characters.", most=MAXIMUM_NAME)]}
        )
    return name


def check_password_rule(password: str, field: str = "password") -> None:
    """
    Long, and nothing else: rules about signs make passwords worse (NIST SP 800-63B, 5.1.1.2).

    Raises:
        Invalid: shorter than MINIMUM_PASSWORD, or endless.
    """
    if len(password) < MINIMUM_PASSWORD:
        raise Invalid(
            {field: [Sentence("Use at least %(least)s characters.", least=MINIMUM_PASSWORD)]}
        )
    if len(password) > MAXIMUM_PASSWORD:
        raise Invalid(
            {field: [Sentence("Use at most %(most)s characters.", most=MAXIMUM_PASSWORD)]}
        )


def rename_account(session: Session, actor: Actor, name: str) -> None:
    """
    Give oneself another name.

    Raises:
        Invalid: it is empty or too long.
        NotFound: nobody is signed in.
    """
    account = own_account(session, actor)
    account.name = checked_name(name)
    audit.record(session, actor, "account.renamed", account.id)
    session.commit()


def disable_account(
    session: Session, actor: Actor, account_id: uuid.UUID, reason: str = ""
) -> None:
    """
    Shut a person out; what they are signed in with ends at once.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such account.
        Conflict: it is one's own: somebody must be left to let people in again.
        Invalid: a person gives no reason.
    """
    require(actor, ADMINISTRATORS)
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("The account")
    if account_id == actor.account_id:
        raise Conflict(Sentence("Another administrator must disable this account."))
    if actor.account_id is not None:
        reason = checked_reason(reason)
    account.disabled, account.disabled_reason = True, reason
    end_sessions(session, account_id)
    audit.record(session, actor, "account.disabled", account_id)
    session.commit()


def enable_account(session: Session, actor: Actor, account_id: uuid.UUID) -> None:
    """
    Undo disable_account. Who waits for approval, or was refused, goes on waiting.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such account.
        Conflict: it is not disabled, or nobody has approved it.
    """
    require(actor, ADMINISTRATORS)
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("The account")
    if not account.disabled or not account.approved:
        raise Conflict(Sentence("This account is not disabled."))
    account.disabled, account.disabled_reason = False, ""
    audit.record(session, actor, "account.enabled", account_id)
    session.commit()


def own_account(session: Session, actor: Actor) -> Account:
    """
    The account behind *actor*.

    Raises:
        NotFound: nobody is signed in.
    """
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None:
        raise NotFound("The account")
    return account


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """
    Say pages to *actor* in *language* from now on, on every device.

    Raises:
        Invalid: pages are not said in it.
    """
    require(actor, SIGNED_IN)
    if language not in INTERFACE_LANGUAGES:
        raise Invalid({"language": [Sentence("Choose one of the languages of the list.")]})
    account = session.get_one(Account, actor.account_id)
    account.language = language
    audit.record(session, actor, "account.language-chosen", account.id, language=language)
    session.commit()
