from dataclasses import replace

import numpy as np
import pytest

from image_index.difference import Evidence, evidence_names
from image_index.region import Region
from image_index.unlikeness import (
    LEAST_LOGIT,
    cell_logits,
    load_weights,
    most_unlike,
    region_cells,
    region_unlikeness,
    shipped_weights,
)


def flat(height=120, width=90, level=-6.0):
    """A face on which nothing differs."""
    return np.full((height, width), level, np.float32)


def test_the_most_unlike_place_comes_first_and_each_place_once():
    """Three highlights on one word would hide the other two places."""
    logits = flat()
    logits[20:32, 10:40] = 4
    logits[80:100, 50:75] = 7

    places = most_unlike(logits, 2)

    assert [round(region.y, 1) for region, _ in places] == [0.7, 0.2]
    assert places[0][1] > places[1][1] > 0.9
    assert places[1][0].width == pytest.approx(30 / 90, abs=0.08)  # the whole word


def test_a_single_odd_cell_is_less_than_a_place():
    """Noise is small; print is not."""
    logits = flat()
    logits[20, 20] = 10
    logits[80:90, 50:60] = 3

    assert most_unlike(logits, 1)[0][0].y > 0.5


def test_where_nothing_is_known_nothing_is_shown():
    """Glare and what is outside the photo are no finding."""
    assert most_unlike(flat(level=LEAST_LOGIT), 3) == []


def test_places_lie_on_the_picture():
    """Also at its corner."""
    logits = flat()
    logits[:2, :2] = 30

    region, _ = most_unlike(logits, 1)[0]

    assert region.x == 0
    assert region.y == 0


def test_a_region_smaller_than_a_cell_has_one_cell():
    """Also at the far edge."""
    assert region_cells(Region(0.5, 0.5, 0.001, 0.001), (10, 10)).sum() == 1
    assert region_cells(Region(0.9999, 0.9999, 0.0001, 0.0001), (10, 10)).sum() == 1


def test_a_place_with_one_wrong_letter_is_more_unlike_than_one_without():
    """Most of a declared place may be right."""
    logits = flat()
    counted = np.ones(logits.shape, np.bool_)
    place = Region(0.1, 0.1, 0.5, 0.3)
    before = region_unlikeness(logits, counted, place)
    logits[20:26, 20:26] = 6

    assert region_unlikeness(logits, counted, place) > 10 * before


def test_a_place_that_is_not_counted_has_no_unlikeness():
    """No number where nothing was seen."""
    logits = flat()

    assert region_unlikeness(logits, np.zeros(logits.shape, np.bool_), Region(0, 0, 1, 1)) is None


def test_cells_that_do_not_count_are_never_unlike():
    """Whatever their evidence says."""
    planes = np.full((len(evidence_names()), 4, 5), 8, np.float32)
    counted = np.zeros((4, 5), np.bool_)
    counted[0] = True

    logits = cell_logits(Evidence(planes, counted))

    assert np.all(logits[1:] == LEAST_LOGIT)
    assert np.all(logits[0] > LEAST_LOGIT)


def test_weights_come_back_as_saved(tmp_path):
    """Plain arrays in a file."""
    shipped_weights().save(tmp_path / "weights.npz")

    again = load_weights(tmp_path / "weights.npz")

    assert np.array_equal(again.hidden, shipped_weights().hidden)
    assert np.array_equal(again.direct, shipped_weights().direct)
    assert again.provenance == shipped_weights().provenance


def test_weights_of_other_evidence_are_refused(tmp_path):
    """Numbers fitted to other columns would give answers that mean nothing."""
    other = replace(shipped_weights(), provenance={"evidence": ["guesswork"]})
    other.save(tmp_path / "weights.npz")

    with pytest.raises(ValueError, match="fit it anew"):
        load_weights(tmp_path / "weights.npz")


def test_the_shipped_weights_say_where_they_come_from():
    """Only development photos may have been used."""
    provenance = shipped_weights().provenance

    assert provenance["half"] == "development"
    assert provenance["photos"] > 0
