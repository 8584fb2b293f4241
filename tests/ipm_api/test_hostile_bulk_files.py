"""Workbooks and archives that mean harm are refused with a word (e06, e07)."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipm_api.bulk import archive, trade_mark_xml
from ipm_api.bulk.source import open_source
from ipm_api.errors import BulkRefused
from tests.ipm_api.bulk_tables import HEADINGS, ST66, workbook, zipped


def broken_workbook(name: str, text: bytes) -> bytes:
    """A workbook of which one part is replaced."""
    source = zipfile.ZipFile(io.BytesIO(workbook(HEADINGS, ["R1"])))
    members = [(n, text if n == name else source.read(n)) for n in source.namelist()]
    return zipped(*members)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><x>&lol2;</x>"""


OUTSIDE = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>"""
)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("text", [BOMB, OUTSIDE, b"<not closed", b""])
def test_hostile_xml_in_a_workbook_is_refused(sent, part, text):
    """No entity is expanded, nothing is fetched, no traceback."""
    with pytest.raises(BulkRefused):
        sent(broken_workbook(part, text))


@settings(deadline=None)  # a machine with much to do is no fault of a workbook
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_no_damage_to_a_workbook_is_a_crash(tmp_path_factory, place, noise):
    """Read, or refused: never another exception."""
    data = bytearray(GOOD)
    place %= len(data)
    data[place : place + len(noise)] = noise
    path = tmp_path_factory.mktemp("x") / "x.xlsx"
    path.write_bytes(data)
    try:
        with open_source(path, "x.xlsx") as source:
            for each in source.tables:
                list(each.rows)
    except BulkRefused:
        pass


GOOD = workbook(HEADINGS, ["R1", "Name", "09521234543213"])


def symlink() -> bytes:
    info = zipfile.ZipInfo("link.jpg")
    info.external_attr = 0o120777 << 16
    return zipped((info, "/etc/passwd"))


def encrypted() -> bytes:
    data = bytearray(zipped(("a.csv", "reference\nR1\n")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag; nothing need be encrypted really
    return bytes(data)


def wrong_crc() -> bytes:
    data = bytearray(zipped(("products.csv", "reference\nR1\n")))
    for mark, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = data.index(mark) + offset
        data[at : at + 4] = b"\0\0\0\0"
    return bytes(data)


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped(("a.csv", "reference\nR1"), ("a.csv", "reference\nR2"))


def overlapping() -> bytes:
    """Two names of one set of bytes, as in Fifield's bomb."""
    data = zipped(("a.csv", "reference\nR1"))
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end].replace(b"a.csv", b"b.csv")
    both = data[at:end] + entry
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 2, 2, len(both), at, 0)
    return data[:at] + both + tail


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: zipped(("../../etc/a.csv", "reference\nR1")), "no name"),
        (lambda: zipped(("/etc/a.csv", "reference\nR1")), "no name"),
        (lambda: zipped(("a\\b.csv", "reference\nR1")), "no name"),
        (lambda: zipped(("C:a.csv", "reference\nR1")), "no name"),
        (lambda: zipped(("a‮vsc.exe", "x")), "no name"),
        (symlink, "link"),
        (encrypted, "encrypted"),
        (wrong_crc, "damaged"),
        (doubled, "twice"),
        (overlapping, "overlap"),
        (lambda: zipped(("a.csv", b"0" * 30_000_000)), "far more"),
        (lambda: zipped(("inner.zip", zipped(("a.csv", "x")))), "archive in the archive"),
        (lambda: b"PK sh\n" + zipped(("a.csv", "reference\nR1")), "something else"),
        (lambda: b"#!/bin/sh\n" + zipped(("a.csv", "reference\nR1")), "no spreadsheet"),
        (lambda: zipped(("a.csv", "reference\nR1")) + b"tail", "something else|no ZIP"),
        (lambda: zipped(("a.csv", "reference\nR1"))[:-30], "no ZIP"),
        (lambda: GOOD[:200], "no ZIP"),
    ],
)
def test_hostile_archives_are_refused_with_a_word(sent, make, word):
    """e05: nothing is unpacked before everything that can be known without unpacking is known."""
    with pytest.raises(BulkRefused, match=word):
        sent(make(), "sent.zip")


def test_a_workbook_that_is_also_an_archive_of_pictures_is_refused(sent):
    """Two readers must never see two different files in one."""
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    members = [(name, source.read(name)) for name in source.namelist()]
    with pytest.raises(BulkRefused, match="also an archive"):
        sent(zipped(*members, ("products.csv", "reference\nR1")))


def test_macros_are_refused(sent):
    """A workbook with programs in it is no table."""
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    members = [(name, source.read(name)) for name in source.namelist()]
    with pytest.raises(BulkRefused, match="macros"):
        sent(zipped(*members, ("xl/vbaProject.bin", b"x")))


def test_a_hundred_thousand_members_are_refused_before_they_are_listed(sent):
    """The list of contents alone would fill the memory."""
    entry = b"PK\x01\x02" + b"\0" * 42
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 4_600_000, 0, 0)
    with pytest.raises(BulkRefused, match="At most 6000 files"):
        sent(b"PK\x03\x04" + entry * 1000 + tail)


def test_the_sum_of_all_members_is_limited(sent, monkeypatch):
    """Many small bombs are one large one."""
    monkeypatch.setattr(archive, "MOST_BYTES", 50)
    with pytest.raises(BulkRefused, match="too large"):
        sent(zipped(("a.csv", "x" * 40), ("b.csv", "y" * 40)))


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, b"<html></html>", b"<a>" * 100 + b"</a>" * 100])
def test_hostile_trade_mark_xml_is_refused(sent, data, monkeypatch):
    """No entities, nothing from elsewhere, no depth without end."""
    with pytest.raises(BulkRefused):
        sent(data, "export.xml")
    monkeypatch.setattr(trade_mark_xml, "MOST_MARKS", 0)
    with pytest.raises(BulkRefused, match="At most 0"):
        sent(ST66, "export.xml")
