"""Cells that no spreadsheet runs, and what a spreadsheet made of cells."""

import re
from datetime import date, datetime, time
from typing import Any

from ipm_api.errors import CellRefused
from ipm_api.sentence import Sentence

LONGEST_CELL = 32_000  # characters; Excel keeps 32,767
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # neither XML nor SQL


def guarded(text: str) -> str:
    """
    *text* so that no spreadsheet takes it for a formula: an apostrophe in front, where needed.

    Source: OWASP, CSV injection. ``unguarded`` is the inverse, for every text.
    """
    return f"'{text}" if _needs_guard(text) or _looks_guarded(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if _looks_guarded(text) else text


def as_text(value: Any) -> str:
    """
    What a cell of a spreadsheet says, as text; numbers that are whole lose their ".0".

    Raises:
        CellRefused: it holds characters that are no text, or too many of them.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time(0) else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    text = unguarded(str(value).replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST_CELL:
        raise CellRefused(Sentence("At most %(most)s characters.", most=LONGEST_CELL))
    if _NOT_TEXT.search(text):
        raise CellRefused(
            Sentence("This cell holds characters that are no text. Write it again by hand.")
        )
    return text.strip()


def writable(text: str) -> str:
    """*text* without what no spreadsheet keeps, guarded."""
    return guarded(_NOT_TEXT.sub("", text))


def _needs_guard(text: str) -> bool:
    return text.startswith(_RUNS)


def _looks_guarded(text: str) -> bool:
    return text.startswith("'") and text[1:].startswith((*_RUNS, "'"))
