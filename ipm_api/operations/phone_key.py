"""The key that an officer's phone seals with; whoever cannot sign in does not get it."""

import secrets

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.models.phone_key import PhoneKey
from ipm_api.policy import OFFICERS, Actor, require

KEY_LENGTH = 32  # bytes: AES-256


def phone_key(session: Session, actor: Actor) -> bytes:
    """
    The key of *actor*, made at the first sign-in; the same on every phone, so that what waits on
    a phone can be read again after signing out and in. That it was handed out is recorded.

    Raises:
        Forbidden: *actor* is no officer.
    """
    require(actor, OFFICERS)
    session.execute(
        insert(PhoneKey)
        .values(account_id=actor.account_id, key=secrets.token_bytes(KEY_LENGTH), created_at=now())
        .on_conflict_do_nothing()
    )
    key = session.scalars(select(PhoneKey.key).where(PhoneKey.account_id == actor.account_id)).one()
    audit.record(session, actor, "phone-key.given", actor.account_id)
    session.commit()
    return key
