"""The form of a contact."""

import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from ipm_api.errors import Invalid
from ipm_api.models.right_holder import Contact, ContactDuty
from ipm_api.opening_hours import WEEKDAYS
from ipm_api.sentence import Sentence
from rightholder_portal.forms.lines import clean, texts_from


def entered(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was entered, to show it again."""
    return {**form.to_dict(), **{name: form.getlist(name) for name in ("languages", "countries")}}


def contact_fields(form: Mapping[str, Any]) -> dict[str, Any]:
    """
    What operations.contact.add_contact takes; lengths are the operation's to judge.

    Raises:
        Invalid: a field is not of its kind.
    """
    duties = {duty.value: duty for duty in ContactDuty}
    if form.get("duty", "both") not in duties:
        raise Invalid({"duty": [Sentence("Choose one of the list.")]})
    try:
        brand_id = uuid.UUID(form["brand_id"]) if form.get("brand_id") else None
    except ValueError as error:
        raise Invalid({"brand_id": [Sentence("Choose a brand.")]}) from error
    hours = {
        day: [form.get(f"{day}-from", "").strip(), form.get(f"{day}-to", "").strip()]
        for day in WEEKDAYS
    }
    return {
        "name": clean(form.get("name", "")),
        "role": {tag: text for tag, text in texts_from(form, "role").items() if text},
        "email": clean(form.get("email", "")),
        "telephone": clean(form.get("telephone", "")),
        "languages": ", ".join(map(clean, form.get("languages", ()))) or "en",
        "time_zone": form.get("time_zone") or "UTC",
        "duty": duties[form.get("duty", "both")],
        "hours": {day: span for day, span in hours.items() if any(span)},
        "always": form.get("always") == "on",
        "countries": [clean(code) for code in form.get("countries", ())],
        "brand_id": brand_id,
    }


def contact_values(contact: Contact) -> dict[str, Any]:
    """What the form shows for *contact*."""
    values: dict[str, Any] = {
        "name": contact.name,
        "email": contact.email,
        "telephone": contact.telephone,
        "languages": contact.languages.split(","),
        "time_zone": contact.time_zone,
        "duty": contact.duty.value,
        "always": "on" if contact.always else "",
        "countries": contact.countries,
        "brand_id": str(contact.brand_id or ""),
    }
    values |= {f"role-{tag}": text for tag, text in contact.role.items()}
    for day, (start, end) in contact.hours.items():
        values |= {f"{day}-from": start, f"{day}-to": end}
    return values
