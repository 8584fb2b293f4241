"""The form of an alert."""

import uuid
from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from ipm_api.errors import Invalid
from ipm_api.models.alert import Alert, AlertPriority
from ipm_api.operations.alert import AlertDraft
from rightholder_portal.language import _


def alert_draft(form: MultiDict[str, str], languages: Mapping[str, str]) -> AlertDraft:
    """
    What was written.

    Raises:
        Invalid: a day is missing or no day.
    """
    wrong: dict[str, list[str]] = {}
    days = {}
    for name in ("valid_from", "valid_until"):
        try:
            days[name] = date.fromisoformat(form.get(name, ""))
        except ValueError:
            wrong[name] = [_("Choose a day.")]
    if wrong:
        raise Invalid(wrong)
    priorities = {priority.value: priority for priority in AlertPriority}
    return AlertDraft(
        titles=texts_of(form, "titles", languages),
        texts=texts_of(form, "texts", languages),
        countries=form.getlist("countries"),
        priority=priorities.get(form.get("priority", ""), AlertPriority.INFORMATION),
        product_id=_product(form.get("product_id", "")),
        ports=tuple(form.getlist("ports")),
        **days,
    )


def values_of(alert: Alert) -> dict[str, object]:
    """An alert as the form shows it."""
    return {
        **{f"titles-{tag}": text for tag, text in alert.titles.items()},
        **{f"texts-{tag}": text for tag, text in alert.texts.items()},
        "countries": alert.countries,
        "ports": alert.ports,
        "priority": alert.priority.value,
        "product_id": str(alert.product_id or ""),
        "valid_from": alert.valid_from.isoformat(),
        "valid_until": alert.valid_until.isoformat(),
    }


def entered(form: MultiDict[str, str]) -> dict[str, object]:
    """What was entered, to show it again."""
    several = {name: form.getlist(name) for name in ("countries", "ports")}
    return {**form.to_dict(), **several}


def texts_of(form: MultiDict[str, str], name: str, languages: Mapping[str, str]) -> dict[str, str]:
    """What was written under *name*, by language."""
    said = {tag: form.get(f"{name}-{tag}", "").replace("\0", "").strip() for tag in languages}
    return {tag: text for tag, text in said.items() if text}


def _product(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
