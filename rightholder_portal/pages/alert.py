"""Alerts: what officers of chosen countries are told, from when until when."""

import uuid
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db, now
from ipm_api.errors import Invalid
from ipm_api.models.alert import AlertPriority
from ipm_api.operations.alert import (
    create_alert,
    own_alert,
    own_alerts,
    renew_alert,
    update_alert,
    withdraw_alert,
)
from ipm_api.operations.product import own_products
from ipm_api.ports import PORTS
from rightholder_portal.countries import countries
from rightholder_portal.flash import tell
from rightholder_portal.forms.alert import alert_draft, entered, values_of
from rightholder_portal.language import OWN_NAMES, _
from rightholder_portal.session import current_actor

blueprint = Blueprint("alert", __name__, url_prefix="/alerts")

USUAL_DAYS = 30  # how long an alert lasts unless somebody says otherwise


@blueprint.get("")
def list_alerts() -> ResponseReturnValue:
    """Those in force or to come; those that are over by ``?past=1``."""
    past = request.args.get("past") == "1"
    alerts = own_alerts(db.session(), current_actor(), past=past)
    return render_template("alert/list.html", alerts=alerts, past=past, today=now().date())


@blueprint.get("/new")
def new_alert() -> ResponseReturnValue:
    """The form, for a month from today."""
    today = now().date()
    values = {
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=USUAL_DAYS)).isoformat(),
        "priority": AlertPriority.IMPORTANT.value,
        "countries": [],
        "ports": [],
    }
    return _form(values, {}, None)


@blueprint.post("")
def submit_alert() -> ResponseReturnValue:
    """Warn."""
    try:
        create_alert(db.session(), current_actor(), alert_draft(request.form, OWN_NAMES))
    except Invalid as error:
        db.session.rollback()
        return _form(entered(request.form), error.fields, None), 400
    tell(_("The alert is sent. Officers see it from its first day on."))
    return redirect(url_for("alert.list_alerts"))


@blueprint.get("/<uuid:alert_id>")
def edit_alert(alert_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    return _form(values_of(own_alert(db.session(), current_actor(), alert_id)), {}, alert_id)


@blueprint.post("/<uuid:alert_id>")
def submit_change(alert_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    own_alert(db.session(), current_actor(), alert_id)  # not yours: not found, first of all
    try:
        update_alert(db.session(), current_actor(), alert_id, alert_draft(request.form, OWN_NAMES))
    except Invalid as error:
        db.session.rollback()
        return _form(entered(request.form), error.fields, alert_id), 400
    tell(_("The change is kept. Officers see it at once."))
    return redirect(url_for("alert.list_alerts"))


@blueprint.post("/<uuid:alert_id>/withdraw")
def submit_withdrawal(alert_id: uuid.UUID) -> ResponseReturnValue:
    """Take it from officers at once."""
    withdraw_alert(db.session(), current_actor(), alert_id)
    tell(
        _("The alert is withdrawn. Officers no longer see it."),
        undo=url_for("alert.submit_renewal", alert_id=alert_id),
    )
    return redirect(url_for("alert.list_alerts"))


@blueprint.post("/<uuid:alert_id>/renew")
def submit_renewal(alert_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a withdrawal."""
    renew_alert(db.session(), current_actor(), alert_id)
    tell(_("Officers see the alert again."))
    return redirect(url_for("alert.list_alerts"))


def _ports() -> list[tuple[str, str]]:
    """By country, as they are called there: "Rotterdam (NLRTM)"."""
    named = countries()
    known = sorted(PORTS.values(), key=lambda port: (named.get(port.country, ""), port.name))
    return [(port.locode, f"{port.name} ({port.locode})") for port in known]


def _form(
    values: dict[str, object], errors: dict[str, list[str]], alert_id: uuid.UUID | None
) -> str:
    return render_template(
        "alert/form.html",
        values=values,
        errors=errors,
        alert_id=alert_id,
        priorities=list(AlertPriority),
        countries=list(countries().items()),
        ports=_ports(),
        products=own_products(db.session(), current_actor(), limit=500).rows,
    )
