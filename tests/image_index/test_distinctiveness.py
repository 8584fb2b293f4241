"""Pictures that every package would match are no references."""

import numpy as np
import pytest

from benchmarks.hub_attack import attacks
from benchmarks.poison import Picture
from image_index.distinctiveness import LEAST_DISTINCT, distinct_keypoints, lacking_distinction
from image_index.features import describe_reference
from image_index.quality import MINIMUM_REFERENCE_KEYPOINTS, QualityProblem, assess_quality
from tests.conftest import label

RULES = {
    "barcode": QualityProblem.ONLY_BARCODE,
    "chequered": QualityProblem.REPETITIVE,
    "dotted": QualityProblem.REPETITIVE,
}


@pytest.fixture(scope="module")
def planted():
    """(kind, picture) of the attacks that a rule of its own stops."""
    blank = Picture("", "", "", np.zeros((80, 80, 3), np.uint8))
    return [(kind, image) for kind, image in attacks([blank] * 9) if kind in RULES]


def test_bars_and_patterns_are_told_though_they_have_keypoints_enough(planted):
    """Else the floor of keypoints would do, and these rules would be for nothing."""
    assert {kind for kind, _ in planted} == set(RULES)
    for kind, image in planted:
        assert assess_quality(image).keypoints >= MINIMUM_REFERENCE_KEYPOINTS
        assert lacking_distinction(image, describe_reference(image)) is RULES[kind]


def test_artwork_is_distinct():
    """An honest picture is not refused."""
    image = label(1, 600, 800)
    features = describe_reference(image)
    assert distinct_keypoints(image, features)[1] >= LEAST_DISTINCT
    assert lacking_distinction(image, features) is None
