"""Counts attempts per key and window, atomically over threads and workers."""

from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import TooManyAttempts
from ipm_api.models.account import SignInCounter

WINDOW = timedelta(minutes=5)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)  # the longest window


def count_attempt(session: Session, key: str, limit: int, window: timedelta = WINDOW) -> None:
    """
    Count one attempt in its own transaction; PostgreSQL makes it atomic over workers.

    Raises:
        TooManyAttempts: this is attempt *limit* + 1 or later in the window.
    """
    moment = now()
    start = _start_of(moment, window)
    attempts = session.scalar(
        insert(SignInCounter)
        .values(key=key, window_start=start, attempts=1)
        .on_conflict_do_update(
            index_elements=["key", "window_start"],
            set_={"attempts": SignInCounter.attempts + 1},
        )
        .returning(SignInCounter.attempts)
    )
    session.commit()
    if attempts is not None and attempts > limit:
        raise TooManyAttempts(retry_after=int((start + window - moment).total_seconds()) + 1)


def discount_attempt(session: Session, key: str, window: timedelta = WINDOW) -> None:
    """Take back an attempt that was right: only failures count. The caller commits."""
    session.execute(
        update(SignInCounter)
        .where(SignInCounter.key == key, SignInCounter.window_start == _start_of(now(), window))
        .values(attempts=func.greatest(SignInCounter.attempts - 1, 0))
    )


def _start_of(moment: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return moment.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=moment.tzinfo)
