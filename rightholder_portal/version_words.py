"""Differences between versions of a product in words, with their pictures."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipm_api.operations.version_difference import FieldDifference, RowDifference
from ipm_api.sentence import Sentence
from rightholder_portal.language import day, say_sentence
from rightholder_portal.texts import say, word

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

TABLES = {
    "product": Sentence("Product"),
    "product_gtin": Sentence("Product number"),
    "reference_image": Sentence("Image"),
    "distinguishing_feature": Sentence("Feature"),
    "counterfeit_version": Sentence("Version of a counterfeit"),
    "infringement": Sentence("Past case"),
    "warning_sign": Sentence("Sign"),
    "suspicious_route": Sentence("Route"),
}

FIELDS = {
    "names": Sentence("Name"),
    "descriptions": Sentence("Description"),
    "brand_id": Sentence("Brand"),
    "category_slug": Sentence("Category"),
    "hs_code": Sentence("HS code"),
    "model_number": Sentence("Model number"),
    "nice_classes": Sentence("Nice classes"),
    "packaging": Sentence("Packaging"),
    "variants": Sentence("Variants"),
    "serial_formats": Sentence("Serial and lot numbers"),
    "price_bands": Sentence("Prices"),
    "characteristics": Sentence("Characteristics"),
    "position": Sentence("Order"),
    "titles": Sentence("Title"),
    "where": Sentence("Where"),
    "how_to_check": Sentence("How to check"),
    "genuine_shows": Sentence("Genuine shows"),
    "counterfeit_shows": Sentence("Counterfeit shows"),
    "level": Sentence("Level"),
    "tool": Sentence("Tool"),
    "image_id": Sentence("Image"),
    "captions": Sentence("Caption"),
    "kind": Sentence("Kind"),
    "view": Sentence("View"),
    "notes": Sentence("Notes"),
    "texts": Sentence("Text"),
    "how_to_tell": Sentence("How to tell"),
}
_PLACE = Sentence("Place on the image")
_LABELS = ("titles", "names", "texts", "captions", "gtin", "view", "happened_on")


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field in words; *before* and *after* are texts, "" where there is nothing."""

    name: str
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """
    One row in words.

    Attributes:
        kind: "added", "removed" or "changed".
        what: "Feature: Seal".
        image_id: of a picture to show beside, or None.
        feature_id: of a feature whose crop is shown, if it is in the working copy, or None.
    """

    kind: str
    what: str
    image_id: str | None
    feature_id: str | None
    fields: list[ChangedField]


def described(
    found: list[RowDifference], names: dict[str, str], gone: Collection[str] = ()
) -> list[Change]:
    """*found* in the reader's language; *names* says what ids stand for, *gone* what to hide."""
    return [_change(one, names, gone) for one in found]


def _change(one: RowDifference, names: dict[str, str], gone: Collection[str]) -> Change:
    table = say_sentence(TABLES.get(one.table, one.table.replace("_", " ").capitalize()))
    label = "" if one.table == "product" else _label(one.row)
    is_feature = one.table == "distinguishing_feature"
    shown = str(one.row.get("id", ""))
    return Change(
        one.kind,
        f"{table}: {label}" if label else table,
        shown if one.table == "reference_image" and shown not in gone else None,
        str(one.row["id"]) if is_feature and one.row.get("image_id") and one.after else None,
        _merged([_field(each, names) for each in one.fields]),
    )


def _field(one: FieldDifference, names: dict[str, str]) -> ChangedField:
    if one.field.startswith(("region_", "counterpart_", "polygon")):
        return ChangedField(say_sentence(_PLACE), "", "", "")
    name = say_sentence(FIELDS.get(one.field, one.field.replace("_", " ").capitalize()))
    return ChangedField(name, one.language, _text(one.before, names), _text(one.after, names))


def _merged(fields: list[ChangedField]) -> list[ChangedField]:
    """The four numbers of a place are one difference."""
    return list(dict.fromkeys(fields))


def _label(row: dict[str, Any]) -> str:
    for name in _LABELS:
        value = row.get(name)
        if value:
            return say(value) if isinstance(value, dict) else _text(value, {})
    return ""


def _text(value: Any, names: dict[str, str]) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, dict):
        inner = (_text(each, names) for each in value.values())
        return ", ".join(text for text in inner if text)
    if isinstance(value, list):
        return "; ".join(_text(each, names) for each in value)
    text = str(value)
    if _DATE.fullmatch(text):
        return day(date.fromisoformat(text))
    if text in names:
        return names[text]
    return word(text.lower().replace("_", "-")) if text.isupper() and len(text) > 3 else text
