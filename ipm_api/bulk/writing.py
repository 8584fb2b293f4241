"""Our own files: a workbook, or a ZIP of CSV files and pictures with a manifest; streamed."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ipm_api.bulk.cells import LONGEST_CELL, writable
from ipm_api.bulk.columns import SHEETS, headings
from ipm_api.errors import BulkRefused
from ipm_api.sentence import Sentence

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Content:
    """
    One sheet to be written.

    Attributes:
        name: of the sheet.
        headings: in their order.
        rows: a text per heading; a missing one is empty.
    """

    name: str
    headings: list[str]
    rows: Iterable[Mapping[str, str]]


def write_xlsx(path: Path, contents: Iterable[Content], notes: Iterable[str] = ()) -> None:
    """
    A workbook with one sheet per content, all cells text; *notes* are its first sheet, if any.

    Raises:
        BulkRefused: a cell is longer than a spreadsheet keeps.
    """
    book = Workbook(write_only=True)
    try:
        _write_sheets(book, contents, list(notes))
    except BulkRefused:
        for sheet in book.worksheets:
            sheet.close()
        raise
    book.save(path)


def _write_sheets(book: Any, contents: Iterable[Content], lines: list[str]) -> None:
    if lines:
        sheet = book.create_sheet("instructions")
        sheet.column_dimensions["A"].width = 100
        for line in lines:
            sheet.append([writable(line)])
    for content in contents:
        sheet = book.create_sheet(content.name)
        sheet.freeze_panes = "A2"
        bold = []
        for heading in content.headings:
            cell = WriteOnlyCell(sheet, heading)
            cell.font = Font(bold=True)
            bold.append(cell)
        sheet.append(bold)
        for row in content.rows:
            sheet.append([_cell(sheet, row.get(heading, "")) for heading in content.headings])


def write_zip(
    path: Path,
    contents: Iterable[Content],
    pictures: Iterable[tuple[str, bytes]],
    about: Mapping[str, Any],
) -> None:
    """A CSV file (UTF-8 with a mark) per content, the pictures, and what is in it with SHA-256."""
    files: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for content in contents:
            digest = hashlib.sha256()
            with archive.open(f"{content.name}.csv", "w", force_zip64=False) as member:
                for data in _csv(content):
                    digest.update(data)
                    member.write(data)
            files[f"{content.name}.csv"] = digest.hexdigest()
        for name, data in pictures:
            info = zipfile.ZipInfo(f"pictures/{name}")  # pictures are packed already
            archive.writestr(info, data)
            files[info.filename] = hashlib.sha256(data).hexdigest()
        text = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1)
        archive.writestr(MANIFEST, text)


def template(form: str, path: Path, languages: tuple[str, ...]) -> None:
    """An example to fill in, "xlsx" or "zip", with instructions."""
    contents = [
        Content(sheet.name, list(headings(sheet, languages)), [_example(sheet.name, languages)])
        for sheet in SHEETS
    ]
    if form == "xlsx":
        write_xlsx(path, contents, instructions())
    else:
        write_zip(path, contents, [], {"instructions": list(instructions())})


def instructions() -> Iterator[str]:
    """How to fill in the sheets; the documentation says the same."""
    yield "How to fill in these sheets"
    yield "Delete the example rows and the sheets that you do not need. Column order is free."
    yield "An empty cell empties the field; leave a column out to keep what is there."
    yield "Texts have one column per language: name[en], name[fr], name[ar] …"
    yield "Format columns with numbers as text: spreadsheets round GTINs and remove zeros."
    for sheet in SHEETS:
        yield f"{sheet.name}: {sheet.about}"
        for column in sheet.columns:
            needed = " (needed)" if column.required else ""
            yield f"    {column.name}{needed}: {column.kind.hint}"


def _example(name: str, languages: tuple[str, ...]) -> dict[str, str]:
    sheet = next(sheet for sheet in SHEETS if sheet.name == name)
    return {
        f"{column.name}[{languages[0]}]" if column.kind.by_language else column.name: column.example
        for column in sheet.columns
    }


def _cell(sheet: Any, text: str) -> Any:
    shown = writable(text)
    if len(shown) > LONGEST_CELL:
        raise BulkRefused(
            Sentence("A text is too long for a spreadsheet. Export as ZIP of CSV files instead.")
        )
    cell = WriteOnlyCell(sheet, shown)
    cell.number_format = "@"  # text: digits stay digits when somebody edits them
    return cell


def _csv(content: Content) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)

    def taken() -> bytes:
        data = buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        return data

    yield b"\xef\xbb\xbf"  # so that spreadsheets know that it is UTF-8
    writer.writerow(content.headings)
    yield taken()
    for row in content.rows:
        writer.writerow([writable(row.get(heading, "")) for heading in content.headings])
        yield taken()


def example_csv() -> bytes:
    """A small file to try the import with: invented products, two of them with errors."""
    lines = [
        ["reference", "brand", "category", "name[en]", "name[fr]", "gtin", "hs_code", "netContent"],
        [
            "ORA-1",
            "Orlaine",
            "perfume",
            "Brume d'Or 30 ml",
            "Brume d'Or 30 ml",
            "",
            "330300",
            "30 ml",
        ],
        ["ORA-2", "Orlaine", "perfume", "Brume d'Or 50 ml", "", "9.52E+12", "330300", "50 ml"],
        ["ORA-3", "Orlaine", "perfume", "Brume d'Or refill", "Recharge", "", "33030", "100 ml"],
        ["ORA-4", "Orlaine", "cosmetics", "Lait d'Or", "Lait d'Or", "", "330499", "200 ml"],
    ]
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")
