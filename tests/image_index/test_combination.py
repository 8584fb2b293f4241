"""Several photos of one article, and its codes, are one answer."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from image_index.combination import PhotoEvidence, combine
from image_index.ranking import (
    POSSIBLE_STRENGTH,
    STRONG_MARGIN,
    STRONG_STRENGTH,
    Band,
    Candidate,
    Evidence,
    rank_products,
)

PRODUCTS = "ABCD"
STRONG, POSSIBLE, NONE = Band.STRONG, Band.POSSIBLE, Band.NONE
CLEAR = 3 * STRONG_STRENGTH  # strong by itself
NEARLY = CLEAR / (STRONG_MARGIN * 0.9)  # too near to CLEAR to be told apart
WEAK = STRONG_STRENGTH * 0.6  # two of them are strong


def at(x):
    """A face that takes a third of the photo's width, its left edge at *x*."""
    return np.array([[0.3, 0, x], [0, 0.9, 0.05], [0, 0, 1.0]])


def seen(product, strength, face="front", x=0.1):
    return PhotoEvidence(product, f"{product}-{face}", strength, at(x))


def bands(photos, named=()):
    return {c.product_id: c.band for c in combine(photos, named)}


def order(photos, named=()):
    return [c.product_id for c in combine(photos, named)]


def contradictions(photos, named=()):
    return {c.product_id: c.contradicted_by for c in combine(photos, named) if c.contradicted_by}


sights = st.builds(
    seen,
    st.sampled_from(PRODUCTS),
    st.floats(POSSIBLE_STRENGTH, 4 * CLEAR),
    st.sampled_from(["front", "back"]),
    st.sampled_from([0.0, 0.1, 0.6]),  # the first two claim one place, the third another
)
photo = st.lists(sights, max_size=4, unique_by=lambda one: one.product_id)
several = st.lists(photo, max_size=4)
codes = st.sets(st.sampled_from(PRODUCTS), max_size=2)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine


def test_possible_on_two_faces_is_strong_together():
    """A glare on the front, a thumb on the back: each says a little, both say enough."""
    front, back = [seen("A", WEAK)], [seen("A", WEAK, "back")]
    assert bands([front]) == bands([back]) == {"A": POSSIBLE}
    assert bands([front, back]) == {"A": STRONG}


def test_the_same_face_again_says_nothing_new():
    """What looks like the front once looks like it in every photo of it."""
    assert bands([[seen("A", WEAK)]] * 5) == {"A": POSSIBLE}


def test_sisters_that_tie_on_the_front_are_told_apart_by_the_back():
    """However long the tie, the photo that tells them apart decides."""
    tie = [seen("A", 10 * CLEAR), seen("B", 10 * NEARLY)]
    back = [seen("A", CLEAR, "back"), seen("B", CLEAR / STRONG_MARGIN / 2, "back")]
    assert bands([tie]) == {"A": POSSIBLE, "B": POSSIBLE}
    assert bands([tie, tie]) == {"A": POSSIBLE, "B": POSSIBLE}
    assert bands([tie, back]) == {"A": STRONG, "B": POSSIBLE}
    assert order([tie, back]) == ["A", "B"]


def test_a_weak_difference_does_not_tell_sisters_apart():
    """The photo that decides has to be a strong answer itself."""
    tie = [seen("A", CLEAR), seen("B", CLEAR)]
    assert bands([tie, [seen("A", WEAK, "back")]]) == {"A": POSSIBLE, "B": POSSIBLE}


def test_what_different_photos_show_is_a_contradiction_that_is_shown():
    """A genuine front on another product's back is a case; so is a photo of the wrong article."""
    photos = [[seen("A", CLEAR)], [seen("B", 2 * CLEAR)]]
    assert bands(photos) == {"A": STRONG, "B": STRONG}
    assert contradictions(photos) == {"A": ("B",), "B": ("A",)}
    beside = [*photos, [seen("A", CLEAR), seen("B", CLEAR, x=0.6)]]
    assert contradictions(beside) == {}  # two articles on one photo


def test_only_strong_answers_contradict_each_other():
    """A possible resemblance on one photo of five is no news."""
    assert contradictions([[seen("A", CLEAR)], [seen("B", WEAK)]]) == {}


def test_a_code_decides_between_what_a_photo_cannot_tell_apart():
    """Two flavours in one design; the code on the back names one."""
    tie = [seen("A", CLEAR), seen("B", NEARLY)]
    assert bands([tie], {"B"}) == {"A": POSSIBLE, "B": STRONG}
    assert order([tie], {"B"}) == ["B", "A"]
    assert bands([tie], {"A", "B"}) == {"A": POSSIBLE, "B": POSSIBLE}  # two codes decide nothing
    assert bands([[seen("A", WEAK)]], {"A"}) == {"A": STRONG}


def test_a_code_does_not_outvote_a_photo_that_clearly_shows_another_product():
    """Codes are copied and stuck over: the picture keeps its word, and the code its place."""
    shown = [seen("A", CLEAR), seen("B", WEAK)]
    assert bands([shown], {"B"}) == {"A": STRONG, "B": POSSIBLE}
    assert bands([[seen("A", CLEAR)]], {"B"}) == {"A": STRONG, "B": NONE}
    assert bands([[seen("A", CLEAR), seen("B", WEAK, x=0.6)]], {"B"}) == {"A": STRONG, "B": STRONG}


def test_nothing_is_an_answer():
    """Most goods are not registered."""
    assert combine([]) == combine([[], []]) == []


@patient
@given(photo, st.floats(0.1, 3))
def test_one_photo_is_answered_as_the_index_answers_it(sighted, stretch):
    """The same bands in the same order: two rules for one photo would contradict each other."""
    candidates = [
        Candidate(
            one.product_id,
            one.reference_id,
            Evidence(1.0, 20, 0.5, 5.0, 200, one.strength * stretch),
            one.homography,
        )
        for one in sighted
    ]
    ranked = [c for c in rank_products(candidates, 10) if c.band is not NONE]
    combined = combine(
        [
            [
                PhotoEvidence(c.product_id, c.reference_id, c.evidence.strength, c.homography)
                for c in ranked
                if c.homography is not None
            ]
        ]
    )
    assert {c.product_id: c.band for c in combined} == {c.product_id: c.band for c in ranked}
    assert [c.product_id for c in combined if c.band is STRONG] == [
        c.product_id for c in sorted(ranked, key=by_strength) if c.band is STRONG
    ]


def by_strength(candidate):
    return -candidate.evidence.strength, candidate.product_id


@patient
@given(several, codes, st.randoms())
def test_the_order_of_photos_does_not_matter(photos, named, random):
    """Front first or back first: the same article."""
    shuffled = [random.sample(photo, len(photo)) for photo in photos]
    random.shuffle(shuffled)
    assert combine(shuffled, named) == combine(photos, named)


@patient
@given(several, codes)
def test_a_photo_that_shows_nothing_changes_nothing(photos, named):
    """A photo of the floor is no evidence against anything."""
    assert combine([*photos, []], named) == combine(photos, named)


@patient
@given(several, st.sampled_from(PRODUCTS), st.floats(POSSIBLE_STRENGTH, CLEAR), st.data())
def test_an_agreeing_photo_never_lowers_a_product(photos, right, strength, data):
    """One more photo that shows it best, sisters well behind: neither rank nor band falls."""
    named = data.draw(st.sampled_from([set(), {right}]))
    least = st.floats(0, strength / STRONG_MARGIN)
    behind = data.draw(st.dictionaries(st.sampled_from(PRODUCTS), least))
    agreeing = [seen(right, strength, "back")]
    agreeing += [seen(p, s, "back") for p, s in behind.items() if p != right and s]
    before, after = combine(photos, named), combine([*photos, agreeing], named)
    ranks = {c.product_id: (rank, c.band) for rank, c in enumerate(before)}
    rank, band = next((n, c.band) for n, c in enumerate(after) if c.product_id == right)
    if right in ranks:
        assert rank <= ranks[right][0]
        assert band is STRONG or ranks[right][1] is not STRONG


@patient
@given(several, codes, st.sampled_from(PRODUCTS))
def test_an_agreeing_code_never_lowers_a_product(photos, named, right):
    """A code that names it is evidence for it, whatever else was read."""
    before, after = combine(photos, named - {right}), combine(photos, named | {right})
    ranks = {c.product_id: (rank, c.band) for rank, c in enumerate(before)}
    rank, band = next((n, c.band) for n, c in enumerate(after) if c.product_id == right)
    if right in ranks:
        assert rank <= ranks[right][0]
        assert band is STRONG or ranks[right][1] is not STRONG


@patient
@given(several, codes)
def test_contradictions_are_mutual_and_about_strong_products(photos, named):
    """If A speaks against B, B speaks against A; nobody contradicts itself."""
    combined = {c.product_id: c for c in combine(photos, named)}
    for candidate in combined.values():
        assert candidate.product_id not in candidate.contradicted_by
        for other in candidate.contradicted_by:
            assert candidate.product_id in combined[other].contradicted_by
            assert candidate.band is combined[other].band is STRONG


@pytest.mark.parametrize("named", [set(), {"A"}])
def test_strengths_add_up_over_the_photos(named):
    """They order the candidates; people never see them."""
    (only,) = combine([[seen("A", 2.0)], [seen("A", 3.0)]], named)
    assert only.strength == 5.0
