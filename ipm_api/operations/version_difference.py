"""What differs between two versions of a product, row by row and field by field."""

from dataclasses import dataclass
from typing import Any

from ipm_api.operations.product_content import Content, Row

DERIVED = frozenset({"sort_name", "search_text", "other_gtins", "keypoints", "quality_problems"})
"""Computed from what else is written, or measured: nobody changes them."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """
    One field that differs.

    Attributes:
        field: the column.
        language: of a text, its tag; else "".
        before, after: JSON values; None where there is nothing.
    """

    field: str
    language: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowDifference:
    """
    One row that was added, removed or changed.

    Attributes:
        table: as in the content.
        before, after: the whole row; None: it is not there.
        fields: those that differ; of an added or removed row, none.
    """

    table: str
    before: Row | None
    after: Row | None
    fields: list[FieldDifference]

    @property
    def kind(self) -> str:
        """One of ``added``, ``removed``, ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """As it is now, or was last."""
        return self.after or self.before or {}


def differences(before: Content, after: Content) -> list[RowDifference]:
    """What changed from *before* to *after*; an empty list when nothing that matters did."""
    found = []
    for table in dict.fromkeys([*before, *after]):
        earlier = {_key(row): row for row in before.get(table, [])}
        later = {_key(row): row for row in after.get(table, [])}
        for key in dict.fromkeys([*later, *earlier]):
            one, other = earlier.get(key), later.get(key)
            fields = _fields(one, other) if one is not None and other is not None else []
            if fields or one is None or other is None:
                found.append(RowDifference(table, one, other, fields))
    return found


def _key(row: Row) -> str:
    return str(row.get("id") or sorted(row.items()))


def _fields(before: Row, after: Row) -> list[FieldDifference]:
    found = []
    for name in dict.fromkeys([*after, *before]):
        one, other = before.get(name), after.get(name)
        if name in DERIVED or one == other or not (one or other):  # empty in two ways
            continue
        if _is_text(one) and _is_text(other):
            one, other = one or {}, other or {}
            found += [
                FieldDifference(name, language, one.get(language), other.get(language))
                for language in dict.fromkeys([*other, *one])
                if one.get(language) != other.get(language)
            ]
        else:
            found.append(FieldDifference(name, "", one, other))
    return found


def _is_text(value: Any) -> bool:
    """True for texts by language; empty ones are."""
    if value is None:
        return True
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
