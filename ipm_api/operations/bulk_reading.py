"""The first part of an import: what was sent becomes rows, each cell with its address."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ipm_api.bulk.columns import BY_NAME, Sheet
from ipm_api.bulk.mapping import NET_CONTENT, Meaning, meanings, sheet_of, split_column
from ipm_api.bulk.source import Source, open_source
from ipm_api.bulk.table import Table, address
from ipm_api.bulk_files import bulk_path
from ipm_api.config import Config
from ipm_api.errors import BulkRefused, InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.languages import fold
from ipm_api.models.bulk import BulkImport, BulkRow, ColumnMeaning, ImportState
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

TOGETHER = 500  # rows written in one statement
_VIEWS = ("front", "back", "label", "detail", "packaging", "accessory")


def read_import(session: Session, actor: Actor, config: Config, work: BulkImport) -> bool:
    """
    Read the files of *work* into rows: CHECKING is next; False if they are REFUSED.

    Raises:
        Forbidden: *actor* is of no right holder.
    """
    require(actor, RIGHT_HOLDER)
    session.execute(delete(BulkRow).where(BulkRow.import_id == work.id))
    pictures = bulk_path(config, work.id, "pictures")
    try:
        table = bulk_path(config, work.id, "table")
        with open_source(table, work.file_name, pictures if work.pictures_name else None) as source:
            reader = _Reader(session, work)
            reader.read(source)
            work.meanings = reader.meanings
            work.notes = [kept(sentence) for sentence in (*source.notes, *reader.notes)]
    except BulkRefused as error:
        session.execute(delete(BulkRow).where(BulkRow.import_id == work.id))
        work.state = ImportState.REFUSED
        work.notes = [kept(error.args[0])]
        return False
    work.state = ImportState.CHECKING
    return True


def kept(sentence: str) -> dict[str, Any]:
    """A sentence as JSON, still to be said in any language."""
    if isinstance(sentence, Sentence):
        return {"template": sentence.template, "values": sentence.values}
    return {"template": sentence, "values": {}}


class _Reader:
    def __init__(self, session: Session, work: BulkImport) -> None:
        self._session, self._work = session, work
        self.meanings: dict[str, Any] = {}
        self.notes: list[Sentence] = []
        self._called: dict[str, str] = {}  # what children may call a product → its key
        self._firsts: dict[str, int] = {}  # key of a product → its row
        self._named: set[str] = set()  # pictures that a cell names

    def read(self, source: Source) -> None:
        tables: list[tuple[Sheet, Table]] = []
        for table in source.tables:
            sheet = sheet_of(table.name, len(source.tables))
            if sheet is None:
                self.notes.append(
                    Sentence(
                        "“%(name)s” is no sheet that is known here; not read.", name=table.name
                    )
                )
            elif sheet.name in (other.name for other, _ in tables):
                raise BulkRefused(Sentence("“%(name)s” is there twice.", name=table.name))
            else:
                tables.append((sheet, table))
        order = list(BY_NAME)
        tables.sort(key=lambda pair: order.index(pair[0].name))
        rows = itertools.chain(
            *(self._rows(sheet, table) for sheet, table in tables), self._unnamed(source)
        )
        while batch := list(itertools.islice(rows, TOGETHER)):
            self._session.execute(insert(BulkRow), batch)

    def _rows(self, sheet: Sheet, table: Table) -> Iterator[dict[str, Any]]:
        known = meanings(sheet, table.headings, self._remembered(sheet), self._work.language)
        self.meanings[sheet.name] = [[m.heading, m.column, m.suggestion] for m in known]
        given = {m.column for m in known} | {split_column(m.column)[0] for m in known}
        missing = [c.name for c in sheet.columns if c.required and c.name not in given]
        if missing:
            self.notes.append(
                Sentence(
                    "“%(table)s” has no column %(columns)s.",
                    table=table.name,
                    columns=", ".join(missing),
                )
            )
        for row in table.rows:
            cells = {m.column: row.cells[at] for at, m in enumerate(known) if m.column}
            places = {m.column: address(at, row.number) for at, m in enumerate(known) if m.column}
            errors = []
            for at, sentence in row.refused.items():
                meaning = known[at] if at < len(known) else Meaning("", "-")
                if meaning.column:
                    errors.append(
                        {
                            "column": meaning.column if meaning.column != "-" else "",
                            "cell": address(at, row.number),
                            "heading": meaning.heading,
                            "sentence": kept(sentence),
                        }
                    )
            yield from self._row(sheet, row.number, cells, places, errors)

    def _row(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[str, str],
        places: dict[str, str],
        errors: list[dict[str, Any]],
    ) -> Iterator[dict[str, Any]]:
        extra: list[dict[str, Any]] = []
        if sheet.name == "products":
            key = _key(cells)
            if key in self._firsts:
                errors.append(
                    {
                        "column": "",
                        "cell": f"A{number}",
                        "heading": "",
                        "sentence": kept(
                            Sentence(
                                "This is the product of row %(row)s again. Keep one of the two.",
                                row=self._firsts[key],
                            )
                        ),
                    }
                )
            else:
                self._firsts[key] = number
                for word in _words(cells):
                    self._called.setdefault(fold(word), key)
            extra = list(self._extra(number, key, cells, places))
        elif sheet.is_about_a_product:
            word = fold(cells.get("product", ""))
            key = self._called.get(word, "") or (f"?{cells['product']}" if word else "")
            if sheet.name == "pictures":
                self._named.add(_path(cells.get("file", "")))
        else:
            key = ""
        yield _new(self._work, sheet.name, number, key, cells, places, errors)
        yield from extra

    def _extra(
        self, number: int, key: str, cells: dict[str, str], places: dict[str, str]
    ) -> Iterator[dict[str, Any]]:
        """Rows that a product's own row stands for: its pictures, its net content."""
        reference = cells.get("reference", "") or next(iter(_words(cells)), "")
        if net := cells.pop(NET_CONTENT, ""):
            item = {"product": reference, "name[en]": "Net content", "value[en]": net}
            where = {"value[en]": places.pop(NET_CONTENT)}
            yield _new(self._work, "characteristics", number, key, item, where, [])
        for name in filter(None, (n.strip() for n in cells.pop("pictures", "").split(";"))):
            self._named.add(_path(name))
            item = {"product": reference, "file": name, "view": _view(name)}
            where = {"file": places["pictures"]}
            yield _new(self._work, "pictures", number, key, item, where, [])

    def _unnamed(self, source: Source) -> Iterator[dict[str, Any]]:
        """Pictures that no cell names, by a GTIN or SKU at the beginning of their names."""
        for number, name in enumerate(sorted(source.pictures), start=1):
            if {name, _file(name)} & self._named:
                continue
            stem = PurePosixPath(name).stem
            word = next((w for w in _beginnings(stem) if fold(w) in self._called), None)
            if word is None:
                self.notes.append(
                    Sentence("The image “%(name)s” belongs to no row; not read.", name=name)
                )
                continue
            cells = {"product": word, "file": name, "view": _view(name)}
            key = self._called[fold(word)]
            yield _new(self._work, "pictures", number, key, cells, {"file": name}, [])

    def _remembered(self, sheet: Sheet) -> Mapping[str, str]:
        rows = self._session.scalars(
            select(ColumnMeaning).where(
                ColumnMeaning.right_holder_id == self._work.right_holder_id,
                ColumnMeaning.sheet == sheet.name,
            )
        )
        return {row.heading: row.column for row in rows}


def _new(
    work: BulkImport,
    sheet: str,
    number: int,
    key: str,
    cells: dict[str, str],
    places: dict[str, str],
    errors: list[dict[str, Any]],
) -> dict[str, Any]:
    names = [text for c, text in cells.items() if split_column(c)[0] in ("name", "title") and text]
    label = names[0] if names else next((text for text in cells.values() if text), "")
    return {
        "import_id": work.id,
        "sheet": sheet,
        "row": number,
        "key": key[:400],
        "label": label[:200],
        "cells": cells,
        "places": places,
        "step": 0,
        "errors": errors,
    }


def _key(cells: Mapping[str, str]) -> str:
    """What makes a product's row the same as another one."""
    if cells.get("reference"):
        return fold(cells["reference"])
    for word in _words(cells):
        return fold(word)
    names = [t for c, t in sorted(cells.items()) if split_column(c)[0] == "name"]
    return fold(f"{cells.get('brand', '')} {names[0] if names else ''}")


def _words(cells: Mapping[str, str]) -> Iterator[str]:
    """What other sheets may call a product."""
    if cells.get("reference"):
        yield cells["reference"]
    for column in ("gtins", "skus"):
        for word in (part.strip() for part in cells.get(column, "").split(";")):
            if not word:
                continue
            yield word
            if column == "gtins":
                try:
                    gtin = parse_gtin(word)
                except InvalidGtin:
                    continue
                yield from (gtin, gtin.lstrip("0"), gtin[1:])


def _beginnings(stem: str) -> Iterator[str]:
    """ "ec-50_front_2" → itself, "ec-50_front", "ec-50"."""
    while stem:
        yield stem
        stem = stem.rpartition("_")[0]


def _view(name: str) -> str:
    words = PurePosixPath(name).stem.lower().replace("-", "_").split("_")
    return next((view for view in _VIEWS if view in words), "front")


def _file(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name.lower()


def _path(name: str) -> str:
    return name.replace("\\", "/").strip("/").lower()
