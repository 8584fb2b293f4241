"""
Counts that are published so that no small one can be worked out.

A count below FEWEST would tell about one or two people: it is hidden. Hiding is not enough: whoever
knows a total and the other counts subtracts. Therefore every published number is one of

* a count that is 0 or at least FEWEST;
* the exact total of a row whose time is over, and only if each of its hidden counts could still be
  anything from 1 to FEWEST - 1, whatever the reader computes;
* a sum of published numbers, which tells nothing new; where something hidden is missing from it,
  it is said as "at least".

A total of a time that is not over is never exact: its growth would show each new count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # the smallest count that is shown


@dataclass(frozen=True, slots=True)
class Total:
    """
    A published sum.

    Attributes:
        count: what it comes to, as far as it is told.
        exact: False if hidden counts are missing: "at least".
    """

    count: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Row:
    """
    Published counts of one country.

    Attributes:
        counts: one per month; None is 1 to FEWEST - 1.
        total: over all months.
    """

    counts: tuple[int | None, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class CountTable:
    """
    Published counts by country and month.

    Attributes:
        rows: country → its row; countries without any count are left out.
        months: per month, over all countries.
        total: over everything.
    """

    rows: dict[str, Row]
    months: tuple[Total, ...]
    total: Total

    @property
    def is_empty(self) -> bool:
        """True if there is nothing at all, not even something hidden."""
        return not self.rows


def publish(counts: Mapping[str, Sequence[int]], *, over: bool) -> CountTable:
    """
    What may be told of *counts*.

    Args:
        counts: country → how often, month by month; all of the same length.
        over: True if nothing will be added to any row any more.
    """
    rows = {
        country: Row(tuple(shown(count) for count in row), _row_total(row, over))
        for country, row in sorted(counts.items())
        if any(row)
    }
    months = tuple(
        Total(sum(count or 0 for count in column), None not in column)
        for column in zip(*(row.counts for row in rows.values()), strict=True)
    )
    totals = [row.total for row in rows.values()]
    everything = Total(sum(t.count for t in totals), all(t.exact for t in totals))
    return CountTable(rows, months, everything)


def shown(count: int) -> int | None:
    """*count*, or None if it is too small to be told."""
    return None if 0 < count < FEWEST else count


def _row_total(row: Sequence[int], over: bool) -> Total:
    told = sum(count for count in row if shown(count) is not None)
    hidden = [count for count in row if shown(count) is None]
    if not hidden:
        return Total(told, exact=True)
    largest, others = FEWEST - 1, len(hidden) - 1
    # with one count at 1 the others must reach the sum, with one at its largest not exceed it
    undecided = others + largest <= sum(hidden) <= others * largest + 1
    if over and undecided:
        return Total(told + sum(hidden), exact=True)
    return Total(told, exact=False)
