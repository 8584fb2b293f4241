"""The arithmetic of the hub-attack benchmark: who comes first, and how often it is a thief."""

from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.hub_attack import EACH, attacks, outcome
from benchmarks.poison import Picture
from image_index.ranking import Band


class Told:
    """An index that answers what the photo's first pixel stands for."""

    def __init__(self, *answers):
        self._answers = answers

    def rank(self, photo, *, limit):
        """The one candidate, or none."""
        assert limit == 1
        answer = self._answers[photo[0, 0, 0]]
        return SimpleNamespace(candidates=[SimpleNamespace(**answer)] if answer else [])


def first(name, band=Band.STRONG):
    """An answer that names a product."""
    return {"product_id": name, "band": band}


def photos_of(*names):
    """Photos of products; the first pixel is their number."""
    return [
        (Picture(name, "t", "b", np.zeros((1, 1, 3), np.uint8)), np.full((1, 1, 3), n, np.uint8))
        for n, name in enumerate(names)
    ]


def test_a_theft_is_an_attacking_picture_that_comes_first():
    """Right, stolen, wrong without a theft, nothing found, and a first place too weak to show."""
    answers = (
        first("soap"),
        first("attack 1", Band.POSSIBLE),
        first("attack 1"),
        first("attack 2"),
        first("tea"),
        None,
        first("soap", Band.NONE),
        first("attack 2", Band.NONE),
    )
    found = outcome(Told(*answers), photos_of(*["soap"] * 8), {"attack 1", "attack 2"})
    assert (found.photos, found.right, found.stolen) == (8, 1, 3)
    assert found.worst == pytest.approx(2 / 8)  # of one picture, not of all together


def test_without_attack_or_photos_nothing_is_stolen():
    """What is not among the attackers is no theft; no photos are no division by nothing."""
    found = outcome(Told(first("tea")), photos_of("soap"), set())
    assert (found.right, found.stolen, found.worst) == (0, 0, 0)
    assert outcome(Told(), [], {"attack 1"}).worst == 0


def test_every_kind_of_attack_is_made_as_often_and_the_same_each_time():
    """Figures of two runs tell of the same pictures."""
    rng = np.random.default_rng(1)
    faces = [
        Picture(str(n), "t", "b", rng.integers(0, 255, (80, 64, 3), np.uint8)) for n in range(9)
    ]
    made, again = list(attacks(faces)), list(attacks(faces))
    kinds = [kind for kind, _ in made]
    assert all(kinds.count(kind) == EACH for kind in kinds)
    assert len(set(kinds)) == 8
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(made, again, strict=True))
