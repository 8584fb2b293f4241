"""The form of a registered right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipm_api.errors import Invalid
from ipm_api.models.brand import RightType

RIGHT_TYPES = list(RightType)


def right_fields(form: Mapping[str, str]) -> dict[str, Any]:
    """
    What operations.brand.add_right takes.

    Raises:
        Invalid: a field is not of its kind.
    """
    wrong: dict[str, list[str]] = {}
    types = {kind.value: kind for kind in RightType}
    if form.get("type") not in types:
        wrong["type"] = ["Choose the kind of right."]
    classes = []
    for part in form.get("nice_classes", "").replace(",", " ").split():
        if part.isascii() and part.isdigit() and len(part) < 3:
            classes.append(int(part))
        else:
            wrong["nice_classes"] = ["Write Nice classes as numbers, for example 3, 25."]
    valid_until = None
    if form.get("valid_until"):
        try:
            valid_until = date.fromisoformat(form["valid_until"])
        except ValueError:
            wrong["valid_until"] = ["Write a date as 2031-12-31."]
    if wrong:
        raise Invalid(wrong)
    return {
        "type": types[form["type"]],
        "office": form.get("office", "").replace("\0", "")[:40],
        "number": form.get("number", "").replace("\0", "")[:60],
        "nice_classes": classes,
        "valid_until": valid_until,
    }
