"""One page of a list that is read by keyset: stable while others insert."""

import uuid
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

Position = tuple[str, uuid.UUID]
"""Sort text and id of the last row that was seen."""

MAXIMUM_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """
    Rows, and where the next page starts.

    Attributes:
        rows: at most the asked number.
        next: pass as ``after`` to go on; None when this is the last page.
    """

    rows: list[Row]
    next: Position | None
