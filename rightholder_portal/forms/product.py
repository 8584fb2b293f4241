"""The forms of a product: small ones, one per section."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipm_api.errors import Invalid
from ipm_api.models.product import Product
from ipm_api.operations.product import ProductDraft
from ipm_api.operations.product_draft import draft_of, flat
from ipm_api.sentence import Sentence
from rightholder_portal.forms.lines import (
    Cells,
    clean,
    errors_in_form,
    line_values,
    lines_from,
    texts_from,
    words_in,
)


@dataclass(frozen=True, slots=True)
class Section:
    """
    One small form.

    Attributes:
        label: its heading.
        fields: of the product, as in ProductDraft.
    """

    label: Sentence
    fields: tuple[str, ...]


SECTIONS = {
    "identity": Section(
        Sentence("Identity"), ("brand_id", "category", "model_number", "nice_classes")
    ),
    "texts": Section(Sentence("Texts"), ("names", "descriptions")),
    "codes": Section(Sentence("Codes"), ("gtins", "skus", "hs_code")),
    "variants": Section(Sentence("Variants"), ("variants",)),
    "packaging": Section(Sentence("Packaging"), ("packaging",)),
    "serials": Section(Sentence("Serials and lots"), ("serial_formats",)),
    "details": Section(Sentence("Prices and characteristics"), ("price_bands", "characteristics")),
}
LINES: dict[str, Cells] = {
    "variants": {"names": "texts", "marks": "texts", "gtin": "text", "sku": "text"},
    "packaging": {
        "level": "text",
        "gtin": "text",
        "items": "text",
        "languages": "list",
        "papers": "texts",
        "description": "texts",
    },
    "serial_formats": {
        "kind": "text",
        "pattern": "text",
        "example": "text",
        "place": "texts",
        "reading": "texts",
    },
    "price_bands": {"country": "text", "currency": "text", "low": "text", "high": "text"},
    "characteristics": {"names": "texts", "values": "texts"},
}
ALWAYS = {"packaging": ("level",), "serial_formats": ("kind",)}
TEXTS = ("names", "descriptions")
LABELS = {
    "brand_id": Sentence("Brand"),
    "category": Sentence("Category"),
    "model_number": Sentence("Model or style number"),
    "nice_classes": Sentence("Nice classes"),
    "names": Sentence("Name"),
    "descriptions": Sentence("Description"),
    "gtins": Sentence("GTINs"),
    "skus": Sentence("SKUs"),
    "hs_code": Sentence("HS code"),
    "variants": Sentence("Variants"),
    "packaging": Sentence("Packaging"),
    "serial_formats": Sentence("Serials and lots"),
    "price_bands": Sentence("Price bands"),
    "characteristics": Sentence("Characteristics"),
}


def changes_in(form: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, Any]:
    """
    What the form says about *fields*, as operations.product_edit.change_product takes it.

    Raises:
        Invalid: a number is none.
    """
    changes: dict[str, Any] = {}
    for name in fields:
        if name in TEXTS:
            changes |= {f"{name}.{tag}": t.strip() for tag, t in texts_from(form, name).items()}
        elif name in LINES:
            changes[name] = lines_from(form, name, LINES[name], ALWAYS.get(name, ()))[0]
        elif name == "gtins":
            changes[name] = words_in(form.get(name, ""))
        elif name == "skus":
            changes[name] = [line for line in clean(form.get(name, "")).splitlines() if line]
        elif name == "nice_classes":
            changes[name] = _classes(form.get(name, ""))
        else:
            changes[name] = clean(form.get(name, "")).strip()
    return changes


def errors_beside_fields(
    errors: Mapping[str, list[str]], form: Mapping[str, str], fields: tuple[str, ...]
) -> dict[str, list[str]]:
    """*errors* of an operation by the names that the fields have in the form."""
    found = dict(errors)
    for name in fields:
        if name in LINES:
            numbers = lines_from(form, name, LINES[name], ALWAYS.get(name, ()))[1]
            found = errors_in_form(found, name, numbers)
    return found


def new_draft(form: Mapping[str, str]) -> ProductDraft:
    """
    What the form of a new product says.

    Raises:
        Invalid: no brand chosen.
    """
    try:
        brand_id = uuid.UUID(form.get("brand_id", ""))
    except ValueError as error:
        raise Invalid({"brand_id": [Sentence("Choose a brand.")]}) from error
    return ProductDraft(
        brand_id=brand_id,
        category=clean(form.get("category", "")),
        names=texts_from(form, "names"),
        descriptions=texts_from(form, "descriptions"),
        gtins=tuple(words_in(form.get("gtins", ""))),
        hs_code=clean(form.get("hs_code", "")),
    )


def values_of(product: Product) -> dict[str, str]:
    """What the forms show for *product*."""
    values = {}
    for name, value in flat(draft_of(product)).items():
        field, _, tag = name.partition(".")
        if tag:
            values[f"{field}-{tag}"] = value
        elif name in LINES:
            values |= line_values(name, value, LINES[name])
        elif isinstance(value, list):
            values[name] = (", " if name == "nice_classes" else "\n").join(map(str, value))
        else:
            values[name] = str(value)
    return values


def _classes(text: str) -> list[int]:
    words = words_in(text)
    if not all(word.isascii() and word.isdigit() and len(word) < 3 for word in words):
        sentence = Sentence("Write Nice classes as numbers, for example 3, 25.")
        raise Invalid({"nice_classes": [sentence]})
    return [int(word) for word in words]
