import numpy as np
import pytest

from image_index.errors import FeaturesRefused
from image_index.features import (
    PHOTO_KEYPOINTS,
    PHOTO_SIDE_PX,
    REFERENCE_KEYPOINTS,
    REFERENCE_SIDE_PX,
    VIEW_KEYPOINTS,
    ReferenceFeatures,
    describe_photo,
    describe_reference,
)
from image_index.photo import decode_photo
from tests.image_index.drawn_labels import draw_label


@pytest.fixture(scope="module")
def described():
    """A reference as it is enrolled."""
    return describe_reference(draw_label(1))


def test_a_reference_is_described_from_the_front_and_turned(described):
    """Squeezed views are what finds a carton that is held at a slant."""
    assert 100 < described.keypoint_count <= REFERENCE_KEYPOINTS
    assert described.frontal < len(described.keypoints)
    assert len(described.keypoints) <= REFERENCE_KEYPOINTS + 2 * VIEW_KEYPOINTS
    assert described.descriptors.shape == (len(described.keypoints), 128)
    assert described.descriptors.dtype == np.uint8


def test_keypoints_of_squeezed_views_are_told_in_the_reference_frame(described):
    """Otherwise their votes would disagree with those of the picture itself."""
    views = described.keypoints[described.frontal :]
    likeness = views[:, None, :2] - described.keypoints[None, : described.frontal, :2]
    nearest = np.linalg.norm(likeness, axis=2).min(axis=1)

    assert np.median(nearest) < 6
    assert (views[:, 0] <= described.width + 2).all()
    assert (views[:, 1] <= described.height + 2).all()
    assert views[:, 0].max() > 0.8 * described.width
    assert views[:, 1].max() > 0.8 * described.height


@pytest.mark.parametrize(
    ("shape", "worked"),
    [
        pytest.param((1000, 2000), REFERENCE_SIDE_PX, id="large is reduced"),
        pytest.param((60, 100), 200, id="small is enlarged twice at most"),
    ],
)
def test_the_worked_size_is_bounded(shape, worked):
    """Blowing a thumbnail up tenfold only invents keypoints."""
    found = describe_reference(np.full((*shape, 3), 200, np.uint8))

    assert found.width == worked


def test_stored_features_come_back_exactly(described):
    """The index built from stored features is the one built from pictures."""
    again = ReferenceFeatures.from_bytes(described.to_bytes())

    assert np.array_equal(again.keypoints, described.keypoints)
    assert np.array_equal(again.descriptors, described.descriptors)
    assert again.picture == described.picture
    assert (again.frontal, again.width, again.height) == (
        described.frontal,
        described.width,
        described.height,
    )


def test_the_small_picture_is_the_reference(described):
    """Agreement compares the photo with it."""
    small = decode_photo(described.picture)

    assert small.shape == (256, 192, 3)
    assert abs(small.mean() - draw_label(1).mean()) < 3


def test_any_damaged_byte_is_noticed(described):
    """A flipped bit in the database must not become a wrong match."""
    whole = described.to_bytes()
    for at in [*range(24), *range(24, len(whole), 997), len(whole) - 1]:
        damaged = bytearray(whole)
        damaged[at] ^= 0x10
        with pytest.raises(FeaturesRefused):
            ReferenceFeatures.from_bytes(bytes(damaged))


@pytest.mark.parametrize("kept", [0, 3, 40, 5000, -1])
def test_features_cut_short_are_refused(described, kept):
    """Half a row is no row."""
    with pytest.raises(FeaturesRefused):
        ReferenceFeatures.from_bytes(described.to_bytes()[:kept])


def test_features_of_another_version_are_refused(described, monkeypatch):
    """They are computed anew rather than compared with what they do not resemble."""
    monkeypatch.setattr("image_index.features.FEATURES_VERSION", 999)
    newer = described.to_bytes()
    monkeypatch.undo()

    with pytest.raises(FeaturesRefused, match="version 999"):
        ReferenceFeatures.from_bytes(newer)


@pytest.mark.parametrize("shape", [(200, 200), (1, 1), (1, 500), (3, 2)])
def test_a_blank_or_tiny_picture_has_no_features(shape):
    """A photo of a white wall is an ordinary input."""
    blank = np.full((*shape, 3), 200, np.uint8)

    assert describe_photo(blank).keypoints.shape == (0, 4)
    assert describe_photo(blank).descriptors.shape == (0, 128)
    assert describe_reference(blank).keypoint_count == 0
    assert ReferenceFeatures.from_bytes(describe_reference(blank).to_bytes()).frontal == 0


def test_a_photo_is_worked_at_one_size_with_bounded_keypoints():
    """The time of a search does not depend on the phone."""
    photo = describe_photo(np.tile(draw_label(3), (3, 4, 1)))

    assert max(photo.picture.shape) == PHOTO_SIDE_PX
    assert 0 < len(photo.keypoints) <= PHOTO_KEYPOINTS


def test_descriptors_have_the_length_that_matching_relies_on(described):
    """RootSIFT: the squares of a descriptor add up to 512 squared, but for rounding."""
    lengths = np.linalg.norm(described.descriptors.astype(float), axis=1)

    assert lengths == pytest.approx(512, rel=0.05)
