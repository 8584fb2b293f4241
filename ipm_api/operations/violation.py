"""A right holder writes down what is known of those who copy; readers get what they may know."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.violation import Infringement, SuspiciousRoute, WarningSign
from ipm_api.operations.product import locked_product, own_product
from ipm_api.operations.published import published
from ipm_api.operations.violation_draft import RECORD_OF, Record, ViolationDraft, write_record
from ipm_api.policy import Actor

UNDO = timedelta(days=1)
"""How long a removed record can be put back; the next removal after that deletes it for good."""

NOUNS: dict[type[Record], str] = {
    CounterfeitVersion: "counterfeit-version",
    Infringement: "infringement",
    WarningSign: "warning-sign",
    SuspiciousRoute: "suspicious-route",
}


@dataclass(frozen=True, slots=True)
class Violations:
    """What is known of those who copy one product; each list in its order."""

    versions: list[CounterfeitVersion] = field(default_factory=list)
    infringements: list[Infringement] = field(default_factory=list)
    signs: list[WarningSign] = field(default_factory=list)
    routes: list[SuspiciousRoute] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.versions, self.infringements, self.signs, self.routes))


def own_violations(session: Session, actor: Actor, product_id: uuid.UUID) -> Violations:
    """
    Everything that one's own organisation keeps about a product of its own.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    own_product(session, actor, product_id)
    return Violations(
        *(_records(session, kind, product_id) for kind in NOUNS)  # type: ignore[arg-type]
    )


def add_record(
    session: Session, actor: Actor, product_id: uuid.UUID, draft: ViolationDraft
) -> Record:
    """
    Add an entry, as the last of its list.

    Raises:
        NotFound: no such product, or another right holder's.
        Invalid: a field breaks a rule; all broken fields are named.
    """
    product = locked_product(session, actor, product_id)
    kind = RECORD_OF[type(draft)]
    record = kind(product_id=product.id, position=len(_records(session, kind, product.id)) + 1)
    write_record(session, product, record, draft)
    session.add(record)
    product.changed_at = now()
    session.flush()
    audit.record(session, actor, f"{NOUNS[kind]}.added", record.id)
    session.commit()
    return record


def update_record(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    record_id: uuid.UUID,
    draft: ViolationDraft,
) -> Record:
    """
    Write an entry anew.

    Raises:
        NotFound: no such product or entry, or another right holder's.
        Invalid: see add_record.
    """
    product = locked_product(session, actor, product_id)
    kind = RECORD_OF[type(draft)]
    record = _record(session, kind, product_id, record_id)
    write_record(session, product, record, draft)
    product.changed_at = now()
    audit.record(session, actor, f"{NOUNS[kind]}.changed", record_id)
    session.commit()
    return record


def move_record(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    kind: type[Record],
    record_id: uuid.UUID,
    position: int,
) -> None:
    """
    Put an entry at *position* of its list (1 is first; out of range means the nearest end).

    Raises:
        NotFound: no such product or entry, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    record = _record(session, kind, product_id, record_id)
    others = [other for other in _records(session, kind, product_id) if other is not record]
    others.insert(max(0, min(position - 1, len(others))), record)
    _number(others)
    product.changed_at = now()
    audit.record(session, actor, f"{NOUNS[kind]}.moved", record_id)
    session.commit()


def remove_record(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    kind: type[Record],
    record_id: uuid.UUID,
) -> None:
    """
    Remove an entry; nobody is shown it any more, and for a day it can be put back.

    Raises:
        NotFound: no such product or entry, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    record = _record(session, kind, product_id, record_id)
    record.removed_at = now()
    session.flush()
    _number(_records(session, kind, product_id))
    _forget_removed(session, product_id)
    product.changed_at = now()
    audit.record(session, actor, f"{NOUNS[kind]}.removed", record_id)
    session.commit()


def restore_record(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    kind: type[Record],
    record_id: uuid.UUID,
) -> None:
    """
    Put a removed entry back where it was.

    Raises:
        NotFound: no such product or removed entry, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    record = _record(session, kind, product_id, record_id, removed=True)
    others = _records(session, kind, product_id)
    record.removed_at = None
    others.insert(record.position - 1, record)
    _number(others)
    product.changed_at = now()
    audit.record(session, actor, f"{NOUNS[kind]}.restored", record_id)
    session.commit()


def violations_at(
    session: Session, levels: Collection[FeatureLevel], products: Sequence[Product]
) -> dict[uuid.UUID, Violations]:
    """
    What is known about *products* at *levels*; entries of other products of their brands only if
    those are published.
    """
    found = {product.id: Violations() for product in products}
    brands = {product.brand_id for product in products}
    for kind, attribute in zip(NOUNS, Violations.__slots__, strict=True):
        query = (
            select(kind, Product.brand_id)
            .join(Product, kind.product_id == Product.id)
            .where(
                kind.product_id.in_(found)
                | (kind.whole_brand & Product.brand_id.in_(brands) & published()),
                kind.removed_at.is_(None),
                kind.level.in_(levels),
            )
            .order_by(kind.position, kind.id)
        )
        if kind is CounterfeitVersion:
            query = query.options(selectinload(CounterfeitVersion.images))
        rows = cast(list[tuple[Record, uuid.UUID]], list(session.execute(query)))
        for product in products:
            entries = getattr(found[product.id], attribute)
            entries += [one for one, _ in rows if one.product_id == product.id]
            entries += [
                one
                for one, brand_id in rows
                if one.product_id != product.id and one.whole_brand and brand_id == product.brand_id
            ]
    return found


def _records(session: Session, kind: type[Record], product_id: uuid.UUID) -> list[Record]:
    query = (
        select(kind)
        .where(kind.product_id == product_id, kind.removed_at.is_(None))
        .order_by(kind.position, kind.id)
    )
    if kind is CounterfeitVersion:
        query = query.options(selectinload(CounterfeitVersion.images))
    return list(session.scalars(query))


def _record(
    session: Session,
    kind: type[Record],
    product_id: uuid.UUID,
    record_id: uuid.UUID,
    *,
    removed: bool = False,
) -> Record:
    record = cast(Record | None, session.get(kind, record_id))
    if (
        record is None
        or record.product_id != product_id
        or (record.removed_at is not None) is not removed
    ):
        raise NotFound("The entry")
    return record


def _forget_removed(session: Session, product_id: uuid.UUID) -> None:
    """Delete what nobody put back; not a version with pictures: they are as secret as it was."""
    for kind in NOUNS:
        old = [kind.product_id == product_id, kind.removed_at < now() - UNDO]
        if kind is CounterfeitVersion:
            old.append(~CounterfeitVersion.images.any())
        session.execute(delete(kind).where(*old))


def _number(records: Sequence[Record]) -> None:
    for position, record in enumerate(records, start=1):
        record.position = position
