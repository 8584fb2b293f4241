"""Every kind of work: one function and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api.database import new_id, now
from ipm_api.jobs.bulk_export import bulk_clean_up, bulk_export
from ipm_api.jobs.bulk_import import bulk_import
from ipm_api.jobs.clean_up import clean_up, clean_up_pictures
from ipm_api.jobs.job_run import JobRun
from ipm_api.jobs.mail_reset_link import mail_reset_link
from ipm_api.jobs.queue import OPEN, next_turn
from ipm_api.jobs.recognition import measure_recognition
from ipm_api.jobs.remind_of_reviews import remind_of_due_reviews
from ipm_api.jobs.send_mail import send_mail, send_waiting_mails
from ipm_api.jobs.send_push import send_push, tell_officer
from ipm_api.jobs.tell_deputies import tell_deputies_of_silence
from ipm_api.models.job import Job


@dataclass(frozen=True, slots=True)
class Task:
    """
    A kind of work.

    Attributes:
        function: called with a JobRun and the arguments of the job; may run twice, for a worker
            can die after the work and before it is written down.
        slow: more than a second or two; waits behind other slow work, never before quick work.
        every: done regularly, nobody asks.
        tries: given up after so many; the waits between them grow (queue.WAITS).
        longest: after this time the worker is started anew.
    """

    function: Callable[..., None]
    slow: bool = False
    every: timedelta | None = None
    tries: int = 6
    longest: timedelta = timedelta(minutes=30)


def _clean_up(run: JobRun) -> None:
    clean_up(run.session)


TASKS: dict[str, Task] = {
    "measure_recognition": Task(measure_recognition, slow=True),
    "bulk_clean_up": Task(bulk_clean_up, every=timedelta(hours=1)),
    "bulk_export": Task(bulk_export, slow=True, tries=3),
    "bulk_import": Task(bulk_import, slow=True),
    "clean_up": Task(_clean_up, every=timedelta(hours=1)),
    "clean_up_pictures": Task(clean_up_pictures, slow=True, every=timedelta(days=1)),
    "tell_deputies": Task(tell_deputies_of_silence, every=timedelta(minutes=15)),
    "remind_of_reviews": Task(remind_of_due_reviews, every=timedelta(days=1)),
    "send_mail": Task(send_mail),
    "send_waiting_mails": Task(send_waiting_mails, every=timedelta(minutes=30)),
    "mail_reset_link": Task(mail_reset_link),
    "tell_officer": Task(tell_officer),
    "send_push": Task(send_push),
}


def schedule(session: Session) -> None:
    """See to it that every regular task waits for its next time; not committed."""
    regular = {name: task.every for name, task in TASKS.items() if task.every is not None}
    keys = [_key(name) for name in regular]
    there = set(session.scalars(select(Job.key).where(Job.key.in_(keys), Job.state.in_(OPEN))))
    for name, every in regular.items():
        if _key(name) in there:
            continue
        last = session.scalar(select(func.max(Job.finished_at)).where(Job.key == _key(name)))
        row = {
            "id": new_id(),
            "task": name,
            "arguments": {},
            "key": _key(name),
            "turn": next_turn(session, None),
            "due_at": now() if last is None else last + every,
        }
        session.execute(insert(Job).values(row).on_conflict_do_nothing())


def _key(name: str) -> str:
    return f"regular:{name}"
