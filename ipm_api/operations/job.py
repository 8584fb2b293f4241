"""How far one's own work is, and how the queue is doing."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api.errors import NotFound
from ipm_api.models.job import Job, JobState
from ipm_api.policy import ADMINISTRATORS, SIGNED_IN, Actor, require


@dataclass(frozen=True, slots=True)
class TaskHealth:
    """One kind of work: how many jobs wait, run, failed, and since when the oldest waits."""

    task: str
    waiting: int
    running: int
    failed: int
    oldest_due: datetime | None


def own_job(session: Session, actor: Actor, job_id: uuid.UUID) -> Job:
    """
    A job that *actor* asked for, acting for the same organisation: state, done, total, reason.

    Raises:
        NotFound: none, or somebody else's.
    """
    require(actor, SIGNED_IN)
    job = session.scalar(
        select(Job).where(
            Job.id == job_id,
            Job.account_id == actor.account_id,
            Job.right_holder_id.is_not_distinct_from(actor.right_holder_id),
        )
    )
    if job is None:
        raise NotFound("This work")
    return job


def queue_health(session: Session, actor: Actor) -> list[TaskHealth]:
    """The queue by kind of work; for administrators. No names, no arguments."""
    require(actor, ADMINISTRATORS)
    waiting = Job.state == JobState.WAITING
    rows = session.execute(
        select(
            Job.task,
            func.count().filter(waiting),
            func.count().filter(Job.state == JobState.RUNNING),
            func.count().filter(Job.state == JobState.FAILED),
            func.min(Job.due_at).filter(waiting),
        )
        .group_by(Job.task)
        .order_by(Job.task)
    )
    return [TaskHealth(*row) for row in rows]


def failed_jobs(session: Session, actor: Actor, limit: int = 50) -> list[Job]:
    """The last jobs that were given up: task, when, tries, reason; for administrators."""
    require(actor, ADMINISTRATORS)
    return list(
        session.scalars(
            select(Job)
            .where(Job.state == JobState.FAILED)
            .order_by(Job.finished_at.desc())
            .limit(limit)
        )
    )
