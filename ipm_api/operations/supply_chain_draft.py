"""What a right holder writes about traders and routes: checked, then kept."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ipm_api.database import Texts
from ipm_api.errors import Invalid
from ipm_api.language_tags import filled_texts, problem_with
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.ports import PORTS
from ipm_api.sentence import Sentence

MODES = ("sea", "air", "road", "rail", "river", "post")
IDENTIFIERS = ("EORI", "GLN", "VAT", "DUNS", "AEO")
MAXIMUM_STOPS = 40
MAXIMUM_IDENTIFIERS = 20
MAXIMUM_NAME, MAXIMUM_ADDRESS, MAXIMUM_NOTES, MAXIMUM_IDENTIFIER = 200, 500, 2000, 60  # characters


@dataclass(frozen=True, slots=True)
class Scope:
    """What something is about: one product, one brand, or (neither) all of one's goods."""

    product_id: uuid.UUID | None = None
    brand_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class TraderDraft:
    """What a right holder writes about an authorised company."""

    role: TraderRole
    name: str
    country: str
    address: str = ""
    identifiers: Sequence[Mapping[str, str]] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """
    What a right holder writes about a route.

    Attributes:
        stops: in order, ``{"locode": "CNSHA"}`` of a known port, or name, country, latitude and
            longitude of another place; besides ``mode`` (how goods go on) and ``customs``.
        months: 1 … 12; empty: all the year.
    """

    name: str
    stops: Sequence[Mapping[str, Any]]
    months: Sequence[int] = ()
    notes: Texts = field(default_factory=dict)


def write_trader(trader: Trader, draft: TraderDraft) -> None:
    """
    Put *draft* into *trader*.

    Raises:
        Invalid: a field breaks a rule; all broken fields are named.
    """
    wrong: dict[str, list[str]] = {}
    name = _words(draft.name, "name", MAXIMUM_NAME, wrong)
    if not name:
        wrong["name"] = [Sentence("Write the name of the company.")]
    address = _words(draft.address, "address", MAXIMUM_ADDRESS, wrong)
    country = draft.country.upper()
    if not _is_country(country):
        wrong["country"] = [Sentence("Choose a country.")]
    if len(draft.identifiers) > MAXIMUM_IDENTIFIERS:
        wrong["identifiers"] = [Sentence("At most %(most)s lines.", most=MAXIMUM_IDENTIFIERS)]
    identifiers = []
    for at, line in enumerate(draft.identifiers[:MAXIMUM_IDENTIFIERS]):
        value = _words(line.get("value", ""), f"identifiers-{at}-value", MAXIMUM_IDENTIFIER, wrong)
        if line.get("scheme") not in IDENTIFIERS:
            wrong[f"identifiers-{at}-scheme"] = [Sentence("Choose one of the list.")]
        if not value:
            wrong[f"identifiers-{at}-value"] = [Sentence("Write the number.")]
        identifiers.append({"scheme": line.get("scheme"), "value": value})
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        wrong["valid_until"] = [Sentence("It ends before it begins.")]
    if wrong:
        raise Invalid(wrong)
    trader.role, trader.name, trader.country, trader.address = draft.role, name, country, address
    trader.identifiers = identifiers
    trader.valid_from, trader.valid_until = draft.valid_from, draft.valid_until


def write_route(route: TradeRoute, draft: RouteDraft) -> None:
    """
    Put *draft* into *route*.

    Raises:
        Invalid: a field breaks a rule; all broken fields are named.
    """
    wrong: dict[str, list[str]] = {}
    name = _words(draft.name, "name", MAXIMUM_NAME, wrong)
    if not name:
        wrong["name"] = [Sentence("Give the route a name, for example “By sea to Rotterdam”.")]
    notes = filled_texts(draft.notes)
    if sentence := problem_with(notes, MAXIMUM_NOTES):
        wrong["notes"] = [sentence]
    if not set(draft.months) <= set(range(1, 13)):
        wrong["months"] = [Sentence("Choose months of the list.")]
    if not 2 <= len(draft.stops) <= MAXIMUM_STOPS:
        sentence = Sentence("A route has 2 to %(most)s stops.", most=MAXIMUM_STOPS)
        wrong["stops"] = [sentence]
    stops = [_stop(at, stop, wrong) for at, stop in enumerate(draft.stops[:MAXIMUM_STOPS])]
    if wrong:
        raise Invalid(wrong)
    route.name, route.notes, route.stops = name, notes, stops
    route.months = sorted(set(draft.months))


def _stop(at: int, stop: Mapping[str, Any], wrong: dict[str, list[str]]) -> dict[str, Any]:
    place = f"stops-{at}"
    mode = stop.get("mode") or "road"
    if mode not in MODES:
        wrong[f"{place}-mode"] = [Sentence("Choose one of the list.")]
    onwards = {
        "mode": mode,
        "customs": _words(stop.get("customs") or "", f"{place}-customs", MAXIMUM_NAME, wrong),
    }
    locode = (stop.get("locode") or "").replace(" ", "").upper()
    if locode:
        port = PORTS.get(locode)
        if port is None:
            wrong[f"{place}-locode"] = [
                Sentence("This port is not in the list. Write its name, country and coordinates.")
            ]
            return onwards
        return {
            "locode": locode,
            "name": port.name,
            "country": port.country,
            "latitude": port.latitude,
            "longitude": port.longitude,
        } | onwards
    name = _words(stop.get("name") or "", f"{place}-name", MAXIMUM_NAME, wrong)
    country = (stop.get("country") or "").upper()
    if not name:
        wrong[f"{place}-name"] = [Sentence("Choose a port, or write the name of the place.")]
    if not _is_country(country):
        wrong[f"{place}-country"] = [Sentence("Choose a country.")]
    return {
        "locode": "",
        "name": name,
        "country": country,
        "latitude": _degrees(stop.get("latitude"), 90, f"{place}-latitude", wrong),
        "longitude": _degrees(stop.get("longitude"), 180, f"{place}-longitude", wrong),
    } | onwards


def _degrees(value: Any, most: int, place: str, wrong: dict[str, list[str]]) -> float:
    try:
        degrees = float(str(value).replace(",", "."))
        if not -most <= degrees <= most:
            raise ValueError
    except ValueError:
        sentence = Sentence("Write degrees between %(least)s and %(most)s.", least=-most, most=most)
        wrong[place] = [sentence]
        return 0.0
    return round(degrees, 4)


def _words(value: str, place: str, most: int, wrong: dict[str, list[str]]) -> str:
    text = " ".join(value.split())
    if len(text) > most:
        wrong[place] = [Sentence("At most %(most)s characters.", most=most)]
    if "\0" in text:
        wrong[place] = [Sentence("Control characters cannot be kept.")]
    return text


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha()
