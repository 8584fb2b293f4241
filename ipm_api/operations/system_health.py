"""Does everything work, and if not, what to do: for the administrator's page."""

import platform
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ipm_api import VERSION
from ipm_api.database import now
from ipm_api.live_index import PublishedIndex
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.operations.index_change import latest_change
from ipm_api.operations.job import queue_health
from ipm_api.policy import ADMINISTRATORS, Actor, require
from ipm_api.sentence import Sentence

LITTLE_SPACE = 0.10  # of the disk
LITTLE_BYTES = 5 * 2**30
MAIL_IS_LATE = timedelta(minutes=15)
JOB_IS_LATE = timedelta(minutes=10)
FAR_BEHIND = 1_000  # index changes; applied in well under a second each


@dataclass(frozen=True, slots=True)
class HealthLine:
    """
    One thing that was looked at.

    Attributes:
        name: what it is.
        facts: what was measured, in words.
        trouble: what is wrong and what to do; "" when nothing is.
    """

    name: Sentence
    facts: list[Sentence]
    trouble: str = ""


def system_health(
    session: Session, actor: Actor, index: PublishedIndex, data: Path
) -> list[HealthLine]:
    """
    Database, index, disk, jobs, mail, pushes and versions, as this process sees them.

    Args:
        data: the folder of IPM_DATA.

    Raises:
        Forbidden: *actor* is no administrator.
    """
    require(actor, ADMINISTRATORS)
    return [
        _database(session),
        _index(session, index),
        _disk(data),
        _jobs(session, actor),
        _mail(session),
        _pushes(session),
        HealthLine(
            Sentence("Versions"),
            [
                Sentence("IPM %(version)s", version=VERSION),
                Sentence("Python %(version)s", version=platform.python_version()),
                Sentence("Tables: %(version)s", version=_tables(session)),
            ],
        ),
    ]


def _database(session: Session) -> HealthLine:
    size = session.scalars(select(func.pg_database_size(func.current_database()))).one()
    server = session.scalars(text("SHOW server_version")).one()
    used, most = session.execute(
        text(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
            " current_setting('max_connections')::int"
        )
    ).one()
    trouble: str = ""
    if used > most * 0.8:
        trouble = Sentence(
            "Nearly all connections are in use: start fewer workers, or raise max_connections."
        )
    return HealthLine(
        Sentence("Database"),
        [
            Sentence("PostgreSQL %(version)s", version=server),
            Sentence("%(size)s MB", size=size // 2**20),
            Sentence("%(used)s of %(most)s connections", used=used, most=most),
        ],
        trouble,
    )


def _index(session: Session, index: PublishedIndex) -> HealthLine:
    behind = latest_change(session) - index.position
    trouble: str = ""
    if behind > FAR_BEHIND:
        trouble = Sentence(
            "The next search applies many changes first: run ipm build-index and restart."
        )
    return HealthLine(
        Sentence("Image index"),
        [
            Sentence("%(count)s reference images in this worker", count=len(index)),
            Sentence("%(behind)s changes to read at the next search", behind=max(behind, 0)),
        ],
        trouble,
    )


def _disk(data: Path) -> HealthLine:
    space = shutil.disk_usage(data)
    trouble: str = ""
    if space.free < max(LITTLE_BYTES, LITTLE_SPACE * space.total):
        trouble = Sentence(
            "Little space is left: uploads will fail. Enlarge the disk, or move the data folder."
        )
    return HealthLine(
        Sentence("Disk"),
        [
            Sentence(
                "%(free)s GB free of %(total)s GB",
                free=space.free // 2**30,
                total=space.total // 2**30,
            )
        ],
        trouble,
    )


def _jobs(session: Session, actor: Actor) -> HealthLine:
    tasks = queue_health(session, actor)
    waiting = sum(task.waiting for task in tasks)
    failed = sum(task.failed for task in tasks)
    due = [task.oldest_due for task in tasks if task.oldest_due is not None and task.waiting]
    trouble: str = ""
    if due and now() - min(due) > JOB_IS_LATE:
        trouble = Sentence("Work waits too long: is ipm work running?")
    elif failed:
        trouble = Sentence("Some work failed for good: the log of ipm work says why.")
    return HealthLine(
        Sentence("Work done later"),
        [
            Sentence("%(waiting)s waiting", waiting=waiting),
            Sentence("%(running)s running", running=sum(task.running for task in tasks)),
            Sentence("%(failed)s failed", failed=failed),
        ],
        trouble,
    )


def _mail(session: Session) -> HealthLine:
    waiting, oldest = session.execute(
        select(func.count(OutgoingMail.id), func.min(OutgoingMail.created_at)).where(
            OutgoingMail.sent_at.is_(None)
        )
    ).one()
    trouble: str = ""
    if oldest is not None and now() - oldest > MAIL_IS_LATE:
        trouble = Sentence(
            "Mails are not sent: check IPM_SMTP_URL and whether ipm work is running."
        )
    return HealthLine(Sentence("Mail"), [Sentence("%(waiting)s waiting", waiting=waiting)], trouble)


def _pushes(session: Session) -> HealthLine:
    phones, refused, status = session.execute(
        select(
            func.count(PushSubscription.id),
            func.count(PushSubscription.refused),
            func.max(PushSubscription.refused),
        )
    ).one()
    trouble: str = ""
    if refused:
        trouble = Sentence(
            "A push service refuses notices (%(status)s): check IPM_PUSH_CONTACT.", status=status
        )
    return HealthLine(
        Sentence("Notices to phones"),
        [
            Sentence("Phones that are told: %(count)s", count=phones),
            Sentence("Refused: %(count)s", count=refused),
        ],
        trouble,
    )


def _tables(session: Session) -> str:
    found = session.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found)
