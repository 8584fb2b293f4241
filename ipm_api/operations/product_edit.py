"""Several people edit one product: nothing is lost, and the second is told."""

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.errors import Clash, Invalid, Stale
from ipm_api.models.product import Product
from ipm_api.models.product_change import ProductChange
from ipm_api.operations.list_merge import merged
from ipm_api.operations.product import locked_product, own_product
from ipm_api.operations.product_draft import (
    TEXTS,
    ProductDraft,
    draft_of,
    flat,
    kept_list,
    write_draft,
)
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Edited:
    """
    An edit that was kept.

    Attributes:
        product: as it is now.
        others: fields that somebody else changed meanwhile, and that were kept, too; of a list
            that both changed, every entry.
    """

    product: Product
    others: list[str]


def change_product(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    changes: Mapping[str, Any],
    *,
    revision: int,
    strict: bool = False,
    decided: Collection[str] = (),
    decided_at: int = 0,
) -> Edited:
    """
    Change some fields of a product that was read at *revision*.

    Args:
        changes: by field as in product_draft.flat: ``{"hs_code": "330300", "names.fr": "…"}``;
            an empty text removes its language.
        strict: any change since then is refused, even of other fields.
        decided: fields whose other value, of revision *decided_at*, was seen and is replaced.

    Raises:
        NotFound: no such product or brand, or another right holder's.
        Stale: somebody else changed one of the same fields to something else.
        Invalid: see product_draft.write_draft.
    """
    require(actor, RIGHT_HOLDER)
    product = locked_product(session, actor, product_id)
    current = flat(draft_of(product))
    since = {name: decided_at if name in decided else revision for name in changes}
    if any(not 1 <= number <= product.revision for number in (revision, *since.values())) or (
        strict and revision != product.revision
    ):
        raise Stale({}, product.revision, [])
    later = _changes_after(session, product_id, min(revision, *since.values()))
    mine, clashes, others = {}, {}, _changed(current, later, revision) - set(decided)
    joined = set()
    for name, sent in changes.items():
        before, value = _value_at(current, later, name, since[name]), kept_list(name, sent)
        if _same(value, before):
            continue  # a form sends all its fields: what was not touched is not an opinion
        mine[name] = value
        if _same(current.get(name), before) or _same(current.get(name), value):
            continue
        both = merged(before, current[name], value) if isinstance(before, list) else None
        if both is None:
            clashes[name] = Clash(before, current.get(name), value)
        else:
            mine[name] = both
            joined.add(name)
    if clashes:
        raise Stale(clashes, product.revision, _names(later))
    write_draft(session, actor, product, _draft(current | mine))
    audit.record(session, actor, "product.changed", product.id)
    session.commit()
    return Edited(product, sorted(others - (mine.keys() - joined)))


def fields_changed_since(
    session: Session, actor: Actor, product_id: uuid.UUID, revision: int
) -> dict[str, str]:
    """Fields of one's own product that were changed after *revision*, and by whom last."""
    own_product(session, actor, product_id)
    found: dict[str, str] = {}
    for change in _changes_after(session, product_id, revision):
        found |= dict.fromkeys(change.before, change.account.name if change.account else "")
    return found


def _changes_after(session: Session, product_id: uuid.UUID, revision: int) -> list[ProductChange]:
    return list(
        session.scalars(
            select(ProductChange)
            .where(ProductChange.product_id == product_id, ProductChange.revision > revision)
            .options(joinedload(ProductChange.account))
            .order_by(ProductChange.revision)
        )
    )


def _value_at(
    current: Mapping[str, Any], later: list[ProductChange], name: str, revision: int
) -> Any:
    """What stood in a field at *revision*: what the first change after it replaced."""
    for change in later:
        if change.revision > revision and name in change.before:
            return change.before[name]
    return current.get(name)


def _changed(current: Mapping[str, Any], later: list[ProductChange], revision: int) -> set[str]:
    names = {name for change in later if change.revision > revision for name in change.before}
    return {
        name
        for name in names
        if not _same(current.get(name), _value_at(current, later, name, revision))
    }


def _same(one: Any, other: Any) -> bool:
    """Empty is empty, whether it was written or never was."""
    return (one or None) == (other or None)


def _names(changes: list[ProductChange]) -> list[str]:
    return sorted({change.account.name for change in changes if change.account})


def _draft(values: Mapping[str, Any]) -> ProductDraft:
    """The draft of flat *values*; see product_draft.flat."""
    given: dict[str, Any] = {name: {} for name in TEXTS}
    known = {each.name for each in dataclasses.fields(ProductDraft)}
    for name, value in values.items():
        field, _, tag = name.partition(".")
        if field in TEXTS and tag:
            given[field][tag] = value or ""
        elif name in known and name not in TEXTS:
            given[name] = tuple(value) if isinstance(value, list | tuple) else value
        else:
            raise Invalid({name: [Sentence("There is no such field.")]})
    try:
        given["brand_id"] = uuid.UUID(str(given["brand_id"]))
    except ValueError as error:
        raise Invalid({"brand_id": [Sentence("Choose a brand.")]}) from error
    return ProductDraft(**given)
