"""Spreadsheets and archives from strangers: read within limits, refused with a word (e05-e07)."""

import csv
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ipm_api.bulk import archive, table, trade_mark_xml
from ipm_api.bulk.cells import as_text, guarded, unguarded, writable
from ipm_api.bulk.columns import BY_NAME, SHEETS
from ipm_api.bulk.kinds import CODES, GTIN
from ipm_api.bulk.mapping import meanings
from ipm_api.bulk.source import open_source
from ipm_api.bulk.writing import Content, template, write_xlsx
from ipm_api.errors import BulkRefused, CellRefused

HEADINGS = ["reference", "name[en]", "gtin"]


@pytest.fixture
def read(tmp_path):
    """What a file of these bytes holds: sheets with headings and rows, notes, pictures."""

    def read(data: bytes, name="products.csv"):
        path = tmp_path / "sent"
        path.write_bytes(data)
        with open_source(path, name) as source:
            tables = {t.name: (t.headings, list(t.rows)) for t in source.tables}
            pictures = {name: read() for name, read in source.pictures.items()}
            return tables, [str(note) for note in source.notes], pictures

    return read


def workbook(*rows, change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "products"
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(*members, **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def cells(tables, name="products"):
    return [row.cells for row in tables[name][1]]


# --- CSV ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(read, encoding, delimiter):
    """Nobody is asked for an encoding or a separator."""
    text = f"reference{delimiter}name[en]\nR1{delimiter}Éclat – «été»\n"
    tables, _, _ = read(text.encode(encoding))
    assert tables["products"][0] == ["reference", "name[en]"]
    assert cells(tables) == [["R1", "Éclat – «été»"]]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(read):
    """Blank lines are left out, and counted."""
    tables, _, _ = read(b"reference\nR1\n\n\nR4\n")
    assert [(row.number, row.cells) for row in tables["products"][1]] == [(2, ["R1"]), (5, ["R4"])]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'reference\n"never closed\n' + b"x\n" * 10, "not closed"),
        (b"," * 400 + b"x\n", "more than 300 columns"),
        (b"," * 1_000_000 + b"x\n", "far too long"),
        (b"a" * 2_000_000, "far too long"),
        (b"reference\n" + b"R\n" * 20_001, "more than 20000 rows"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLSX"),
        (b"\x7fELF\0\0\0\0\0\0\0\0", "no spreadsheet"),
        (b"", "no table"),
        (b"%PDF-1.7\0\0\0\0\0", "no spreadsheet"),
    ],
)
def test_what_is_no_table_is_refused_with_a_word(read, data, word):
    """e07 and its kin."""
    with pytest.raises(BulkRefused, match=word):
        read(data)


@pytest.mark.parametrize(
    ("cell", "word"), [("a\0b", "no text"), ("x" * 32_001, "32000"), ("\x1b[31m", "no text")]
)
def test_a_cell_that_cannot_be_kept_is_refused_alone(read, cell, word):
    """The other cells of the row, and the other rows, are read."""
    tables, _, _ = read(f'reference,name[en]\nR1,"{cell}"\nR2,good\n'.encode())
    first, second = tables["products"][1]
    assert word in str(first.refused[1])
    assert first.cells[0] == "R1"
    assert (second.cells, second.refused) == (["R2", "good"], {})


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")))
def test_what_is_written_is_read_back_and_never_runs(text):
    """e06: =HYPERLINK(, +cmd|, @SUM(, -2+3 and whatever else anybody thinks of."""
    text = text.strip()
    shown = writable(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([shown])
    assert as_text(next(csv.reader(io.StringIO(buffer.getvalue(), newline="")))[0]) == text


@given(st.text(alphabet="'=+-@\ta", max_size=6))
def test_the_guard_has_an_inverse(text):
    """Apostrophes of people survive, too."""
    assert unguarded(guarded(text)) == text


# --- cells that spreadsheets spoil ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("9.52E+12", "rounded"),
        ("9,52123E+12", "rounded"),
        ("9521234543", "zeros at the beginning"),
        ("9521234543214", "last digit"),
    ],
)
def test_a_number_that_a_spreadsheet_has_spoiled_is_told_from_a_typing_error(text, word):
    """What to do is different."""
    with pytest.raises(CellRefused, match=word):
        GTIN.read(text)


def test_numbers_dates_and_formulas_of_a_workbook(read):
    """Whole numbers without .0, dates as dates, formulas never run; with an address each."""
    from datetime import datetime

    def change(book):
        sheet = book.active
        sheet["B2"] = 9521234543213.0
        sheet["B3"] = datetime(2027, 5, 31)
        sheet["B4"] = "=1+1"  # no computed value: written by a program
        sheet["B5"] = True

    data = workbook(HEADINGS, ["R1"], ["R2"], ["R3"], ["R4"], change=change)
    tables, _, _ = read(data)
    rows = tables["products"][1]
    assert [row.cells[1] for row in rows] == ["9521234543213", "2027-05-31", "", "yes"]
    assert "no result" in str(rows[2].refused[1])


def test_merged_cells_are_named_and_hidden_sheets_not_read(read):
    """A merged cell would fill one row and silently leave the others empty."""

    def change(book):
        book.active.merge_cells("B2:B3")
        book.create_sheet("secret").append(["x"])
        book["secret"].sheet_state = "hidden"

    tables, notes, _ = read(workbook(HEADINGS, ["R1", "a"], ["R2"], change=change))
    first, second = tables["products"][1]
    assert first.refused == {}
    assert "B2:B3" in str(second.refused[1])
    assert notes == ["The sheet “secret” is hidden and was not read."]
    assert list(tables) == ["products"]


def test_a_cell_without_a_heading_is_named(read):
    """Nothing that somebody wrote is dropped in silence."""
    tables, _, _ = read(b"reference\nR1,lost\n")
    assert "no heading" in str(tables["products"][1][0].refused[1])


# --- hostile workbooks and archives -------------------------------------------------------------


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
def test_hostile_xml_in_a_workbook_is_refused(read, part, text):
    """No entity is expanded, nothing is fetched, no traceback."""
    with pytest.raises(BulkRefused):
        read(broken_workbook(part, text))


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
def test_hostile_archives_are_refused_with_a_word(read, make, word):
    """e05: nothing is unpacked before everything that can be known without unpacking is known."""
    with pytest.raises(BulkRefused, match=word):
        read(make(), "sent.zip")


def test_a_workbook_that_is_also_an_archive_of_pictures_is_refused(read):
    """Two readers must never see two different files in one."""
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    members = [(name, source.read(name)) for name in source.namelist()]
    with pytest.raises(BulkRefused, match="also an archive"):
        read(zipped(*members, ("products.csv", "reference\nR1")))


def test_macros_are_refused(read):
    """A workbook with programs in it is no table."""
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    members = [(name, source.read(name)) for name in source.namelist()]
    with pytest.raises(BulkRefused, match="macros"):
        read(zipped(*members, ("xl/vbaProject.bin", b"x")))


def test_a_hundred_thousand_members_are_refused_before_they_are_listed(read):
    """The list of contents alone would fill the memory."""
    entry = b"PK\x01\x02" + b"\0" * 42
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 4_600_000, 0, 0)
    with pytest.raises(BulkRefused, match="At most 6000 files"):
        read(b"PK\x03\x04" + entry * 1000 + tail)


def test_the_sum_of_all_members_is_limited(read, monkeypatch):
    """Many small bombs are one large one."""
    monkeypatch.setattr(archive, "MOST_BYTES", 50)
    with pytest.raises(BulkRefused, match="too large"):
        read(zipped(("a.csv", "x" * 40), ("b.csv", "y" * 40)))


def test_pictures_and_tables_of_a_zip(read):
    """CSV files by their names, pictures with their folders; furniture is left out, rest named."""
    data = zipped(
        ("products.csv", "reference\nR1\n"),
        ("variants.csv", "product,name[en]\nR1,Refill\n"),
        ("front/R1.JPG", b"picture"),
        ("__MACOSX/._R1.JPG", b"x"),
        ("readme.md", b"x"),
    )
    tables, notes, pictures = read(data, "sent.zip")
    assert set(tables) == {"products", "variants"}
    assert pictures == {"front/r1.jpg": b"picture"}
    assert notes == ["“readme.md” in the ZIP was not read."]


# --- trade-mark XML ------------------------------------------------------------------------------

ST66 = b"""<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.oami.europa.eu/schemas/trademark"><TradeMarkTransactionBody>
<TransactionContentDetails><TransactionData><TradeMarkDetails><TradeMark operationCode="Insert">
<RegistrationOfficeCode>EM</RegistrationOfficeCode><ApplicationNumber>018000001</ApplicationNumber>
<RegistrationNumber>018000001</RegistrationNumber><ExpiryDate>2031-05-31</ExpiryDate>
<WordMarkSpecification><MarkVerbalElementText>ASTERIA</MarkVerbalElementText></WordMarkSpecification>
<MarkImageDetails><MarkImage><MarkImageCategory><CategoryCodeDetails><CategoryCode>
<ViennaCategory>26</ViennaCategory><ViennaDivision>4</ViennaDivision><ViennaSection>2</ViennaSection>
</CategoryCode></CategoryCodeDetails></MarkImageCategory></MarkImage></MarkImageDetails>
<GoodsServicesDetails><GoodsServices><ClassDescriptionDetails>
<ClassDescription><ClassNumber>03</ClassNumber></ClassDescription>
<ClassDescription><ClassNumber>18</ClassNumber></ClassDescription>
</ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
</TradeMark></TradeMarkDetails></TransactionData></TransactionContentDetails>
</TradeMarkTransactionBody></Transaction>"""

ST96 = b"""<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkBag xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
 xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"><tmk:Trademark>
<com:RegistrationOfficeCode>FR</com:RegistrationOfficeCode>
<com:RegistrationNumber>4500001</com:RegistrationNumber>
<com:ExpiryDate>2030-01-31Z</com:ExpiryDate>
<tmk:MarkRepresentation><tmk:WordMarkSpecification>
<tmk:MarkVerbalElementText>Orlaine</tmk:MarkVerbalElementText></tmk:WordMarkSpecification>
</tmk:MarkRepresentation><tmk:GoodsServicesBag><tmk:GoodsServices>
<tmk:ClassNumber>3</tmk:ClassNumber></tmk:GoodsServices></tmk:GoodsServicesBag>
</tmk:Trademark></tmk:TrademarkBag>"""


def test_trade_marks_of_both_standards_are_rights_and_brands(read):
    """As offices hand them out; the brand is the word of the mark."""
    tables, _, _ = read(ST66, "export.xml")
    assert cells(tables, "brands") == [["ASTERIA"]]
    assert cells(tables, "rights") == [
        ["ASTERIA", "trade-mark", "EM", "018000001", "3;18", "26.4.2", "2031-05-31"]
    ]
    tables, _, _ = read(ST96, "export.xml")
    assert cells(tables, "rights") == [
        ["Orlaine", "trade-mark", "FR", "4500001", "3", "", "2030-01-31"]
    ]


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, b"<html></html>", b"<a>" * 100 + b"</a>" * 100])
def test_hostile_trade_mark_xml_is_refused(read, data, monkeypatch):
    """No entities, nothing from elsewhere, no depth without end."""
    with pytest.raises(BulkRefused):
        read(data, "export.xml")
    monkeypatch.setattr(trade_mark_xml, "MOST_MARKS", 0)
    with pytest.raises(BulkRefused, match="At most 0"):
        read(ST66, "export.xml")


# --- headings ------------------------------------------------------------------------------------


def test_gs1_names_are_understood():
    """A file from a GDSN data pool needs no mapping."""
    given = ["gtin", "brandName", "tradeItemDescription[fr]", "gpcCategoryCode", "netContent"]
    given += ["tradeItemDescription@languageCode=en", "importClassificationValue"]
    found = [m.column for m in meanings(BY_NAME["products"], given, {})]
    assert found == ["gtins", "brand", "name[fr]", "category", "netcontent", "name[en]", "hs_code"]


def test_an_unknown_heading_gets_the_most_similar_column_and_is_remembered():
    """The second time nobody asks."""
    sheet = BY_NAME["products"]
    (found,) = meanings(sheet, ["Catgory"], {})
    assert (found.column, found.suggestion) == ("", "category")
    assert meanings(sheet, ["Marque"], {"marque": "brand"})[0].column == "brand"
    assert meanings(sheet, ["brand"], {"brand": ""})[0].column == ""


@given(st.lists(st.text(alphabet="a;\\ b", min_size=1, max_size=5)))
def test_lists_survive_semicolons(words):
    r"""Escaped with a backslash; blanks around an item are nobody's."""
    words = [w for word in words if (w := word.replace("\\", "/").strip())]
    assert CODES.read(CODES.say(words)) == words


# --- our own files -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_the_template_can_be_read_by_the_import(tmp_path, form):
    """Every sheet and every column of it, example row included."""
    path = tmp_path / "template"
    template(form, path, ("en", "fr"))
    with open_source(path, f"template.{form}") as source:
        tables = {t.name: t for t in source.tables if t.name != "instructions"}
        assert set(tables) == {sheet.name for sheet in SHEETS}
        for sheet in SHEETS:
            known = meanings(sheet, tables[sheet.name].headings, {})
            assert [m.heading for m in known if not m.column] == []
            (row,) = list(tables[sheet.name].rows)
            assert row.refused == {}


def test_a_text_that_a_spreadsheet_would_cut_is_not_exported_cut(tmp_path):
    """openpyxl shortens silently; we refuse and name the other form."""
    content = Content("x", ["a"], [{"a": "x" * (table.MOST_ROWS * 2)}])
    with pytest.raises(BulkRefused, match="ZIP"):
        write_xlsx(tmp_path / "x.xlsx", [content])


def test_the_documentation_names_every_sheet_and_column():
    """Generated once, held against the registry ever since."""
    text = (Path(__file__).parent.parent.parent / "docs/portal/bulk.md").read_text()
    for sheet in SHEETS:
        names = ", ".join(f"`{c.name}`" + ("*" if c.required else "") for c in sheet.columns)
        assert f"| `{sheet.name}` | {sheet.about} | {names} |" in text


def test_choices_are_those_of_the_tables():
    """A new kind of right or tool is known to the import, too."""
    from ipm_api.models import (
        brand,
        distinguishing_feature,
        reference_image,
        supply_chain,
        violation,
    )

    enums = {
        ("rights", "type"): brand.RightType,
        ("features", "tool"): distinguishing_feature.Tool,
        ("features", "level"): distinguishing_feature.FeatureLevel,
        ("pictures", "kind"): reference_image.ImageKind,
        ("pictures", "view"): reference_image.ImageView,
        ("traders", "role"): supply_chain.TraderRole,
        ("infringements", "type"): violation.InfringementType,
        ("infringements", "outcome"): violation.InfringementOutcome,
        ("warning_signs", "kind"): violation.SignKind,
    }
    for (sheet, column), words in enums.items():
        kind = BY_NAME[sheet].column(column).kind
        assert kind.hint.values["words"] == ", ".join(member.value for member in words)
