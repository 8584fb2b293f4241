"""Imports: sent, looked at without writing anything, carried out, taken back as a whole."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.bulk.columns import PARTS
from ipm_api.bulk_files import keep_upload
from ipm_api.config import Config
from ipm_api.database import new_id
from ipm_api.errors import Conflict, NotFound
from ipm_api.jobs.queue import add_job
from ipm_api.models.bulk import BulkImport, BulkRow, ImportState, Outcome
from ipm_api.operations.stored_picture import clean_file_name
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

WORKING = frozenset(
    {ImportState.READING, ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING}
)
MOST_AT_ONCE = 3  # imports of one right holder that are being worked on
PAGE = 50  # rows of a page of the preview
_PARTS = [part.name for part in PARTS]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came: its name, and its bytes to be read once."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Overview:
    """
    An import and how its rows came out.

    Attributes:
        counts: outcome → rows; those of lists (variants …) count with their product.
        done, total: rows of the present step.
    """

    work: BulkImport
    counts: Mapping[Outcome, int]
    done: int
    total: int

    def count(self, outcome: str) -> int:
        """Rows that came out so; 0 if none."""
        return self.counts.get(Outcome(outcome), 0)


def start_import(
    session: Session,
    actor: Actor,
    config: Config,
    table: SentFile,
    pictures: SentFile | None = None,
    *,
    language: str = "en",
) -> BulkImport:
    """
    Keep what was sent and have it checked; nothing of the catalogue changes.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        Conflict: MOST_AT_ONCE imports are being worked on.
        BodyTooLarge: see bulk_files.
        QueueFull: see jobs.queue.
    """
    require(actor, RIGHT_HOLDER)
    busy = session.scalar(
        select(func.count()).where(
            BulkImport.right_holder_id == actor.right_holder_id, BulkImport.state.in_(WORKING)
        )
    )
    if busy is not None and busy >= MOST_AT_ONCE:
        raise Conflict(Sentence("Other imports are still being worked on. Wait for one of them."))
    import_id = new_id()
    sha256 = keep_upload(config, import_id, "table", table.stream)
    if pictures is not None:
        keep_upload(config, import_id, "pictures", pictures.stream)
    work = BulkImport(
        id=import_id,
        right_holder_id=actor.right_holder_id,
        account_id=actor.account_id,
        file_name=clean_file_name(table.name) or "import",
        pictures_name=clean_file_name(pictures.name) or "pictures.zip" if pictures else "",
        sha256=sha256,
        language=language,
    )
    session.add(work)
    session.flush()
    ask_for_work(session, actor, work)
    audit.record(session, actor, "import.sent", work.id, sha256=sha256)
    session.commit()
    return work


def carry_out(
    session: Session, actor: Actor, import_id: uuid.UUID, *, whole: bool = False
) -> BulkImport:
    """
    Import the rows without errors; with *whole*, all rows or none.

    Raises:
        NotFound: none, or another right holder's.
        Conflict: it is not checked, or *whole* and there are errors.
    """
    work = locked_import(session, actor, import_id, {ImportState.CHECKED})
    counts = _counts(session, work)
    if whole and counts.get(Outcome.ERROR):
        raise Conflict(Sentence("Some rows have errors. Correct them, and send the file again."))
    if not counts.get(Outcome.NEW) and not counts.get(Outcome.CHANGED):
        raise Conflict(Sentence("There is nothing to import."))
    work.state, work.whole = ImportState.IMPORTING, whole
    ask_for_work(session, actor, work)
    audit.record(session, actor, "import.started", work.id, whole=whole)
    session.commit()
    return work


def undo_import(session: Session, actor: Actor, import_id: uuid.UUID) -> BulkImport:
    """
    Take an import back; what somebody has changed since stays, and is named.

    Raises:
        NotFound: none, or another right holder's.
        Conflict: it has not been carried out.
    """
    work = locked_import(session, actor, import_id, {ImportState.IMPORTED})
    work.state = ImportState.UNDOING
    ask_for_work(session, actor, work)
    audit.record(session, actor, "import.undo-started", work.id)
    session.commit()
    return work


def own_imports(session: Session, actor: Actor, limit: int = 50) -> list[BulkImport]:
    """The imports of one's own organisation, the latest first: who, when, how far."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(BulkImport)
            .where(BulkImport.right_holder_id == actor.right_holder_id)
            .options(joinedload(BulkImport.account))
            .order_by(BulkImport.created_at.desc())
            .limit(limit)
        )
    )


def own_import(session: Session, actor: Actor, import_id: uuid.UUID) -> Overview:
    """
    One import of one's own organisation.

    Raises:
        NotFound: none, or another right holder's.
    """
    work = _own(session, actor, import_id)
    steps = {
        ImportState.CHECKING: 0,
        ImportState.IMPORTING: 1,
        ImportState.UNDOING: 2,
    }
    of_import = BulkRow.import_id == work.id
    total = session.scalar(select(func.count()).where(of_import)) or 0
    step = steps.get(work.state)
    left = 0
    if step is not None:
        left = session.scalar(select(func.count()).where(of_import, BulkRow.step == step)) or 0
    return Overview(work, _counts(session, work), total - left, total)


def rows_of(
    session: Session,
    actor: Actor,
    import_id: uuid.UUID,
    *,
    outcome: Outcome | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> tuple[list[BulkRow], int | None]:
    """
    Rows of one's own import that came out so, in the order of the file; and where to go on.

    Raises:
        NotFound: none, or another right holder's.
    """
    work = _own(session, actor, import_id)
    query = select(BulkRow).where(BulkRow.import_id == work.id, BulkRow.number > after)
    if outcome is not None:
        query = query.where(BulkRow.outcome == outcome)
    if outcome is not Outcome.ERROR:
        query = query.where(or_(BulkRow.sheet.not_in(_PARTS), BulkRow.outcome.is_not(None)))
    rows = list(session.scalars(query.order_by(BulkRow.number).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def _counts(session: Session, work: BulkImport) -> dict[Outcome, int]:
    rows = session.execute(
        select(BulkRow.outcome, func.count())
        .where(BulkRow.import_id == work.id, BulkRow.outcome.is_not(None))
        .group_by(BulkRow.outcome)
    )
    return dict(tuple(row) for row in rows)  # type: ignore[misc]


def _own(session: Session, actor: Actor, import_id: uuid.UUID) -> BulkImport:
    require(actor, RIGHT_HOLDER)
    work = session.scalar(
        select(BulkImport)
        .where(BulkImport.id == import_id, BulkImport.right_holder_id == actor.right_holder_id)
        .options(joinedload(BulkImport.account), joinedload(BulkImport.job))
    )
    if work is None:
        raise NotFound(Sentence("The import"))
    return work


def locked_import(
    session: Session, actor: Actor, import_id: uuid.UUID, states: set[ImportState]
) -> BulkImport:
    """
    One's own import, held until commit, in one of *states*.

    Raises:
        NotFound: none, or another right holder's.
        Conflict: it is in another state.
    """
    work = _own(session, actor, import_id)
    session.refresh(work, with_for_update={"of": BulkImport})
    if work.state not in states:
        raise Conflict(Sentence("This import is not waiting for that now."))
    return work


def ask_for_work(session: Session, actor: Actor, work: BulkImport) -> None:
    """Have the next part of *work* done."""
    require(actor, RIGHT_HOLDER)
    job = add_job(session, actor, "bulk_import", arguments={"import_id": str(work.id)})
    work.job_id = job.id if job is not None else None
