"""No small count can be worked out from what is published, whatever the reader computes."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ipm_api.small_counts import FEWEST, CountTable, Total, publish

SMALL = range(1, FEWEST)
counts = st.one_of(st.integers(0, 9), st.sampled_from([1, 4, 5, 40]))
tables = st.integers(1, 5).flatmap(
    lambda months: st.dictionaries(
        st.sampled_from(["AE", "FR", "DE"]),
        st.lists(counts, min_size=months, max_size=months),
        min_size=1,
    )
)


def hidden_places(row: list[int]) -> list[int]:
    return [place for place, count in enumerate(row) if count in SMALL]


def with_counts(row: list[int], places: list[int], values: tuple[int, ...]) -> list[int]:
    changed = list(row)
    for place, value in zip(places, values, strict=True):
        changed[place] = value
    return changed


@given(tables, st.booleans())
def test_every_hidden_count_could_be_any_small_number(table, over):
    """Tried out: for each hidden count and each small number, another truth looks the same."""
    published = publish(table, over=over)
    for country, row in table.items():
        places = hidden_places(row)
        possible: dict[int, set[int]] = {place: set() for place in places}
        for values in itertools.product(SMALL, repeat=len(places)):
            other = table | {country: with_counts(row, places, values)}
            if publish(other, over=over) == published:
                for place, value in zip(places, values, strict=True):
                    possible[place].add(value)
        assert all(found == set(SMALL) for found in possible.values())


@given(tables, st.lists(st.sampled_from(SMALL), min_size=20, max_size=20))
def test_before_a_year_is_over_hidden_counts_change_nothing(table, others):
    """Then sums grow month by month, and their growth would tell the newest count."""
    draw = iter(others)
    other = {
        country: [next(draw) if count in SMALL else count for count in row]
        for country, row in table.items()
    }
    assert publish(table, over=False) == publish(other, over=False)


@given(tables, st.booleans())
def test_what_is_told_is_true(table, over):
    """Hiding is not lying: shown counts are right, exact sums are exact, others a lower bound."""
    published = publish(table, over=over)
    for country, row in published.rows.items():
        for count, truth in zip(row.counts, table[country], strict=True):
            assert count == truth or (count is None and truth in SMALL)
        _is_true(row.total, sum(table[country]))
    for number, total in enumerate(published.months):
        _is_true(total, sum(row[number] for row in table.values()))
    _is_true(published.total, sum(map(sum, table.values())))


def _is_true(total: Total, truth: int) -> None:
    assert total.count == truth if total.exact else total.count <= truth


def test_nobody_is_hidden_behind_one_subtraction():
    """The mistake that this module is for: 12 − 7 = 5 is no secret, 9 − 7 = 2 was one."""
    assert publish({"FR": [7, 2]}, over=True).rows["FR"].total == Total(7, exact=False)
    assert publish({"FR": [7, 0]}, over=True).rows["FR"].total == Total(7, exact=True)
    assert publish({"FR": [7, 2, 3]}, over=True).rows["FR"].total == Total(12, exact=True)
    assert publish({"FR": [7, 2, 3]}, over=False).rows["FR"].total == Total(7, exact=False)


def test_a_country_of_nothing_is_not_in_the_table():
    """An empty table is empty."""
    assert publish({"FR": [0, 0]}, over=True) == CountTable({}, (), Total(0, exact=True))
    assert publish({}, over=False).is_empty
