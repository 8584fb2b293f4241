import pickle
import struct

import pytest

from image_index.codebook import Codebook, shipped_codebook
from image_index.errors import SnapshotRefused
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.mapped_references import MappedReferences
from image_index.snapshot import check_index, load_index, save_index
from image_index.snapshot_file import SnapshotFile
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral

CORNERS = quadrilateral(700, 700, turn=-15)


@pytest.fixture(scope="module")
def index():
    made = ImageIndex()
    for seed in range(3):
        made.add(f"r{seed}", f"påse {seed}", describe_reference(draw_label(seed)))
    made.add("gone", "gone", describe_reference(draw_label(9)))
    made.remove("gone")
    return made


@pytest.fixture(scope="module")
def saved(index, tmp_path_factory):
    path = tmp_path_factory.mktemp("snapshot") / "index"
    save_index(index, path, position=41, history="of this database")
    return path


def test_a_loaded_index_answers_as_the_saved_one(index, saved):
    """A worker starts from the file and the answer does not change."""
    found = load_index(saved)
    loaded = found.index

    assert (found.position, found.history, len(loaded)) == (41, "of this database", 3)
    assert loaded.reference_ids == index.reference_ids
    for seed in range(3):
        photo = photograph(draw_label(seed), CORNERS)
        ours, theirs = index.search(photo), loaded.search(photo)
        assert [(m.product_id, m.band, m.evidence) for m in ours] == [
            (m.product_id, m.band, m.evidence) for m in theirs
        ]
        assert ours[0].product_id == f"påse {seed}"


def test_a_loaded_index_can_be_changed(saved):
    """It follows the changes that came after the snapshot."""
    loaded = load_index(saved).index

    loaded.remove("r0")
    loaded.add("r5", "p5", describe_reference(draw_label(5)))

    assert loaded.search(photograph(draw_label(0), CORNERS)) == []
    assert loaded.search(photograph(draw_label(5), CORNERS))[0].product_id == "p5"


def test_saving_what_was_loaded_gives_the_same_file(saved, tmp_path):
    """Nothing is lost or rounded on the way."""
    found = load_index(saved)

    save_index(found.index, tmp_path / "again", position=found.position, history=found.history)

    assert (tmp_path / "again").read_bytes() == saved.read_bytes()


def test_an_empty_index_can_be_saved(tmp_path):
    """The first snapshot is written before the first product."""
    save_index(ImageIndex(), tmp_path / "index", position=0)

    found = load_index(tmp_path / "index")

    assert (len(found.index), found.position) == (0, 0)
    assert found.index.search(photograph(draw_label(1), CORNERS)) == []


def test_any_damaged_byte_is_noticed(saved, tmp_path):
    """Header, table of contents, padding, arrays: wherever the disk failed."""
    whole = saved.read_bytes()
    damaged = tmp_path / "damaged"
    places = {*range(200), *range(200, len(whole), 14999), len(whole) - 1}
    check_index(saved)
    for at in sorted(places):
        data = bytearray(whole)
        data[at] ^= 0x01
        damaged.write_bytes(data)
        with pytest.raises(SnapshotRefused):
            check_index(damaged)


@pytest.mark.parametrize("array", ["codes", "owners", "places", "descriptors", "pictures"])
def test_a_damaged_piece_is_refused_by_the_first_search_that_reads_it(saved, tmp_path, array):
    """Large arrays are checked when they are used: never an answer from a damaged one."""
    snapshot = SnapshotFile(saved)
    data = bytearray(saved.read_bytes())
    start = snapshot.offsets[array]
    for at in range(start, start + snapshot.arrays[array].nbytes, 8):
        data[at] ^= 0x10
    (tmp_path / "damaged").write_bytes(data)

    loaded = load_index(tmp_path / "damaged").index

    for _ in range(2):  # it does not get accustomed to it
        with pytest.raises(SnapshotRefused, match="damaged"):
            loaded.search(photograph(draw_label(1), CORNERS))


def test_damage_that_no_search_reads_harms_nobody(saved, tmp_path):
    """Each reference is checked for itself, its places apart from what only verification reads."""
    snapshot = SnapshotFile(saved)
    data = bytearray(saved.read_bytes())
    data[snapshot.offsets["pictures"] + snapshot.arrays["pictures"].nbytes - 1] ^= 1  # of r2
    (tmp_path / "damaged").write_bytes(data)

    references = load_index(tmp_path / "damaged").index.frozen().base

    assert references.get(1).looks()[0].shape == (len(references.get(1).places), 128)
    assert references.get(2).reference_id == "r2"  # its places are whole: it can be voted for
    with pytest.raises(SnapshotRefused, match="looks of reference 2"):
        references.get(2).looks()


@pytest.mark.parametrize("kept", [0, 1, 20, 56, 200, 5000, -1])
def test_a_file_cut_short_is_refused(saved, tmp_path, kept):
    """The disk was full."""
    (tmp_path / "short").write_bytes(saved.read_bytes()[:kept])

    with pytest.raises(SnapshotRefused):
        load_index(tmp_path / "short")


def test_a_file_with_something_appended_is_refused(saved, tmp_path):
    """It is not the file that was written."""
    (tmp_path / "long").write_bytes(saved.read_bytes() + b"x")

    with pytest.raises(SnapshotRefused, match="appended"):
        load_index(tmp_path / "long")


def test_a_missing_file_is_refused_by_name(tmp_path):
    """The caller rebuilds; it need not know file errors."""
    with pytest.raises(SnapshotRefused, match="index"):
        load_index(tmp_path / "index")


def test_a_pickle_is_never_opened(tmp_path):
    """Loading one runs whatever its author wrote."""

    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("the pickle was opened",))

    (tmp_path / "index").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(SnapshotRefused, match="not a saved index"):
        load_index(tmp_path / "index")


def test_a_snapshot_of_another_version_is_refused(saved, tmp_path):
    """Even with an intact checksum it would be read wrongly."""
    data = bytearray(saved.read_bytes())
    struct.pack_into("<I", data, 8, 99)
    (tmp_path / "newer").write_bytes(data)

    with pytest.raises(SnapshotRefused, match="version 99"):
        load_index(tmp_path / "newer")


def test_a_snapshot_of_another_codebook_is_refused(saved, monkeypatch):
    """Its codes would mean other descriptors."""
    shipped = shipped_codebook()
    other = Codebook(shipped.coarse[::-1].copy(), shipped.fine, {})
    monkeypatch.setattr("image_index.snapshot.shipped_codebook", lambda: other)
    with pytest.raises(SnapshotRefused, match="codebook"):
        load_index(saved)


def test_a_snapshot_with_features_of_another_version_is_refused(saved, monkeypatch):
    """They no longer resemble what a photo is described with."""
    monkeypatch.setattr("image_index.snapshot.FEATURES_VERSION", 999)
    with pytest.raises(SnapshotRefused, match="features"):
        load_index(saved)


def test_a_failed_save_leaves_the_old_file_and_no_rest(index, saved, tmp_path, monkeypatch):
    """Readers see the old file or the new one."""
    path = tmp_path / "index"
    path.write_bytes(saved.read_bytes())

    def full(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("image_index.snapshot_file.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        save_index(index, path, position=42)

    assert path.read_bytes() == saved.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["index"]


def test_large_arrays_are_mapped_not_copied(saved):
    """All workers of one machine share the pages of one file."""
    reference = MappedReferences(SnapshotFile(saved).arrays).get(1)

    for array in (reference.descriptors, reference.places, reference.picture):
        assert not array.flags.owndata
        assert not array.flags.writeable


def test_changes_after_a_snapshot_are_saved_with_it(saved, tmp_path):
    """Snapshots are made from snapshots: what left is gone, what came is there, in any order."""
    loaded = load_index(saved).index
    loaded.remove("r1")
    loaded.add("r1", "moved", describe_reference(draw_label(1)))
    loaded.remove_product("påse 0")
    loaded.add("a", "new", describe_reference(draw_label(6)))
    save_index(loaded, tmp_path / "next", position=42)

    again = load_index(tmp_path / "next").index

    assert again.reference_ids == {"a", "r1", "r2"}
    assert len(again) == 3
    for seed, product in ((0, []), (1, ["moved"]), (2, ["påse 2"]), (6, ["new"])):
        photo = photograph(draw_label(seed), CORNERS)
        assert [m.product_id for m in again.search(photo)] == product
        assert [m.evidence for m in again.search(photo)] == [
            m.evidence for m in loaded.search(photo)
        ]
    check_index(tmp_path / "next")


def test_a_mapped_index_stays_readable_when_the_file_is_replaced(index, saved, tmp_path):
    """A worker keeps answering while the next snapshot is put in place."""
    path = tmp_path / "index"
    path.write_bytes(saved.read_bytes())
    loaded = load_index(path).index

    save_index(ImageIndex(), path, position=50)

    assert loaded.search(photograph(draw_label(1), CORNERS))[0].reference_id == "r1"
