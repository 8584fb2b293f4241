import numpy as np
import pytest

from image_index.agreement import Agreement
from image_index.ranking import (
    POSSIBLE_STRENGTH,
    STRONG_MARGIN,
    STRONG_STRENGTH,
    Band,
    Candidate,
    Evidence,
    band_of,
    rank_products,
    weigh,
)
from image_index.verification import Verification


def verification(inliers=40, correlation=0.8, chroma=5.0, cells=200):
    return Verification(np.eye(3), inliers, Agreement(correlation, chroma, cells))


def at(x):
    """A face that takes a third of the photo's width, its left edge at *x*."""
    return np.array([[0.3, 0, x], [0, 0.9, 0.05], [0, 0, 1.0]])


def candidate(product, reference, strength, votes=1.0, x=0.1):
    evidence = Evidence(votes, 20, 0.5, 5.0, 200, strength)
    return Candidate(product, reference, evidence, at(x))


def test_products_are_ranked_not_pictures():
    """Three good pictures of one product must not crowd another product out."""
    pictures = [candidate("cola", f"cola-{n}", 100.0 - n) for n in range(3)]

    ranked = rank_products([*pictures, candidate("tea", "tea-1", 50.0)], limit=2)

    assert [(c.product_id, c.reference_id) for c in ranked] == [
        ("cola", "cola-0"),
        ("tea", "tea-1"),
    ]


def test_what_is_verified_comes_before_what_only_has_votes():
    """Votes alone once ranked a pattern of dots above the right carton."""
    ranked = rank_products(
        [candidate("a", "a", 0.0, votes=90.0), candidate("b", "b", 5.0, votes=3.0)], limit=10
    )

    assert [c.product_id for c in ranked] == ["b", "a"]


def test_without_verification_votes_decide_the_order():
    """The tail of the ranking is still worth looking at when measuring."""
    ranked = rank_products(
        [candidate("a", "a", 0.0, votes=3.0), candidate("b", "b", 0.0, votes=9.0)], limit=10
    )

    assert [c.product_id for c in ranked] == ["b", "a"]


def test_the_order_of_equals_is_fixed():
    """Every worker must give the same answer."""
    same = [candidate(name, name, 7.0) for name in "cab"]

    assert [c.product_id for c in rank_products(same, 10)] == ["a", "b", "c"]


@pytest.mark.parametrize("better", [{"inliers": 80}, {"correlation": 0.95}, {"chroma": 1.0}])
def test_more_evidence_is_more_strength(better):
    """Keypoints, print and colour each count."""
    assert weigh(5.0, verification(**better)).strength > weigh(5.0, verification()).strength


@pytest.mark.parametrize("found", [None, verification(correlation=-0.4), verification(inliers=0)])
def test_nothing_verified_is_no_strength(found):
    """However many votes there are."""
    evidence = weigh(500.0, found)

    assert evidence.strength == 0
    assert band_of(evidence.strength) is Band.NONE


@pytest.mark.parametrize(
    ("strength", "band"),
    [
        (STRONG_STRENGTH, Band.STRONG),
        (STRONG_STRENGTH - 0.01, Band.POSSIBLE),
        (POSSIBLE_STRENGTH, Band.POSSIBLE),
        (POSSIBLE_STRENGTH - 0.01, Band.NONE),
    ],
)
def test_bands_begin_where_the_benchmark_put_them(strength, band):
    """The measured table in docs/identification.md stands behind these numbers."""
    (ranked,) = rank_products([candidate("a", "a", strength)], 10)

    assert ranked.band is band


def test_sisters_that_the_photo_cannot_tell_apart_are_possible_not_strong():
    """Two flavours nearly as strong: naming one would be a guess."""
    close = STRONG_STRENGTH * 10
    sisters = [candidate("a", "a", close * STRONG_MARGIN * 0.99), candidate("b", "b", close)]
    clear = [candidate("a", "a", close * STRONG_MARGIN * 1.01), candidate("b", "b", close)]

    assert [c.band for c in rank_products(sisters, 10)] == [Band.POSSIBLE, Band.POSSIBLE]
    assert rank_products(clear, 10)[0].band is Band.STRONG


def test_two_products_side_by_side_are_both_strong():
    """They are no rivals: each has its own place on the photo."""
    neighbours = [candidate("a", "a", 100.0, x=0.1), candidate("b", "b", 99.0, x=0.5)]

    assert [c.band for c in rank_products(neighbours, 10)] == [Band.STRONG, Band.STRONG]


def test_the_margin_is_to_the_next_product_even_beyond_the_limit():
    """Asking for one card must not make the answer surer."""
    sisters = [candidate("a", "a", 100.0), candidate("b", "b", 99.0)]

    assert rank_products(sisters, 1)[0].band is Band.POSSIBLE


def test_two_pictures_of_one_product_are_not_rivals():
    """The margin is between products."""
    pictures = [candidate("a", "a1", 100.0), candidate("a", "a2", 99.0)]

    assert rank_products(pictures, 10)[0].band is Band.STRONG
