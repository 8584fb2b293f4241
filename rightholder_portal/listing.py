"""A list whose search, filters, order and place are all in the URL."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

MAXIMUM_TEXT = 200  # characters of one parameter; the rest is not looked at


@dataclass(frozen=True, slots=True)
class Listing:
    """
    What this page of a list was asked for.

    Attributes:
        path: of the list, without parameters.
        sort: the column, one of those allowed.
        descending: the other way round.
        filters: parameter → text, "" when it was not given.
        after: the place in the list; "" is its beginning.
        default: the order when none is asked for ("-sent" is the latest first).
    """

    path: str
    sort: str
    descending: bool
    filters: dict[str, str]
    after: str
    default: str

    @property
    def order(self) -> str:
        """``sort`` and direction as the URL says it: "name" or "-name"."""
        return f"-{self.sort}" if self.descending else self.sort

    @property
    def is_narrowed(self) -> bool:
        """True if a search or filter leaves something out: "nothing fits", not "nothing yet"."""
        return any(self.filters.values())

    def url(self, **changes: str) -> str:
        """The address of this list with *changes*; it begins anew unless ``after`` is given."""
        asked = {**self.filters, "sort": self.order, "after": "", **changes}
        if asked["sort"] == self.default:
            del asked["sort"]
        given = {name: text for name, text in asked.items() if text}
        return f"{self.path}?{urlencode(given)}" if given else self.path

    def sorted_url(self, column: str) -> str:
        """The address of the list by *column*; the other way round if it already is."""
        turned = column == self.sort and not self.descending
        return self.url(sort=f"-{column}" if turned else column)

    def aria_sort(self, column: str) -> str:
        """The value of ``aria-sort`` of a column's heading."""
        if column != self.sort:
            return "none"
        return "descending" if self.descending else "ascending"


def listing(*, columns: Sequence[str], default: str, filters: Sequence[str] = ("q",)) -> Listing:
    """
    What the address of this request asks for; what makes no sense is ignored.

    Args:
        columns: names that may be sorted by.
        default: the order when none of them is asked for, "-" before it for descending.
        filters: names of parameters that narrow the list.
    """
    asked = _text("sort")
    if asked.removeprefix("-") not in columns:
        asked = default
    return Listing(
        path=request.path,
        sort=asked.removeprefix("-"),
        descending=asked.startswith("-"),
        filters={name: _text(name) for name in filters},
        after=_text("after"),
        default=default,
    )


def _text(name: str) -> str:
    return request.args.get(name, "")[:MAXIMUM_TEXT].replace("\0", "")
