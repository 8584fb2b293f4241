"""What is wrong with a row of an import, by cell, in words that can be said in any language."""

from collections.abc import Mapping
from typing import Any

from ipm_api.bulk.columns import BY_NAME, PARTS
from ipm_api.bulk.mapping import split_column
from ipm_api.errors import Invalid, IpmError
from ipm_api.models.bulk import BulkRow
from ipm_api.operations.bulk_reading import kept
from ipm_api.operations.bulk_records.record import Cells, Records, by_column
from ipm_api.sentence import Sentence


def errors_of(
    row: BulkRow,
    records: Records,
    error: IpmError,
    cells: Cells,
    parts: Mapping[str, list[BulkRow]],
) -> tuple[list[dict[str, Any]], dict[tuple[str, int], list[dict[str, Any]]]]:
    """By column of the row, and by row of its parts ("packaging-1-gtin")."""
    if not isinstance(error, Invalid):
        return [error_at(row, "", said) for said in sentences_of(error)], {}
    found: list[dict[str, Any]] = []
    of_parts: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for column, sentences in by_column(records.sheet, error, cells).items():
        name, _, rest = column.partition("-")
        number, _, item = rest.partition("-")
        place = next((part for part in PARTS if part.part_of == name), None)
        rows = parts.get(place.name, []) if place is not None else []
        if place is not None and number.isdigit() and int(number) < len(rows):
            part = rows[int(number)]
            heading = _heading(place.name, item, part.cells)
            of_parts.setdefault((part.sheet, part.row), []).extend(
                error_at(part, heading, sentence) for sentence in sentences
            )
        else:
            found += [error_at(row, column, sentence) for sentence in sentences]
    if of_parts and not found:
        found.append(error_at(row, "", Sentence("Rows of other sheets about it have errors.")))
    return found, of_parts


def _heading(sheet: str, item: str, cells: Mapping[str, str]) -> str:
    """The heading of an item's cell: "names" of a variant is "name[en]"."""
    for column in BY_NAME[sheet].columns:
        if item in (column.attribute, column.name, *cells):
            given = [c for c in cells if c == item or split_column(c)[0] == column.name]
            if item in cells:
                return item
            if column.attribute == item or column.name == item:
                return given[0] if given else column.name
    return item


def error_at(row: BulkRow, column: str, sentence: str) -> dict[str, Any]:
    """One error, as it is kept and shown: cell, column, heading, sentence."""
    place = row.places.get(column, "") if row.places else ""
    return {
        "column": column,
        "cell": place,
        "heading": column,
        "sentence": kept(sentence),
    }


def sentences_of(error: IpmError) -> list[str]:
    """All that a refusal says."""
    if isinstance(error, Invalid):
        return [sentence for sentences in error.fields.values() for sentence in sentences]
    return list(getattr(error, "sentences", None) or [error.args[0] if error.args else str(error)])
