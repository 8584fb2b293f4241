"""A table as it was sent: a name, headings, rows with their numbers. Limits of all forms of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from ipm_api.bulk.cells import as_text
from ipm_api.errors import BulkRefused, CellRefused
from ipm_api.sentence import Sentence

MOST_ROWS = 20_000  # of one table, below the headings
MOST_COLUMNS = 300
MOST_BLANK = 1_000  # rows in a row, after which nothing more is expected


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row.

    Attributes:
        number: as the spreadsheet shows it; the headings are 1.
        cells: a text per heading.
        refused: column place → why the cell cannot be used.
    """

    number: int
    cells: list[str]
    refused: dict[int, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """
    One sheet or CSV file.

    Attributes:
        name: of the sheet or file, without its extension.
        headings: cleaned; "" where there is none.
        rows: read as they are asked for; may raise BulkRefused.
    """

    name: str
    headings: list[str]
    rows: Iterator[Row]


def table(name: str, lines: Iterable[tuple[int, list[object]]]) -> Table | None:
    """
    The table of *lines* (number, cells); None if there is nothing in it.

    Raises:
        BulkRefused: too many columns, or a heading that is no text. More while rows are read.
    """
    filled = _filled(name, lines)
    first = next(filled, None)
    if first is None:
        return None
    number, cells = first
    headings = []
    for place, cell in enumerate(cells):
        try:
            headings.append(as_text(cell)[:200])
        except CellRefused as error:
            raise BulkRefused(
                Sentence(
                    "The heading in cell %(cell)s of “%(table)s” cannot be read.",
                    cell=address(place, number),
                    table=name,
                )
            ) from error
    return Table(name, headings, _rows(name, len(headings), filled))


def address(place: int, number: int) -> str:
    """The name of a cell: place 0 of row 17 is A17."""
    return f"{get_column_letter(place + 1)}{number}"


def _filled(
    name: str, lines: Iterable[tuple[int, list[object]]]
) -> Iterator[tuple[int, list[object]]]:
    """The lines with anything in them, trailing empty cells left out."""
    blank = 0
    for number, line in lines:
        cells = list(line)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            blank += 1
            if blank >= MOST_BLANK:
                return
            continue
        blank = 0
        if len(cells) > MOST_COLUMNS:
            raise BulkRefused(
                Sentence(
                    "Row %(row)s of “%(table)s” has more than %(most)s columns.",
                    row=number,
                    table=name,
                    most=MOST_COLUMNS,
                )
            )
        yield number, cells


def _rows(name: str, width: int, lines: Iterator[tuple[int, list[object]]]) -> Iterator[Row]:
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise BulkRefused(
                Sentence(
                    "“%(table)s” has more than %(most)s rows. Send it in parts.",
                    table=name,
                    most=MOST_ROWS,
                )
            )
        read, refused = [""] * width, {}
        for place, cell in enumerate(cells):
            if place >= width:
                if cell not in (None, ""):
                    refused[place] = Sentence(
                        "This cell has no heading. Give its column a heading, or empty it."
                    )
                continue
            if isinstance(cell, Sentence):  # a reader's word about the cell
                refused[place] = cell
                continue
            try:
                read[place] = as_text(cell)
            except CellRefused as error:
                refused[place] = _sentence(error)
        yield Row(number, read, refused)


def _sentence(error: CellRefused) -> Sentence:
    said = error.args[0]
    return said if isinstance(said, Sentence) else Sentence(str(said))
