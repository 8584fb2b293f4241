"""
Tokens that work once.

The token of a link in a mail is a signature of its row's id, so that a queued mail need not hold
it and the database alone opens nothing: HMAC-SHA256 under the site's secret key (RFC 2104). Other
tokens are random. Of both the database keeps the SHA-256.
"""

import base64
import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ipm_api.database import new_id, now
from ipm_api.models.one_time_token import OneTimeToken, Purpose


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def signed_token(secret_key: str, purpose: Purpose, row_id: uuid.UUID) -> str:
    """The token of a link, always the same for a row; nobody without *secret_key* can make it."""
    message = f"link:{purpose.value}:{row_id}".encode()
    signature = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")


def issue_link(
    session: Session,
    secret_key: str,
    purpose: Purpose,
    life: timedelta,
    account_id: uuid.UUID | None = None,
) -> OneTimeToken:
    """A row whose token is a signature of its id; the caller commits."""
    row_id = new_id()
    return _add(
        session, signed_token(secret_key, purpose, row_id), purpose, life, account_id, row_id
    )


def issue_random(
    session: Session, purpose: Purpose, life: timedelta, account_id: uuid.UUID | None = None
) -> str:
    """A random token; the caller commits."""
    token = secrets.token_urlsafe(32)
    _add(session, token, purpose, life, account_id, new_id())
    return token


def find_token(
    session: Session, purpose: Purpose, token: str, *, lock: bool = False
) -> OneTimeToken | None:
    """The row of a token that still works; *lock* makes others wait until it is decided."""
    query = select(OneTimeToken).where(
        OneTimeToken.token_sha256 == digest(token),
        OneTimeToken.purpose == purpose,
        OneTimeToken.expires_at > now(),
    )
    return session.scalar(query.with_for_update() if lock else query)


def use_token(session: Session, purpose: Purpose, token: str) -> OneTimeToken | None:
    """The row of a token that still worked and does not any more; the caller commits."""
    row = find_token(session, purpose, token, lock=True)
    if row is not None:
        session.delete(row)
        session.flush()
    return row


def forget_tokens(session: Session, purpose: Purpose, account_id: uuid.UUID) -> None:
    """End every token of one purpose of an account; the caller commits."""
    session.execute(
        delete(OneTimeToken).where(
            OneTimeToken.purpose == purpose, OneTimeToken.account_id == account_id
        )
    )


def _add(
    session: Session,
    token: str,
    purpose: Purpose,
    life: timedelta,
    account_id: uuid.UUID | None,
    row_id: uuid.UUID,
) -> OneTimeToken:
    row = OneTimeToken(
        id=row_id,
        token_sha256=digest(token),
        purpose=purpose,
        account_id=account_id,
        expires_at=now() + life,
    )
    session.add(row)
    session.flush()
    return row
