"""XLSX, row by row: values as they were last computed; formulas never run."""

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from ipm_api.bulk.archive import open_archive
from ipm_api.bulk.table import MOST_COLUMNS, MOST_ROWS, Table, table
from ipm_api.errors import BulkRefused
from ipm_api.sentence import Sentence

MOST_FILE = 50_000_000  # bytes of a spreadsheet, packed
LAST_ROW = 3 * MOST_ROWS  # further down nothing is looked for
MOST_MERGED = 20_000  # cells
_BROKEN = (  # what openpyxl raises for files that are none
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    OverflowError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
)
_NO_RESULT = Sentence("This formula has no result. Write the value instead of the formula.")
_FAILS = Sentence("The formula of this cell fails. Write the value instead.")


@contextmanager
def xlsx_tables(path: Path) -> Iterator[tuple[list[Table], list[Sentence]]]:
    """
    The visible sheets of the workbook at *path*, and what is to be said about the others.

    Raises:
        BulkRefused: no workbook, hostile, or damaged; also while rows are read.
    """
    if path.stat().st_size > MOST_FILE:
        raise BulkRefused(Sentence("A spreadsheet has at most 50 MB. Send it in parts."))
    with open_archive(path, is_spreadsheet=True) as archive, path.open("rb") as file:
        if any("vbaProject" in name for name in archive.names):
            raise BulkRefused(Sentence("The spreadsheet holds macros. Save it as XLSX."))
        if any(
            not name.startswith(("xl/", "docProps/", "_rels/", "customXml/", "[", "package/"))
            for name in archive.names
        ):
            raise BulkRefused(
                Sentence("The spreadsheet is also an archive of other files. Save it anew.")
            )
        notes: list[Sentence] = []
        with _understood(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl does not know
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            tables = []
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    notes.append(
                        Sentence(
                            "The sheet “%(name)s” is hidden and was not read.", name=sheet.title
                        )
                    )
                    continue
                with _understood():
                    found = table(sheet.title, _lines(sheet))
                if found is not None:
                    tables.append(found)
            yield tables, notes
        finally:
            book.close()


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BulkRefused(
            Sentence("The spreadsheet cannot be read. Save it again as XLSX, or as CSV.")
        ) from error


def _lines(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    with _understood():
        said = _odd_cells(sheet)
        sheet.reset_dimensions()  # what the file says of its size may be a lie
        rows = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1, values_only=True)
    number = 0
    while True:
        with _understood():
            row = next(rows, None)
        if row is None:
            return
        number += 1
        cells = list(row)
        for place, sentence in said.pop(number, {}).items():
            cells += [None] * (place + 1 - len(cells))
            cells[place] = sentence
        yield number, cells


def _odd_cells(sheet: Any) -> dict[int, dict[int, Sentence]]:
    """Row → place → what to say: formulas that were never computed, errors, merged cells."""
    odd: dict[int, dict[int, Sentence]] = {}
    merged = 0
    with sheet._get_source() as source:
        formula, value, kind, ref = False, "", "", ""
        for event, node in iterparse(source, events=("start", "end"), forbid_dtd=True):
            tag = node.tag.rsplit("}", 1)[-1]
            if event == "start":
                if tag == "c":
                    formula, value = False, ""
                    kind, ref = node.get("t", ""), node.get("r", "")
                continue
            if tag == "f":
                formula = True
            elif tag == "v":
                value = node.text or ""
            elif tag == "c" and ((formula and not value) or kind == "e"):
                row, place = _place(ref)
                odd.setdefault(row, {})[place] = _FAILS if kind == "e" else _NO_RESULT
            elif tag == "mergeCell":
                merged += _note_merged(odd, node.get("ref", ""), MOST_MERGED - merged)
            if tag in ("c", "row", "mergeCell"):
                node.clear()
    return odd


def _note_merged(odd: dict[int, dict[int, Sentence]], area: str, most: int) -> int:
    left, top, right, bottom = range_boundaries(area)
    size = 0 if None in (left, top, right, bottom) else (right - left + 1) * (bottom - top + 1)
    if not 0 < size <= most:
        raise BulkRefused(Sentence("The spreadsheet has too many merged cells. Split them."))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                odd.setdefault(row, {})[column - 1] = Sentence(
                    "This cell is merged with others (%(area)s). Split them and fill each.",
                    area=area,
                )
    return size


def _place(ref: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", ref)
    if found is None:
        return 0, 0
    return int(found[2]), column_index_from_string(found[1]) - 1
