"""Exports are written, and old files of imports and exports removed."""

import hashlib
import os
from datetime import timedelta

from sqlalchemy import select

from ipm_api import audit
from ipm_api.bulk_files import bulk_path, remove_bulk_files
from ipm_api.database import now
from ipm_api.jobs.job_run import JobRun
from ipm_api.models.bulk import BulkExport, BulkImport
from ipm_api.operations.bulk_export import write_export
from ipm_api.operations.bulk_import import WORKING
from ipm_api.operations.bulk_records.record import Work

FILES_KEPT = timedelta(days=30)  # what was sent; the rows, and undo, stay


def bulk_export(run: JobRun, form: str) -> None:
    """Write the export that this job belongs to."""
    session, actor = run.session, run.actor
    export = session.scalar(select(BulkExport).where(BulkExport.job_id == run.job.id))
    if export is None or export.right_holder_id != actor.right_holder_id:
        return
    export_id = export.id
    path = bulk_path(run.runtime.config, export_id, "export")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    rows = write_export(
        Work(session, actor, run.runtime, rests=True), run.runtime.images, form, part, run.progress
    )
    os.replace(part, path)
    export = session.get_one(BulkExport, export_id)
    with path.open("rb") as file:
        export.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    export.size = path.stat().st_size
    audit.record(session, actor, "export.written", export.id, rows=rows, sha256=export.sha256)


def bulk_clean_up(run: JobRun) -> None:
    """Remove exports that have expired and files of imports that nobody needs any more."""
    session, config = run.session, run.runtime.config
    for export in session.scalars(select(BulkExport).where(BulkExport.expires_at < now())):
        remove_bulk_files(config, export.id)
        session.delete(export)
    old = BulkImport.created_at < now() - FILES_KEPT
    for import_id in session.scalars(
        select(BulkImport.id).where(old, BulkImport.state.not_in(WORKING))
    ):
        remove_bulk_files(config, import_id)
