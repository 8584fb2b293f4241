"""
The work of an import, slice by slice: check, import, take back.

Checking is importing in a transaction that is rolled back: what the preview says is what the
import will do. Rows that belong to a product are handled right after it, in the same slice.
"""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ipm_api.bulk.columns import PARTS
from ipm_api.errors import CellRefused, Conflict, ImageRefused, Invalid, NotFound
from ipm_api.models.bulk import BulkRow, Outcome, Step
from ipm_api.operations.bulk_errors import error_at, errors_of, sentences_of
from ipm_api.operations.bulk_records.products import product_called
from ipm_api.operations.bulk_records.record import Cells, Records, Work
from ipm_api.operations.bulk_records.registry import RECORDS
from ipm_api.sentence import Sentence

SLICE = 50  # rows of a slice
SECONDS = 3.0  # after which a slice ends early: others wait for their turn
_PART_NAMES = [part.name for part in PARTS]
_REFUSALS = (Invalid, NotFound, Conflict, ImageRefused, CellRefused)


def check_slice(connection: Connection, work: Work, import_id: uuid.UUID) -> bool:
    """
    Try the next rows; False when there are none left. The caller's transaction keeps the results.

    What the rows themselves write is rolled back inside.
    """
    return _slice(connection, work, import_id, Step.READ, Step.CHECKED)


def import_slice(connection: Connection, work: Work, import_id: uuid.UUID) -> bool:
    """Import the next checked rows that have no errors; False when there are none left."""
    return _slice(connection, work, import_id, Step.CHECKED, Step.IMPORTED)


def undo_slice(connection: Connection, work: Work, import_id: uuid.UUID) -> bool:
    """Take back the last imported rows; False when there are none left."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        rows = list(
            session.scalars(
                select(BulkRow)
                .where(BulkRow.import_id == import_id, BulkRow.step == Step.IMPORTED)
                .order_by(BulkRow.number.desc())
                .limit(SLICE)
            )
        )
        begun = time.monotonic()
        with _inside(connection, work):
            for row in rows:
                if row.outcome in (Outcome.NEW, Outcome.CHANGED) and row.sheet in RECORDS:
                    _undo(connection, work, row)
                row.step = Step.UNDONE
                if time.monotonic() - begun > SECONDS:
                    break
        session.commit()
        return bool(rows)


def _slice(
    connection: Connection, work: Work, import_id: uuid.UUID, before: Step, after: Step
) -> bool:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        at_this_step = (BulkRow.import_id == import_id, BulkRow.step == before)
        rows = list(
            session.scalars(
                select(BulkRow)
                .where(*at_this_step, BulkRow.sheet.not_in(_PART_NAMES))
                .order_by(BulkRow.number)
                .limit(SLICE)
            )
        )
        if not rows:  # parts whose product has no row
            session.execute(update(BulkRow).where(*at_this_step).values(step=after))
            session.commit()
            return False
        trial = connection.begin_nested() if before is Step.READ else None
        results: list[tuple[BulkRow, dict[str, Any]]] = []
        begun = time.monotonic()
        with _inside(connection, work):
            if trial is not None:
                _brands_first(connection, work, session, import_id)
            for row in rows:
                if not any(done is row for done, _ in results):
                    results += _with_children(connection, work, session, row, before)
                if time.monotonic() - begun > SECONDS:
                    break
        if trial is not None:
            trial.rollback()
        for row, result in results:
            result.pop("_parts", None)
            session.execute(
                update(BulkRow).where(BulkRow.number == row.number).values(step=after, **result)
            )
        session.commit()
        return True


def _brands_first(
    connection: Connection, work: Work, session: Session, import_id: uuid.UUID
) -> None:
    """In a trial, the new brands of the file are there again: their own slice was rolled back."""
    for row in session.scalars(
        select(BulkRow).where(
            BulkRow.import_id == import_id,
            BulkRow.sheet == "brands",
            BulkRow.step == Step.CHECKED,
            BulkRow.outcome == Outcome.NEW,
        )
    ):
        _one(connection, work, row, row.cells, None)


def _with_children(
    connection: Connection, work: Work, session: Session, row: BulkRow, before: Step
) -> list[tuple[BulkRow, dict[str, Any]]]:
    """A row, and if it is a product's, the rows of other sheets that belong to it."""
    cells, children = dict(row.cells), []
    parts: dict[str, list[BulkRow]] = {}
    if row.sheet == "products" and row.key:
        for child in session.scalars(
            select(BulkRow)
            .where(
                BulkRow.import_id == row.import_id,
                BulkRow.key == row.key,
                BulkRow.step == before,
                BulkRow.sheet != "products",
            )
            .order_by(BulkRow.number)
        ):
            if child.sheet in _PART_NAMES:
                parts.setdefault(child.sheet, []).append(child)
            else:
                children.append(child)
        cells |= {name: [part.cells for part in rows] for name, rows in parts.items()}
    product_id = None if row.sheet == "products" else _product(work, row)
    result = _one(connection, work, row, cells, product_id, parts)
    results = [(row, result)]
    for rows in parts.values():
        results += [(part, result_of_part(part, result)) for part in rows]
    if row.sheet == "products":
        product_id = result.get("subject_id")
        for child in children:
            if product_id is None:
                why = Sentence("The row of its product has errors.")
                said = [*child.errors, error_at(child, "product", why)]
                results.append((child, {"outcome": Outcome.ERROR, "errors": said}))
            else:
                results.append((child, _one(connection, work, child, child.cells, product_id)))
    return results


def result_of_part(part: BulkRow, result: Mapping[str, Any]) -> dict[str, Any]:
    """Errors of an item are shown on the item's own row; the rest is the product's."""
    errors = [*part.errors, *result["_parts"].get((part.sheet, part.row), [])]
    return {"outcome": Outcome.ERROR if errors else None, "errors": errors}


def _product(work: Work, row: BulkRow) -> uuid.UUID | None:
    """The product that a row without a product's row beside it is about."""
    word = row.cells.get("product", "")
    if not word:
        return None
    product = product_called(work, word)
    return product.id if product is not None else None


def _one(
    connection: Connection,
    work: Work,
    row: BulkRow,
    cells: Cells,
    product_id: uuid.UUID | None,
    parts: Mapping[str, list[BulkRow]] | None = None,
) -> dict[str, Any]:
    """What comes of one row: values for its BulkRow. A refused row leaves nothing behind."""
    parts = parts or {}
    errors = list(row.errors)
    refused_parts = any(part.errors for rows in parts.values() for part in rows)
    if errors or refused_parts:
        return {"outcome": Outcome.ERROR, "errors": errors, "_parts": {}}
    records = RECORDS[row.sheet]
    step = connection.begin_nested()
    try:
        result = _written(work, row, records, cells, product_id)
    except _REFUSALS as error:
        _forget(work)
        step.rollback()
        found, of_parts = errors_of(row, records, error, cells, parts)
        return {"outcome": Outcome.ERROR, "errors": found, "_parts": of_parts}
    if result.pop("_idle", False):  # written the same again: not even an audit event stays
        _forget(work)
        step.rollback()
    else:
        work.session.commit()
        step.commit()
    return result | {"errors": [], "_parts": {}}


def _written(
    work: Work, row: BulkRow, records: Records, cells: Cells, product_id: uuid.UUID | None
) -> dict[str, Any]:
    found = [(one, records.read(work, one)) for one in records.find(work, cells, product_id)]
    given = {c: t for c, t in cells.items() if c != "product"}
    for one, read in found:
        if all(read.get(c, "") == t for c, t in given.items()):
            work.written.add(one.id)
            return {"outcome": Outcome.UNCHANGED, "subject_id": one.id}
    thing, before = _first_free(work, row, records, found)
    subject_id = records.write(work, thing, (before or {}) | cells, product_id)
    work.written.add(subject_id)
    if before is None and work.dry:
        return {"outcome": Outcome.NEW, "subject_id": subject_id, "after": dict(cells)}
    written = records.get(work, subject_id)
    after = records.read(work, written) if written is not None else dict(cells)
    if before == after:
        return {"outcome": Outcome.UNCHANGED, "subject_id": subject_id, "_idle": True}
    outcome = Outcome.NEW if before is None else Outcome.CHANGED
    return {"outcome": outcome, "subject_id": subject_id, "before": before, "after": after}


def _first_free(
    work: Work, row: BulkRow, records: Records, found: list[tuple[Any, Cells]]
) -> tuple[Any | None, Cells | None]:
    """What a row changes: the first that no earlier row of the same file is about; none: new."""
    if not found or not records.repeats:
        return found[0] if found else (None, None)
    taken = work.written | set(
        work.session.scalars(
            select(BulkRow.subject_id).where(
                BulkRow.import_id == row.import_id,
                BulkRow.key == row.key,
                BulkRow.sheet == row.sheet,
                BulkRow.number < row.number,
                BulkRow.subject_id.is_not(None),
            )
        )
    )
    return next(((one, read) for one, read in found if one.id not in taken), (None, None))


def _undo(connection: Connection, work: Work, row: BulkRow) -> None:
    records = RECORDS[row.sheet]
    step = connection.begin_nested()
    why: str | None = None
    try:
        thing = records.get(work, row.subject_id) if row.subject_id else None
        if thing is None:
            why = None  # gone already
        elif records.read(work, thing) != row.after:
            why = Sentence("Somebody has changed it since.")
        elif row.before is None:
            why = records.remove(work, thing)
        else:
            records.write(work, thing, row.before, getattr(thing, "product_id", None))
    except _REFUSALS as error:
        why = sentences_of(error)[0]
    if why is None:
        work.session.commit()
        step.commit()
        row.outcome = Outcome.UNDONE
    else:
        _forget(work)
        step.rollback()
        row.outcome = Outcome.KEPT
        row.errors = [error_at(row, "", why)]


def _forget(work: Work) -> None:
    """What a refused row has left in the session; the savepoint around it is rolled back next."""
    work.session.rollback()
    work.session.expunge_all()
    work.known.clear()


@contextmanager
def _inside(connection: Connection, work: Work) -> Iterator[Session]:
    """The session of the rows of a slice, in which operations commit to savepoints only."""
    with Session(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        work.session = session
        work.known.clear()
        work.written.clear()
        yield session
