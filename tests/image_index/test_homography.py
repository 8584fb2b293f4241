import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_index.homography import (
    LEAST_AREA_SHARE,
    MINIMUM_PAIRS,
    estimate_homography,
    is_plausible_face,
    is_same_place,
    match_one_to_one,
    to_unit_frames,
)

TILTED = np.array([[0.9, -0.2, 40.0], [0.25, 1.1, -15.0], [2e-4, -1e-4, 1.0]])
LABEL, PHOTO = (400, 300), (800, 600)


def project(matrix, points):
    """Apply a homography to (K, 2) points the slow, obvious way."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return (homogeneous[:, :2] / homogeneous[:, 2:]).astype(np.float32)


def label():
    """60 keypoints spread over a 400 x 300 printed label."""
    return np.random.default_rng(7).uniform([0, 0], [400, 300], (60, 2)).astype(np.float32)


def onto(corners):
    """The map that puts the label's frame onto *corners* of the photo."""
    frame = np.array([[0, 0], [400, 0], [400, 300], [0, 300]], np.float32)
    return cv2.getPerspectiveTransform(frame, np.array(corners, np.float32))


def test_recovers_a_known_tilt_and_rejects_the_wrong_pairs():
    """A third of the pairs may be wrong; the map and the mask still come out right."""
    photo = project(TILTED, label())
    photo[:20] += 90

    found = estimate_homography(label(), photo)

    assert found is not None
    assert found.inliers.tolist() == [False] * 20 + [True] * 40
    assert found.matrix == pytest.approx(TILTED, abs=1e-2)


@settings(max_examples=40, deadline=None)
@given(
    turn=st.floats(-180, 180),
    scale=st.floats(0.3, 1.5),
    lean=st.floats(-3e-4, 3e-4),
    seed=st.integers(0, 10_000),
)
def test_recovers_any_ordinary_view(turn, scale, lean, seed):
    """Project, corrupt, recover: whatever way the officer holds the camera."""
    random = np.random.default_rng(seed)
    angle = np.deg2rad(turn)
    view = np.array(
        [
            [scale * np.cos(angle), -scale * np.sin(angle), 300],
            [scale * np.sin(angle), scale * np.cos(angle), 300],
            [lean, -lean, 1],
        ]
    )
    photo = project(view, label()) + random.normal(0, 0.3, (60, 2))
    photo[:15] += random.uniform(60, 200, (15, 2))

    found = estimate_homography(label(), photo.astype(np.float32))

    assert found is not None
    assert found.inliers[15:].sum() >= 40
    assert project(found.matrix, label()) == pytest.approx(project(view, label()), abs=3)


@pytest.mark.parametrize("seed", [8, 58, 73])  # layouts that OpenCV's own check lets through
def test_mirrored_label_is_not_a_match(seed):
    """A mirror image fits perfectly, yet a printed face can never look like that."""
    noise = np.random.default_rng(seed)
    points = noise.uniform([0, 0], [400, 300], (60, 2)).astype(np.float32)
    photo = project(TILTED @ np.diag([-1, 1, 1]), points) + noise.normal(0, 0.5, (60, 2))

    assert estimate_homography(points, photo.astype(np.float32)) is None


@pytest.mark.parametrize("count", range(MINIMUM_PAIRS))
def test_too_few_pairs_are_no_evidence(count):
    """Four pairs always fit some homography; they prove nothing."""
    assert estimate_homography(label()[:count], project(TILTED, label()[:count])) is None


def test_pairs_on_one_line_are_no_evidence():
    """A row of identical letters lies on a line and fixes no plane."""
    line = np.column_stack([np.linspace(0, 400, 30), np.full(30, 50.0)]).astype(np.float32)

    assert estimate_homography(line, line + 5) is None


def test_arrays_that_do_not_pair_up_are_a_programming_error():
    """Rows must correspond; silently cutting one side would fit nonsense."""
    with pytest.raises(ValueError, match=r"\(K, 2\)"):
        estimate_homography(label(), label()[:5])


def test_a_face_seen_from_its_front_is_plausible():
    """The ordinary case, or the other rules would prove nothing."""
    assert is_plausible_face(onto([[100, 80], [500, 120], [480, 420], [90, 400]]), LABEL, PHOTO)


@pytest.mark.parametrize(
    "corners",
    [
        pytest.param([[500, 80], [100, 120], [90, 400], [480, 420]], id="mirrored"),
        pytest.param([[100, 100], [500, 100], [300, 220], [100, 400]], id="dented"),
        pytest.param([[100, 100], [500, 400], [500, 100], [100, 400]], id="twisted"),
        pytest.param([[100, 100], [130, 100], [130, 130], [100, 130]], id="tiny"),
    ],
)
def test_a_frame_that_no_printed_face_has_is_refused(corners):
    """A handful of keypoints that agree by chance mostly give such a frame."""
    assert not is_plausible_face(onto(corners), LABEL, PHOTO)


def test_tiny_is_measured_against_the_photo():
    """The rule is a share, so it holds for photos of any size."""
    side = np.sqrt(LEAST_AREA_SHARE * PHOTO[0] * PHOTO[1])
    for factor, plausible in ((1.1, True), (0.9, False)):
        s = side * factor
        corners = [[100, 100], [100 + s, 100], [100 + s, 100 + s], [100, 100 + s]]
        assert is_plausible_face(onto(corners), LABEL, PHOTO) is plausible


def test_a_face_half_behind_the_camera_is_refused():
    """Beyond the horizon the map turns inside out."""
    behind = np.array([[1.0, 0, 50], [0, 1.0, 50], [-4e-3, 0, 1.0]])  # horizon at x = 250

    assert not is_plausible_face(behind, LABEL, PHOTO)


def test_unit_frames_do_not_depend_on_the_worked_sizes():
    """A place told in shares holds for the phone's full picture as well."""
    unit = to_unit_frames(TILTED, LABEL, PHOTO)
    middle = project(TILTED, np.array([[200.0, 150.0]])) / np.array(PHOTO)

    assert project(unit, np.array([[0.5, 0.5]])) == pytest.approx(middle, abs=1e-6)
    assert unit[2, 2] == 1


def rootsift(count, seed):
    """*count* unlike descriptors of the right length."""
    raw = np.random.default_rng(seed).exponential(1, (count, 128)) ** 3
    return np.sqrt(raw / raw.sum(axis=1, keepdims=True) * 512**2).clip(0, 255).astype(np.uint8)


def test_every_keypoint_is_matched_at_most_once():
    """Many-to-one matching let a photo of limes reach 226 inliers."""
    known = rootsift(40, 1)
    seen = np.vstack([rootsift(30, 2), known[:10]])
    crowd = np.vstack([known, known[:1], known[:1]])  # the same print three times

    pairs = match_one_to_one(known, seen)
    crowded = match_one_to_one(crowd, seen)

    assert {tuple(pair) for pair in pairs} >= {(i, 30 + i) for i in range(10)}
    for found in (pairs, crowded):
        assert len(set(found[:, 0])) == len(set(found[:, 1])) == len(found)


def test_a_match_that_is_hardly_nearer_than_the_next_is_dropped():
    """Repeated print, such as a pattern, says nothing about where it is."""
    known = rootsift(5, 1)
    twice = np.vstack([known, known])

    assert len(match_one_to_one(known, twice)) == 0


@pytest.mark.parametrize(("known", "seen"), [(0, 5), (1, 5), (5, 0), (5, 1)])
def test_next_to_no_keypoints_match_nothing(known, seen):
    """A blank photo is an ordinary input."""
    assert match_one_to_one(rootsift(known, 1), rootsift(seen, 2)).shape == (0, 2)


@pytest.mark.parametrize(("shift", "same"), [(0.0, True), (0.1, True), (0.2, False), (0.9, False)])
def test_faces_are_at_one_place_when_they_share_most_of_it(shift, same):
    """Sister products fit the same box; neighbours on a shelf do not."""
    one = np.array([[0.3, 0.0, 0.1], [0, 0.8, 0.1], [0, 0, 1]])
    other = one + np.array([[0, 0, shift], [0, 0, 0], [0, 0, 0]])

    assert is_same_place(one, other) is same
    assert is_same_place(other, one) is same
