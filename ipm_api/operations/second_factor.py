"""Setting up and giving up a second factor: an authenticator app, and codes for when it is lost."""

import uuid
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.account import Account
from ipm_api.models.second_factor import Passkey, RecoveryCode, Totp
from ipm_api.operations.account import own_account
from ipm_api.operations.code import accept_totp, count_code, renew_recovery_codes
from ipm_api.operations.mail import queue_mail
from ipm_api.operations.password import confirm_password
from ipm_api.operations.sign_in import (
    WRONG_CODE,
    end_other_sessions,
    end_sessions,
    has_second_factor,
)
from ipm_api.policy import NEED_SECOND_FACTOR, Actor
from ipm_api.sealing import Seal
from ipm_api.sentence import Sentence

ISSUER = "IPM"


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What proves a person besides the password."""

    has_app: bool
    recovery_codes_left: int
    passkeys: list[Passkey]


def own_second_factors(session: Session, actor: Actor) -> SecondFactors:
    """
    One's own.

    Raises:
        NotFound: nobody is signed in.
    """
    account = own_account(session, actor)
    app = session.get(Totp, account.id)
    left = select(func.count()).where(RecoveryCode.account_id == account.id)
    keys = select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.created_at)
    return SecondFactors(
        app is not None and app.confirmed_at is not None,
        session.scalar(left) or 0,
        list(session.scalars(keys)),
    )


def app_to_set_up(session: Session, actor: Actor, seal: Seal) -> str:
    """
    The address that an authenticator app reads as a QR code; the same until it is confirmed.

    Raises:
        Conflict: an app is set up already.
        NotFound: nobody is signed in.
    """
    account = own_account(session, actor)
    app = session.get(Totp, account.id)
    if app is not None and app.confirmed_at is not None:
        raise Conflict(Sentence("Your authenticator app is set up already."))
    secret = seal.open(app.secret, account.id) if app is not None else None
    if secret is None:
        secret = pyotp.random_base32()
        session.merge(Totp(account_id=account.id, secret=seal.seal(secret, account.id)))
        session.commit()
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def confirm_app(
    session: Session, actor: Actor, token: str, *, current: str, code: str, seal: Seal
) -> list[str]:
    """
    The app shows the right code: from now on signing in asks for one. Other sessions end.

    Args:
        token: the session that goes on.
        current: the password, so that a borrowed session sets nothing up.

    Returns:
        Fresh recovery codes, never shown again.

    Raises:
        Invalid: not the password, or not the code of now.
        Conflict: nothing to confirm.
        TooManyAttempts: see count_code.
    """
    account = confirm_password(session, actor, current)
    count_code(session, account.id)
    app = session.get(Totp, account.id, with_for_update=True, populate_existing=True)
    if app is None or app.confirmed_at is not None:
        raise Conflict(Sentence("Your authenticator app is set up already."))
    if not accept_totp(app, "".join(code.split()), seal):
        raise Invalid({"code": [WRONG_CODE]})
    app.confirmed_at = now()
    codes = renew_recovery_codes(session, account.id)
    end_other_sessions(session, account.id, token)
    audit.record(session, actor, "second-factor.set-up", account.id)
    tell_of_change(session, account)
    session.commit()
    return codes


def remove_app(session: Session, actor: Actor, *, current: str, required: bool) -> None:
    """
    Give the app up; without a passkey the password alone signs in again.

    Raises:
        Invalid: not the password.
        Conflict: it is the only second factor of somebody who needs one.
    """
    account = confirm_password(session, actor, current)
    app = session.get(Totp, account.id, with_for_update=True)
    if app is not None:
        session.delete(app)
        session.flush()
    keep_what_is_required(session, actor, required)
    audit.record(session, actor, "second-factor.removed", account.id)
    tell_of_change(session, account)
    session.commit()


def new_recovery_codes(session: Session, actor: Actor, *, current: str) -> list[str]:
    """
    Fresh recovery codes; the ones before do not work any more.

    Raises:
        Invalid: not the password.
        Conflict: there is no second factor to recover.
    """
    account = confirm_password(session, actor, current)
    if not has_second_factor(session, account.id):
        raise Conflict(Sentence("Set up a second factor first."))
    codes = renew_recovery_codes(session, account.id)
    audit.record(session, actor, "second-factor.codes-renewed", account.id)
    session.commit()
    return codes


def keep_what_is_required(session: Session, actor: Actor, required: bool) -> None:
    """
    Refuse to leave somebody without the second factor that this site requires.

    Raises:
        Conflict: they would be.
    """
    assert actor.account_id is not None  # own_account found it
    if has_second_factor(session, actor.account_id):
        return
    if required and actor.party in NEED_SECOND_FACTOR:
        raise Conflict(Sentence("This site requires a second factor. Set up another one first."))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == actor.account_id))


def forget_second_factors(session: Session, account_id: uuid.UUID) -> None:
    """
    Remove all of a person who lost them, and end their sessions; the caller commits.

    For a decision of administrators, who have looked at who asks.
    """
    for table in (Totp, RecoveryCode, Passkey):
        session.execute(delete(table).where(table.account_id == account_id))
    end_sessions(session, account_id)


def tell_of_change(session: Session, account: Account) -> None:
    """Mail the owner: a thief would not."""
    queue_mail(
        session,
        to=account.email,
        language=account.language or "en",
        subject=Sentence("How you sign in to IPM was changed"),
        lines=[
            Sentence("A second factor of your account was set up or removed."),
            Sentence("If it was not you, ask for a new password at once."),
        ],
        link="/forgotten",
    )
