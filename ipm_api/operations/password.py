"""Passwords are changed by who knows them, or by a link that was mailed."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Forbidden, Invalid, NotFound
from ipm_api.jobs.queue import enqueue
from ipm_api.models.account import Account
from ipm_api.models.one_time_token import OneTimeToken, Purpose
from ipm_api.operations.account import check_password_rule, own_account
from ipm_api.operations.mail import queue_mail
from ipm_api.operations.one_time_token import find_token, forget_tokens, issue_link, use_token
from ipm_api.operations.sign_in import (
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
    end_other_sessions,
    end_sessions,
    hash_password,
    verify_password,
)
from ipm_api.operations.throttle import DAY, count_attempt, discount_attempt
from ipm_api.policy import ANONYMOUS, Actor, actor_of
from ipm_api.sentence import Sentence

LINK_LIFE = timedelta(minutes=30)
LINKS_PER_DAY = 5  # of one address (security.md AC-8)


def confirm_password(
    session: Session, actor: Actor, password: str, *, field: str = "current"
) -> Account:
    """
    The account of *actor*, if this is its password: before anything that a thief would change.

    Args:
        field: of the form, beside which a refusal stands.

    Raises:
        Invalid: it is not; that is recorded.
        TooManyAttempts: the throttle of signing in.
    """
    account = own_account(session, actor)
    key = f"account:{account.email.lower()[:150]}"
    count_attempt(session, key, ATTEMPTS_PER_ACCOUNT)
    if not verify_password(account, password):
        audit.record(session, actor, "password.refused", account.id)
        session.commit()
        raise Invalid({field: [Sentence("This is not your password.")]})
    discount_attempt(session, key)
    return account


def change_password(session: Session, actor: Actor, token: str, *, current: str, new: str) -> None:
    """
    Give one's account another password; every other session of it ends at once.

    Args:
        token: the session that goes on.

    Raises:
        Invalid: the current one is wrong, or the new one too short.
    """
    check_password_rule(new, field="new")  # first: it costs no attempt
    account = confirm_password(session, actor, current)
    account.password_hash = hash_password(new)
    end_other_sessions(session, account.id, token)
    forget_tokens(session, Purpose.PASSWORD_RESET, account.id)
    audit.record(session, actor, "password.changed", account.id)
    _tell(session, account)
    session.commit()


def request_reset(session: Session, *, email: str, address: str) -> None:
    """
    Ask for a link by mail. The same work and the same answer whether the address is known or not.

    Raises:
        TooManyAttempts: LINKS_PER_DAY for this address, or too many from one network address.
    """
    email = email.encode("utf-8", "ignore").decode().replace("\0", "").strip().lower()[:150]
    count_attempt(session, f"address:{address}", ATTEMPTS_PER_ADDRESS)
    count_attempt(session, f"reset:{email}", LINKS_PER_DAY, DAY)
    enqueue(session, ANONYMOUS, "mail_reset_link", email=email)
    session.commit()


def mail_link(session: Session, email: str, secret_key: str) -> None:
    """What follows request_reset later: a mail, if there is such a person; the caller commits."""
    account = session.scalar(select(Account).where(func.lower(Account.email) == email))
    if account is None or actor_of(account) is None:
        return
    forget_tokens(session, Purpose.PASSWORD_RESET, account.id)
    row = issue_link(session, secret_key, Purpose.PASSWORD_RESET, LINK_LIFE, account.id)
    audit.record(session, ANONYMOUS, "password.reset-asked", account.id)
    queue_mail(
        session,
        to=account.email,
        language=account.language or "en",
        subject=Sentence("A new password for IPM"),
        lines=[
            Sentence("Somebody asked for a new password for your account."),
            Sentence("If it was you, open this link within 30 minutes. It works once."),
            Sentence("If it was not you, do nothing: your password stays as it is."),
        ],
        link="/reset/{token}",
        link_of=(Purpose.PASSWORD_RESET, row.id),
    )


def open_reset(session: Session, token: str) -> OneTimeToken:
    """
    What a mailed link opens.

    Raises:
        NotFound: used, expired or never issued: not told apart.
    """
    row = find_token(session, Purpose.PASSWORD_RESET, token)
    if row is None:
        raise NotFound("The link")
    return row


def reset_password(session: Session, *, token: str, new: str) -> None:
    """
    Give an account a new password by its link; all its sessions end, the link is used up.

    Raises:
        Invalid: too short; the link still works.
        NotFound: the link does not work any more.
        Forbidden: the account was closed since.
    """
    check_password_rule(new, field="new")
    row = use_token(session, Purpose.PASSWORD_RESET, token)
    account = session.get(Account, row.account_id) if row else None
    if account is None:
        raise NotFound("The link")
    actor = actor_of(account)
    if actor is None:
        raise Forbidden(Sentence("Your account may not do this."))
    account.password_hash = hash_password(new)
    end_sessions(session, account.id)
    audit.record(session, actor, "password.reset", account.id)
    _tell(session, account)
    session.commit()


def _tell(session: Session, account: Account) -> None:
    queue_mail(
        session,
        to=account.email,
        language=account.language or "en",
        subject=Sentence("Your IPM password was changed"),
        lines=[
            Sentence("The password of your account was changed, and its other sessions ended."),
            Sentence("If it was not you, ask for a new password at once."),
        ],
        link="/forgotten",
    )
