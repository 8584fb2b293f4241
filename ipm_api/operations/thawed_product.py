"""
A version read as if it were the working copy: the same classes, loose from the session.

Pages and answers need not know which of the two they show. Pictures keep the state that they have
now: what an administrator refused, or what was taken away at once, is gone from every version.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Mapper, MapperProperty, RelationshipProperty, Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import MANYTOONE, ORMOption

from ipm_api.database import Base
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.column_value import column_default, column_value
from ipm_api.operations.product_content import VERSIONED, Content, Row

Thing = TypeVar("Thing", bound=Base)


@dataclass(frozen=True, slots=True)
class ThawedProduct:
    """
    One version of a product.

    Attributes:
        product: with its images, features and codes; never add it to a session.
        rows: everything in the version, by class.
    """

    product: Product
    rows: dict[type[Base], list[Any]]

    def all(self, kind: type[Thing]) -> list[Thing]:
        """The rows of class *kind*, in their order."""
        return self.rows.get(kind, [])


def thaw(
    session: Session,
    contents: Sequence[Content],
    options: Mapping[type[Base], Sequence[ORMOption]] | None = None,
) -> list[ThawedProduct]:
    """
    Read *contents*, in a number of queries that does not depend on how many they are.

    Args:
        options: how to load what belongs to no version (a brand with its rights …), by class.
    """
    mappers = [m for m in Base.registry.mappers if _table(m).name in VERSIONED]
    states = _states(session, contents)
    thawed = []
    for content in contents:
        rows: dict[type[Base], list[Any]] = {}
        for mapper in mappers:
            frozen = content.get(_table(mapper).name, [])
            rows[mapper.class_] = [_instance(mapper, row) for row in frozen]
        pictures = [i for i in rows[ReferenceImage] if i.id in states]
        for picture in pictures:
            set_committed_value(picture, "state", states[picture.id])
        rows[ReferenceImage] = pictures
        for mapper in mappers:
            _link(mapper, rows)
        thawed.append(ThawedProduct(rows[Product][0], rows))
    for mapper in mappers:
        _link_live(session, mapper, [one.rows for one in thawed], options or {})
    return thawed


def _states(session: Session, contents: Sequence[Content]) -> dict[uuid.UUID, Any]:
    ids = [uuid.UUID(row["id"]) for one in contents for row in one.get("reference_image", [])]
    query = select(ReferenceImage.id, ReferenceImage.state).where(
        ReferenceImage.id.in_(ids), ReferenceImage.state != ImageState.TAKEN_DOWN
    )
    return {row.id: row.state for row in session.execute(query)}


def _instance(mapper: Mapper[Any], row: Row) -> Any:
    made = mapper.class_()
    for column in _table(mapper).columns:
        name = column.name
        value = column_value(column, row[name]) if name in row else column_default(column)
        set_committed_value(made, mapper.get_property_by_column(column).key, value)
    return made


def _table(mapper: Mapper[Any]) -> Table:
    assert isinstance(mapper.local_table, Table)
    return mapper.local_table


def _link(mapper: Mapper[Any], rows: dict[type[Base], list[Any]]) -> None:
    """Connect the rows of one version with each other, as their relationships say."""
    for relationship in mapper.relationships:
        if relationship.mapper.class_ not in rows:
            continue
        local, remote = _keys(relationship)
        others = defaultdict(list)
        for other in rows[relationship.mapper.class_]:
            others[getattr(other, remote)].append(other)
        for one in rows[mapper.class_]:
            found = others.get(getattr(one, local), [])
            value = list(found) if relationship.uselist else next(iter(found), None)
            set_committed_value(one, relationship.key, value)


def _link_live(
    session: Session,
    mapper: Mapper[Any],
    versions: list[dict[type[Base], list[Any]]],
    options: Mapping[type[Base], Sequence[ORMOption]],
) -> None:
    """Connect rows with what belongs to no version: brands, categories …"""
    for relationship in mapper.relationships:
        target = relationship.mapper.class_
        if relationship.direction is not MANYTOONE or target.__table__.name in VERSIONED:
            continue
        local, remote = _keys(relationship)
        rows = [one for rows in versions for one in rows[mapper.class_]]
        wanted = {getattr(one, local) for one in rows} - {None}
        if not wanted:
            continue
        query = select(target).where(getattr(target, remote).in_(wanted))
        live = session.scalars(query.options(*options.get(target, ()))).unique().all()
        by_key = {getattr(other, remote): other for other in live}
        for one in rows:
            set_committed_value(one, relationship.key, by_key.get(getattr(one, local)))


def _keys(relationship: RelationshipProperty[Any]) -> tuple[str, str]:
    """The attributes, here and there, that a relationship compares."""
    ((local, remote),) = relationship.local_remote_pairs or ()
    here: MapperProperty[Any] = relationship.parent.get_property_by_column(local)
    there: MapperProperty[Any] = relationship.mapper.get_property_by_column(remote)
    return here.key, there.key
