"""
The lists in a product's row: their shapes, and what may stand in them.

Every function takes what was written and returns what is kept; what is wrong goes into *wrong* as
``{"packaging-1-gtin": [sentence]}``: list, line (from 0), cell.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ipm_api.errors import Invalid, InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.language_tags import filled_texts, is_language_tag, problem_with
from ipm_api.sentence import Sentence
from ipm_api.serial_format import parse_format

Wrong = dict[str, list[str]]
Line = Mapping[str, Any]

LAYERS = ("unit", "inner", "outer", "pallet")
SERIAL_KINDS = ("serial", "lot")
MAXIMUM_LINES = 100
MAXIMUM_TEXT = 1000  # characters
MAXIMUM_WORDS = 200  # characters of a name or a code
_LARGEST_COUNT = 1_000_000
_LARGEST_PRICE = Decimal(10) ** 9


class _Cells:
    """The cells of one line, each checked as it is taken."""

    def __init__(self, name: str, number: int, line: Line, wrong: Wrong) -> None:
        self._place, self._line, self._wrong = f"{name}-{number}", line, wrong

    def refuse(self, cell: str, sentence: str) -> None:
        self._wrong.setdefault(f"{self._place}-{cell}", []).append(sentence)

    def words(self, cell: str, most: int = MAXIMUM_WORDS, required: str = "") -> str:
        value = self._line.get(cell) or ""
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if len(text) > most:
            self.refuse(cell, Sentence("At most %(most)s characters.", most=most))
        if "\0" in text:
            self.refuse(cell, Sentence("Control characters cannot be kept."))
        if required and not text:
            self.refuse(cell, required)
        return text

    def texts(self, cell: str, most: int = MAXIMUM_TEXT, required: str = "") -> dict[str, str]:
        value = self._line.get(cell) or {}
        texts = filled_texts(value) if isinstance(value, Mapping) else {}
        if sentence := problem_with(texts, most):
            self.refuse(cell, sentence)
        if required and not texts:
            self.refuse(cell, required)
        return texts

    def gtin(self) -> str:
        text = self.words("gtin")
        try:
            return parse_gtin(text) if text else ""
        except InvalidGtin as error:
            self.refuse("gtin", str(error))
            return ""

    def choice(self, cell: str, choices: Sequence[str]) -> str:
        value = self.words(cell)
        if value not in choices:
            self.refuse(cell, Sentence("Choose one of the list."))
        return value

    def price(self, cell: str) -> str:
        text = self.words(cell).replace(",", ".")
        try:
            value = Decimal(text)
            if not 0 <= value < _LARGEST_PRICE or value != round(value, 3):
                raise InvalidOperation
        except InvalidOperation:
            self.refuse(cell, Sentence("Write a price as 12.50."))
            return "0"
        return format(value, "f")

    def count(self, cell: str) -> int | None:
        text = str(self._line.get(cell) or "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _LARGEST_COUNT):
            self.refuse(cell, Sentence("Write a whole number."))
            return None
        return int(text)

    def languages(self, cell: str) -> list[str]:
        tags = self._line.get(cell) or []
        if len(tags) > MAXIMUM_LINES or not all(
            isinstance(tag, str) and is_language_tag(tag) for tag in tags
        ):
            self.refuse(cell, Sentence("Write language tags, for example en, fr."))
        return list(dict.fromkeys(tags))


def variants(lines: Sequence[Line], wrong: Wrong) -> list[dict[str, Any]]:
    """``{"names": texts, "marks": texts (colour, size …), "gtin": 14 digits or "", "sku": str}``"""

    def read(cells: _Cells) -> dict[str, Any]:
        return {
            "names": cells.texts(
                "names", MAXIMUM_WORDS, Sentence("Name the variant in at least one language.")
            ),
            "marks": cells.texts("marks"),
            "gtin": cells.gtin(),
            "sku": cells.words("sku", 60),
        }

    return _lines("variants", lines, wrong, read)


def packaging(lines: Sequence[Line], wrong: Wrong) -> list[dict[str, Any]]:
    """
    Layers, ``{"level": of LAYERS, "gtin", "items": how many of the next smaller one or None,
    "languages": tags on the label, "papers": texts, "description": texts}``
    """

    def read(cells: _Cells) -> dict[str, Any]:
        return {
            "level": cells.choice("level", LAYERS),
            "gtin": cells.gtin(),
            "items": cells.count("items"),
            "languages": cells.languages("languages"),
            "papers": cells.texts("papers"),
            "description": cells.texts("description"),
        }

    return _lines("packaging", lines, wrong, read)


def serial_formats(lines: Sequence[Line], wrong: Wrong) -> list[dict[str, Any]]:
    """
    ``{"kind": serial or lot, "pattern": see serial_format.py, "place": texts, "reading": texts,
    "example": str}``; the example must have the form.
    """

    def read(cells: _Cells) -> dict[str, Any]:
        pattern, example = cells.words("pattern"), cells.words("example", 60)
        try:
            form = parse_format(pattern)
            if example and not form.matches(example):
                cells.refuse("example", Sentence("This example does not have the form."))
        except Invalid as error:
            for sentence in error.fields["pattern"]:
                cells.refuse("pattern", sentence)
        return {
            "kind": cells.choice("kind", SERIAL_KINDS),
            "pattern": pattern,
            "place": cells.texts("place"),
            "reading": cells.texts("reading"),
            "example": example,
        }

    return _lines("serial_formats", lines, wrong, read)


def price_bands(lines: Sequence[Line], wrong: Wrong) -> list[dict[str, Any]]:
    """``{"country": ISO 3166 or "" (everywhere), "currency": ISO 4217, "low", "high": "12.50"}``"""

    def read(cells: _Cells) -> dict[str, Any]:
        country, currency = cells.words("country").upper(), cells.words("currency").upper()
        if country and not _is_code(country, 2):
            cells.refuse("country", Sentence("Choose a country."))
        if not _is_code(currency, 3):
            cells.refuse("currency", Sentence("Write the currency as EUR."))
        low, high = cells.price("low"), cells.price("high")
        if Decimal(low) > Decimal(high):
            cells.refuse("high", Sentence("The highest price is under the lowest."))
        return {"country": country, "currency": currency, "low": low, "high": high}

    return _lines("price_bands", lines, wrong, read)


def characteristics(lines: Sequence[Line], wrong: Wrong) -> list[dict[str, Any]]:
    """``{"names": texts, "values": texts}``, for example weight and 112 g."""

    def read(cells: _Cells) -> dict[str, Any]:
        return {
            "names": cells.texts("names", MAXIMUM_WORDS, Sentence("Name the characteristic.")),
            "values": cells.texts("values", required=Sentence("Write its value.")),
        }

    return _lines("characteristics", lines, wrong, read)


def _lines(
    name: str,
    lines: Sequence[Line],
    wrong: Wrong,
    read: Callable[[_Cells], dict[str, Any]],
) -> list[dict[str, Any]]:
    if len(lines) > MAXIMUM_LINES:
        wrong[name] = [Sentence("At most %(most)s lines.", most=MAXIMUM_LINES)]
        return []
    return [read(_Cells(name, number, line, wrong)) for number, line in enumerate(lines)]


def _is_code(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isalpha()
