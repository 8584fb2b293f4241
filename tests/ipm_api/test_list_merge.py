"""Two people change one list: what one adds or takes out survives the other's save."""

from hypothesis import given
from hypothesis import strategies as st

from ipm_api.operations.list_merge import merged

LISTS = st.lists(st.integers(0, 9), unique=True, max_size=7)


@given(LISTS, LISTS, LISTS)
def test_nothing_of_either_is_lost(before, theirs, mine):
    """Whatever was added is there, whatever was taken out is gone, nothing stands twice."""
    both = merged(before, theirs, mine)
    assert both is not None
    added = (set(theirs) | set(mine)) - set(before)
    removed = set(before) - (set(theirs) & set(mine))
    assert set(both) == (set(before) | added) - removed
    assert len(both) == len(set(both))


@given(LISTS, LISTS)
def test_who_changed_nothing_has_no_say(before, mine):
    """The other's list is kept as it is, its order included; and both agreeing is no question."""
    assert merged(before, before, mine) == mine
    assert merged(before, mine, before) == mine
    assert merged(before, mine, mine) == mine


def test_entries_stay_beside_those_that_they_were_put_behind():
    """A carton between unit and pallet is there afterwards, too."""
    assert merged(["unit", "pallet"], ["unit", "inner", "pallet"], ["unit", "pallet", "x"]) == [
        "unit",
        "inner",
        "pallet",
        "x",
    ]


def test_an_order_that_one_of_them_changed_is_kept():
    """With what the other added."""
    assert merged([1, 2, 3], [1, 2, 3, 4], [3, 1, 2]) == [3, 4, 1, 2]
    assert merged([1, 2, 3], [3, 1, 2], [1, 2, 3, 4]) == [3, 4, 1, 2]


def test_a_line_that_both_have_written_anew_is_a_question():
    """Also if one took it out; and if the same line stands there twice."""
    old, one, other = {"sku": "A"}, {"sku": "B"}, {"sku": "C"}
    assert merged([old], [one], [other]) is None
    assert merged([old], [one], []) is None
    assert merged([old], [old, one], [old, other]) == [old, other, one]
    assert merged([old, old], [old], [old, old, one]) is None
