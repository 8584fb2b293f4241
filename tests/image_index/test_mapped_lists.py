"""Lists that stay in a snapshot's file, divided when they are long, beside what was added since."""

import numpy as np
import pytest

from image_index.codebook import shipped_codebook
from image_index.descriptor_index.coding import shipped_coder
from image_index.descriptor_index.faiss import FaissDescriptorIndex
from image_index.descriptor_index.list_division import (
    DIVISION_PATH,
    GRADES,
    ListDivision,
    grade_for,
    grade_of,
    shipped_offsets,
)
from image_index.descriptor_index.mapped_lists import MappedLists
from image_index.features import ReferenceFeatures
from image_index.index import ImageIndex
from image_index.snapshot import save_index
from image_index.snapshot_file import SnapshotFile
from tests.image_index.test_descriptor_index_contract import descriptors

PARTS = [grade.parts for grade in GRADES]


@pytest.fixture(scope="module")
def coder():
    return shipped_coder()


@pytest.fixture
def mapped(tmp_path, monkeypatch, coder):
    """Makes an index whose slots 0..n-1 are mapped, with lists in as many parts as wanted."""

    def make(*groups, parts=1):
        monkeypatch.setattr("image_index.snapshot.grade_for", lambda *_: grade_of(parts))
        index = ImageIndex()
        for number, group in enumerate(groups):
            places = np.ones((len(group), 4), np.float32)
            features = ReferenceFeatures(places, group, len(group), 512, 512, b"picture")
            index.add(f"r{number:03}", "p", features)
        save_index(index, tmp_path / "index", position=0)
        return FaissDescriptorIndex(coder, MappedLists(SnapshotFile(tmp_path / "index"), coder))

    return make


def in_memory(coder, groups):
    index = FaissDescriptorIndex(coder)
    for slot, group in groups.items():
        index.add(slot, group)
    return index


def assert_same(ours, theirs):
    assert np.array_equal(ours.slots, theirs.slots)
    assert np.array_equal(ours.rows, theirs.rows)
    assert np.array_equal(ours.distances, theirs.distances)


def test_mapped_undivided_lists_answer_as_lists_in_memory(mapped, coder):
    """A start from a snapshot changes nothing."""
    groups = {slot: descriptors(slot) for slot in range(5)}

    assert_same(
        mapped(*groups.values()).search(descriptors(2), 6),
        in_memory(coder, groups).search(descriptors(2), 6),
    )


def test_what_was_added_since_is_found_beside_what_was_there(mapped, coder):
    """One answer, by distance, wherever a descriptor is kept."""
    groups = {slot: descriptors(slot) for slot in range(6)}
    index = mapped(*(groups[slot] for slot in range(3)))
    for slot in (3, 4, 5):
        index.add(slot, groups[slot])

    for seed in (1, 4):
        assert_same(
            index.search(descriptors(seed), 6), in_memory(coder, groups).search(groups[seed], 6)
        )
    assert len(index) == 300


@pytest.mark.parametrize("parts", PARTS)
def test_each_descriptor_is_found_where_lists_are_divided(mapped, parts):
    """The part that is nearest to a descriptor is the one that it was put in, nearly always."""
    index = mapped(*(descriptors(slot) for slot in range(4)), parts=parts)

    found = index.search(descriptors(2), 3)

    assert index.base.parts == parts
    assert (found.slots[:, 0] == 2).mean() > 0.8  # these rows resemble no list as real ones do
    assert (found.rows[:, 0] == np.arange(50))[found.slots[:, 0] == 2].mean() > 0.95


def test_enough_neighbours_are_left_when_most_are_removed(mapped, coder):
    """A withdrawn family of look-alikes must not hide what stays behind it."""
    one = descriptors(0)
    nearly = [np.clip(one.astype(int) + n, 0, 255).astype(np.uint8) for n in range(30)]
    index = mapped(*nearly)
    left = {slot: nearly[slot] for slot in (4, 11, 29)}
    for slot in set(range(30)) - set(left):
        index.remove(slot)
        index.remove(slot)

    assert_same(index.search(one, 3), in_memory(coder, left).search(one, 3))
    found = index.search(one, 10)
    assert set(np.unique(found.slots)) == {-1, 4, 11, 29}
    assert np.isinf(found.distances[found.slots < 0]).all()
    assert (found.rows[found.slots < 0] == -1).all()
    assert len(index) == 150


def test_a_mapped_slot_cannot_be_added_to(mapped):
    """Its rows are numbered in the file."""
    index = mapped(descriptors(0))

    with pytest.raises(ValueError, match="slot 0"):
        index.add(0, descriptors(1))


def test_longer_lists_are_divided_more(coder):
    """Some grade fits every size, and none of them gets coarser as an index grows."""
    parts = [grade_for(mean * coder.lists, coder.lists).parts for mean in (0, 1e3, 5e3, 4e4, 1e9)]

    assert parts == sorted(parts)
    assert set(parts) == set(PARTS)
    with pytest.raises(ValueError, match="7 parts"):
        grade_of(7)


def test_the_nearest_parts_are_chosen_among_several_lists(coder):
    """By the distance from the centre of the part, not of its list."""
    division = ListDivision(coder, 16)
    queries = descriptors(3, count=4).astype(np.float32)
    distances, lists = coder.nearest_lists(queries, division.lists)

    chosen, parts = division.nearest(queries, lists, distances)

    centres = shipped_codebook().coarse.astype(np.float32)[:, None] + shipped_offsets(16)
    for row, query in enumerate(queries):
        far = ((centres[lists[row]] - query) ** 2).sum(axis=2)
        wanted = np.sort(far.ravel())[: grade_of(16).read]
        got = ((centres[chosen[row], parts[row]] - query) ** 2).sum(axis=1)
        assert np.sort(got) == pytest.approx(wanted, rel=1e-3)


def test_the_shipped_division_belongs_to_the_shipped_codebook():
    """Trained on what that codebook leaves over."""
    with np.load(DIVISION_PATH, allow_pickle=False) as stored:
        assert stored["codebook"].tobytes().hex() == shipped_codebook().identity


def test_distances_are_those_of_the_coded_descriptors(coder):
    """The kept length makes one table per query enough, and costs half a step of its byte."""
    index, known = FaissDescriptorIndex(coder), descriptors(1)
    index.add(0, known)
    lists, codes = coder.encode(known)
    decoded = shipped_codebook().coarse[lists].astype(np.float32) + coder.residuals(codes)

    found = index.search(known, 1)

    there = found.slots[:, 0] == 0
    exact = ((known[there] - decoded[found.rows[there, 0]]) ** 2).sum(axis=1)
    assert there.mean() > 0.95
    assert np.abs(found.distances[there, 0] - exact).max() < 400
