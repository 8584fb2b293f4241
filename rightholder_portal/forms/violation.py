"""The forms of what is known of those who copy: versions, past cases, signs, routes."""

import re
import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from ipm_api.errors import Invalid
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.violation import (
    Infringement,
    InfringementOutcome,
    InfringementType,
    SignKind,
    SuspiciousRoute,
)
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    Record,
    RouteDraft,
    SignDraft,
    VersionDraft,
    ViolationDraft,
)
from ipm_api.sentence import Sentence
from rightholder_portal.forms.feature import texts_of

LEVELS = list(FeatureLevel)
_Choice = TypeVar("_Choice", bound=Enum)
_Wrong = dict[str, list[str]]


def violation_draft(
    kind: str, form: MultiDict[str, str], existing: Record | None = None
) -> ViolationDraft:
    """
    What was written in the form of *kind*: versions, infringements, signs or routes.

    Raises:
        Invalid: a field is not of its kind.
    """
    wrong: _Wrong = {}
    read = {"versions": _version, "infringements": _case, "signs": _sign, "routes": _route}[kind]
    given = read(form, existing, wrong)
    level = _choice(form, "level", FeatureLevel, wrong)
    if wrong:
        raise Invalid(wrong)
    made: type[Any] = {
        "versions": VersionDraft,
        "infringements": InfringementDraft,
        "signs": SignDraft,
        "routes": RouteDraft,
    }[kind]
    draft: ViolationDraft = made(level=level, whole_brand=bool(form.get("whole_brand")), **given)
    return draft


def values_of(record: Record) -> dict[str, Any]:
    """What the form shows for *record*."""
    values: dict[str, Any] = {
        "level": record.level.value,
        "whole_brand": "on" if record.whole_brand else "",
    }
    for name in ("names", "how_to_tell", "notes", "texts"):
        for tag, text in getattr(record, name, {}).items():
            values[f"{name}-{tag}"] = text
    if isinstance(record, CounterfeitVersion):
        values |= {
            "first_seen": record.first_seen or "",
            "last_seen": record.last_seen or "",
            "where_seen": record.where_seen,
            "image_ids": [str(image.id) for image in record.images],
        }
    elif isinstance(record, Infringement):
        values |= {
            "happened_on": record.happened_on,
            "type": record.type.value,
            "country": record.country,
            "place": record.place,
            "quantity": "" if record.quantity is None else record.quantity,
            "value": "" if record.value is None else record.value,
            "currency": record.currency,
            "outcome": record.outcome.value,
            "parties": record.parties,
            "version_id": str(record.version_id or ""),
        }
    elif isinstance(record, SuspiciousRoute):
        values["stops"] = "\n".join(map(_line_of, record.stops))
    else:
        values["kind"] = record.kind.value
    return values


def _version(form: MultiDict[str, str], existing: Record | None, wrong: _Wrong) -> dict[str, Any]:
    try:
        image_ids = frozenset(map(uuid.UUID, form.getlist("image_ids")))
    except ValueError:
        image_ids = frozenset()
        wrong["image_ids"] = [
            Sentence("Choose among the known-counterfeit images of this product.")
        ]
    return {
        "names": texts_of(form, "names", existing, wrong),
        "how_to_tell": texts_of(form, "how_to_tell", existing, wrong),
        "first_seen": _day(form, "first_seen", wrong),
        "last_seen": _day(form, "last_seen", wrong),
        "where_seen": _text(form, "where_seen"),
        "image_ids": image_ids,
    }


def _case(form: MultiDict[str, str], existing: Record | None, wrong: _Wrong) -> dict[str, Any]:
    day = _day(form, "happened_on", wrong)
    if day is None:
        wrong.setdefault("happened_on", [Sentence("Write the day, at least roughly.")])
    quantity, value, version_id = None, None, None
    if text := _text(form, "quantity"):
        if text.isascii() and text.isdigit() and len(text) < 16:
            quantity = int(text)
        else:
            wrong["quantity"] = [Sentence("Write a number of pieces, or nothing.")]
    if text := _text(form, "value").replace(" ", "").replace(",", "."):
        try:
            value = Decimal(text)
        except InvalidOperation:
            wrong["value"] = [Sentence("Write an amount, or nothing.")]
    if text := _text(form, "version_id"):
        try:
            version_id = uuid.UUID(text)
        except ValueError:
            wrong["version_id"] = [
                Sentence("Choose one of the counterfeit versions of this product.")
            ]
    return {
        "happened_on": day,
        "type": _choice(form, "type", InfringementType, wrong),
        "country": _text(form, "country"),
        "place": _text(form, "place"),
        "quantity": quantity,
        "value": value,
        "currency": _text(form, "currency").upper(),
        "outcome": _choice(form, "outcome", InfringementOutcome, wrong),
        "parties": _text(form, "parties"),
        "notes": texts_of(form, "notes", existing, wrong),
        "version_id": version_id,
    }


def _sign(form: MultiDict[str, str], existing: Record | None, wrong: _Wrong) -> dict[str, Any]:
    return {
        "kind": _choice(form, "kind", SignKind, wrong),
        "texts": texts_of(form, "texts", existing, wrong),
    }


def _route(form: MultiDict[str, str], existing: Record | None, wrong: _Wrong) -> dict[str, Any]:
    stops = []
    lines = [line for line in _text(form, "stops").splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        stop = _stop_of(line)
        if stop is None:
            wrong.setdefault("stops", []).append(
                Sentence("Line %(n)s: write a place and its country, as in Antwerp, BE.", n=number)
            )
        else:
            stops.append(stop)
    return {
        "names": texts_of(form, "names", existing, wrong),
        "notes": texts_of(form, "notes", existing, wrong),
        "stops": tuple(stops),
    }


def _stop_of(line: str) -> dict[str, str] | None:
    """``Antwerp, BE`` or ``Antwerp, BE, BEANR`` as a stop."""
    found = re.fullmatch(
        r"\s*(.{1,100}?)\s*,\s*([A-Za-z]{2})\s*(?:,\s*([A-Za-z]{2} ?[A-Za-z0-9]{3})\s*)?", line
    )
    if found is None:
        return None
    locode = (found[3] or "").upper().replace(" ", "")
    return {"name": found[1], "country": found[2].upper(), "locode": locode}


def _line_of(stop: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (stop["name"], stop["country"], stop.get("locode"))))


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def _day(form: Mapping[str, str], name: str, wrong: _Wrong) -> date | None:
    text = _text(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong[name] = [Sentence("Write a day as year-month-day.")]
        return None


def _choice(
    form: Mapping[str, str], name: str, choices: type[_Choice], wrong: _Wrong
) -> _Choice | None:
    for choice in choices:
        if choice.value == form.get(name):
            return choice
    wrong[name] = [Sentence("Choose one.")]
    return None
