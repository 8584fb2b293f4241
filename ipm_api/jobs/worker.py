"""Does the work: takes a job, runs it, writes down what came of it. Survives its own death."""

import logging
import os
import threading
import time
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.engine import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.jobs.job_run import JobRun
from ipm_api.jobs.queue import LEASE, WAITS, next_turn, still_ours, take
from ipm_api.jobs.registry import TASKS, Task, schedule
from ipm_api.models.job import Job, JobState
from ipm_api.runtime import Runtime

POLL = 0.5  # seconds between looks at an empty queue
KEEP = 15  # seconds between two signs of life
FINAL = (NotFound, Forbidden, Invalid, Conflict)  # another try would end the same way

_log = logging.getLogger(__name__)


class Worker:
    """Two threads, so that short work never waits behind long work; one more keeps the leases."""

    def __init__(self, engine: Engine, runtime: Runtime) -> None:
        self._engine = engine
        self._runtime = runtime
        self._stopping = threading.Event()
        self._running: dict[int, tuple[Job, datetime]] = {}  # by thread: job, when it is too late

    def run(self) -> None:
        """Work until stop() is called or the process that started this one is gone."""
        parent = os.getppid()
        quick = [name for name, task in TASKS.items() if not task.slow]
        for tasks in (quick, list(TASKS)):
            threading.Thread(target=self._work, args=(tasks,), daemon=True).start()
        while os.getppid() == parent:
            try:
                self._keep_leases()
            except (OperationalError, InterfaceError) as error:
                _log.error("no lease was kept: %s", type(error).__name__)
            if self._stopping.wait(KEEP):
                break
        self._stopping.set()
        self._give_back()

    def stop(self) -> None:
        """Let run() return; what is under way is done again by the next worker."""
        self._stopping.set()

    def run_one(self, tasks: Collection[str], moment: datetime | None = None) -> bool:
        """Do the job whose turn it is; False if there was none."""
        with Session(self._engine, expire_on_commit=False) as session:
            job = take(session, tasks, moment or now())
            if job is None:
                return False
            session.expunge(job)
        thread = threading.get_ident()
        task = TASKS[job.task]
        self._running[thread] = (job, now() + task.longest)
        try:
            self._try(task, job)
        finally:
            del self._running[thread]
        return True

    def _work(self, tasks: Collection[str]) -> None:
        while not self._stopping.is_set():
            try:
                if not self.run_one(tasks):
                    self._stopping.wait(POLL)
            except (OperationalError, InterfaceError) as error:  # the database is away: it returns
                _log.error("jobs wait for the database: %s", type(error).__name__)
                self._stopping.wait(5)

    def _try(self, task: Task, job: Job) -> None:
        changes: dict[str, object] = {"leased_until": None, "reason": "", "finished_at": now()}
        begun = time.monotonic()
        with Session(self._engine) as session:
            run = JobRun(session, self._runtime, job)
            try:
                if job.tries > task.tries:  # it takes the worker down with it
                    raise Conflict(f"Given up: {job.reason}.")
                task.function(run, **job.arguments)
                session.commit()
            except Exception as error:  # whatever a job does, the worker goes on
                session.rollback()
                final = isinstance(error, FINAL) or job.tries >= task.tries
                if not final or not isinstance(error, FINAL):
                    _log.error("job %s %s failed", job.task, job.id, exc_info=error)
                # only our own sentences are kept: others may hold what the job worked on
                reason = str(error) if isinstance(error, FINAL) else type(error).__name__
                changes["reason"] = reason[:500]
                if final:
                    changes["state"] = JobState.FAILED
                else:
                    wait = WAITS[min(job.tries, len(WAITS)) - 1]
                    changes |= {"state": JobState.WAITING, "due_at": now() + wait}
                    changes["finished_at"] = None
            else:
                if run.asked_again:  # the next slice, after those who have waited meanwhile
                    turn = next_turn(session, job.right_holder_id)
                    changes |= {"state": JobState.WAITING, "due_at": now(), "turn": turn}
                    changes |= {"tries": 0, "finished_at": None}
                else:
                    changes |= {"state": JobState.DONE, **run.last_progress()}
            still_ours(session, job, **changes)
        _log.info("job %s %s: %.1f s", job.task, job.id, time.monotonic() - begun)

    def _keep_leases(self) -> None:
        for job, latest in list(self._running.values()):
            if now() > latest:  # it hangs: only a new process gets rid of the thread
                _log.error("job %s %s takes too long: the worker starts anew", job.task, job.id)
                os._exit(1)
            with Session(self._engine) as session:
                still_ours(session, job, leased_until=now() + LEASE)
        with Session(self._engine) as session:
            schedule(session)
            session.commit()

    def _give_back(self) -> None:
        for job, _ in list(self._running.values()):
            with Session(self._engine) as session:
                still_ours(session, job, leased_until=now() - timedelta(seconds=1))
