"""
A product with everything that belongs to it, as JSON rows by table: frozen, and put back.

Written by the database itself (``to_jsonb``), so that a new column is versioned without a word
here. A new table must be named below, on one side or the other.
"""

import uuid
from typing import Any

from sqlalchemy import Column, Table, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from ipm_api.database import Base, now
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.column_value import column_value

Row = dict[str, Any]
Content = dict[str, list[Row]]
"""Table → rows, in their order; a row is column → JSON value."""

_RECORD = frozenset({"created_at", "changed_at", "removed_at"})
VERSIONED: dict[str, frozenset[str]] = {
    "product": _RECORD
    | {"state", "published_at", "reviewed_at", "review_reminded_at", "review_months", "revision"},
    "product_gtin": frozenset(),
    "counterfeit_version": _RECORD,
    "reference_image": frozenset(
        {
            "state",
            "removed_at",
            "resembles_id",
            "phash",
            "dhash",
            "held_back_for",
            "compared_until",
            "uploaded_by",
            "freed_places",
        }
    ),
    "distinguishing_feature": frozenset(),
    "infringement": _RECORD,
    "warning_sign": _RECORD,
    "suspicious_route": _RECORD,
}
"""Tables that a version holds → columns of them that it does not: book-keeping, live states."""

NOT_VERSIONED = frozenset(
    {
        "product_version",
        "restore_point",
        "publication_request",
        "sharing_rule",  # who sees it counts at once
        "product_reading",
        "favourite",  # of an officer
        "product_change",
        "reference_description",
        "recognition",
        "image_takedown",
        "picture_upload",
        "upload_chunk",
        "alert",
        "product_reference",
        "resemblance_question",
        "question",
        "inspection",
        "candidate",
        "sighting",
        "trader",  # the organisation's supply chain and contacts are always the present ones
        "trade_route",
    }
)
"""Tables that refer to a product, a picture or a feature and are no part of a version."""


def versioned_tables() -> list[Table]:
    """The tables of VERSIONED, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name in VERSIONED]


def freeze(session: Session, product_id: uuid.UUID) -> Content:
    """The working copy of a product, one query for each table."""
    session.flush()
    return {table.name: _rows(session, table, product_id) for table in versioned_tables()}


def put_back(session: Session, product_id: uuid.UUID, content: Content) -> None:
    """
    Make the working copy what *content* says; the caller holds the product and commits.

    A picture that was taken out for good does not come back, nor does what cannot be without it.
    """
    session.flush()
    tables = versioned_tables()
    gone = _taken_down(session, product_id)
    for table in reversed(tables):
        _remove_others(session, table, product_id, content.get(table.name, []))
    for table in tables:
        known = {column.name: column for column in table.columns}
        for row in content.get(table.name, []):
            values = {
                name: column_value(known[name], value)
                for name, value in row.items()
                if name in known and name not in VERSIONED[table.name]
            }
            if values.get("id") not in gone and _without_dangling(session, table, values, gone):
                _write(session, table, values)
    session.expire_all()


def discard_image(session: Session, product: Product, image: ReferenceImage) -> None:
    """Take a picture, and the places drawn on it, out of the working copy; versions keep it."""
    for feature in product.features:
        if feature.image_id == image.id:
            feature.image_id = feature.polygon = None
            feature.region_x = feature.region_y = None
            feature.region_width = feature.region_height = None
        if feature.counterpart_image_id == image.id:
            feature.counterpart_image_id = None
            feature.counterpart_x = feature.counterpart_y = None
            feature.counterpart_width = feature.counterpart_height = None
    image.removed_at = now()
    left = [other for other in product.images if other is not image]
    for position, other in enumerate(left, start=1):
        other.position = position
    session.flush()
    session.expire(product, ["images"])


def _rows(session: Session, table: Table, product_id: uuid.UUID) -> list[Row]:
    as_json = func.to_jsonb(literal_column(f'"{table.name}"'), type_=JSONB)
    query = select(as_json).select_from(table).where(_owner(table) == product_id)
    if "removed_at" in table.c:
        query = query.where(table.c.removed_at.is_(None))
    first = [table.c.position] if "position" in table.c else []
    rows = session.scalars(query.order_by(*first, *table.primary_key.columns))
    left_out = VERSIONED[table.name]
    return [{k: v for k, v in row.items() if k not in left_out} for row in rows]


def _owner(table: Table) -> Column[Any]:
    return table.c.id if table.name == "product" else table.c.product_id


def _remove_others(session: Session, table: Table, product_id: uuid.UUID, rows: list[Row]) -> None:
    if table.name == "product":
        return
    kept = {tuple(str(row[c.name]) for c in table.primary_key.columns) for row in rows}
    keys = list(table.primary_key.columns)
    for found in session.execute(select(*keys).where(_owner(table) == product_id)).all():
        if tuple(map(str, found)) in kept:
            continue
        here = [column == value for column, value in zip(keys, found, strict=True)]
        if "removed_at" in table.c:
            still = update(table).where(*here, table.c.removed_at.is_(None))
            session.execute(still.values(removed_at=now()))
        else:
            session.execute(table.delete().where(*here))


def _taken_down(session: Session, product_id: uuid.UUID) -> set[uuid.UUID]:
    return set(
        session.scalars(
            select(ReferenceImage.id).where(
                ReferenceImage.product_id == product_id,
                ReferenceImage.state == ImageState.TAKEN_DOWN,
            )
        )
    )


def _without_dangling(session: Session, table: Table, values: Row, gone: set[uuid.UUID]) -> bool:
    """Empty what refers to something that is gone; False if the row cannot be without it."""
    for key in table.foreign_keys:
        name, target = key.parent.name, key.column
        value = values.get(name)
        if value is None or name == "product_id":
            continue
        if value in gone or session.scalar(select(target).where(target == value)) is None:
            if table.name == "product":
                del values[name]  # the working copy keeps the one that it has
            elif key.parent.nullable:
                for column in [c for c in values if c.startswith(_place_of(name))]:
                    values[column] = None
            else:
                return False
    return True


def _place_of(name: str) -> tuple[str, ...]:
    """The columns that mean nothing without the picture that *name* refers to."""
    places = {"image_id": ("region_", "polygon"), "counterpart_image_id": ("counterpart_",)}
    return (name, *places.get(name, ()))


def _write(session: Session, table: Table, values: Row) -> None:
    keys = list(table.primary_key.columns)
    here = [column == values[column.name] for column in keys]
    if session.scalar(select(keys[0]).where(*here)) is not None:
        alive = {"removed_at": None} if "removed_at" in table.c else {}
        session.execute(update(table).where(*here).values(**values, **alive))
    elif table.name != "reference_image":
        session.execute(table.insert().values(**values))
