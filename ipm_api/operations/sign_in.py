"""Signing in and out: passwords, tokens, and the throttle that slows guessing down."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import SignInFailed, TooManyAttempts
from ipm_api.models.account import AccessToken, Account, Membership, SignInCounter
from ipm_api.policy import ANONYMOUS, Actor, Party, actor_of

TOKEN_LIFE = timedelta(hours=12)  # one shift
WINDOW = timedelta(minutes=5)
ATTEMPTS_PER_ACCOUNT = 10  # per window; as PyPI's Warehouse does (security.md AC-8)
ATTEMPTS_PER_ADDRESS = 100
ATTEMPTS_OF_EVERYONE = 1000

_hasher = PasswordHasher()
# verified when the account is unknown, so that both answers take the same time
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters, in its own string form."""
    return _hasher.hash(password)


def sign_in(session: Session, *, email: str, password: str, address: str) -> tuple[str, Actor]:
    """
    Check a password and issue a token.

    Args:
        address: network address of the caller, for the throttle alone.

    Returns:
        The token, which is not kept in readable form, and who it stands for.

    Raises:
        TooManyAttempts: the throttle; counted before the password is looked at.
        SignInFailed: unknown, wrong, disabled or suspended: not told apart.
    """
    # what PostgreSQL cannot keep is in nobody's address
    email = email.encode("utf-8", "ignore").decode().replace("\0", "").strip().lower()
    _count_attempt(session, f"account:{email[:150]}", ATTEMPTS_PER_ACCOUNT)
    _count_attempt(session, f"address:{address}", ATTEMPTS_PER_ADDRESS)
    _count_attempt(session, "everyone", ATTEMPTS_OF_EVERYONE)
    account = session.scalar(select(Account).where(func.lower(Account.email) == email))
    actor = actor_of(account) if account else None
    if not _verify(account.password_hash if account else _NOBODY, password) or actor is None:
        audit.record(session, ANONYMOUS, "sign-in.failed")
        session.commit()
        raise SignInFailed("E-mail and password do not fit together.")
    assert account is not None  # actor is not None
    audit.record(session, actor, "sign-in.succeeded")
    return issue_token(session, account), actor


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
            token_sha256=_digest(token),
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
    session.execute(delete(AccessToken).where(AccessToken.token_sha256 == _digest(token)))
    audit.record(session, actor, "sign-out")
    session.commit()


def end_session(session: Session, token: str) -> str:
    """End one session and return the device that it was begun on; the caller commits."""
    ended = delete(AccessToken).where(AccessToken.token_sha256 == _digest(token))
    return session.scalar(ended.returning(AccessToken.device)) or ""


def end_sessions(session: Session, account_id: uuid.UUID) -> None:
    """End everything that an account is signed in with; the caller commits."""
    session.execute(delete(AccessToken).where(AccessToken.account_id == account_id))


def end_sessions_of_right_holder(session: Session, right_holder_id: uuid.UUID) -> None:
    """End every session that acts for a right holder; the caller commits."""
    own = select(Membership.id).where(Membership.right_holder_id == right_holder_id)
    session.execute(delete(AccessToken).where(AccessToken.membership_id.in_(own)))


def actor_of_token(session: Session, token: str) -> Actor | None:
    """Who holds *token* now, or None: unknown, expired, disabled or suspended."""
    held = session.scalar(
        select(AccessToken)
        .where(AccessToken.token_sha256 == _digest(token), AccessToken.expires_at > now())
        .options(
            joinedload(AccessToken.account),
            joinedload(AccessToken.membership).joinedload(Membership.right_holder),
        )
    )
    if held is None:
        return None
    if held.membership is None and held.account.role is None:
        return _arriving(held.account)
    return actor_of(held.account, held.membership)


def _arriving(account: Account) -> Actor | None:
    """A session that was begun without a right holder has none until one is chosen."""
    actor = actor_of(account)
    return actor and Actor(Party.ARRIVING, account.id, None, account.country, account.name)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _count_attempt(session: Session, key: str, limit: int) -> None:
    """
    Count one attempt in its own transaction; PostgreSQL makes it atomic over workers.

    Raises:
        TooManyAttempts: this is attempt *limit* + 1 or later in the window.
    """
    moment = now()
    window = _window_of(moment)
    attempts = session.scalar(
        insert(SignInCounter)
        .values(key=key, window_start=window, attempts=1)
        .on_conflict_do_update(
            index_elements=["key", "window_start"],
            set_={"attempts": SignInCounter.attempts + 1},
        )
        .returning(SignInCounter.attempts)
    )
    session.commit()
    if attempts is not None and attempts > limit:
        raise TooManyAttempts(retry_after=int((window + WINDOW - moment).total_seconds()) + 1)


def _window_of(moment: datetime) -> datetime:
    seconds = int(WINDOW.total_seconds())
    return moment.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=moment.tzinfo)
