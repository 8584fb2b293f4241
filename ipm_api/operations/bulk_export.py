"""Exports: everything of one's own organisation, in the form in which it can be imported."""

import json
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.bulk.columns import BY_NAME, SHEETS
from ipm_api.bulk.mapping import split_column
from ipm_api.bulk.writing import Content, write_xlsx, write_zip
from ipm_api.bulk_files import bulk_path
from ipm_api.config import Config
from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.jobs.queue import add_job
from ipm_api.models.bulk import BulkExport
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.bulk_records.naming import free_name
from ipm_api.operations.bulk_records.record import Cells, Work
from ipm_api.operations.bulk_records.registry import RECORDS
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

FORMS = ("xlsx", "zip")
KEPT = timedelta(hours=24)


def start_export(session: Session, actor: Actor, form: str) -> BulkExport:
    """
    Have everything own written into a file of *form*.

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        Conflict: one is being written.
    """
    require(actor, RIGHT_HOLDER)
    form = form if form in FORMS else FORMS[0]
    for other in own_exports(session, actor):
        if other.size is None and other.job is not None and other.job.finished_at is None:
            raise Conflict(Sentence("An export is being written. Wait for it."))
    job = add_job(session, actor, "bulk_export", arguments={"form": form})
    export = BulkExport(
        right_holder_id=actor.right_holder_id,
        account_id=actor.account_id,
        job_id=job.id if job is not None else None,
        form=form,
        expires_at=now() + KEPT,
    )
    session.add(export)
    session.flush()
    audit.record(session, actor, "export.asked", export.id, form=form)
    session.commit()
    return export


def own_exports(session: Session, actor: Actor) -> list[BulkExport]:
    """The exports of one's own organisation that have not expired, the latest first."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(BulkExport)
            .where(
                BulkExport.right_holder_id == actor.right_holder_id,
                BulkExport.expires_at > now(),
            )
            .options(joinedload(BulkExport.account), joinedload(BulkExport.job))
            .order_by(BulkExport.created_at.desc())
            .limit(20)
        )
    )


def fetch_export(
    session: Session, actor: Actor, config: Config, export_id: uuid.UUID
) -> tuple[BulkExport, Path]:
    """
    A finished export and its file; the fetching is recorded.

    Raises:
        NotFound: none, another right holder's, not ready, or expired.
    """
    export = next((e for e in own_exports(session, actor) if e.id == export_id), None)
    if export is None or export.size is None:
        raise NotFound(Sentence("The export"))
    path = bulk_path(config, export.id, "export")
    if not path.exists():
        raise NotFound(Sentence("The export"))
    audit.record(session, actor, "export.fetched", export.id)
    session.commit()
    return export, path


def write_export(
    work: Work,
    images: ImageStore,
    form: str,
    path: Path,
    progress: Callable[[int, int], None],
) -> dict[str, int]:
    """
    Write all that is own into *path*; how many rows each sheet has.

    Raises:
        BulkRefused: see writing.write_xlsx.
    """
    require(work.actor, RIGHT_HOLDER)
    total = work.session.scalar(
        select(func.count()).where(Product.right_holder_id == work.actor.right_holder_id)
    )
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        rows = _Rows(spool, work, images)
        rows.collect(progress, total or 0)
        if form == "xlsx":
            write_xlsx(path, rows.contents())
        else:
            about = {"made": now().isoformat(timespec="seconds"), "rows": rows.counts}
            write_zip(path, rows.contents(), rows.pictures(), about)
    return rows.counts


class _Rows:
    """All rows, spooled to a file: which languages there are is known at the end only."""

    def __init__(self, spool: IO[str], work: Work, images: ImageStore) -> None:
        self._spool, self._work, self._images = spool, work, images
        self._languages: dict[str, dict[str, None]] = {sheet.name: {} for sheet in SHEETS}
        self._pictures: dict[str, str] = {}  # name in the ZIP → SHA-256
        self._folders: dict[str, str] = {}  # product → its folder in the ZIP
        self._given: set[str] = set()
        self.counts = {sheet.name: 0 for sheet in SHEETS}

    def collect(self, progress: Callable[[int, int], None], total: int) -> None:
        for name, records in RECORDS.items():
            for number, thing in enumerate(records.every(self._work), start=1):
                cells = records.read(self._work, thing)
                if isinstance(thing, ReferenceImage):
                    cells["file"] = self._picture(thing, cells)
                self._add(name, cells)
                if name == "products":
                    progress(number, total)
            self._work.session.expunge_all()

    def contents(self) -> Iterator[Content]:
        for sheet in SHEETS:
            names = []
            for column in sheet.columns:
                if sheet.name == "products" and column.name == "pictures":
                    continue  # they have a sheet of their own
                if column.kind.by_language:
                    there = [
                        h for h in self._languages[sheet.name] if h.startswith(column.name + "[")
                    ]
                    names += sorted(there) or [f"{column.name}[en]"]
                else:
                    names.append(column.name)
            yield Content(sheet.name, names, self._rows(sheet.name))

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        for name, sha256 in self._pictures.items():
            yield name, self._images.get(sha256)

    def _rows(self, sheet: str) -> Iterator[dict[str, str]]:
        self._spool.seek(0)
        for line in self._spool:
            name, cells = json.loads(line)
            if name == sheet:
                yield cells

    def _add(self, sheet: str, cells: Cells) -> None:
        own: dict[str, Any] = {}
        for heading, value in cells.items():
            if heading in BY_NAME and BY_NAME[heading].part_of:
                for item in value:
                    self._add(heading, item | {"product": cells["reference"]})
                continue
            own[heading] = value
            if split_column(heading)[1]:
                self._languages[sheet][heading] = None
        self.counts[sheet] += 1
        self._spool.write(json.dumps([sheet, own]) + "\n")

    def _picture(self, image: ReferenceImage, cells: Cells) -> str:
        """A name that no other picture of the export has: a folder per product."""
        product = cells["product"]
        if product not in self._folders:
            plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in product) or "product"
            self._folders[product] = free_name(plain, self._given)
        name = f"{self._folders[product]}/{cells['file']}"
        self._pictures[name] = image.original_sha256
        return name
