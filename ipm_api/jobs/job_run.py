"""What a job is given: a session, the process's parts, for whom, and where to tell progress."""

import time
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.errors import Forbidden
from ipm_api.jobs.queue import still_ours
from ipm_api.models.job import Job
from ipm_api.operations.membership import actor_for
from ipm_api.policy import Actor, Party
from ipm_api.runtime import Runtime
from ipm_api.sentence import Sentence

TELL_EVERY = 0.5  # seconds; more often nobody looks


class JobRun:
    """
    One try of one job.

    Attributes:
        session: the job's own; what it leaves uncommitted is committed when it returns.
        runtime: pictures, decoder, index, settings.
        job: the row, detached: for its id.
    """

    def __init__(self, session: Session, runtime: Runtime, job: Job) -> None:
        self.session = session
        self.runtime = runtime
        self.job = job
        self.asked_again = False
        self._told_at = 0.0
        self._progress: dict[str, Any] = {}

    @property
    def actor(self) -> Actor:
        """
        For whom this is done, as they are now; the service itself when nobody asked.

        Raises:
            Forbidden: the account was closed, or moved to another organisation, since.
        """
        if self.job.account_id is None:
            return Actor(Party.ADMINISTRATOR, name=f"job {self.job.task}")
        actor = actor_for(self.session, self.job.account_id, self.job.right_holder_id)
        if actor is None or actor.right_holder_id != self.job.right_holder_id:
            raise Forbidden(Sentence("Your account may not do this."))
        return actor

    def progress(self, done: int, total: int) -> None:
        """Tell the owner how far it is; seen at once, whatever the job has not committed yet."""
        self._progress = {"done": done, "total": total}
        if time.monotonic() - self._told_at >= TELL_EVERY:
            self._told_at = time.monotonic()
            with Session(self.session.get_bind()) as session:
                still_ours(session, self.job, **self._progress)

    def last_progress(self) -> dict[str, Any]:
        """What was told last, to be kept with the result."""
        return self._progress

    def again(self) -> None:
        """This was a slice: after it is committed, the job waits for its turn and goes on."""
        self.asked_again = True
