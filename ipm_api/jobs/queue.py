"""
The queue: a table, taken from with ``FOR UPDATE SKIP LOCKED``.

Every right holder has a lane. A new job's turn is one after the last of its lane, and not before
the turn that is now being served: who asks for 2,000 pieces of work waits for them, others do not
(start-time fair queueing: Goyal, Vin and Cheng 1996, with pieces of equal weight).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api.database import new_id, now
from ipm_api.errors import QueueFull
from ipm_api.models.job import Job, JobState
from ipm_api.policy import Actor

OPEN = (JobState.WAITING, JobState.RUNNING)
MOST_WAITING = 5_000  # jobs of one right holder; more are refused until some are done
LEASE = timedelta(seconds=60)  # without a sign of life from the worker before another takes over
WAITS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1_800, 7_200))  # after each failed try


def enqueue(
    session: Session,
    actor: Actor,
    task: str,
    *,
    wait: timedelta = timedelta(0),
    key: str | None = None,
    **arguments: Any,
) -> None:
    """
    Ask for work; it is done if and only if the caller's transaction is committed.

    Args:
        task: a name in ipm_api.jobs.registry.TASKS.
        wait: not before this time has passed.
        key: while a job of this key waits, another one is not added.
        arguments: JSON values: ids as text, never bytes, passwords or tokens.

    Raises:
        QueueFull: the right holder has MOST_WAITING jobs waiting.
    """
    add_job(session, actor, task, wait=wait, key=key, arguments=arguments)


def add_job(
    session: Session,
    actor: Actor,
    task: str,
    *,
    arguments: dict[str, Any],
    wait: timedelta = timedelta(0),
    key: str | None = None,
) -> Job | None:
    """
    As enqueue; returns the job, to show its progress, or None if one of this *key* waits already.

    Raises:
        QueueFull: see enqueue.
    """
    lane = Job.right_holder_id.is_not_distinct_from(actor.right_holder_id)
    if actor.right_holder_id is not None:
        waiting = select(Job.id).where(lane, Job.state == JobState.WAITING).limit(MOST_WAITING)
        if session.scalar(select(func.count()).select_from(waiting.subquery())) == MOST_WAITING:
            raise QueueFull(retry_after=60)
    values = {
        "id": new_id(),
        "task": task,
        "arguments": arguments,
        "key": key,
        "right_holder_id": actor.right_holder_id,
        "account_id": actor.account_id,
        "turn": next_turn(session, actor.right_holder_id),
        "due_at": now() + wait,
    }
    added = insert(Job).values(values).on_conflict_do_nothing().returning(Job.id)
    job_id = session.scalar(added)
    return None if job_id is None else session.get(Job, job_id)


def next_turn(session: Session, right_holder_id: Any) -> int:
    """The turn of a job that joins this right holder's lane now."""
    lane = Job.right_holder_id.is_not_distinct_from(right_holder_id)
    last = select(func.max(Job.turn)).where(lane, Job.state.in_(OPEN)).scalar_subquery()
    served = select(func.min(Job.turn)).where(Job.state.in_(OPEN), Job.due_at <= now())
    zero = func.coalesce(last, 0), func.coalesce(served.scalar_subquery(), 0)
    return (session.scalar(select(func.greatest(*zero))) or 0) + 1


def take(session: Session, tasks: Collection[str], moment: datetime) -> Job | None:
    """The job whose turn it is, marked as running and committed; None if there is nothing to do."""
    job = session.scalar(
        select(Job)
        .where(
            Job.task.in_(tasks),
            or_(
                (Job.state == JobState.WAITING) & (Job.due_at <= moment),
                (Job.state == JobState.RUNNING) & (Job.leased_until < moment),
            ),
        )
        .order_by(Job.turn, Job.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is not None:
        if job.state is JobState.RUNNING:
            job.reason = "the worker stopped"
        job.state = JobState.RUNNING
        job.tries += 1
        job.leased_until = moment + LEASE
    session.commit()
    return job


def still_ours(session: Session, job: Job, **changes: Any) -> bool:
    """Write *changes* and commit, unless another worker has taken the job over meanwhile."""
    mine = (Job.id == job.id, Job.tries == job.tries, Job.state == JobState.RUNNING)
    changed = session.execute(update(Job).where(*mine).values(**changes).returning(Job.id)).all()
    session.commit()
    return bool(changed)
