"""One quick look, and a closer one only where it left a doubt."""

import cv2
import pytest

from image_index.features import describe_reference
from image_index.identification import LOOKS, identify
from image_index.index import ImageIndex
from image_index.ranking import Band
from image_index.reference import indexed
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral

NEAR = quadrilateral(700, 700, turn=20, tilt=0.15)


@pytest.fixture(scope="module")
def index():
    """Four labels, each the only picture of its product."""
    made = ImageIndex()
    for seed in range(4):
        made.add(f"r{seed}", f"p{seed}", describe_reference(draw_label(seed)))
    return made


def looks_at(index, photo, *, shortlist=None, still_there=lambda _candidate: True):
    """The ranking, and the longer side of the picture at each look."""
    sides = []

    def retrieve(seen):
        sides.append(max(seen.picture.shape))
        return index.shortlist(seen) if shortlist is None else shortlist(seen)

    return identify(photo, retrieve, still_there, 10), sides


def test_a_strong_answer_to_the_quick_look_is_the_answer(index):
    """Most photos are clear, and the officer is waiting."""
    ranking, sides = looks_at(index, photograph(draw_label(2), NEAR))

    assert sides == [LOOKS[0][0]]
    assert (ranking.candidates[0].product_id, ranking.candidates[0].band) == ("p2", Band.STRONG)


def test_a_doubt_is_looked_at_more_closely(index):
    """Nothing registered is on this photo: both looks must have said so."""
    photo = photograph(draw_label(30), quadrilateral(1000, 1000, turn=20), size=(1000, 1000))
    _ranking, sides = looks_at(index, photo)

    assert sides == [side for side, _keypoints in LOOKS]


def test_a_photo_without_finer_detail_is_looked_at_once(index):
    """Out of focus or enlarged: a closer look sees the same blur, and the officer waits for it."""
    sharp = photograph(draw_label(30), quadrilateral(1000, 1000, turn=20), size=(1000, 1000))
    photo = cv2.resize(cv2.resize(sharp, (400, 400), interpolation=cv2.INTER_AREA), (1000, 1000))
    _ranking, sides = looks_at(index, photo)

    assert sides == [LOOKS[0][0]]


def test_sisters_are_not_looked_at_twice():
    """A closer look never told apart two products with the same front; it only cost time."""
    twins = ImageIndex()
    for name in ("a", "b"):
        twins.add(f"r-{name}", f"p-{name}", describe_reference(draw_label(5)))

    ranking, sides = looks_at(twins, photograph(draw_label(5), NEAR))

    assert len(sides) == 1
    assert [candidate.band for candidate in ranking.candidates] == [Band.POSSIBLE] * 2


def test_what_either_look_found_is_ranked_together(index):
    """The second look may lose what the first one saw, and must not."""
    photo = photograph(draw_label(1), quadrilateral(700, 700, share=0.3))
    turns = iter([index.shortlist, lambda _seen: []])
    first_only, sides = looks_at(
        index, photo, shortlist=lambda seen: [(r, 0.5) for r, _ in next(turns)(seen)]
    )

    assert "p1" in [candidate.product_id for candidate in first_only.candidates]
    assert len(sides) <= len(LOOKS)


def test_each_product_is_answered_once_however_often_it_was_seen():
    """Two looks are no two candidates."""
    reference = indexed("r9", "p9", describe_reference(draw_label(9)))
    photo = photograph(draw_label(30), NEAR)

    ranking = identify(photo, lambda _seen: [(reference, 1.0)], lambda _candidate: True, 10)

    assert [candidate.product_id for candidate in ranking.candidates] == ["p9"]


def test_what_was_removed_meanwhile_is_not_answered(index):
    """A withdrawn product is gone at once, even from a search under way."""
    photo = photograph(draw_label(2), NEAR)
    ranking, _sides = looks_at(index, photo, still_there=lambda c: c.product_id != "p2")

    assert "p2" not in [candidate.product_id for candidate in ranking.candidates]


def test_the_times_of_all_looks_are_added_up(index):
    """A benchmark that saw only the last look would flatter."""
    once, _ = looks_at(index, photograph(draw_label(2), NEAR))
    assert min(once.times.features, once.times.retrieve, once.times.verify) > 0
