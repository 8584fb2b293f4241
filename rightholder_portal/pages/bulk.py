"""Import and export of the whole catalogue: send, look, carry out, take back, fetch."""

import csv
import io
import tempfile
import uuid
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from ipm_api.bulk.cells import writable
from ipm_api.bulk.writing import example_csv, template
from ipm_api.database import db
from ipm_api.errors import BodyTooLarge, Conflict, Invalid
from ipm_api.models.bulk import BulkRow, ImportState, Outcome
from ipm_api.operations.bulk_export import fetch_export, own_exports, start_export
from ipm_api.operations.bulk_import import (
    WORKING,
    SentFile,
    carry_out,
    own_import,
    own_imports,
    rows_of,
    start_import,
    undo_import,
)
from ipm_api.operations.bulk_meaning import choose_meanings, possible_columns
from ipm_api.sentence import Sentence
from rightholder_portal.flash import tell
from rightholder_portal.language import _, say_sentence
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("bulk", __name__, url_prefix="/bulk")

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_TEMPLATE_LANGUAGES = ("en", "fr")


@blueprint.get("")
def home() -> ResponseReturnValue:
    """What can be sent and fetched, and what has been."""
    return _home({})


@blueprint.post("/imports")
def submit_import() -> ResponseReturnValue:
    """Keep the files and check them."""
    table, pictures = request.files.get("table"), request.files.get("pictures")
    if table is None or not table.filename:
        return _home({"table": [Sentence("Choose a file.")]}), 400
    extra = None
    if pictures is not None and pictures.filename:
        extra = SentFile(pictures.filename, pictures.stream)
    try:
        work = start_import(
            db.session(),
            current_actor(),
            runtime().config,
            SentFile(table.filename, table.stream),
            extra,
        )
    except (Conflict, BodyTooLarge) as error:
        db.session.rollback()
        return _home({"table": error.sentences}), 400
    return redirect(url_for("bulk.show_import", import_id=work.id))


@blueprint.get("/imports/<uuid:import_id>")
def show_import(import_id: uuid.UUID) -> ResponseReturnValue:
    """How far it is, what it would change or has changed, and what is wrong."""
    return _import(import_id, {})


@blueprint.post("/imports/<uuid:import_id>/columns")
def submit_columns(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say what headings mean, and check again."""
    chosen = {}
    for name, column in request.form.items():
        sheet, _dash, place = name.partition("-")
        if place.isdigit():
            chosen[sheet, int(place)] = column
    try:
        choose_meanings(db.session(), current_actor(), import_id, chosen)
    except Invalid as error:
        db.session.rollback()
        return _import(import_id, error.fields), 400
    tell(_("Kept for the next time. The file is being checked again."))
    return redirect(url_for("bulk.show_import", import_id=import_id))


@blueprint.post("/imports/<uuid:import_id>/carry-out")
def submit_carry_out(import_id: uuid.UUID) -> ResponseReturnValue:
    """Import what has no errors, or all."""
    whole = request.form.get("whole") == "on"
    carry_out(db.session(), current_actor(), import_id, whole=whole)
    return redirect(url_for("bulk.show_import", import_id=import_id))


@blueprint.post("/imports/<uuid:import_id>/undo")
def submit_undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take the whole import back."""
    undo_import(db.session(), current_actor(), import_id)
    return redirect(url_for("bulk.show_import", import_id=import_id))


@blueprint.get("/imports/<uuid:import_id>/errors.csv")
def download_errors(import_id: uuid.UUID) -> ResponseReturnValue:
    """Every error by row and column, to work through beside the file."""
    session, actor = db.session(), current_actor()
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([_("Sheet"), _("Row"), _("Cell"), _("Column"), _("What to do")])
    after = 0
    while True:
        rows, more = rows_of(
            session, actor, import_id, outcome=Outcome.ERROR, after=after, limit=500
        )
        for row in rows:
            for error in row.errors:
                cells = (row.sheet, str(row.row), error["cell"], error["heading"], said(error))
                lines.writerow([writable(cell) for cell in cells])
        if more is None:
            break
        after = more
    name = f"errors-{import_id}.csv"
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@blueprint.get("/template.xlsx")
def download_workbook() -> ResponseReturnValue:
    """An example to fill in, with instructions."""
    return _template("xlsx")


@blueprint.get("/template.zip")
def download_csv_files() -> ResponseReturnValue:
    """The same as CSV files."""
    return _template("zip")


@blueprint.get("/example.csv")
def download_example() -> ResponseReturnValue:
    """A small file to try: invented products, two of them with errors."""
    return Response(
        example_csv(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=example.csv"},
    )


@blueprint.post("/exports")
def submit_export() -> ResponseReturnValue:
    """Have everything written into a file."""
    start_export(db.session(), current_actor(), request.form.get("form", ""))
    return redirect(url_for("bulk.home") + "#exports")


@blueprint.get("/exports/<uuid:export_id>/file")
def download_export(export_id: uuid.UUID) -> ResponseReturnValue:
    """The file, until it expires."""
    export, path = fetch_export(db.session(), current_actor(), runtime().config, export_id)
    day = export.created_at.date().isoformat()
    return send_file(
        path,
        mimetype=MIME[export.form],
        as_attachment=True,
        download_name=f"catalogue-{day}.{export.form}",
    )


def said(error: dict[str, object]) -> str:
    """The sentence of an error that was kept, in the reader's language."""
    kept = error["sentence"]
    assert isinstance(kept, dict)
    return say_sentence(Sentence(kept["template"], **kept["values"]))


def _home(errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    exports = own_exports(session, actor)
    return render_template(
        "bulk/home.html",
        imports=own_imports(session, actor),
        exports=exports,
        busy=any(e.size is None and e.job and not e.job.finished_at for e in exports),
        errors=errors,
        ImportState=ImportState,
    )


def _import(import_id: uuid.UUID, errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    overview = own_import(session, actor, import_id)
    named = {outcome.value: outcome for outcome in Outcome}
    asked = named.get(request.args.get("outcome", ""))
    if asked is None:
        asked = Outcome.ERROR if overview.counts.get(Outcome.ERROR) else None
    after = request.args.get("after", "")
    rows, more = rows_of(
        session,
        actor,
        import_id,
        outcome=asked,
        after=int(after) if after.isdigit() and len(after) < 18 else 0,
    )
    return render_template(
        "bulk/import.html",
        overview=overview,
        work=overview.work,
        working=overview.work.state in WORKING,
        failed=overview.work.job is not None and overview.work.job.state.value == "failed",
        outcome=asked,
        outcomes=[o for o in Outcome if overview.counts.get(o)],
        rows=rows,
        more=more,
        after=after,
        columns={
            sheet: [(name, name) for name in names]
            for sheet, names in possible_columns(overview.work).items()
        },
        said=said,
        differences=differences,
        errors=errors,
        ImportState=ImportState,
        Outcome=Outcome,
    )


def differences(row: BulkRow) -> list[tuple[str, str, str]]:
    """Column, before, after: of what a row changes."""
    if row.before is None or row.after is None:
        return []
    return [
        (column, _short(row.before.get(column, "")), _short(row.after.get(column, "")))
        for column in sorted(row.before.keys() | row.after.keys())
        if row.before.get(column, "") != row.after.get(column, "")
    ]


def _short(value: object) -> str:
    if isinstance(value, list):
        words = (", ".join(text for text in item.values() if text) for item in value)
        value = " · ".join(words)
    text = str(value) or "–"
    return text if len(text) <= 200 else text[:199] + "…"


def _template(form: str) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template"
        template(form, path, _TEMPLATE_LANGUAGES)
        data = path.read_bytes()
    return Response(
        data,
        mimetype=MIME[form],
        headers={"Content-Disposition": f"attachment; filename=template.{form}"},
    )
