"""Requests that may come twice: what was answered, and who is answering now."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import URL, Engine, NullPool, create_engine, delete, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import KeyReused, RequestUnderWay
from ipm_api.models.idempotency_record import IdempotencyRecord
from ipm_api.policy import Actor

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered the first time."""

    status: int
    body: bytes


@contextmanager
def only_one(session: Session, actor: Actor, key: str) -> Iterator[None]:
    """
    Keep every other request with this account's *key* out, in all processes, until the block ends.

    The lock belongs to a connection of its own, so that it outlives the commits of the operation
    and ends with the process. That connection is not pooled: a request that waits for a pooled one
    while it holds another could wait for itself.

    Raises:
        RequestUnderWay: another request has it.
    """
    engine = session.get_bind().engine
    digest = hashlib.sha256(f"idempotency-key/{actor.account_id}/{key}".encode()).digest()
    number = int.from_bytes(digest[:8], signed=True)
    with _lock_engine(engine.url).connect() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(number))):
            raise RequestUnderWay("This request is being answered. Ask again in a second.")
        try:
            yield
        finally:  # by name: after a connection is closed its process may live on for a moment
            with suppress(DBAPIError):  # a connection that broke has no lock
                connection.execute(select(func.pg_advisory_unlock(number)))


def answer_to(session: Session, actor: Actor, key: str, request_sha256: bytes) -> KeptAnswer | None:
    """
    What was answered to this request before, or None if it must be carried out (again).

    In that case a row is added to the session: it is kept if and only if the operation is.

    Raises:
        KeyReused: *key* came with another request.
    """
    session.execute(
        delete(IdempotencyRecord).where(
            IdempotencyRecord.account_id == actor.account_id,
            IdempotencyRecord.created_at < now() - KEPT,
        )
    )
    record = session.get(IdempotencyRecord, (actor.account_id, key))
    if record is None:
        session.add(
            IdempotencyRecord(account_id=actor.account_id, key=key, request_sha256=request_sha256)
        )
        return None
    if record.request_sha256 != request_sha256:
        raise KeyReused("This Idempotency-Key came with another request. Use a new key.")
    if record.status is None or record.body is None:  # a crash before the answer was kept
        return None
    return KeptAnswer(record.status, record.body)


def keep_answer(session: Session, actor: Actor, key: str, answer: KeptAnswer) -> None:
    """Keep what was answered, for the next time."""
    record = session.get(IdempotencyRecord, (actor.account_id, key))
    if record is not None:
        record.status, record.body = answer.status, answer.body
        session.commit()


@lru_cache(maxsize=4)
def _lock_engine(url: URL) -> Engine:
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
