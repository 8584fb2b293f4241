"""The arithmetic of the poisoning benchmark, on two pictures."""

import numpy as np
import pytest

from benchmarks.poison import TRANSFORMS, Gate, Picture, Tally, in_half, measure, sample_of, total
from tests.conftest import label


@pytest.fixture(scope="module")
def pictures():
    """Of two tenants."""
    return [Picture(f"p{n}", f"tenant {n}", f"brand {n}", label(n, 300, 400)) for n in (1, 2)]


def test_shares_are_of_all_and_either_holds_back():
    """Hashes and features are told apart and together."""
    tally = Tally()
    for found in ((True, False), (True, True), (False, False), (False, True)):
        tally = tally.plus(*found)
    shares = {"n": 4, "hashes": 0.5, "features": 0.5, "held_back": 0.75}
    assert tally.shares() == shares
    assert total({"a": tally, "b": tally}).shares() == shares | {"n": 8}
    assert Tally().shares()["held_back"] == 0


def test_every_picture_is_in_one_half():
    """What numbers were chosen on is not what is reported."""
    names = [f"picture {number}" for number in range(100)]
    assert all(in_half(name, "report") is not in_half(name, "development") for name in names)
    assert 30 < sum(in_half(name, "report") for name in names) < 70


def test_a_sample_is_of_one_half_without_repetition_and_the_same_each_time():
    """A smaller run tells of the same pictures, of all kinds."""
    image = np.zeros((4, 4, 3), np.uint8)
    named = [Picture(f"kind{n // 50} {n}", "t", "b", image) for n in range(100)]
    sample = sample_of(named, "report", 10)
    names = [picture.name for picture in sample]
    assert len(set(names)) == 10
    assert all(in_half(name, "report") for name in names)
    assert {name.split()[0] for name in names} == {"kind0", "kind1"}
    assert [one.name for one in sample_of(named, "report", 10)] == names
    assert len(sample_of(named, "report", None)) == sum(in_half(p.name, "report") for p in named)


def test_copies_are_caught_and_honest_pictures_are_not(pictures):
    """Every transform of every picture, and every picture itself."""
    copies, honest = measure(Gate(pictures), pictures)
    assert set(copies) == set(TRANSFORMS)
    assert total(copies).held == total(copies).n
    assert total(honest).held == 0


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_a_transform_changes_the_picture_the_same_way_each_time(pictures, name):
    """A copy that is no copy would make the gate look better or worse than it is."""
    image = pictures[0].image
    one, again = (TRANSFORMS[name](image, np.random.default_rng(1)) for _ in range(2))
    assert np.array_equal(one, again)
    assert one.dtype == np.uint8
    assert one.shape != image.shape or not np.array_equal(one, image)
