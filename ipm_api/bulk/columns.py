"""
THE registry of columns: import, export, templates and documentation all follow it.

A new field of the catalogue is one line in one of the modules below, if the name of the column is
the attribute of the draft or row that holds it.
"""

from collections.abc import Iterator

from ipm_api.bulk.column import Column, Sheet
from ipm_api.bulk.organisation_columns import DESK_SHEETS, RIGHT_SHEETS
from ipm_api.bulk.product_columns import PRODUCT_SHEETS
from ipm_api.bulk.record_columns import RECORD_SHEETS

SHEETS: tuple[Sheet, ...] = (*RIGHT_SHEETS, *PRODUCT_SHEETS, *RECORD_SHEETS, *DESK_SHEETS)
"""In the order in which they are imported: what others refer to comes first."""

BY_NAME = {sheet.name: sheet for sheet in SHEETS}
PARTS = tuple(sheet for sheet in SHEETS if sheet.part_of)
"""Sheets whose rows are items of a product's lists."""


def headings(sheet: Sheet, languages: tuple[str, ...]) -> Iterator[str]:
    """The headings of our own files, with a column per language where texts are."""
    for column in sheet.columns:
        if column.kind.by_language:
            yield from (f"{column.name}[{language}]" for language in languages)
        else:
            yield column.name


__all__ = ["BY_NAME", "PARTS", "SHEETS", "Column", "Sheet", "headings"]
