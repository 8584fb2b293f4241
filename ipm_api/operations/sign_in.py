"""Signing in and out: passwords, tokens, and the throttle that slows guessing down."""

import secrets
import uuid
from dataclasses import replace
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotSignedIn, SecondFactorNeeded, SignInFailed
from ipm_api.models.account import AccessToken, Account, Membership
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.models.second_factor import Passkey, Totp
from ipm_api.operations.code import accept_code
from ipm_api.operations.one_time_token import digest, find_token, issue_random, use_token
from ipm_api.operations.throttle import count_attempt, discount_attempt
from ipm_api.policy import ANONYMOUS, NEED_SECOND_FACTOR, Actor, Party, actor_of
from ipm_api.sealing import Seal
from ipm_api.sentence import Sentence

TOKEN_LIFE = timedelta(hours=12)  # one shift
SECOND_STEP_LIFE = timedelta(minutes=5)  # to find the phone
SEEN_EVERY = timedelta(minutes=5)  # a session's last sign of life is not written more often
ATTEMPTS_PER_ACCOUNT = 10  # per window; as PyPI's Warehouse does (security.md AC-8)
ATTEMPTS_PER_ADDRESS = 100
ATTEMPTS_OF_EVERYONE = 1000
WRONG_CODE = Sentence("This code is not valid. Wait for the next one and try again.")

_hasher = PasswordHasher()
# verified when the account is unknown, so that both answers take the same time
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters, in its own string form."""
    return _hasher.hash(password)


def verify_password(account: Account | None, password: str) -> bool:
    """True if it is the account's; takes the same time when there is no account."""
    return _verify(account.password_hash if account else _NOBODY, password)


def sign_in(
    session: Session,
    *,
    email: str,
    password: str,
    address: str,
    code: str = "",
    seal: Seal | None = None,
    device: str = "",
) -> tuple[str, Actor]:
    """
    Check a password, and a code if the account has a second factor, and issue a token.

    Args:
        address: network address of the caller, for the throttle alone.
        code: of the authenticator app, or a recovery code.
        seal: what opens the app's secret; without it no code is looked at.
        device: what the session is begun on, in words.

    Returns:
        The token, which is not kept in readable form, and who it stands for.

    Raises:
        TooManyAttempts: the throttle; counted before the password is looked at.
        SignInFailed: unknown, wrong, disabled or suspended: not told apart; or a wrong code.
        SecondFactorNeeded: the password is right, and no code came with it.
    """
    # what PostgreSQL cannot keep is in nobody's address
    email = email.encode("utf-8", "ignore").decode().replace("\0", "").strip().lower()
    counted = (f"account:{email[:150]}", f"address:{address}")
    count_attempt(session, counted[0], ATTEMPTS_PER_ACCOUNT)
    count_attempt(session, counted[1], ATTEMPTS_PER_ADDRESS)
    count_attempt(session, "everyone", ATTEMPTS_OF_EVERYONE)
    account = session.scalar(select(Account).where(func.lower(Account.email) == email))
    actor = actor_of(account) if account else None
    if not verify_password(account, password) or actor is None:
        raise _failed(session, Sentence("E-mail address and password do not fit together."))
    assert account is not None  # actor is not None
    for key in counted:  # only failures count
        discount_attempt(session, key)
    if has_second_factor(session, account.id):
        if not code or seal is None:
            ticket = issue_random(session, Purpose.SECOND_STEP, SECOND_STEP_LIFE, account.id)
            session.commit()
            raise SecondFactorNeeded(ticket)
        if not accept_code(session, account.id, code, seal):
            raise _failed(session, WRONG_CODE)
    audit.record(session, actor, "sign-in.succeeded")
    return issue_token(session, account, device=device), actor


def finish_sign_in(
    session: Session, *, ticket: str, code: str, seal: Seal, device: str = ""
) -> str:
    """
    The second step, after SecondFactorNeeded; returns the token.

    Raises:
        TooManyAttempts: see count_code.
        NotSignedIn: the first step is too long ago, or the account was closed since.
        SignInFailed: not the code of now.
    """
    step = find_token(session, Purpose.SECOND_STEP, ticket)
    account = session.get(Account, step.account_id) if step else None
    actor = actor_of(account) if account else None
    if account is None or actor is None:
        raise NotSignedIn(Sentence("That took too long. Sign in again."))
    if not accept_code(session, account.id, code, seal):
        raise _failed(session, WRONG_CODE)
    if use_token(session, Purpose.SECOND_STEP, ticket) is None:
        session.rollback()
        raise NotSignedIn(Sentence("That took too long. Sign in again."))
    audit.record(session, actor, "sign-in.succeeded")
    return issue_token(session, account, device=device)


def has_second_factor(session: Session, account_id: uuid.UUID) -> bool:
    """True if a password alone does not sign this account in."""
    app = exists().where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    key = exists().where(Passkey.account_id == account_id)
    return bool(session.scalar(select(app | key)))


def _failed(session: Session, sentence: Sentence) -> SignInFailed:
    session.rollback()
    audit.record(session, ANONYMOUS, "sign-in.failed")
    session.commit()
    return SignInFailed(sentence)


def issue_token(
    session: Session,
    account: Account,
    membership: Membership | None = None,
    device: str = "",
    life: timedelta = TOKEN_LIFE,
) -> str:
    """
    Sign *account* in whose password was checked, and commit.

    Args:
        membership: whom the session acts for; when None, the only one of the account, if it is.
        device: what it is begun on, in words.
        life: how long it lasts.
    """
    if membership is None and len(account.memberships) == 1:
        membership = account.memberships[0]
    token = secrets.token_urlsafe(32)
    session.add(
        AccessToken(
            token_sha256=digest(token),
            account_id=account.id,
            membership_id=membership.id if membership else None,
            device=device,
            expires_at=now() + life,
        )
    )
    session.commit()
    return token


def sign_out(session: Session, actor: Actor, token: str) -> None:
    """End one token at once, in all workers."""
    end_session(session, token)
    audit.record(session, actor, "sign-out")
    session.commit()


def end_session(session: Session, token: str) -> str:
    """End one session and return the device that it was begun on; the caller commits."""
    held = AccessToken.token_sha256 == digest(token)
    of_session = select(AccessToken.id).where(held)
    session.execute(delete(PushSubscription).where(PushSubscription.session_id.in_(of_session)))
    return session.scalar(delete(AccessToken).where(held).returning(AccessToken.device)) or ""


def end_sessions(session: Session, account_id: uuid.UUID) -> None:
    """End everything that an account is signed in with; the caller commits."""
    session.execute(delete(PushSubscription).where(PushSubscription.account_id == account_id))
    session.execute(delete(AccessToken).where(AccessToken.account_id == account_id))


def end_sessions_of_right_holder(session: Session, right_holder_id: uuid.UUID) -> None:
    """End every session that acts for a right holder; the caller commits."""
    own = select(Membership.id).where(Membership.right_holder_id == right_holder_id)
    session.execute(delete(AccessToken).where(AccessToken.membership_id.in_(own)))


def end_other_sessions(session: Session, account_id: uuid.UUID, token: str) -> None:
    """End everything that an account is signed in with but *token*; the caller commits."""
    kept = select(AccessToken.id).where(AccessToken.token_sha256 == digest(token))
    session.execute(
        delete(PushSubscription).where(
            PushSubscription.account_id == account_id,
            PushSubscription.session_id.is_distinct_from(kept.scalar_subquery()),
        )
    )
    session.execute(
        delete(AccessToken).where(
            AccessToken.account_id == account_id, AccessToken.token_sha256 != digest(token)
        )
    )


def actor_of_token(
    session: Session, token: str, *, second_factor_required: bool = False
) -> Actor | None:
    """
    Who holds *token* now, or None: unknown, expired, disabled or suspended.

    Args:
        second_factor_required: people of NEED_SECOND_FACTOR are only arriving without one.
    """
    held = session.scalar(
        select(AccessToken)
        .where(AccessToken.token_sha256 == digest(token), AccessToken.expires_at > now())
        .options(
            joinedload(AccessToken.account),
            joinedload(AccessToken.membership).joinedload(Membership.right_holder),
        )
    )
    if held is None:
        return None
    actor = actor_of(held.account, held.membership)
    if actor is None:
        return None
    if held.membership is None and held.account.role is None:
        actor = _arriving(actor)  # until a right holder is chosen
    elif (
        second_factor_required
        and actor.party in NEED_SECOND_FACTOR
        and not has_second_factor(session, held.account_id)
    ):
        actor = _arriving(actor)
    if now() - held.last_seen_at > SEEN_EVERY:
        held.last_seen_at = now()
        session.commit()
    return actor


def _arriving(actor: Actor) -> Actor:
    return replace(actor, party=Party.ARRIVING, right_holder_id=None, right_holder_name="")


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
