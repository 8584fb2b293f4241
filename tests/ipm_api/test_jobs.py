"""Work done later: once, in turns, in spite of failures and of workers that die."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import NotFound, QueueFull
from ipm_api.jobs import queue
from ipm_api.jobs.queue import WAITS, add_job, enqueue, take
from ipm_api.models.account import Role
from ipm_api.models.job import Job, JobState
from ipm_api.operations.account import disable_account
from ipm_api.operations.job import failed_jobs, own_job, queue_health
from ipm_api.policy import Actor, Party
from tests.conftest import SYSTEM
from tests.ipm_api.parallel import at_once

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def other(make_right_holder, make_account, actor_for) -> Actor:
    """Somebody who publishes for a competitor."""
    return actor_for(make_account(Role.PUBLISHER, make_right_holder()))


def test_work_is_asked_for_in_the_transaction_that_needs_it(session, publisher, task, run_jobs):
    """No mail for a change that was rolled back, no change whose mail is lost."""
    said = []
    name = task(lambda run, word: said.append((run.actor, word)))
    enqueue(session, publisher, name, word="lost")
    session.rollback()
    enqueue(session, publisher, name, word="kept")
    assert run_jobs() == 1
    assert said == [(publisher, "kept")]


def test_the_same_work_asked_for_twice_is_done_once(session, publisher, task, run_jobs):
    """Ten uploads to one product measure it once."""
    name = task(lambda run: None)
    for _ in range(3):
        enqueue(session, publisher, name, key="measure:1")
    assert run_jobs() == 1
    enqueue(session, publisher, name, key="measure:1")
    assert run_jobs() == 1


def test_a_failure_is_tried_again_after_growing_waits_and_then_given_up(
    session, publisher, task, run_jobs
):
    """The reason is kept; texts of the work are not part of it."""
    tries = []

    def fail(run):
        tries.append(now())
        raise RuntimeError("a secret of the catalogue")

    job = add_job(session, publisher, task(fail), arguments={})
    assert run_jobs() == 1
    session.refresh(job)
    for number, wait in enumerate(WAITS, start=1):
        assert (job.state, job.tries) == (JobState.WAITING, number)
        assert wait - timedelta(seconds=5) < job.due_at - now() <= wait
        assert run_jobs() == 0
        assert run_jobs(ahead=wait) == 1
        session.refresh(job)
    assert (job.state, len(tries), job.reason) == (JobState.FAILED, 6, "RuntimeError")
    assert [failed.id for failed in failed_jobs(session, SYSTEM)] == [job.id]
    assert [(h.task, h.waiting, h.failed) for h in queue_health(session, SYSTEM)] == [
        ("tried", 0, 1)
    ]


def test_what_can_never_work_is_not_tried_again(session, publisher, task, run_jobs):
    """A product that was removed meanwhile does not come back by waiting."""

    def refuse(run):
        raise NotFound("The product")

    job = add_job(session, publisher, task(refuse), arguments={})
    run_jobs()
    session.refresh(job)
    assert (job.state, job.reason) == (JobState.FAILED, "The product was not found.")


def test_a_failed_job_leaves_nothing_half_done(session, publisher, task, run_jobs):
    """Its transaction ends with it."""

    def half(run):
        run.session.execute(text("UPDATE right_holder SET country = 'DE'"))
        raise RuntimeError

    add_job(session, publisher, task(half), arguments={})
    run_jobs()
    assert session.scalar(text("SELECT DISTINCT country FROM right_holder")) == "FR"


def test_nobody_works_for_an_account_that_was_closed(
    session, publisher, task, run_jobs, make_account
):
    """The right to do it is asked for when it is done."""
    name = task(lambda run: run.actor)
    job = add_job(session, publisher, name, arguments={})
    disable_account(session, SYSTEM, publisher.account_id)
    run_jobs()
    session.refresh(job)
    assert (job.state, job.reason) == (JobState.FAILED, "Your account may not do this.")


def test_two_workers_never_take_the_same_job(engine, session, publisher, task):
    """Twenty jobs, four workers at once: twenty different ones."""
    name = task(lambda run: None)
    for _ in range(20):
        enqueue(session, publisher, name)
    session.commit()

    def take_five(own: Session):
        return [job.id for _ in range(5) if (job := take(own, [name], now()))]

    taken = [job_id for ids in at_once(engine, [take_five] * 4) for job_id in ids]
    assert len(taken) == len(set(taken)) == 20


def test_another_right_holder_does_not_wait_behind_a_long_queue(
    session, publisher, other, task, run_jobs
):
    """Fair share (AV-5): one job of B, asked for after 200 of A, is among the first that follow."""
    order = []
    name = task(lambda run: order.append(run.job.right_holder_id))
    for _ in range(200):
        enqueue(session, publisher, name)
    enqueue(session, other, name)
    run_jobs()
    assert order.index(other.right_holder_id) <= 2


def test_who_empties_the_own_lane_again_and_again_does_not_starve_a_long_one(
    session, publisher, other, task, run_jobs
):
    """Turns alternate; a retry far in the future does not hold the clock of the queue back."""
    order = []

    def note(run):
        order.append(run.job.right_holder_id)
        if run.job.right_holder_id == other.right_holder_id and len(order) < 20:
            enqueue(run.session, other, run.job.task)

    name = task(note)
    for _ in range(10):
        enqueue(session, publisher, name)
    enqueue(session, other, name)
    run_jobs()
    assert order[:12].count(publisher.right_holder_id) >= 5


def test_a_queue_is_bounded(session, publisher, other, task, monkeypatch):
    """AV-2: refused with a word, never endless; the others still get in."""
    monkeypatch.setattr(queue, "MOST_WAITING", 3)
    name = task(lambda run: None)
    for _ in range(3):
        enqueue(session, publisher, name)
    with pytest.raises(QueueFull) as refused:
        enqueue(session, publisher, name)
    assert refused.value.retry_after > 0
    enqueue(session, other, name)


def test_a_slice_lets_others_pass_and_goes_on(session, publisher, other, task, run_jobs):
    """Work of an hour is many short turns."""
    order = []

    def slices(run):
        order.append("A")
        if order.count("A") < 3:
            run.again()

    enqueue(session, publisher, task(slices, "sliced"))
    for _ in range(2):
        enqueue(session, other, task(lambda run: order.append("B"), "short"))
    run_jobs()
    assert "".join(order) in ("ABABA", "ABAAB", "AABAB", "ABBAA")
    assert session.scalars(select(Job.state)).all() == [JobState.DONE] * 3


def test_progress_is_seen_at_once_and_by_its_owner_only(
    engine, session, publisher, other, task, run_jobs
):
    """A colleague's and a competitor's job do not exist for me."""
    seen = []

    def work(run):
        run.progress(3, 10)
        with Session(engine) as elsewhere:
            job = own_job(elsewhere, publisher, run.job.id)
            seen.append((job.state, job.done, job.total))
        run.progress(10, 10)  # too soon to be told at once: kept with the result

    job = add_job(session, publisher, task(work), arguments={})
    run_jobs()
    assert seen == [(JobState.RUNNING, 3, 10)]
    mine = own_job(session, publisher, job.id)
    assert (mine.state, mine.done, mine.total) == (JobState.DONE, 10, 10)
    for stranger in (other, Actor(Party.PUBLISHER, uuid.uuid4(), publisher.right_holder_id)):
        with pytest.raises(NotFound):
            own_job(session, stranger, job.id)
