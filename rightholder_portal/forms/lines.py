"""Lines of a form that can be many: ``packaging-0-gtin``, by language ``packaging-0-papers-fr``."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ipm_api.language_tags import is_language_tag

Cells = Mapping[str, str]
"""Cell → "text", "list" (words separated by commas or blanks) or "texts" (by language)."""

MAXIMUM_LINES = 100
_SEPARATORS = re.compile(r"[\s,;]+")


def clean(text: str) -> str:
    """*text* without the one character that no database keeps."""
    return text.replace("\0", "")


def words_in(text: str) -> list[str]:
    """What is separated by commas, semicolons, blanks or line ends."""
    return [word for word in _SEPARATORS.split(clean(text)) if word]


def texts_from(form: Mapping[str, str], name: str) -> dict[str, str]:
    """The texts of a field in every language that the form has it in; empty ones are ""."""
    prefix = f"{name}-"
    return {
        tag: clean(value)
        for key, value in form.items()
        if key.startswith(prefix) and is_language_tag(tag := key.removeprefix(prefix))
    }


def line_numbers(form: Mapping[str, Any], name: str) -> list[int]:
    """Numbers of the lines of *name* that the form has, in order."""
    found = {int(match[1]) for key in form if (match := re.match(rf"{name}-([0-9]{{1,3}})-", key))}
    return sorted(number for number in found if number < MAXIMUM_LINES + 20)


def lines_from(
    form: Mapping[str, str], name: str, cells: Cells, always: Iterable[str] = ()
) -> tuple[list[dict[str, Any]], list[int]]:
    """
    The lines of *name*, and the numbers they have in the form.

    Args:
        cells: of one line.
        always: cells that have a value even in a blank line (a select without an empty choice).

    A line that is blank, or ticked to be removed, is left out.
    """
    lines, numbers = [], []
    for number in line_numbers(form, name):
        place = f"{name}-{number}"
        line: dict[str, Any] = {}
        for cell, kind in cells.items():
            if kind == "texts":
                line[cell] = {t: v for t, v in texts_from(form, f"{place}-{cell}").items() if v}
            elif kind == "list":
                line[cell] = words_in(form.get(f"{place}-{cell}", ""))
            else:
                line[cell] = clean(form.get(f"{place}-{cell}", "")).strip()
        said = [value for cell, value in line.items() if cell not in always and value]
        if said and not form.get(f"{place}-remove"):
            lines.append(line)
            numbers.append(number)
    return lines, numbers


def line_values(name: str, lines: Iterable[Mapping[str, Any]], cells: Cells) -> dict[str, str]:
    """What the form shows for *lines*."""
    values = {}
    for number, line in enumerate(lines):
        for cell, kind in cells.items():
            value = line.get(cell)
            if kind == "texts":
                for tag, text in (value or {}).items():
                    values[f"{name}-{number}-{cell}-{tag}"] = text
            elif kind == "list":
                values[f"{name}-{number}-{cell}"] = ", ".join(value or ())
            else:
                values[f"{name}-{number}-{cell}"] = "" if value is None else str(value)
    return values


def errors_in_form(
    errors: Mapping[str, list[str]], name: str, numbers: list[int]
) -> dict[str, list[str]]:
    """*errors* by the numbers that lines of *name* have in the form, not in what was sent on."""
    moved = {}
    for key, sentences in errors.items():
        match = re.fullmatch(rf"{name}-([0-9]+)-(.+)", key)
        if match and int(match[1]) < len(numbers):
            key = f"{name}-{numbers[int(match[1])]}-{match[2]}"
        moved[key] = sentences
    return moved
