"""The mirror image's features without looking at the mirror image."""

import numpy as np

from image_index.features import describe_reference
from image_index.homography import match_one_to_one
from image_index.mirroring import mirrored, mirrored_descriptors
from tests.conftest import label


def test_mirrored_features_are_those_of_the_flipped_picture():
    """Matched with what SIFT finds in the flipped pixels, nearly all are at the same place."""
    image = label(3)
    turned = mirrored(describe_reference(image))
    flipped = describe_reference(np.ascontiguousarray(image[:, ::-1]))
    found = match_one_to_one(
        turned.descriptors[: turned.frontal], flipped.descriptors[: flipped.frontal]
    )
    assert len(found) > 0.8 * turned.frontal
    apart = np.abs(turned.keypoints[found[:, 0], :2] - flipped.keypoints[found[:, 1], :2])
    assert (apart.max(axis=1) < 2).mean() > 0.95


def test_two_mirrors_are_none():
    """Flipping twice gives back the very bytes."""
    descriptors = describe_reference(label(4)).descriptors
    assert np.array_equal(mirrored_descriptors(mirrored_descriptors(descriptors)), descriptors)
    assert not np.array_equal(mirrored_descriptors(descriptors), descriptors)
