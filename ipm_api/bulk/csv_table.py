"""CSV as spreadsheets write it: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from ipm_api.bulk.cells import LONGEST_CELL
from ipm_api.bulk.table import Table, table
from ipm_api.errors import BulkRefused
from ipm_api.sentence import Sentence

DELIMITERS = ",;\t|"
LONGEST_LINE = 1_000_000  # characters
_MARKS = (  # the longer ones first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)

csv.field_size_limit(4 * LONGEST_CELL)  # longer ones are refused by row and column


def csv_table(name: str, open_file: Callable[[], IO[bytes]]) -> Table | None:
    """
    The table in a file that *open_file* opens (twice: once to find out its encoding).

    Raises:
        BulkRefused: no text, or a quotation mark that is never closed; also while rows are read.
    """
    try:
        encoding = _encoding(open_file)
    except DAMAGED as error:
        raise _damaged(name) from error
    return table(name, _lines(name, open_file, encoding))


def _damaged(name: str) -> BulkRefused:
    return BulkRefused(Sentence("“%(name)s” in the ZIP is damaged. Make the ZIP again.", name=name))


def _encoding(open_file: Callable[[], IO[bytes]]) -> str:
    with open_file() as file:
        start = file.read(4096)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        if start[1:200:2].count(0) > len(start[1:200:2]) // 2:
            return "utf-16-le"
        if start[0:200:2].count(0) > len(start[0:200:2]) // 2:
            return "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _lines(
    name: str, open_file: Callable[[], IO[bytes]], encoding: str
) -> Iterator[tuple[int, list[object]]]:
    with open_file() as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        numbered = _bounded(name, text)
        try:
            first = next(numbered, "")
            dialect = {"delimiter": _delimiter(first), "strict": True}
            reader = csv.reader(_chain(first, numbered), **dialect)  # type: ignore[arg-type]
            for number, cells in enumerate(reader, start=1):
                yield number, list(cells)
        except csv.Error as error:
            raise BulkRefused(
                Sentence(
                    "“%(table)s” cannot be read from line %(line)s on: a quotation mark is not"
                    " closed, or a cell is very long.",
                    table=name,
                    line=reader.line_num,
                )
            ) from error
        except DAMAGED as error:
            raise _damaged(name) from error
        except UnicodeError as error:
            raise BulkRefused(
                Sentence("“%(table)s” is no text. Save it as CSV UTF-8.", table=name)
            ) from error


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _bounded(name: str, text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise BulkRefused(Sentence("“%(table)s” has a line that is far too long.", table=name))
        yield line


def _delimiter(line: str) -> str:
    """What separates the headings most often, quoted ones aside."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
