"""Traders and routes as rows: of one product, of one brand, or of all goods."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.joined import fields, joined, parted
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.operations.bulk_records.brands import brand_named
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.supply_chain import (
    add_route,
    add_trader,
    own_route,
    own_trader,
    remove_route,
    remove_trader,
    update_route,
    update_trader,
)
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence

Link = Trader | TradeRoute


@dataclass(frozen=True, slots=True)
class _Operations:
    """What is done with one kind of link; each takes (session, actor, …)."""

    own: Callable[[Session, Actor, uuid.UUID], Link]
    add: Callable[[Session, Actor, Any, Scope], Link]
    update: Callable[[Session, Actor, uuid.UUID, Any], Link]
    remove: Callable[..., Link]


class SupplyChain:
    """
    One kind of link of the chain; told from the others by what it is about and *same*.

    Args:
        sheet: its name in the registry.
        model: the table.
        same: cells → values of columns that say which one it is.
        cells: of a link, the columns that are not simply its attributes.
        draft: values of a row → what the operations take.
    """

    repeats = True

    def __init__(
        self,
        sheet: str,
        model: type[Any],
        same: Callable[[Cells], dict[str, Any]],
        cells: Callable[[Any], dict[str, str]],
        draft: Callable[[dict[str, Any]], TraderDraft | RouteDraft],
        operations: _Operations,
    ) -> None:
        self.sheet = BY_NAME[sheet]
        self._model, self._same, self._cells = model, same, cells
        self._draft, self._operations = draft, operations

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[Link]:
        scope = _scope(work, cells, product_id)
        named = [getattr(self._model, name) == value for name, value in self._same(cells).items()]
        about = (
            self._model.product_id.is_not_distinct_from(scope.product_id),
            self._model.brand_id.is_not_distinct_from(scope.brand_id),
        )
        return list(self._own(work, *about, *named))

    def get(self, work: Work, subject_id: uuid.UUID) -> Link | None:
        try:
            return self._operations.own(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: Link) -> Cells:
        about = {
            "product": reference_of(work, thing.product) if thing.product is not None else "",
            "brand": thing.brand.name if thing.brand is not None else "",
        }
        return texts_of(self.sheet, thing, **about, **self._cells(thing))

    def write(
        self, work: Work, thing: Link | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        draft = self._draft(values(self.sheet, cells))
        if thing is not None:
            return self._operations.update(work.session, work.actor, thing.id, draft).id
        scope = _scope(work, cells, product_id)
        return self._operations.add(work.session, work.actor, draft, scope).id

    def remove(self, work: Work, thing: Link) -> str | None:
        self._operations.remove(work.session, work.actor, thing.id, undo=False)
        return None

    def every(self, work: Work) -> Iterator[Link]:
        yield from self._own(work)

    def _own(self, work: Work, *conditions: Any) -> Iterator[Link]:
        model = self._model
        mine = (model.right_holder_id == work.actor.right_holder_id, model.removed_at.is_(None))
        query = select(model).where(*mine, *conditions).order_by(model.created_at, model.id)
        yield from work.session.scalars(query)


def _scope(work: Work, cells: Cells, product_id: uuid.UUID | None) -> Scope:
    if cells.get("product"):
        if product_id is None:
            raise Invalid({"product": [Sentence("There is no such product.")]})
        return Scope(product_id=product_id)
    if cells.get("brand"):
        return Scope(brand_id=brand_named(work, cells["brand"]).id)
    return Scope()


def _trader(given: dict[str, Any]) -> TraderDraft:
    return TraderDraft(
        role=_role(given["role"]),
        name=given["name"],
        country=given["country"],
        address=given["address"],
        identifiers=[_identifier(word) for word in given["identifiers"]],
        valid_from=given["valid_from"],
        valid_until=given["valid_until"],
    )


def _route(given: dict[str, Any]) -> RouteDraft:
    return RouteDraft(
        name=given["name"],
        stops=[_stop(word) for word in given["stops"]],
        months=given["months"],
        notes=given["notes"],
    )


def _role(word: str) -> TraderRole:
    try:
        return TraderRole(word)
    except ValueError as error:
        words = ", ".join(role.value for role in TraderRole)
        sentence = Sentence("Say what the company does. Write one of: %(words)s.", words=words)
        raise Invalid({"role": [sentence]}) from error


def _identifiers(trader: Trader) -> dict[str, str]:
    words = (f"{line['scheme']} {line['value']}" for line in trader.identifiers)
    return {"identifiers": joined(words, ";")}


def _identifier(word: str) -> dict[str, str]:
    scheme, _, value = word.strip().partition(" ")
    return {"scheme": scheme.upper(), "value": value.strip()}


def _stops(route: TradeRoute) -> dict[str, str]:
    return {"stops": joined(map(_stop_text, route.stops), ";")}


def _stop_text(stop: Mapping[str, Any]) -> str:
    """``locode|name|country|latitude|longitude|mode|customs``"""
    keys = ("locode", "name", "country", "latitude", "longitude", "mode", "customs")
    return fields("" if stop.get(key) is None else str(stop[key]) for key in keys)


def _stop(word: str) -> dict[str, Any]:
    parts = parted(word, "|")
    locode, name, country, latitude, longitude, mode, customs = (parts + [""] * 7)[:7]
    stop: dict[str, Any] = {"mode": mode, "customs": customs}
    if locode:
        stop["locode"] = locode.upper()
    for key, text in (("name", name), ("country", country)):
        if text:
            stop[key] = text
    try:
        stop |= {k: float(v) for k, v in (("latitude", latitude), ("longitude", longitude)) if v}
    except ValueError as error:
        sentence = Sentence("Write latitude and longitude in degrees, as 43.3 and 5.4.")
        raise Invalid({"stops": [sentence]}) from error
    return stop


TRADERS = SupplyChain(
    "traders",
    Trader,
    lambda cells: {"name": cells.get("name", ""), "role": _role(cells.get("role", ""))},
    _identifiers,
    _trader,
    _Operations(own_trader, add_trader, update_trader, remove_trader),
)
ROUTES = SupplyChain(
    "routes",
    TradeRoute,
    lambda cells: {"name": cells.get("name", "")},
    _stops,
    _route,
    _Operations(own_route, add_route, update_route, remove_route),
)
