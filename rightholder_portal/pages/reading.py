"""The number of products that a reader is shown: saying why one needs more, and lifting it."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.reading_allowance import (
    busy_readers,
    give_reason,
    lift_reading_limit,
    own_reading,
)
from ipm_api.operations.reading_budget import DAY, HARD, SOFT, WEEK
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, local_path

blueprint = Blueprint("reading", __name__)


@blueprint.get("/reading")
def show_reading() -> ResponseReturnValue:
    """How many products one has looked at, and the form to go on."""
    return _page({}, {})


@blueprint.post("/reading")
def submit_reason() -> ResponseReturnValue:
    """A reason and the password: another hour."""
    session = db.session()
    reason = request.form.get("reason", "")
    try:
        give_reason(
            session, current_actor(), reason=reason, password=request.form.get("password", "")
        )
    except Invalid as error:
        session.rollback()
        return _page({"reason": reason}, error.fields), 400
    tell(_("Noted. Go on for an hour."))
    return redirect(local_path(request.form.get("next") or url_for("guide.list_guides")))


@blueprint.get("/administration/reading")
def list_readers() -> ResponseReturnValue:
    """Readers who reached a limit lately."""
    return _readers({}, None)


@blueprint.post("/administration/reading/<uuid:account_id>")
def submit_lift(account_id: uuid.UUID) -> ResponseReturnValue:
    """Lift the limits of a day and a week for a day."""
    session = db.session()
    try:
        lift_reading_limit(
            session, current_actor(), account_id, reason=request.form.get("reason", "")
        )
    except Invalid as error:
        session.rollback()
        return _readers(error.fields, account_id), 400
    tell(_("The limit is lifted for a day. It is recorded, with your reason."))
    return redirect(url_for("reading.list_readers"))


def _page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "reading/show.html",
        spent=own_reading(db.session(), current_actor()),
        soft=SOFT,
        day=HARD[DAY],
        week=HARD[WEEK],
        next=local_path(request.values.get("next")),
        values=values,
        errors=errors,
    )


def _readers(errors: dict[str, list[str]], account_id: uuid.UUID | None) -> str:
    return render_template(
        "reading/list.html",
        readers=busy_readers(db.session(), current_actor()),
        day=HARD[DAY],
        week=HARD[WEEK],
        errors=errors,
        refused=account_id,
        values={"reason": request.form.get("reason", "")},
    )
