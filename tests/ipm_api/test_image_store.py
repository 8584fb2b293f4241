"""Bytes under their SHA-256: exact, written once, on the disk before they are acknowledged."""

import errno
import hashlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipm_api.errors import StorageFailed
from ipm_api.image_store import LocalFolder
from tests.ipm_api.parallel import at_once


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    return LocalFolder(tmp_path / "images")


def files(tmp_path):
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_what_was_put_comes_back_bit_by_bit(tmp_path_factory):
    """Any bytes, none too, under the name that anybody can check."""
    store = LocalFolder(tmp_path_factory.mktemp("store"))

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=2000))
    def check(data):
        name = store.put(data)
        assert name == hashlib.sha256(data).hexdigest()
        assert store.get(name) == data

    check()


def test_a_thing_is_written_once(store, tmp_path):
    """The same bytes again touch nothing, and the file cannot be written to by accident."""
    store.put(b"evidence")
    (path,) = files(tmp_path)
    before = path.stat()
    store.put(b"evidence")
    assert path.stat().st_ino == before.st_ino
    assert before.st_mode & 0o777 == 0o440
    assert path.parent.parent.name + path.parent.name == path.name[:4]


def test_damage_is_noticed_and_the_same_bytes_heal_it(store, tmp_path):
    """A flipped bit or a cut file is an error, never a picture; who sends it again repairs it."""
    name = store.put(b"evidence")
    (path,) = files(tmp_path)
    for damaged in (b"evidencf", b"evid", b""):
        path.chmod(0o640)
        path.write_bytes(damaged)
        with pytest.raises(StorageFailed):
            store.get(name)
        assert store.put(b"evidence") == name
        assert store.get(name) == b"evidence"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 63 + "\n", "\0" * 64]
)
def test_only_a_digest_is_a_name(store, name):
    """No user's word becomes a path."""
    with pytest.raises(StorageFailed):
        store.get(name)


def test_a_missing_thing_is_an_error_of_the_store(store):
    """Not of the operating system."""
    with pytest.raises(StorageFailed):
        store.get("a" * 64)


def test_the_disk_has_it_before_it_is_acknowledged(store, monkeypatch, tmp_path):
    """File, then name, then folder: in another order a power cut loses what was promised."""
    order = []
    fsync, rename = os.fsync, os.rename

    def recorded_fsync(descriptor):
        order.append(("sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    def recorded_rename(source, target):
        order.append(("rename", str(target)))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(os, "rename", recorded_rename)
    name = store.put(b"evidence")
    root, path = tmp_path / "images", tmp_path / "images" / name[:2] / name[2:4] / name
    folders = [("sync", str(root)), ("sync", str(path.parent.parent))]
    assert order[:2] == folders
    assert order[2][1].endswith(".part")
    assert [kind for kind, _ in order] == ["sync", "sync", "sync", "rename", "sync"]
    assert order[3:] == [("rename", str(path)), ("sync", str(path.parent))]
    order.clear()
    store.put(b"evidence")  # another writer may not have come so far yet
    assert order == [("sync", str(path.parent))]


@pytest.mark.parametrize("call", ["fsync", "rename", "chmod"])
def test_a_full_disk_leaves_nothing_half_written(store, monkeypatch, tmp_path, call):
    """The error is ours, no part file stays, and later the store works again."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, call, full)
        with pytest.raises(StorageFailed):
            store.put(b"evidence")
    assert files(tmp_path) == []
    assert store.get(store.put(b"evidence")) == b"evidence"


def test_many_may_put_the_same_thing_at_once(engine, store, tmp_path):
    """Each is told the same name, and there is one file."""
    names = at_once(engine, [lambda _: store.put(b"evidence")] * 8)
    assert set(names) == {hashlib.sha256(b"evidence").hexdigest()}
    assert len(files(tmp_path)) == 1
