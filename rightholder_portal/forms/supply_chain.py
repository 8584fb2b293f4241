"""The forms of authorised traders and of routes."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from ipm_api.errors import Invalid
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.sentence import Sentence
from rightholder_portal.forms.lines import clean, line_values, lines_from, texts_from

IDENTIFIER_CELLS = {"scheme": "text", "value": "text"}
STOP_CELLS = {
    "locode": "text",
    "name": "text",
    "country": "text",
    "latitude": "text",
    "longitude": "text",
    "mode": "text",
    "customs": "text",
}


def trader_draft(form: Mapping[str, str]) -> TraderDraft:
    """
    What the form of an authorised company says.

    Raises:
        Invalid: no role chosen, or a date is none.
    """
    wrong: dict[str, list[str]] = {}
    roles = {role.value: role for role in TraderRole}
    if form.get("role") not in roles:
        wrong["role"] = [Sentence("Choose one of the list.")]
    days = {name: day_in(form, name, wrong) for name in ("valid_from", "valid_until")}
    if wrong:
        raise Invalid(wrong)
    return TraderDraft(
        role=roles[form["role"]],
        name=clean(form.get("name", "")),
        country=form.get("country", ""),
        address=clean(form.get("address", "")),
        identifiers=lines_from(form, "identifiers", IDENTIFIER_CELLS, ("scheme",))[0],
        **days,
    )


def route_draft(form: Mapping[str, str], months: list[str]) -> RouteDraft:
    """What the form of a route says; *months* are the ticked ones."""
    stops = lines_from(form, "stops", STOP_CELLS, ("mode",))[0]
    return RouteDraft(
        name=clean(form.get("name", "")),
        stops=stops,
        months=[int(month) for month in months if month.isascii() and month.isdecimal()],
        notes={tag: text for tag, text in texts_from(form, "notes").items() if text},
    )


def trader_values(trader: Trader) -> dict[str, str]:
    """What the form shows for *trader*."""
    return {
        "role": trader.role.value,
        "name": trader.name,
        "country": trader.country,
        "address": trader.address,
        "valid_from": trader.valid_from.isoformat() if trader.valid_from else "",
        "valid_until": trader.valid_until.isoformat() if trader.valid_until else "",
    } | line_values("identifiers", trader.identifiers, IDENTIFIER_CELLS)


def route_values(route: TradeRoute) -> dict[str, str]:
    """What the form shows for *route*; a known port needs its code only."""
    stops: list[dict[str, Any]] = [
        {key: stop[key] for key in ("locode", "mode", "customs")} if stop["locode"] else stop
        for stop in route.stops
    ]
    notes = {f"notes-{tag}": text for tag, text in route.notes.items()}
    return {"name": route.name} | notes | line_values("stops", stops, STOP_CELLS)


def scope_in(form: Mapping[str, str]) -> Scope:
    """What a new entry is about, from ``product`` or ``brand`` of the address or the form."""
    return Scope(_id(form.get("product", "")), _id(form.get("brand", "")))


def day_in(form: Mapping[str, str], name: str, wrong: dict[str, list[str]]) -> date | None:
    """A date of a form; what is none is written into *wrong*."""
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong[name] = [Sentence("Write a date as 2031-12-31.")]
        return None


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
