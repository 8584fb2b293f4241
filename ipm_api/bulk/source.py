"""Whatever a right holder sends, as tables and pictures: told apart by content, not by name."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from ipm_api.bulk.archive import Archive, open_archive
from ipm_api.bulk.csv_table import csv_table
from ipm_api.bulk.table import Row, Table
from ipm_api.bulk.trade_mark_xml import trade_marks
from ipm_api.bulk.xlsx_table import MOST_FILE, xlsx_tables
from ipm_api.errors import BulkRefused, CellRefused
from ipm_api.sentence import Sentence

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
MOST_NOTES = 50
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class Source:
    """
    What came.

    Attributes:
        tables: still to be read, in the order of the file.
        notes: what is to be said about the rest.
        pictures: path in the ZIP, in small letters, without "pictures/" → reads its bytes.
    """

    tables: list[Table] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    pictures: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def read_picture(self, name: str) -> bytes:
        """
        The bytes of the picture that a cell names, with or without its folder, case aside.

        Raises:
            CellRefused: there is none, or more than one.
        """
        path = name.replace("\\", "/").strip("/").lower()
        if path in self.pictures:
            return self.pictures[path]()
        found = [read for each, read in self.pictures.items() if each.endswith(f"/{path}")]
        if len(found) > 1:
            raise CellRefused(
                Sentence("Several images are called “%(name)s”: write the folder, too.", name=name)
            )
        if not found:
            raise CellRefused(Sentence("There is no image “%(name)s” in the ZIP.", name=name))
        return found[0]()


@contextmanager
def open_source(path: Path, name: str, pictures: Path | None = None) -> Iterator[Source]:
    """
    The file at *path*, called *name* by who sent it, and a ZIP of *pictures* beside it.

    Raises:
        BulkRefused: nothing that is read here, hostile, or damaged.
    """
    with ExitStack() as stack:
        source = Source()
        with path.open("rb") as file:
            start = file.read(4096)
        stem = PurePosixPath(name.replace("\\", "/")).stem or "products"
        if start.startswith(b"PK"):
            _read_zip(stack, path, source)
        elif start.startswith(_OLD_EXCEL):
            raise BulkRefused(Sentence("This is an old Excel file (XLS). Save it as XLSX."))
        elif _is_markup(start):
            _read_trade_marks(stack.enter_context(path.open("rb")), source)
        elif b"\0\0\0\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0")):
            raise BulkRefused(Sentence("This is no spreadsheet. Send CSV, XLSX, or a ZIP of them."))
        else:
            found = csv_table(stem, lambda: path.open("rb"))
            source.tables += [found] if found else []
        if pictures is not None:
            _take_pictures(stack.enter_context(open_archive(pictures)), source, only=True)
        if not source.tables:
            raise BulkRefused(Sentence("There is no table in this file."))
        yield source


def _is_markup(start: bytes) -> bool:
    text = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return text.startswith(b"<")


def _read_zip(stack: ExitStack, path: Path, source: Source) -> None:
    with open_archive(path, is_spreadsheet=True) as first:
        is_spreadsheet = "xl/workbook.xml" in first.names
    if is_spreadsheet:
        _read_spreadsheet(stack, path, source)
        return
    archive = stack.enter_context(open_archive(path))
    for name in archive.names:
        lower = name.lower()
        if lower.endswith((".csv", ".tsv", ".txt")):
            found = csv_table(PurePosixPath(name).stem, partial(archive.stream, name))
            source.tables += [found] if found else []
        elif lower.endswith(".xml"):
            with archive.open(name) as member:
                _read_trade_marks(member, source)
        elif lower.endswith(".xlsx"):
            if source.tables:
                raise BulkRefused(Sentence("Send one spreadsheet in a ZIP, or only CSV files."))
            _read_spreadsheet(stack, _unpacked(stack, archive, name), source)
    _take_pictures(archive, source, only=False)


def _read_spreadsheet(stack: ExitStack, path: Path, source: Source) -> None:
    tables, notes = stack.enter_context(xlsx_tables(path))
    source.tables += tables
    source.notes += notes


def _unpacked(stack: ExitStack, archive: Archive, name: str) -> Path:
    if archive.size(name) > MOST_FILE:
        raise BulkRefused(Sentence("A spreadsheet has at most 50 MB. Send it in parts."))
    copy = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".xlsx"))  # noqa: SIM115
    with archive.open(name) as member:
        shutil.copyfileobj(member, copy)
    copy.flush()
    return Path(copy.name)


def _take_pictures(archive: Archive, source: Source, *, only: bool) -> None:
    for name in archive.names:
        short = PurePosixPath(name).name.lower()
        if not short.endswith(PICTURES):
            known = short.endswith((".csv", ".tsv", ".txt", ".xml", ".xlsx", ".json"))
            if (only or not known) and len(source.notes) < MOST_NOTES:
                source.notes.append(Sentence("“%(name)s” in the ZIP was not read.", name=name))
            continue
        path = name.lower().removeprefix("pictures/")
        source.pictures[path] = partial(archive.read, name)


def _read_trade_marks(file: IO[bytes], source: Source) -> None:
    """Rights of the XML, and the brands that they need."""
    marks = list(trade_marks(file))
    columns = list(marks[0])
    brands = list(dict.fromkeys(mark["brand"] for mark in marks if mark["brand"]))
    source.tables += [
        Table("brands", ["name"], iter(Row(n, [name]) for n, name in enumerate(brands, 1))),
        Table("rights", columns, iter(Row(n, list(m.values())) for n, m in enumerate(marks, 1))),
    ]
