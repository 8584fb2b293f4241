"""Another e-mail address for one's account: the password is asked, the new address proved."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Forbidden, Invalid, NotFound
from ipm_api.models.account import Account
from ipm_api.models.email_change import EmailChange
from ipm_api.models.one_time_token import OneTimeToken, Purpose
from ipm_api.operations.account import checked_email
from ipm_api.operations.identity import refuse_two_sides
from ipm_api.operations.mail import queue_mail
from ipm_api.operations.one_time_token import find_token, forget_tokens, issue_link, use_token
from ipm_api.operations.password import LINKS_PER_DAY, confirm_password
from ipm_api.operations.throttle import DAY, count_attempt
from ipm_api.policy import Actor, actor_of
from ipm_api.sentence import Sentence

LINK_LIFE = timedelta(hours=24)


def ask_for_email(
    session: Session, actor: Actor, secret_key: str, *, current: str, email: str
) -> None:
    """
    Mail a link to the new address, and a notice to the old one; nothing is changed yet.

    The same answer whether the address can be used or not, so that nobody learns who is here.

    Raises:
        Invalid: not the password, no address, or the one that the account has.
        TooManyAttempts: the throttle of passwords, or LINKS_PER_DAY.
    """
    email = checked_email(email)
    account = confirm_password(session, actor, current)
    if email == account.email:
        raise Invalid({"email": [Sentence("This is your address already.")]})
    count_attempt(session, f"email:{account.id}", LINKS_PER_DAY, DAY)
    forget_tokens(session, Purpose.EMAIL_CHANGE, account.id)
    audit.record(session, actor, "email.change-asked", account.id)
    _tell_old_address(
        session,
        account.email,
        account,
        Sentence("Somebody asks for another address of your IPM account"),
        Sentence("Whoever asked knows the password. A link was mailed to the new address."),
    )
    if _is_free(session, account, email):
        row = issue_link(session, secret_key, Purpose.EMAIL_CHANGE, LINK_LIFE, account.id)
        session.add(EmailChange(token_id=row.id, email=email))
        queue_mail(
            session,
            to=email,
            language=account.language or "en",
            subject=Sentence("Your new address for IPM"),
            lines=[
                Sentence("Somebody wants to sign in to IPM with this address from now on."),
                Sentence("If it was you, open this link within 24 hours. It works once."),
                Sentence("If you expected nothing, ignore this mail."),
            ],
            link="/account/email/{token}",
            link_of=(Purpose.EMAIL_CHANGE, row.id),
        )
    session.commit()


def open_email_change(session: Session, token: str) -> str:
    """
    The address that a mailed link proves.

    Raises:
        NotFound: used, expired or never issued: not told apart.
    """
    return _asked(session, find_token(session, Purpose.EMAIL_CHANGE, token)).email


def confirm_email(session: Session, token: str) -> str:
    """
    Give an account the address whose mail brought *token*; links that went to the old one end.

    Returns:
        The new address.

    Raises:
        NotFound: the link does not work any more.
        Forbidden: the account was closed since, or the address taken.
    """
    email = open_email_change(session, token)
    row = use_token(session, Purpose.EMAIL_CHANGE, token)
    account = session.get(Account, row.account_id, with_for_update=True) if row else None
    if account is None:
        raise NotFound("The link")
    actor = actor_of(account)
    if actor is None or not _is_free(session, account, email):
        raise Forbidden(Sentence("Your account may not do this."))
    before = account.email
    account.email = email
    forget_tokens(session, Purpose.PASSWORD_RESET, account.id)
    audit.record(session, actor, "email.changed", account.id)
    _tell_old_address(
        session,
        before,
        account,
        Sentence("The address of your IPM account was changed"),
        Sentence("From now on another address signs in, and mails go there."),
    )
    session.commit()
    return email


def _asked(session: Session, row: OneTimeToken | None) -> EmailChange:
    change = session.get(EmailChange, row.id) if row is not None else None
    if change is None:
        raise NotFound("The link")
    return change


def _is_free(session: Session, account: Account, email: str) -> bool:
    same = select(Account.id).where(
        func.lower(Account.email) == email.lower(), Account.id != account.id
    )
    if session.scalar(same) is not None:
        return False
    try:
        refuse_two_sides(session, email, account.role)
    except Invalid:
        return False
    return True


def _tell_old_address(
    session: Session, address: str, account: Account, subject: Sentence, line: Sentence
) -> None:
    queue_mail(
        session,
        to=address,
        language=account.language or "en",
        subject=subject,
        lines=[
            line,
            Sentence(
                "If it was not you, change your password at once and tell your administrator."
            ),
        ],
        link="/account",
    )
