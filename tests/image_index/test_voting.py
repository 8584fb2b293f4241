import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.descriptor_index.base import Neighbours
from image_index.voting import MINIMUM_VOTES, Votes, agreeing_votes, cast_votes

UNIT = 50_000.0  # of squared distance, above every assumed background


def neighbours(slots, distances=None, rows=None):
    """Neighbours of descriptors, in the order of *slots* (Q, N)."""
    slots = np.array(slots, np.int64)
    if distances is None:
        distances = np.tile(np.arange(slots.shape[1]) + 1.0, (len(slots), 1)) * UNIT
    rows = np.zeros_like(slots) if rows is None else np.array(rows)
    return Neighbours(slots, rows, np.array(distances, np.float32))


def counts(*numbers):
    return np.array(numbers, np.int64)


def test_the_reference_with_most_near_neighbours_comes_first():
    """A vote counts by how much nearer it is than the background."""
    found = cast_votes(neighbours([[1, 0, 2]] * 5), counts(100, 100, 100))

    assert [slot for slot, _ in found] == [1, 0, 2]


def test_one_photo_keypoint_votes_once_for_a_reference():
    """Squeezed views of one keypoint must not count three times."""
    found = dict(cast_votes(neighbours([[0, 0, 0, 1, 2]] * 4), counts(9, 9, 9)))

    assert len(found[0].weights) == 4
    assert found[0].weights == pytest.approx(0.8)


def test_a_crowded_reference_is_no_magnet():
    """With the same votes, the one with fewer keypoints is the likelier."""
    slots = [[0, 1, 2], [1, 0, 2]] * 4

    found = cast_votes(neighbours(slots), counts(4000, 100, 100))

    assert [slot for slot, _ in found][:2] == [1, 0]


def test_a_few_votes_are_chance():
    """Two votes cannot contradict each other."""
    found = cast_votes(neighbours([[0, 1]] * (MINIMUM_VOTES - 1)), counts(9, 9))

    assert found == []


def test_an_empty_index_gives_no_votes():
    """The first right holder has not published yet."""
    none = np.full((6, 10), -1, np.int64)

    assert cast_votes(neighbours(none, np.full((6, 10), np.inf)), counts()) == []
    assert cast_votes(neighbours(np.zeros((0, 10))), counts(5)) == []


def test_missing_neighbours_do_not_vote():
    """A small index has fewer neighbours than were asked for."""
    slots = [[0, -1, -1]] * 5
    distances = [[1.0, np.inf, np.inf]] * 5

    found = cast_votes(neighbours(slots, distances), counts(9))

    assert [slot for slot, _ in found] == [0]
    assert np.isfinite(found[0][1].weights).all()


def test_sister_products_that_fill_all_neighbours_still_vote():
    """In a family of ten flavours even the last neighbour is near; it is not the background."""
    slots = [list(range(10))] * 5
    distances = [[4_000.0 + i for i in range(10)]] * 5

    found = dict(cast_votes(neighbours(slots, distances), counts(*[99] * 10)))

    assert len(found) == 10
    assert all((votes.weights > 0.5).all() for votes in found.values())


def test_a_single_near_neighbour_counts_in_a_small_index():
    """With one product registered there is no background to compare with."""
    slots = [[0, -1, -1]] * 5
    distances = [[9_000.0, np.inf, np.inf]] * 5

    (found,) = cast_votes(neighbours(slots, distances), counts(99))

    assert (found[1].weights > 0.5).all()


@settings(max_examples=50, deadline=None)
@given(
    turn=st.floats(0, 360),
    scale=st.floats(0.2, 5),
    x=st.floats(-300, 300),
    wrong=st.integers(0, 20),
    seed=st.integers(0, 1000),
)
def test_votes_of_one_similarity_agree_and_the_others_do_not_count(turn, scale, x, wrong, seed):
    """Known rotation, scale and shift in; the weight of exactly those votes out."""
    random = np.random.default_rng(seed)
    known = np.column_stack(
        [random.uniform(0, 400, (40, 2)), random.uniform(2, 20, 40), random.uniform(0, 360, 40)]
    )
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    seen = known.copy()
    seen[:, :2] = known[:, :2] @ rotation.T * scale + [x, 2000]
    seen[:, 2] *= scale
    seen[:, 3] = (known[:, 3] + turn) % 360
    seen[:wrong, 3] += 120  # turned otherwise than the place says
    rows = np.arange(40)

    weight = agreeing_votes(Votes(rows, rows, np.full(40, 0.95, np.float32)), seen, known)

    assert weight == pytest.approx(max(40 - wrong, wrong), abs=0.1)


@pytest.mark.parametrize("spoilt", ["place", "size", "angle"])
def test_place_size_and_angle_all_have_to_agree(spoilt):
    """Each of them throws out chance votes that the others let through."""
    random = np.random.default_rng(3)
    known = np.column_stack([random.uniform(0, 400, (30, 2)), np.full(30, 8.0), np.zeros(30)])
    seen = known.copy()
    if spoilt == "place":
        seen[:, :2] = random.uniform(0, 3000, (30, 2))
    if spoilt == "size":
        seen[:, 2] = 8.0 * 3.0 ** np.arange(30)
    if spoilt == "angle":
        known[:, :2] = [200, 200]  # so that only the angle can tell
        seen[:, :2] = [200, 200]
        seen[:, 3] = np.arange(30) * 90.0
    rows = np.arange(30)

    weight = agreeing_votes(Votes(rows, rows, np.full(30, 0.95, np.float32)), seen, known)

    assert weight < 12
