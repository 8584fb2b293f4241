import cv2
import numpy as np
import pytest

from image_index.comparison import (
    HIGHLIGHT_UNLIKENESS,
    MOST_HIGHLIGHTS,
    Region,
    SeenReference,
    Visibility,
    compare,
    compare_with_counterfeit,
)
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

LABEL = draw_label(5)
PLACE = Region(0.30, 0.40, 0.30, 0.20)  # printed, away from the label's edge
CORNERS = quadrilateral(700, 700, turn=12, share=0.85)
WHERE = unit_homography(CORNERS)
SEEN = SeenReference(LABEL, WHERE)
SPAN = (slice(224, 336), slice(126, 252))  # PLACE in pixels of the label


def covered(label):
    """The place is painted over with its ground."""
    changed = label.copy()
    changed[SPAN] = np.median(label.reshape(-1, 3), axis=0)
    return changed


def moved(label):
    """The place's print is shifted by 14 pixels."""
    changed = label.copy()
    changed[SPAN] = np.roll(label[SPAN], 14, axis=1)
    return changed


def replaced(label):
    """Another label's print is in the place."""
    changed = label.copy()
    changed[SPAN] = draw_label(77)[SPAN]
    return changed


def recoloured(label):
    """Red and blue change roles in the place."""
    changed = label.copy()
    changed[SPAN] = label[SPAN][:, :, ::-1]
    return changed


def unlikeness(photo, where=WHERE):
    """Of the declared place."""
    view = compare(photo, [SeenReference(LABEL, where)], [PLACE]).features[0]
    assert view.visibility is Visibility.VISIBLE
    return view.unlikeness


def overlap(one, other):
    """Whether two regions share some area."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    return across > 0 and min(one.y + one.height, other.y + other.height) > max(one.y, other.y)


@pytest.mark.parametrize("edit", [covered, moved, replaced, recoloured])
def test_an_edit_is_found_where_it_is(edit):
    """At the declared place it is unlike, and without a declared place it is the first shown."""
    photo = photograph(edit(LABEL), CORNERS)

    found = compare(photo, [SEEN], []).highlights

    assert unlikeness(photo) > 0.8
    assert overlap(found[0].region, PLACE)
    assert found[0].unlikeness >= HIGHLIGHT_UNLIKENESS


@pytest.mark.parametrize("seed", [5, 6, 7, 8])
def test_a_genuine_photo_shows_nothing(seed):
    """An officer sent to look at nothing stops looking."""
    label = draw_label(seed)

    seen = compare(photograph(label, CORNERS), [SeenReference(label, WHERE)], [PLACE])

    assert seen.highlights == []
    assert seen.features[0].unlikeness < 0.3


def darker(photo):
    """Half the light."""
    return (photo * 0.5).astype(np.uint8)


def lamp_lit(photo):
    """Yellow light."""
    return np.clip(photo * np.array([1.1, 1.0, 0.75]), 0, 255).astype(np.uint8)


def out_of_focus(photo):
    """A lens that was not sharp."""
    return cv2.GaussianBlur(photo, (0, 0), 1.6)


def smeared(photo):
    """A hand that moved to the side."""
    return cv2.blur(photo, (7, 1))


def half_in_shadow(photo):
    """Light that falls off across the photo."""
    fall = np.linspace(1.1, 0.55, photo.shape[1])[None, :, None]
    return np.clip(photo * fall, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("taken", [darker, lamp_lit, out_of_focus, smeared, half_in_shadow])
def test_how_a_photo_was_taken_is_no_difference(taken):
    """Light, its colour, and blur are made the same before anything is compared."""
    genuine, edited = (photograph(label, CORNERS) for label in (LABEL, replaced(LABEL)))

    assert unlikeness(taken(genuine)) < 0.4
    assert unlikeness(taken(edited)) > 0.7
    assert compare(taken(genuine), [SEEN], []).highlights == []


def test_a_rough_homography_is_made_exact():
    """The index fits it with a tolerance of 8 pixels."""
    off = unit_homography(CORNERS + np.array([[5, -4], [-4, 5], [4, 4], [-5, -3]], np.float32))

    assert unlikeness(photograph(LABEL, CORNERS), off) < 0.3
    assert unlikeness(photograph(moved(LABEL), CORNERS), off) > 0.8


def test_a_place_beside_the_photo_is_said_to_be_outside():
    """No crop, no number: nothing was seen."""
    away = np.array([[1.0, 0, 0.75], [0, 1.0, 0], [0, 0, 1]]) @ WHERE

    view = compare(photograph(LABEL, CORNERS), [SeenReference(LABEL, away)], [PLACE]).features[0]

    assert view.visibility is Visibility.OUTSIDE
    assert view.photo is None
    assert view.unlikeness is None
    assert view.reference.size > 0


def glaring(photo):
    """A lamp mirrors in the middle of the photo."""
    spot = np.zeros(photo.shape[:2], np.float32)
    cv2.ellipse(spot, (340, 355), (130, 105), 0, 0, 360, 255.0, -1)
    return np.clip(photo + cv2.GaussianBlur(spot, (0, 0), 6)[..., None], 0, 255).astype(np.uint8)


def test_a_place_in_glare_is_said_to_be_in_glare():
    """White light hides print; it must not look like missing print."""
    dark = LABEL // 2
    photo = glaring(photograph(dark, CORNERS))

    seen = compare(photo, [SeenReference(dark, WHERE)], [PLACE])

    assert seen.features[0].visibility is Visibility.GLARE
    assert seen.features[0].unlikeness is None
    assert seen.features[0].photo is not None


def test_white_print_is_no_glare():
    """A white place that the reference has as well can be judged."""
    label = LABEL.copy()
    label[SPAN] = 255
    label[250:300, 150:230] = 30
    photo = np.clip(photograph(label, CORNERS) * 1.2, 0, 255).astype(np.uint8)

    view = compare(photo, [SeenReference(label, WHERE)], [PLACE]).features[0]

    assert view.visibility is Visibility.VISIBLE


def test_a_place_of_a_few_pixels_is_not_judged():
    """Micro-print in a photo from afar is grey."""
    thin = Region(0.3, 0.5, 0.4, 0.012)

    view = compare(photograph(LABEL, CORNERS), [SEEN], [thin]).features[0]

    assert view.visibility is Visibility.TOO_FEW_PIXELS
    assert view.unlikeness is None
    assert view.photo.shape == view.reference.shape


def test_what_a_second_genuine_picture_shows_is_not_highlighted():
    """A new edition of the packaging is genuine too."""
    photo = photograph(replaced(LABEL), CORNERS)
    edition = SeenReference(replaced(LABEL), WHERE)

    assert compare(photo, [SEEN], []).highlights
    assert compare(photo, [SEEN, edition], []).highlights == []
    assert compare(photo, [SEEN, edition], [PLACE]).features[0].unlikeness < 0.3


def test_a_second_picture_in_another_frame_is_laid_over_the_first():
    """References of one face are cut differently."""
    edition = replaced(LABEL)
    inner = edition[56:504, 42:378]  # a tenth less on each side
    cut = np.array([[0.8, 0, 0.1], [0, 0.8, 0.1], [0, 0, 1]])
    photo = photograph(edition, CORNERS)

    assert compare(photo, [SEEN, SeenReference(inner, WHERE @ cut)], []).highlights == []


def test_a_second_picture_says_nothing_of_what_it_does_not_show():
    """A picture of the lower part cannot excuse the middle."""
    photo = photograph(replaced(LABEL), CORNERS)
    lower = np.array([[1.0, 0, 0], [0, 0.35, 0.65], [0, 0, 1]])

    found = compare(photo, [SEEN, SeenReference(LABEL[364:], WHERE @ lower)], []).highlights

    assert overlap(found[0].region, PLACE)


def test_a_declared_place_is_not_highlighted_again():
    """It is shown as a feature already."""
    photo = photograph(replaced(LABEL), CORNERS)

    assert compare(photo, [SEEN], [Region(0.2, 0.3, 0.5, 0.4)]).highlights == []


def test_highlights_are_few_and_the_most_unlike_first():
    """Three places at most, however much differs."""
    photo = photograph(draw_label(99), CORNERS)

    found = compare(photo, [SEEN], [], least_unlikeness=0.0).highlights

    assert len(found) == MOST_HIGHLIGHTS
    assert [h.unlikeness for h in found] == sorted((h.unlikeness for h in found), reverse=True)


def test_comparing_with_nothing_is_refused():
    """A caller that lost its references has a fault, not a finding."""
    with pytest.raises(ValueError, match="nothing to compare"):
        compare(LABEL, [], [])


def test_a_known_counterfeit_is_told_from_the_genuine_product():
    """Each photo agrees with its own original where the two differ."""
    fake = replaced(LABEL)
    as_fake = compare_with_counterfeit(photograph(fake, CORNERS), SEEN, fake)
    as_genuine = compare_with_counterfeit(photograph(LABEL, CORNERS), SEEN, fake, PLACE)

    assert as_fake > 0.2
    assert as_genuine < -0.2


def test_where_the_counterfeit_is_like_the_genuine_product_it_tells_nothing():
    """Silence is not agreement."""
    photo = photograph(LABEL, CORNERS)

    assert compare_with_counterfeit(photo, SEEN, replaced(LABEL), Region(0, 0.8, 1, 0.2)) is None


def test_a_picture_of_something_else_is_no_counterfeit_of_this():
    """A picture filed under the wrong product must not speak."""
    photo = photograph(LABEL, CORNERS)

    assert compare_with_counterfeit(photo, SEEN, draw_label(31)) is None
