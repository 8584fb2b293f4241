"""What a kind of row must be able to do, and what all of them share."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from ipm_api.bulk.columns import BY_NAME, Sheet
from ipm_api.bulk.mapping import split_column
from ipm_api.errors import CellRefused, Invalid
from ipm_api.policy import Actor
from ipm_api.runtime import Runtime
from ipm_api.sentence import Sentence

Found = TypeVar("Found")
Cells = dict[str, Any]
"""Column → canonical text, ``{"name[en]": "Cap"}``; a product has sheets of its lists, too."""


@dataclass
class Work:
    """
    What rows need besides themselves.

    Attributes:
        dry: nothing stays; pictures are looked at and not kept.
        read_picture: file name → bytes; raises CellRefused if there is none.
        known: what need not be asked for again in this slice; emptied when a row is refused.
        written: things of earlier rows of this slice.
        rests: nothing changes meanwhile, as in an export.
    """

    session: Session
    actor: Actor
    runtime: Runtime
    dry: bool = False
    read_picture: Callable[[str], bytes] = field(default=lambda name: _no_picture(name))
    known: dict[Any, Any] = field(default_factory=dict)
    written: set[uuid.UUID] = field(default_factory=set)
    rests: bool = False

    def once(self, key: Any, ask: Callable[[], Any]) -> Any:
        """What *ask* found the first time, if it found something."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = ask()
        return found

    def at_rest(self, key: Any, ask: Callable[[], Found]) -> Found:
        """What *ask* finds, which is remembered as long as nothing changes."""
        found: Found = self.once(key, ask) if self.rests else ask()
        return found


class Records(Protocol):
    """
    One kind of row. A *thing* is the row of the database that it is about.

    Attributes:
        repeats: there may be several things that rows call the same.
    """

    sheet: Sheet
    repeats: bool

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> Sequence[Any]:
        """The things, one's own, that *cells* may be about, in their order; none: it is new."""

    def get(self, work: Work, subject_id: uuid.UUID) -> Any | None:
        """The thing of this id if it is one's own and not removed."""

    def read(self, work: Work, thing: Any) -> Cells:
        """All columns of *thing* as canonical texts."""

    def write(
        self, work: Work, thing: Any | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        """
        Make *thing*, or a new one, what *cells* (all columns) say; returns its id.

        Raises:
            Invalid: by column; or any refusal of the operation.
        """

    def remove(self, work: Work, thing: Any) -> str | None:
        """Take back what was new; returns why not (a sentence) if it must stay."""

    def every(self, work: Work) -> Iterator[Any]:
        """All of one's own things, for an export."""


def values(sheet: Sheet, cells: Mapping[str, Any]) -> dict[str, Any]:
    """
    The values of *cells* by attribute; texts by language as ``{"en": …}``.

    Raises:
        Invalid: cells that cannot be read, by column.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for column in sheet.columns:
        if column.kind.by_language:
            found[column.attribute] = {}
    for heading, text in cells.items():
        name, language = split_column(heading)
        if name in BY_NAME and BY_NAME[name].part_of:
            continue
        column = sheet.column(name)
        try:
            value = column.kind.read(text)
        except CellRefused as error:
            wrong[heading] = [error.args[0]]
            continue
        if language:
            if value:
                found[column.attribute][language] = value
        else:
            found[column.attribute] = value
    for column in sheet.columns:
        if column.kind.by_language or column.attribute in found:
            continue
        found[column.attribute] = column.kind.read("")
    if wrong:
        raise Invalid(wrong)
    return found


def texts_of(sheet: Sheet, thing: Any, **known: str) -> Cells:
    """
    The cells of *thing*: an object with attributes, or a mapping.

    Args:
        known: columns that are not simply its attributes.
    """
    cells: Cells = {}
    for column in sheet.columns:
        if column.name in known:
            cells[column.name] = known[column.name]
            continue
        value = (
            thing.get(column.attribute)
            if isinstance(thing, Mapping)
            else getattr(thing, column.attribute)
        )
        if column.kind.by_language:
            for language, text in sorted((value or {}).items()):
                if text:
                    cells[f"{column.name}[{language}]"] = column.kind.say(text)
        else:
            cells[column.name] = column.kind.say(value)
    return cells


def by_column(sheet: Sheet, error: Invalid, cells: Mapping[str, Any]) -> dict[str, list[str]]:
    """The sentences of *error* by column of *sheet*; "" for what is of none."""
    found: dict[str, list[str]] = {}
    for name, sentences in error.fields.items():
        found.setdefault(_column(sheet, name, cells), []).extend(sentences)
    return found


def _column(sheet: Sheet, name: str, cells: Mapping[str, Any]) -> str:
    if name in cells:
        return name
    name, line, rest = name.partition("-")  # "hours-mon", or "packaging-1-gtin" of another sheet
    if line and name not in {column.name for column in sheet.columns}:
        return f"{name}-{rest}"
    for column in sheet.columns:
        if name in (column.attribute, column.name):
            if not column.kind.by_language:
                return column.name
            given = [heading for heading in cells if split_column(heading)[0] == column.name]
            return given[0] if given else f"{column.name}[en]"
    return ""


def _no_picture(name: str) -> bytes:
    raise CellRefused(Sentence("There is no image “%(name)s” in the ZIP.", name=name))
