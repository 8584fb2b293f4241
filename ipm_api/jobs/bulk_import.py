"""Imports: one slice of what is due, then others may pass."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.bulk.source import open_source
from ipm_api.bulk_files import bulk_path
from ipm_api.database import now
from ipm_api.errors import CellRefused
from ipm_api.jobs.job_run import JobRun
from ipm_api.models.bulk import BulkImport, BulkRow, ImportState, Outcome, Step
from ipm_api.operations.bulk_reading import kept, read_import
from ipm_api.operations.bulk_records.record import Work
from ipm_api.operations.bulk_work import check_slice, import_slice, undo_slice
from ipm_api.sentence import Sentence

_SLICES = {
    ImportState.CHECKING: (check_slice, ImportState.CHECKED),
    ImportState.IMPORTING: (import_slice, ImportState.IMPORTED),
    ImportState.UNDOING: (undo_slice, ImportState.UNDONE),
}


def bulk_import(run: JobRun, import_id: str) -> None:
    """Do the next part of an import, as its state says; done again, it goes on where it was."""
    session, actor = run.session, run.actor
    work = session.get(BulkImport, uuid.UUID(import_id), with_for_update=True)
    if work is None or work.right_holder_id != actor.right_holder_id:
        return
    if work.state is ImportState.READING:
        if read_import(session, actor, run.runtime.config, work):
            run.again()
        return
    if work.state not in _SLICES:
        return
    slice_of, afterwards = _SLICES[work.state]
    state = work.state
    session.commit()  # the slice has a connection of its own, and pages may look meanwhile
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    path = bulk_path(run.runtime.config, work.id, "table")
    pictures = bulk_path(run.runtime.config, work.id, "pictures")
    parts = Work(session, actor, run.runtime, dry=state is ImportState.CHECKING)
    with engine.begin() as connection:
        if _needs_pictures(session, work, state) and path.exists():
            extra = pictures if work.pictures_name else None
            with open_source(path, work.file_name, extra) as source:
                parts.read_picture = source.read_picture
                more = slice_of(connection, parts, work.id)
        else:
            parts.read_picture = _gone
            more = slice_of(connection, parts, work.id)
    total = session.scalar(select(func.count()).where(BulkRow.import_id == work.id)) or 0
    left = _left(session, work, state)
    run.progress(total - left, total)
    if more:
        run.again()
        return
    session.refresh(work, with_for_update=True)
    work.state = afterwards
    if afterwards is ImportState.IMPORTED:
        work.imported_at = now()
        if work.whole and _left_out(session, work):
            work.state = ImportState.UNDOING
            sentence = Sentence("Some rows were refused during the import: all is taken back.")
            work.notes = [*work.notes, kept(sentence)]
            run.again()
    if afterwards is ImportState.UNDONE:
        work.undone_at = now()
    audit.record(session, actor, f"import.{work.state.value}", work.id)


def _needs_pictures(session: Session, work: BulkImport, state: ImportState) -> bool:
    if state is ImportState.UNDOING:
        return False
    of_import = (BulkRow.import_id == work.id, BulkRow.sheet == "pictures")
    step = Step.READ if state is ImportState.CHECKING else Step.CHECKED
    query = select(BulkRow.number).where(*of_import, BulkRow.step == step).limit(1)
    return session.scalar(query) is not None


def _left(session: Session, work: BulkImport, state: ImportState) -> int:
    step = {
        ImportState.CHECKING: Step.READ,
        ImportState.IMPORTING: Step.CHECKED,
        ImportState.UNDOING: Step.IMPORTED,
    }[state]
    query = select(func.count()).where(BulkRow.import_id == work.id, BulkRow.step == step)
    return session.scalar(query) or 0


def _left_out(session: Session, work: BulkImport) -> bool:
    query = select(BulkRow.number).where(
        BulkRow.import_id == work.id, BulkRow.outcome == Outcome.ERROR
    )
    return session.scalar(query.limit(1)) is not None


def _gone(name: str) -> bytes:
    raise CellRefused(Sentence("There is no image “%(name)s” in the ZIP.", name=name))
