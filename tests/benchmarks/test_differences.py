import json

import cv2
import numpy as np
import pytest

from benchmarks.artwork_edits import KINDS, Edit, propose_edit
from benchmarks.difference_cases import cases_of, chosen_photos
from benchmarks.difference_figures import (
    CONTROL,
    HIT_REACH,
    Tally,
    area_under_curve,
    figures_of,
    is_hit,
)
from benchmarks.difference_fit import Seen, fit_weights, fitting_edits, sample_cells
from benchmarks.differences import main, run
from benchmarks.picture_sets import is_development
from benchmarks.rendered_edits import UNCHANGED, place_face, render_edit
from image_index.comparison import HIGHLIGHT_UNLIKENESS
from image_index.difference import Evidence, evidence_names
from image_index.photo import encode_jpeg
from image_index.region import Region
from image_index.unlikeness import cell_logits
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral, unit_homography

CORNERS = quadrilateral(700, 700, turn=10, share=0.85)
WHERE = unit_homography(CORNERS)
LABEL = draw_label(3)
PHOTO = photograph(LABEL, CORNERS)
OTHERS = [draw_label(40), draw_label(41)]


@pytest.fixture
def pictures(tmp_path):
    """Two references and a photo of each in each half."""
    (tmp_path / "references").mkdir()
    (tmp_path / "photos").mkdir()
    references, pairs = ["reference_id,reference_path,label"], ["query_path,reference_id,split"]
    for seed in (3, 4):
        path = tmp_path / f"references/{seed}.jpg"
        path.write_bytes(encode_jpeg(draw_label(seed)))
        references.append(f"r{seed},references/{seed}.jpg,p{seed}")
    for letter in "abcdefgh":
        seed = 3 + ord(letter) % 2
        photo = photograph(draw_label(seed), CORNERS, seed=ord(letter))
        (tmp_path / f"photos/{letter}.jpg").write_bytes(encode_jpeg(photo))
        pairs.append(f"photos/{letter}.jpg,r{seed},test")
    (tmp_path / "references.csv").write_text("\n".join(references))
    (tmp_path / "pairs.csv").write_text("\n".join(pairs))
    return tmp_path


def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_changes_print_inside_its_box_and_nothing_else(kind):
    """What is not changed cannot be asked for, and what is changed elsewhere would be a hint."""
    edit = propose_edit(LABEL, kind, 0.05, OTHERS, rng())

    left, top, width, height = edit.box
    outside = np.ones(LABEL.shape[:2], np.bool_)
    outside[top : top + height, left : left + width] = False
    apart = np.abs(edit.picture.astype(int) - LABEL).max(axis=2)
    assert not apart[outside].any()
    assert (apart[~outside] > 20).mean() > 0.08
    assert 0.03 < width * height / LABEL.shape[0] / LABEL.shape[1] < 0.07


@pytest.mark.parametrize("kind", ["colour", "removed", "moved"])
def test_an_edit_that_changes_nothing_is_no_edit(kind):
    """Grey of another hue is grey; an empty place emptied is empty."""
    flat = np.full((400, 300, 3), 180, np.uint8)
    cv2.circle(flat, (8, 8), 6, (0, 0, 0), -1)

    assert propose_edit(flat, kind, 0.03, OTHERS, rng()) is None


def test_the_same_name_gives_the_same_edits(pictures):
    """Two runs measure one thing."""
    where = pictures / "photos/a.jpg", pictures / "references/4.jpg"
    first, second = (
        list(cases_of(*where, OTHERS, [("replaced", 0.06), CONTROL])) for _ in range(2)
    )

    assert [case.region for case in first] == [case.region for case in second]
    assert np.array_equal(first[1].photo, second[1].photo)
    assert [case.kind for case in first] == ["genuine", "replaced", UNCHANGED]


def test_only_the_changed_print_is_drawn_into_the_photo():
    """The rest of the photo stays real."""
    edit = propose_edit(LABEL, "replaced", 0.05, OTHERS, rng())

    drawn = render_edit(PHOTO, LABEL, edit, place_face(PHOTO, LABEL, WHERE), rng())

    left, top, width, height = edit.box
    unit = np.array([[left, top], [left + width, top + height]]) / LABEL.shape[1::-1]
    corners = [[unit[i, 0], unit[j, 1]] for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    place = cv2.perspectiveTransform(np.array([corners]), WHERE)[0] * PHOTO.shape[1::-1]
    mask = np.zeros(PHOTO.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, place.astype(np.int32), 1)
    apart = np.abs(drawn.astype(int) - PHOTO).max(axis=2)
    assert not apart[cv2.dilate(mask, np.ones((17, 17), np.uint8)) == 0].any()
    assert apart[mask > 0].mean() > 20


def test_print_drawn_anew_looks_as_it_did():
    """Otherwise the drawing would be found and not the edit."""
    control = Edit(UNCHANGED, LABEL, (120, 200, 140, 120))

    drawn = render_edit(PHOTO, LABEL, control, place_face(PHOTO, LABEL, WHERE), rng())

    smooth = [cv2.GaussianBlur(p, (0, 0), 1.5).astype(int) for p in (drawn, PHOTO)]
    touched = np.any(drawn != PHOTO, axis=2)
    assert touched.sum() > 5000
    assert np.abs(smooth[0] - smooth[1])[touched].mean() < 5


def test_a_place_beside_the_photo_is_not_edited():
    """Nobody could find it."""
    away = np.array([[1.0, 0, 0.8], [0, 1.0, 0], [0, 0, 1]]) @ WHERE
    edit = Edit("replaced", draw_label(40), (200, 200, 100, 100))

    assert render_edit(PHOTO, LABEL, edit, place_face(PHOTO, LABEL, away), rng()) is None


def test_area_under_curve_counts_pairs():
    """Ties count half."""
    assert area_under_curve([3.0, 4.0], [1.0, 2.0]) == 1
    assert area_under_curve([1.0], [2.0, 3.0]) == 0
    assert area_under_curve([2.0, 2.0], [2.0]) == 0.5
    assert area_under_curve([1.0, 5.0], [2.0, 5.0]) == pytest.approx(1.5 / 4)


def test_a_hit_has_its_middle_in_the_edit_or_right_beside_it():
    """A large frame around everything is no finding."""
    edit = Region(0.4, 0.4, 0.1, 0.1)

    assert is_hit(Region(0.42, 0.42, 0.02, 0.02), edit)
    assert is_hit(Region(0.5 + HIT_REACH - 0.015, 0.44, 0.02, 0.02), edit)
    assert not is_hit(Region(0.5 + HIT_REACH, 0.44, 0.02, 0.02), edit)
    assert not is_hit(Region(0.44, 0.3, 0.02, 0.02), edit)
    assert not is_hit(Region(0, 0, 1, 0.7), edit)


def test_means_are_over_kinds_not_over_edits():
    """A kind with few edits counts as much as one with many."""
    tally = Tally(untouched=[0.1], false_highlights=[1, 0], milliseconds=[5.0])
    for kind, hits in (("word", [True, True, True]), ("colour", [False])):
        tally.among_three[kind, 0.03] = hits
        tally.highlighted[kind, 0.03] = hits
        tally.edited[kind, 0.03] = [0.5] * len(hits)

    figures = figures_of(tally)

    assert figures["among_three"]["mean"] == {"3%": 0.5}
    assert figures["declared_auc"]["word"] == {"3%": 1.0}
    assert figures["false_highlights_per_genuine_photo"] == 0.5


def test_only_the_reported_half_is_measured_and_only_the_other_is_fitted_to(pictures):
    """Numbers chosen on a photo say nothing about that photo."""
    files = pictures / "references.csv", pictures / "pairs.csv"

    reported = chosen_photos(*files, development=False, most=None)
    development = chosen_photos(*files, development=True, most=None)

    assert reported
    assert development
    assert not any(is_development(photo) for photo, _ in reported)
    assert all(is_development(photo) for photo, _ in development)
    assert len(reported) + len(development) == 8


def test_the_report_holds_every_figure(pictures):
    """Drawn labels: an easy case, which must come out right."""
    figures = run(
        pictures / "references.csv", pictures / "pairs.csv", 2, [("replaced", 0.06), CONTROL]
    )

    assert figures["photos"] == 2
    assert figures["genuine_photos"] == 2
    assert figures["edits"]["replaced"] == {"6%": 2.0}
    assert figures["among_three"]["replaced"] == {"6%": 1.0}
    assert figures["declared_auc"]["mean"] == {"6%": 1.0}
    assert figures["not_recognised"] == 0
    assert figures["highlight_unlikeness"] == HIGHLIGHT_UNLIKENESS
    assert figures["redrawn_unchanged_auc"] is not None
    assert set(figures["milliseconds"]) == {"p50", "p95"}
    assert json.loads(json.dumps(figures)) == figures


def test_something_to_measure_must_be_named(capsys):
    """Without data there is no report."""
    with pytest.raises(SystemExit):
        main([])
    assert "--references" in capsys.readouterr().err


def test_fitting_tells_edited_cells_from_others():
    """Cells whose first kind of evidence is high inside the edit: that is what is learnt."""
    random = np.random.default_rng(2)
    place = Region(0.4, 0.4, 0.2, 0.2)
    seen = []
    for number in range(24):
        planes = random.normal(0, 1, (len(evidence_names()), 40, 40)).astype(np.float32)
        edited = place if number % 2 else None
        if edited:
            planes[0, 16:24, 16:24] += 4
        seen.append(Seen(Evidence(planes, np.ones((40, 40), np.bool_)), edited))

    weights = fit_weights(seen, {"half": "development"})

    logits = cell_logits(seen[1].evidence, weights)
    assert logits[16:24, 16:24].mean() > np.median(logits) + 2
    assert weights.provenance["evidence"] == evidence_names()


def test_cells_around_an_edit_teach_nothing():
    """Their windows see both."""
    planes = np.zeros((len(evidence_names()), 50, 50), np.float32)
    planes[0, 19:32, 19:32] = 1  # the edit and a rim of one cell
    planes[0, 20:30, 20:30] = 2
    case = Seen(Evidence(planes, np.ones((50, 50), np.bool_)), Region(0.4, 0.4, 0.2, 0.2))

    cells, labels = sample_cells([case] * 20, rng())

    assert set(cells[labels == 1, 0]) == {2}
    assert set(cells[labels == 0, 0]) == {0}


def test_the_edits_fitted_to_take_turns():
    """Every kind at every photo, and all sizes over a few photos."""
    kinds = {kind for kind, _ in fitting_edits(0)}
    sizes = {size for number in range(4) for _, size in fitting_edits(number)}

    assert set(KINDS) <= kinds
    assert len(sizes - {0.0}) == 4
