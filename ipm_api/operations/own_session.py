"""What one is signed in with, and how to end it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.account import AccessToken, Membership
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.operations.account import own_account
from ipm_api.operations.one_time_token import digest
from ipm_api.operations.sign_in import end_sessions
from ipm_api.policy import Actor


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One sign-in. Where it was is not kept."""

    id: uuid.UUID
    device: str
    right_holder: str  # for whom it acts, or ""
    begun_at: datetime
    last_seen_at: datetime  # to a few minutes
    is_this: bool


def own_sessions(session: Session, actor: Actor, token: str) -> list[OwnSession]:
    """One's living sessions, the latest seen first; *token* is this one's."""
    held = session.scalars(
        select(AccessToken)
        .where(AccessToken.account_id == actor.account_id, AccessToken.expires_at > now())
        .options(joinedload(AccessToken.membership).joinedload(Membership.right_holder))
        .order_by(AccessToken.last_seen_at.desc())
    )
    return [
        OwnSession(
            row.id,
            row.device,
            row.membership.right_holder.name if row.membership else "",
            row.created_at,
            row.last_seen_at,
            row.token_sha256 == digest(token),
        )
        for row in held
    ]


def has_to_choose(session: Session, actor: Actor, token: str) -> bool:
    """True if this session's person works for right holders, and it acts for none yet."""
    row = session.get(AccessToken, digest(token))
    return (
        row is not None and row.membership_id is None and own_account(session, actor).role is None
    )


def end_own_session(session: Session, actor: Actor, session_id: uuid.UUID) -> None:
    """
    End one of one's own sessions at once.

    Raises:
        NotFound: no such session, or another person's.
    """
    row = session.scalar(select(AccessToken).where(AccessToken.id == session_id))
    if row is None or row.account_id != actor.account_id:
        raise NotFound("The session")
    session.execute(delete(PushSubscription).where(PushSubscription.session_id == session_id))
    session.delete(row)
    audit.record(session, actor, "session.ended", session_id)
    session.commit()


def end_own_sessions(session: Session, actor: Actor) -> None:
    """
    Sign out everywhere: the session that asks ends too.

    Raises:
        NotFound: nobody is signed in.
    """
    account = own_account(session, actor)
    end_sessions(session, account.id)
    audit.record(session, actor, "session.ended-everywhere", account.id)
    session.commit()
