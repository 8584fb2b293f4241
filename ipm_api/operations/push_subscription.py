"""Telling an officer's phone that an answer has come: a push says "look", and nothing else."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid, NotFound, NotSignedIn
from ipm_api.jobs.queue import enqueue
from ipm_api.models.account import AccessToken
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.operations.membership import actor_for
from ipm_api.operations.one_time_token import digest
from ipm_api.operations.question import unread_answers
from ipm_api.policy import ANONYMOUS, OFFICERS, Actor, require
from ipm_api.push_service import push_origin
from ipm_api.sealing import Seal
from ipm_api.sentence import Sentence

MOST = 5  # phones of one officer; the one that was not seen longest goes
GATHERED = timedelta(minutes=1)  # answers within it are one push; who has read them gets none
RENEWED_EVERY = timedelta(days=1)  # a phone says at every opening that it is still there


def subscribe(
    session: Session,
    actor: Actor,
    token: str,
    endpoint: str,
    services: Collection[str],
    seal: Seal,
) -> None:
    """
    Tell the phone of this session from now on; again is once.

    A phone that somebody else used before is this officer's now.

    Args:
        token: of the session.
        endpoint: the address that the browser gave.
        services: the settings' push services.

    Raises:
        Invalid: the address is of none of them.
        NotSignedIn: the session has ended meanwhile.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None  # an officer
    if push_origin(endpoint, services) is None:
        raise Invalid({"endpoint": [Sentence("No push may be sent to this address.")]})
    session_id = session.scalar(_session_of(token).with_for_update())
    if session_id is None:  # it has ended meanwhile
        raise NotSignedIn(Sentence("That took too long. Sign in again."))
    known = session.scalar(
        select(PushSubscription).where(PushSubscription.endpoint_sha256 == digest(endpoint))
    )
    if known is not None and known.session_id == session_id and not _is_old(known):
        return
    # one address, one phone; one session, one phone
    session.execute(
        delete(PushSubscription).where(
            or_(
                PushSubscription.endpoint_sha256 == digest(endpoint),
                PushSubscription.session_id == session_id,
            )
        )
    )
    row = PushSubscription(
        account_id=actor.account_id,
        session_id=session_id,
        endpoint=seal.seal(endpoint, actor.account_id),
        endpoint_sha256=digest(endpoint),
    )
    session.add(row)
    session.flush()
    own = select(PushSubscription.id).where(PushSubscription.account_id == actor.account_id)
    too_many = own.order_by(PushSubscription.renewed_at.desc()).offset(MOST)
    session.execute(delete(PushSubscription).where(PushSubscription.id.in_(too_many)))
    audit.record(session, actor, "push.subscribed", row.id)
    session.commit()


def unsubscribe(session: Session, actor: Actor, token: str) -> None:
    """
    Tell the phone of this session no more.

    Raises:
        NotFound: it is not told.
    """
    require(actor, OFFICERS)
    of_session = PushSubscription.session_id.in_(_session_of(token))
    ended = session.scalar(
        delete(PushSubscription).where(of_session).returning(PushSubscription.id)
    )
    if ended is None:
        raise NotFound("The subscription")
    audit.record(session, actor, "push.unsubscribed", ended)
    session.commit()


def tell_soon(session: Session, account_id: uuid.UUID) -> None:
    """
    Tell an officer's phones of an answer, if the caller's transaction is committed.

    Asked for whoever it is: that a right holder's answer takes longer must not say who listens.
    """
    enqueue(
        session,
        ANONYMOUS,
        "tell_officer",
        wait=GATHERED,
        key=f"tell:{account_id}",
        account_id=str(account_id),
    )


def phones_of(session: Session, account_id: uuid.UUID) -> list[uuid.UUID]:
    """The subscriptions of an officer."""
    own = PushSubscription.account_id == account_id
    return list(session.scalars(select(PushSubscription.id).where(own)))


def endpoint_to_tell(session: Session, subscription_id: uuid.UUID, seal: Seal) -> str | None:
    """Where to send a push; None if it ended, or nothing waits to be read any more."""
    row = session.get(PushSubscription, subscription_id)
    if row is None:
        return None
    officer = actor_for(session, row.account_id, None)
    if officer is None or officer.party not in OFFICERS or not unread_answers(session, officer):
        return None
    return seal.open(row.endpoint, row.account_id)


def note_result(session: Session, subscription_id: uuid.UUID, refused: int | None) -> None:
    """Keep what the push service said; the caller commits."""
    row = session.get(PushSubscription, subscription_id)
    if row is not None:
        row.refused = refused


def forget_phone(session: Session, subscription_id: uuid.UUID) -> None:
    """The push service knows it no more; the caller commits."""
    row = session.get(PushSubscription, subscription_id)
    if row is not None:
        session.delete(row)
        audit.record(session, ANONYMOUS, "push.forgotten", subscription_id)


def _session_of(token: str) -> Select[uuid.UUID]:
    return select(AccessToken.id).where(AccessToken.token_sha256 == digest(token))


def _is_old(row: PushSubscription) -> bool:
    return row.renewed_at < now() - RENEWED_EVERY
