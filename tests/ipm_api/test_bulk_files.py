"""Spreadsheets and archives from strangers: read within limits, refused with a word (e05-e07)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.bulk.cells import as_text, guarded, unguarded, writable
from ipm_api.bulk.kinds import GTIN
from ipm_api.errors import BulkRefused, CellRefused
from tests.ipm_api.bulk_tables import HEADINGS, ST66, ST96, cells, workbook, zipped


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(sent, encoding, delimiter):
    """Nobody is asked for an encoding or a separator."""
    text = f"reference{delimiter}name[en]\nR1{delimiter}Éclat – «été»\n"
    tables, _, _ = sent(text.encode(encoding))
    assert tables["products"][0] == ["reference", "name[en]"]
    assert cells(tables) == [["R1", "Éclat – «été»"]]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(sent):
    """Blank lines are left out, and counted."""
    tables, _, _ = sent(b"reference\nR1\n\n\nR4\n")
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
def test_what_is_no_table_is_refused_with_a_word(sent, data, word):
    """e07 and its kin."""
    with pytest.raises(BulkRefused, match=word):
        sent(data)


@pytest.mark.parametrize(
    ("cell", "word"), [("a\0b", "no text"), ("x" * 32_001, "32000"), ("\x1b[31m", "no text")]
)
def test_a_cell_that_cannot_be_kept_is_refused_alone(sent, cell, word):
    """The other cells of the row, and the other rows, are read."""
    tables, _, _ = sent(f'reference,name[en]\nR1,"{cell}"\nR2,good\n'.encode())
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


def test_numbers_dates_and_formulas_of_a_workbook(sent):
    """Whole numbers without .0, dates as dates, formulas never run; with an address each."""
    from datetime import datetime

    def change(book):
        sheet = book.active
        sheet["B2"] = 9521234543213.0
        sheet["B3"] = datetime(2027, 5, 31)
        sheet["B4"] = "=1+1"  # no computed value: written by a program
        sheet["B5"] = True

    data = workbook(HEADINGS, ["R1"], ["R2"], ["R3"], ["R4"], change=change)
    tables, _, _ = sent(data)
    rows = tables["products"][1]
    assert [row.cells[1] for row in rows] == ["9521234543213", "2027-05-31", "", "yes"]
    assert "no result" in str(rows[2].refused[1])


def test_merged_cells_are_named_and_hidden_sheets_not_read(sent):
    """A merged cell would fill one row and silently leave the others empty."""

    def change(book):
        book.active.merge_cells("B2:B3")
        book.create_sheet("secret").append(["x"])
        book["secret"].sheet_state = "hidden"

    tables, notes, _ = sent(workbook(HEADINGS, ["R1", "a"], ["R2"], change=change))
    first, second = tables["products"][1]
    assert first.refused == {}
    assert "B2:B3" in str(second.refused[1])
    assert notes == ["The sheet “secret” is hidden and was not read."]
    assert list(tables) == ["products"]


def test_a_cell_without_a_heading_is_named(sent):
    """Nothing that somebody wrote is dropped in silence."""
    tables, _, _ = sent(b"reference\nR1,lost\n")
    assert "no heading" in str(tables["products"][1][0].refused[1])


def test_pictures_and_tables_of_a_zip(sent):
    """CSV files by their names, pictures with their folders; furniture is left out, rest named."""
    data = zipped(
        ("products.csv", "reference\nR1\n"),
        ("variants.csv", "product,name[en]\nR1,Refill\n"),
        ("front/R1.JPG", b"picture"),
        ("__MACOSX/._R1.JPG", b"x"),
        ("readme.md", b"x"),
    )
    tables, notes, pictures = sent(data, "sent.zip")
    assert set(tables) == {"products", "variants"}
    assert pictures == {"front/r1.jpg": b"picture"}
    assert notes == ["“readme.md” in the ZIP was not read."]


def test_trade_marks_of_both_standards_are_rights_and_brands(sent):
    """As offices hand them out; the brand is the word of the mark."""
    tables, _, _ = sent(ST66, "export.xml")
    assert cells(tables, "brands") == [["ASTERIA"]]
    assert cells(tables, "rights") == [
        ["ASTERIA", "trade-mark", "EM", "018000001", "3;18", "26.4.2", "2031-05-31"]
    ]
    tables, _, _ = sent(ST96, "export.xml")
    assert cells(tables, "rights") == [
        ["Orlaine", "trade-mark", "FR", "4500001", "3", "", "2030-01-31"]
    ]
