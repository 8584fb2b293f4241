"""One page of a short list, by its number; lists of thousands are read by keyset (page.py)."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

Row = TypeVar("Row")

PAGE = 50  # rows


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[Row]):
    """
    Rows, and how to ask for more.

    Attributes:
        next: pass as ``after``; "" on the last page.
    """

    rows: list[Row]
    next: str


def numbered_page(session: Session, query: Select[Any], after: str) -> NumberedPage[Any]:
    """The rows of *query* from place *after* on; what is no number means the beginning."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    rows = list(session.scalars(query.offset(start).limit(PAGE + 1)))
    return NumberedPage(rows[:PAGE], str(start + PAGE) if len(rows) > PAGE else "")
