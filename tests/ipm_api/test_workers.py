"""Workers that lose their job, die and are replaced; what comes round by itself."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, text

from ipm_api.database import now
from ipm_api.jobs.clean_up import clean_up
from ipm_api.jobs.queue import LEASE, add_job, take
from ipm_api.jobs.registry import TASKS, schedule
from ipm_api.jobs.worker import Worker
from ipm_api.models.job import Job, JobState
from tests.ipm_api.parallel import at_once

ROOT = Path(__file__).parent.parent.parent


def test_a_worker_that_lost_its_job_writes_nothing_more(engine, session, publisher, task, runtime):
    """Who was frozen longer than the lease must not end what somebody else has taken over."""
    states = []

    def frozen(run):
        if run.job.tries == 1:
            late = now() + LEASE + timedelta(seconds=1)
            assert Worker(engine, runtime).run_one([run.job.task], late)
        else:
            run.progress(1, 1)
            states.append("done by the second")

    job = add_job(session, publisher, task(frozen), arguments={})
    session.commit()
    Worker(engine, runtime).run_one([job.task])
    session.refresh(job)
    assert states == ["done by the second"]
    assert (job.state, job.tries) == (JobState.DONE, 2)


def test_a_job_that_kills_its_worker_is_given_up(engine, session, publisher, task, runtime):
    """One poisoned job must not stop the queue for ever."""
    name = task(lambda run: None, tries=2)
    job = add_job(session, publisher, name, arguments={})
    session.commit()
    moment = now()
    for _ in range(2):
        take(session, [name], moment)  # and no word from its worker ever after
        moment += LEASE + timedelta(seconds=1)
    Worker(engine, runtime).run_one([name], moment)
    session.refresh(job)
    assert (job.state, job.reason) == (JobState.FAILED, "Given up: the worker stopped.")


def test_a_killed_worker_is_replaced_and_its_job_done(engine, session, publisher, config, runtime):
    """kill -9 of a real process in the middle of a job: the next worker does it."""
    program = (
        "import sys, time; from ipm_api.jobs.registry import TASKS, Task\n"
        "from ipm_api.serve import work; from ipm_api.config import read_config\n"
        "def sleep(run): print('begun', flush=True); time.sleep(60)\n"
        "TASKS['clean_up'] = Task(sleep)\n"
        "work(read_config())\n"
    )
    job = add_job(session, publisher, "clean_up", arguments={})
    session.commit()
    environment = os.environ | {
        "IPM_DATA": str(config.data),
        "IPM_DATABASE_URL": config.database_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"begun\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    worker = Worker(engine, runtime)
    assert not worker.run_one(["clean_up"])  # the lease is not over yet
    assert worker.run_one(["clean_up"], now() + LEASE)
    session.refresh(job)
    assert (job.state, job.tries) == (JobState.DONE, 2)


def test_serving_starts_a_worker_again_when_it_dies(session, config, monkeypatch):
    """The composition root keeps one beside the web server, and ends it with itself."""
    from ipm_api import serve

    started = []

    class Child:
        def __init__(self, command, env):
            self.ended = False
            started.append(self)

        def wait(self):
            deadline = time.monotonic() + 5
            while len(started) > 1 and not self.ended and time.monotonic() < deadline:
                time.sleep(0.01)  # the first one dies at once

        def terminate(self):
            self.ended = True

    monkeypatch.setattr(serve.subprocess, "Popen", Child)
    monkeypatch.setattr(serve, "PAUSE", 0.01)
    with serve.working(config):
        deadline = time.monotonic() + 5
        while len(started) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert len(started) == 2
    assert started[1].ended


def test_regular_work_waits_for_its_next_time_and_is_never_there_twice(engine, session, run_jobs):
    """However many workers there are, and however often they start."""
    at_once(engine, [lambda own: (schedule(own), own.commit())] * 4)
    assert session.scalars(select(Job.task)).all() == [
        name for name, task in TASKS.items() if task.every
    ]
    assert run_jobs() > 0
    schedule(session)
    assert run_jobs() == 0
    waiting = session.scalars(select(Job).where(Job.state == JobState.WAITING)).all()
    for job in waiting:
        every = TASKS[job.task].every
        assert every - timedelta(minutes=1) < job.due_at - now() <= every


def test_old_jobs_are_removed(session, publisher, task, run_jobs):
    """Done after a week, failed after three months, waiting never."""
    add_job(session, publisher, task(lambda run: None), arguments={})
    run_jobs()
    assert clean_up(session) == 0
    session.execute(text("UPDATE job SET finished_at = now() - interval '8 days'"))
    assert clean_up(session) == 1


def test_every_job_that_is_asked_for_exists():
    """A name with a slip of the pen would fail at night."""
    asked = re.compile(r"(?:enqueue|add_job)\(\s*[\w.]+,\s*[\w.()]+,\s*\"(\w+)\"")
    for path in (ROOT / "ipm_api").rglob("*.py"):
        assert set(asked.findall(path.read_text())) <= set(TASKS), path
