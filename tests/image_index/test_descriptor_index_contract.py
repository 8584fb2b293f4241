"""Every entry of DESCRIPTOR_INDEXES must behave so: a new one is tested by being registered."""

import numpy as np
import pytest

from image_index.descriptor_index import DESCRIPTOR_INDEXES
from image_index.descriptor_index.base import LARGEST_ROW


@pytest.fixture(params=sorted(DESCRIPTOR_INDEXES))
def make_index(request):
    """Makes empty indexes."""
    made = []

    def make():
        arguments = ()
        if request.param == "milvus":
            url = request.getfixturevalue("milvus_url")
            arguments = (url, request.getfixturevalue("milvus_prefix")())
        made.append(DESCRIPTOR_INDEXES[request.param](*arguments))
        return made[-1]

    yield make
    for index in made:
        if request.param == "milvus":
            index.drop()


def descriptors(seed, count=50):
    """RootSIFT-like rows: few large values, a length of 512."""
    raw = np.random.default_rng(seed).exponential(1, (count, 128)) ** 3
    return np.sqrt(raw / raw.sum(axis=1, keepdims=True) * 512**2).clip(0, 255).astype(np.uint8)


def test_finds_each_descriptor_where_it_was_put(make_index):
    """The nearest neighbour of a descriptor is itself, slot and row."""
    index = make_index()
    for slot in (0, 7, 3):
        index.add(slot, descriptors(slot))

    found = index.search(descriptors(7), 3)

    assert (found.slots[:, 0] == 7).mean() > 0.95
    assert (found.rows[:, 0] == np.arange(50)).mean() > 0.95
    assert (found.distances[:, :-1] <= found.distances[:, 1:]).all()


def test_what_is_removed_is_never_found_again(make_index):
    """A withdrawn product must be gone at once."""
    index = make_index()
    index.add(0, descriptors(0))
    index.add(1, descriptors(1))

    index.remove(1)

    assert len(index) == 50
    assert not (index.search(descriptors(1), 5).slots == 1).any()


def test_removing_what_is_not_there_changes_nothing(make_index):
    """A message may arrive twice."""
    index = make_index()
    index.add(0, descriptors(0))

    index.remove(0)
    index.remove(0)
    index.remove(99)

    assert len(index) == 0


@pytest.mark.parametrize("slot", [0, 2])
def test_removing_a_neighbouring_number_leaves_the_rest(make_index, slot):
    """Slots border on one another in the numbering of descriptors."""
    index = make_index()
    for number in (0, 1, 2):
        index.add(number, descriptors(number))

    index.remove(slot)

    assert (index.search(descriptors(1), 1).slots == 1).mean() > 0.95
    assert len(index) == 100


def test_an_empty_index_finds_nothing(make_index):
    """The first right holder has not published yet."""
    found = make_index().search(descriptors(1), 4)

    assert found.slots.shape == found.rows.shape == found.distances.shape == (50, 4)
    assert (found.slots == -1).all()
    assert np.isinf(found.distances).all()


def test_no_descriptors_are_an_ordinary_question(make_index):
    """A photo of a white wall."""
    index = make_index()
    index.add(0, descriptors(0))
    index.add(1, np.zeros((0, 128), np.uint8))

    assert index.search(np.zeros((0, 128), np.uint8), 4).slots.shape == (0, 4)
    assert len(index) == 50


def test_fewer_than_asked_are_marked_missing(make_index):
    """Padding must not look like slot 0."""
    index = make_index()
    index.add(0, descriptors(0, count=3))

    found = index.search(descriptors(0, count=3), 10)

    assert ((found.slots >= 0).sum(axis=1) <= 3).all()
    assert np.isinf(found.distances[found.slots < 0]).all()


def test_the_order_of_adding_does_not_matter(make_index):
    """Workers follow the same changes in different batches."""
    one, other = make_index(), make_index()
    for slot in (0, 1, 2, 3):
        one.add(slot, descriptors(slot))
    for slot in (3, 9, 1, 0, 2):
        other.add(slot, descriptors(slot))
    other.remove(9)

    a, b = one.search(descriptors(2), 5), other.search(descriptors(2), 5)

    assert np.array_equal(a.slots, b.slots)
    assert np.array_equal(a.rows, b.rows)


@pytest.mark.parametrize(
    ("slot", "rows"),
    [
        (0, np.zeros((3, 128), np.float32)),
        (0, np.zeros((3, 64), np.uint8)),
        (0, np.zeros(128, np.uint8)),
        (0, np.zeros((LARGEST_ROW + 2, 128), np.uint8)),
        (-1, np.zeros((3, 128), np.uint8)),
    ],
    ids=["not bytes", "too narrow", "one row", "too many", "negative slot"],
)
def test_what_cannot_be_numbered_is_refused(make_index, slot, rows):
    """It would be filed under another reference."""
    with pytest.raises(ValueError, match=r"slot|expected"):
        make_index().add(slot, rows)
