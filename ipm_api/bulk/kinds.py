"""
Kinds of cells: how a text is read, and how a value is written as a text.

The text that a kind writes is canonical: ``say(read(text))`` of an untouched export is the text.
"""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipm_api.bulk.joined import joined, parted
from ipm_api.errors import CellRefused, InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.sentence import Sentence

_MANGLED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of cell.

    Attributes:
        read: text → value; raises CellRefused with what to do.
        say: value → canonical text; "" for nothing.
        hint: what to write, for the instructions.
        by_language: one column per language, ``name[en]``.
    """

    read: Callable[[str], Any]
    say: Callable[[Any], str]
    hint: Sentence
    by_language: bool = False


def text(longest: int = 200) -> Kind:
    """One text of at most *longest* characters."""
    return Kind(
        lambda cell: _bounded(cell, longest),
        lambda value: value or "",
        Sentence("Text of at most %(most)s characters.", most=longest),
    )


def texts(longest: int = 200) -> Kind:
    """A text in several languages; each has a column."""
    return Kind(
        lambda cell: _bounded(cell, longest),
        lambda value: value or "",
        Sentence(
            "Text of at most %(most)s characters; one column per language, as name[en], name[fr].",
            most=longest,
        ),
        by_language=True,
    )


def choice(*values: str) -> Kind:
    """One of *values*; case, blanks and underscores aside."""
    return Kind(
        lambda cell: _one_of(cell, values),
        lambda value: _word(value),
        Sentence("One of: %(words)s.", words=", ".join(values)),
    )


def choice_of(words: type[enum.Enum]) -> Kind:
    """The value of a member of *words*."""
    return choice(*(member.value for member in words))


def listed(one: Kind, hint: Sentence) -> Kind:
    r"""Several, separated by semicolons; a semicolon inside of one is written ``\;``."""

    def read(cell: str) -> list[Any]:
        return [one.read(part) for part in parted(cell, ";") if part]

    def say(values: Any) -> str:
        return joined((one.say(value) for value in values or ()), ";")

    return Kind(read, say, hint)


def _bounded(cell: str, longest: int) -> str:
    if len(cell) > longest:
        raise CellRefused(Sentence("At most %(most)s characters.", most=longest))
    return cell


def _word(value: Any) -> str:
    return str(value.value if isinstance(value, enum.Enum) else value or "")


def _one_of(cell: str, values: tuple[str, ...]) -> str:
    plain = re.sub(r"[\s_]+", "-", cell.strip().casefold())
    if plain and plain not in values:
        raise CellRefused(
            Sentence(
                "“%(word)s” is not known here. Write one of: %(words)s.",
                word=cell[:60],
                words=", ".join(values),
            )
        )
    return plain


def _gtin(cell: str) -> str:
    if _MANGLED.fullmatch(cell):
        raise CellRefused(
            Sentence(
                "The spreadsheet has rounded this number to “%(cell)s”. Format the column as text"
                " and write the digits again.",
                cell=cell[:40],
            )
        )
    try:
        return parse_gtin(cell)
    except InvalidGtin as error:
        if cell.isascii() and cell.isdigit() and len(cell) in (9, 10, 11):
            raise CellRefused(
                Sentence(
                    "Only %(n)s digits: has the spreadsheet removed zeros at the beginning?"
                    " Format the column as text and write all 8, 12, 13 or 14 digits.",
                    n=len(cell),
                )
            ) from error
        raise CellRefused(Sentence(str(error))) from error


def _digits(cell: str) -> str:
    if _MANGLED.fullmatch(cell):
        raise CellRefused(
            Sentence(
                "The spreadsheet has rounded this number to “%(cell)s”. Format the column as text"
                " and write the digits again.",
                cell=cell[:40],
            )
        )
    return _bounded(cell, 60)


def _whole(cell: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}", cell):
        raise CellRefused(Sentence("Write a whole number."))
    return int(cell)


def _decimal(cell: str) -> str:
    """Kept as it was written: 12.50 is not 12.5 on a price tag."""
    if cell and not re.fullmatch(r"[0-9]{1,12}([.,][0-9]{1,3})?", cell):
        raise CellRefused(Sentence("Write a number with a point for the decimals, as 12.50."))
    return cell.replace(",", ".")


def _date(cell: str) -> date | None:
    if not cell:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError as error:
        raise CellRefused(
            Sentence("Write the date as year-month-day, for example 2027-05-31.")
        ) from error


def _yes(cell: str) -> bool:
    plain = cell.strip().casefold()
    if plain in ("yes", "true", "1", "x", "oui", "sí", "si"):
        return True
    if plain in ("", "no", "false", "0", "non"):
        return False
    raise CellRefused(Sentence("Write yes or no."))


def _country(cell: str) -> str:
    code = cell.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise CellRefused(Sentence("Write the country as two letters (ISO 3166), for example FR."))
    return code


def _language(cell: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise CellRefused(Sentence("Write languages as their tags, for example en or pt-BR."))
    return cell


def _same(value: Any) -> str:
    return "" if value is None else str(value)


GTIN = Kind(lambda cell: _gtin(cell) if cell else "", _same, Sentence("8, 12, 13 or 14 digits."))
GTINS = listed(
    Kind(_gtin, _same, Sentence("")), Sentence("8, 12, 13 or 14 digits; several separated by “;”.")
)
DIGITS = Kind(_digits, _same, Sentence("Digits; format the column as text."))
CODES = listed(
    Kind(_digits, _same, Sentence("")), Sentence("Numbers or words; several separated by “;”.")
)
LINES = listed(text(1_000), Sentence("Several separated by “;”."))
NUMBER = Kind(_whole, _same, Sentence("A whole number."))
NUMBERS = listed(
    Kind(_whole, _same, Sentence("")), Sentence("Whole numbers; several separated by “;”.")
)
DECIMAL = Kind(_decimal, _same, Sentence("A number with a point for the decimals, as 12.50."))
DATE = Kind(_date, _same, Sentence("Year-month-day, as 2027-05-31."))
YES = Kind(_yes, lambda value: "yes" if value else "no", Sentence("yes or no."))
COUNTRY = Kind(_country, _same, Sentence("Two letters (ISO 3166), as FR."))
COUNTRIES = listed(
    Kind(_country, _same, Sentence("")), Sentence("Two letters each (ISO 3166), as FR;DE.")
)
LANGUAGES = listed(
    Kind(_language, _same, Sentence("")), Sentence("Language tags, separated by “;”, as en;fr.")
)
