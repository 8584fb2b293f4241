"""Which countries take part, and their legal periods."""

from datetime import date
from zoneinfo import available_timezones

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.languages import INTERFACE_LANGUAGES
from ipm_api.operations.national_setting import (
    NationalDraft,
    national_contacts,
    national_settings,
    write_national_setting,
)
from ipm_api.sentence import Sentence
from rightholder_portal.countries import countries
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor


@blueprint.get("/countries")
def list_countries() -> ResponseReturnValue:
    """The list, and the form of one of them."""
    chosen = request.args.get("country", "")
    found = [s for s in national_settings(db.session(), current_actor()) if s.country == chosen]
    values: dict[str, object] = {"country": chosen, "member": True}
    if found:
        setting = found[0]
        values |= {name: getattr(setting, name) for name in _PLAIN}
        values |= {
            "member": setting.member,
            "weekend": [str(day) for day in setting.weekend],
            "holidays": "\n".join(day.isoformat() for day in setting.holidays),
        }
    return _page(values, {})


@blueprint.post("/countries")
def write_country() -> ResponseReturnValue:
    """Keep the rules of one country."""
    form = request.form
    values: dict[str, object] = dict(form) | {"weekend": form.getlist("weekend")}
    try:
        write_national_setting(db.session(), current_actor(), _draft())
    except Invalid as error:
        db.session.rollback()
        return _page(values, error.fields), 400
    tell(_("The rules of the country are kept."))
    return redirect(url_for("administration.list_countries"))


_PLAIN = ("working_days", "perishable_working_days", "language", "time_zone")


def _draft() -> NationalDraft:
    form, wrong = request.form, {}
    days = {}
    for name in ("working_days", "perishable_working_days"):
        text = form.get(name, "")
        days[name] = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    holidays = []
    for line in form.get("holidays", "").split():
        try:
            holidays.append(date.fromisoformat(line))
        except ValueError:
            wrong["holidays"] = [Sentence("Write one date a line, as 2031-12-31.")]
    weekend = [int(day) for day in form.getlist("weekend") if day in "1234567" and len(day) == 1]
    if wrong:
        raise Invalid(wrong)
    return NationalDraft(
        country=form.get("country", ""),
        member=form.get("member") == "on",
        weekend=weekend,
        holidays=holidays,
        language=form.get("language", ""),
        time_zone=form.get("time_zone", ""),
        **days,
    )


def _page(values: dict[str, object], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    return render_template(
        "administration/countries.html",
        settings=national_settings(session, actor),
        contacts=national_contacts(session, actor),
        values={"working_days": 10, "perishable_working_days": 3, "weekend": ["6", "7"]} | values,
        errors=errors,
        countries=countries(),
        zones=[(zone, zone) for zone in sorted(available_timezones())],
        languages=INTERFACE_LANGUAGES,
    )
