"""Who did what and who saw what: searched, and exported as CSV or JSON lines."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.audit_log import (
    AuditQuestion,
    AuditRow,
    export_audit_log,
    search_audit_log,
)
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor

FILTERS = ("person", "action", "subject", "since", "until")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that spreadsheets would compute."""
COLUMNS = ("number", "at", "person", "account", "action", "subject", "details", "sha256")


@blueprint.get("/audit")
def show_audit_log() -> ResponseReturnValue:
    """A hundred events at a time; the search is in the URL."""
    before = request.args.get("before", "")
    rows, more = search_audit_log(
        db.session(), current_actor(), _asked(), int(before) if _is_number(before) else None
    )
    given = {name: request.args.get(name, "") for name in FILTERS}
    return render_template(
        "administration/audit.html",
        rows=rows,
        more=more,
        given=given,
        kept={name: text for name, text in given.items() if text},
        errors={},
    )


@blueprint.get("/audit.csv")
def export_csv() -> ResponseReturnValue:
    """For a spreadsheet; no cell begins a formula."""
    rows = export_audit_log(db.session(), current_actor(), _asked())
    return _download(_csv(rows), "text/csv; charset=utf-8", "audit.csv")


@blueprint.get("/audit.jsonl")
def export_json_lines() -> ResponseReturnValue:
    """For a program: with position and hashes, so that the chain can be verified elsewhere."""
    rows = export_audit_log(db.session(), current_actor(), _asked())
    return _download(_json_lines(rows), "application/x-ndjson", "audit.jsonl")


def _asked() -> AuditQuestion:
    text = {name: request.args.get(name, "")[:200].replace("\0", "").strip() for name in FILTERS}
    until = _day(text["until"])
    return AuditQuestion(
        person=text["person"],
        action=text["action"],
        subject=text["subject"],
        since=_day(text["since"]),
        until=None if until is None else until + timedelta(days=1),
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC) if text else None
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _csv(rows: Iterator[AuditRow]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        event = row.event
        writer.writerow(
            [
                event.number,
                event.at.isoformat(),
                *(
                    _cell(text)
                    for text in (
                        row.person,
                        str(event.account_id or ""),
                        event.action,
                        event.subject,
                        json.dumps(event.details, ensure_ascii=False, sort_keys=True),
                    )
                ),
                row.link.sha256.hex() if row.link else "",
            ]
        )
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _json_lines(rows: Iterator[AuditRow]) -> Iterator[str]:
    for row in rows:
        event, link = row.event, row.link
        yield (
            json.dumps(
                {
                    "number": event.number,
                    "at": event.at.isoformat(),
                    "account": None if event.account_id is None else str(event.account_id),
                    "person": row.person,
                    "action": event.action,
                    "subject": event.subject,
                    "details": event.details,
                    "position": link.position if link else None,
                    "previous": link.previous_sha256.hex() if link else None,
                    "sha256": link.sha256.hex() if link else None,
                },
                ensure_ascii=False,
            )
            + "\n"
        )


def _download(body: Iterator[str], kind: str, name: str) -> Response:
    response = Response(stream_with_context(body), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
