"""The form of a registered right."""

from collections.abc import Mapping
from typing import Any

from ipm_api.errors import Invalid
from ipm_api.models.brand import IntellectualPropertyRight, RightType
from ipm_api.sentence import Sentence
from rightholder_portal.forms.lines import clean, line_values, lines_from, words_in
from rightholder_portal.forms.supply_chain import day_in

RIGHT_TYPES = list(RightType)
RECORDATION_CELLS = {"kind": "text", "country": "text", "number": "text", "valid_until": "text"}


def right_fields(form: Mapping[str, str]) -> dict[str, Any]:
    """
    What operations.right.add_right takes; lengths are the operation's to judge.

    Raises:
        Invalid: a field is not of its kind.
    """
    wrong: dict[str, list[str]] = {}
    types = {kind.value: kind for kind in RightType}
    if form.get("type") not in types:
        wrong["type"] = [Sentence("Choose the kind of right.")]
    classes = words_in(form.get("nice_classes", ""))
    if not all(part.isascii() and part.isdigit() and len(part) < 3 for part in classes):
        wrong["nice_classes"] = [Sentence("Write Nice classes as numbers, for example 3, 25.")]
    valid_until = day_in(form, "valid_until", wrong)
    if wrong:
        raise Invalid(wrong)
    return {
        "type": types[form["type"]],
        "office": clean(form.get("office", "")),
        "number": clean(form.get("number", "")),
        "nice_classes": [int(part) for part in classes],
        "valid_until": valid_until,
        "vienna_codes": words_in(form.get("vienna_codes", "")),
        "locarno_classes": words_in(form.get("locarno_classes", "")),
        "recordations": lines_from(form, "recordations", RECORDATION_CELLS, ("kind",))[0],
    }


def right_values(right: IntellectualPropertyRight) -> dict[str, str]:
    """What the form shows for *right*."""
    return {
        "type": right.type.value,
        "office": right.office,
        "number": right.number,
        "nice_classes": ", ".join(map(str, right.nice_classes)),
        "vienna_codes": ", ".join(right.vienna_codes),
        "locarno_classes": ", ".join(right.locarno_classes),
        "valid_until": right.valid_until.isoformat() if right.valid_until else "",
    } | line_values("recordations", right.recordations, RECORDATION_CELLS)
