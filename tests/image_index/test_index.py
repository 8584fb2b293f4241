import threading

import numpy as np
import pytest

from image_index.comparison import Region, crop_photo, crop_reference
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.ranking import Band
from tests.image_index.drawn_labels import (
    draw_label,
    photograph,
    quadrilateral,
    unit_homography,
)

CORNERS = quadrilateral(700, 700, turn=20, tilt=0.15)


@pytest.fixture(scope="module")
def enrolled():
    """Eight labels, described once."""
    return {seed: describe_reference(draw_label(seed)) for seed in range(8)}


@pytest.fixture
def index(enrolled):
    """Labels 0 to 5, each the only picture of its product."""
    made = ImageIndex()
    for seed in range(6):
        made.add(f"r{seed}", f"p{seed}", enrolled[seed])
    return made


def photo_of(seed, **how):
    return photograph(draw_label(seed), CORNERS, **how)


def names(matches):
    return [match.product_id for match in matches]


@pytest.mark.parametrize("seed", range(6))
def test_a_photo_finds_its_product_and_where_it_is(index, seed):
    """The main job."""
    best = index.search(photo_of(seed))[0]

    assert (best.product_id, best.reference_id, best.band) == (f"p{seed}", f"r{seed}", Band.STRONG)
    assert best.homography == pytest.approx(unit_homography(CORNERS), abs=0.02)


def test_a_single_product_is_found_in_an_index_of_its_own(enrolled):
    """The first right holder publishes the first product."""
    index = ImageIndex()
    index.add("r3", "p3", enrolled[3])

    assert names(index.search(photo_of(3))) == ["p3"]


def test_unknown_goods_are_an_answer_not_an_error(index):
    """Most goods in a container are not in the index; drawn labels share a few words, no more."""
    answers = [index.search(photo_of(seed)) for seed in range(20, 26)]

    assert sum(answer == [] for answer in answers) >= 5
    assert all(match.band is Band.POSSIBLE for answer in answers for match in answer)


@pytest.mark.parametrize(
    "photo",
    [
        np.full((480, 640, 3), 255, np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((2, 900, 3), np.uint8),
        np.pad(np.zeros((6, 6, 3), np.uint8), ((50, 50), (50, 50), (0, 0)), constant_values=255),
        np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8),
    ],
    ids=["blank", "one pixel", "a strip", "one dot", "noise"],
)
def test_a_photo_with_nothing_on_it_finds_nothing(index, photo):
    """A photo of a white wall is an ordinary input."""
    assert index.search(photo) == []


def test_an_empty_index_finds_nothing():
    """The service starts before the first product is published."""
    assert ImageIndex().search(photo_of(1)) == []


def test_a_reference_without_keypoints_can_be_added_and_removed(index):
    """The quality check warns; the index does not crash."""
    index.add("blank", "p-blank", describe_reference(np.full((90, 90, 3), 255, np.uint8)))

    assert names(index.search(photo_of(1))) == ["p1"]
    index.remove("blank")
    assert len(index) == 6


def test_a_mirrored_label_is_not_the_product(index):
    """Printed faces have a handedness; a mirror image is another print."""
    assert index.search(photo_of(2)[:, ::-1].copy()) == []


def test_products_are_ranked_not_pictures(index, enrolled):
    """Front, back and side of one product are one candidate, with the picture that fits."""
    index.add("r6", "p0", enrolled[6])
    index.add("r0-again", "p0", enrolled[0])

    both = np.concatenate([photo_of(0), photo_of(1)], axis=1)
    found = index.search(both)

    assert sorted(names(found)) == ["p0", "p1"]
    assert index.search(photo_of(6))[0].reference_id == "r6"


def test_limit_counts_products(index):
    """The phone asks for as many cards as it shows."""
    both = np.concatenate([photo_of(0), photo_of(1)], axis=1)

    assert len(index.search(both, limit=1)) == 1


def test_what_is_removed_is_not_found_at_once(index):
    """A withdrawn product is gone with the next photo."""
    index.remove("r4")

    assert index.search(photo_of(4)) == []
    assert len(index) == 5
    assert "r4" not in index.reference_ids


def test_removing_twice_or_what_never_was_changes_nothing(index):
    """Messages between workers may arrive twice."""
    index.remove("r4")
    index.remove("r4")
    index.remove("never")

    assert index.reference_ids == {"r0", "r1", "r2", "r3", "r5"}


def test_removing_a_product_removes_all_its_pictures(index, enrolled):
    """Withdrawing is of a product, not of a picture."""
    index.add("r6", "p0", enrolled[6])

    index.remove_product("p0")

    assert "p0" not in names(index.search(photo_of(0)))
    assert index.search(photo_of(6)) == []
    assert names(index.search(photo_of(1))) == ["p1"]


def test_adding_under_the_same_id_replaces(index, enrolled):
    """A right holder corrects a picture."""
    index.add("r5", "p5", enrolled[7])

    assert len(index) == 6
    assert index.search(photo_of(5)) == []
    assert names(index.search(photo_of(7))) == ["p5"]


def test_changes_lead_to_the_same_index_as_building_it_anew(enrolled):
    """Workers that followed every change answer like one that has just started."""
    grown, rebuilt = ImageIndex(), ImageIndex()
    for seed in (7, 2, 5, 0, 1):
        grown.add(f"r{seed}", f"p{seed}", enrolled[seed])
    grown.remove("r5")
    grown.remove_product("p0")
    grown.add("r0", "p0", enrolled[0])
    for seed in (0, 1, 2, 7):
        rebuilt.add(f"r{seed}", f"p{seed}", enrolled[seed])

    assert grown.reference_ids == rebuilt.reference_ids
    for seed in (0, 1, 2, 5, 7):
        ours, theirs = grown.search(photo_of(seed)), rebuilt.search(photo_of(seed))
        assert names(ours) == names(theirs)
        assert [m.evidence for m in ours] == [m.evidence for m in theirs]


def test_more_references_than_the_first_room_holds(enrolled):
    """The index grows without being told how far."""
    index = ImageIndex()
    for number in range(70):
        index.add(f"r{number}", f"p{number}", describe_reference(np.zeros((9, 9, 3), np.uint8)))
    index.add("last", "p-last", enrolled[1])

    assert len(index) == 71
    assert names(index.search(photo_of(1))) == ["p-last"]


def test_searching_while_others_add_and_remove(index, enrolled):
    """A published product arrives while officers are asking."""
    failures = []
    done = threading.Event()

    def change():
        for _ in range(15):
            index.add("r6", "p6", enrolled[6])
            index.remove("r6")
        done.set()

    def ask():
        while not done.is_set():
            if names(index.search(photo)) != ["p1"]:
                failures.append("lost")

    photo = photo_of(1)
    workers = [threading.Thread(target=job) for job in (change, ask, ask)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert len(index) == 6


def test_what_is_removed_during_a_search_is_not_in_its_answer(index, monkeypatch):
    """Withdrawn between the shortlist and the answer."""
    shortlist = index.shortlist

    def withdrawn_meanwhile(seen):
        found = shortlist(seen)
        index.remove("r1")
        return found

    monkeypatch.setattr(index, "shortlist", withdrawn_meanwhile)

    assert index.search(photo_of(1)) == []


def test_the_ranking_behind_a_search_shows_weak_products_and_times(index):
    """The benchmark counts recall over everything considered."""
    ranking = index.rank(photo_of(1))

    assert ranking.candidates[0].product_id == "p1"
    assert min(ranking.times.features, ranking.times.retrieve, ranking.times.verify) > 0


def test_the_place_of_a_feature_is_found_in_the_photo(index):
    """From the photo to the crop beside the reference's."""
    label = draw_label(1)
    region = Region(0.2, 0.3, 0.4, 0.3)
    photo = photo_of(1)
    match = index.search(photo)[0]

    known = crop_reference(label, region)
    size = (label.shape[1], label.shape[0])
    seen = crop_photo(photo, match.homography, region, reference_size=size)

    assert seen is not None
    assert seen.shape == known.shape
    assert np.corrcoef(known.ravel(), seen.ravel())[0, 1] > 0.85
