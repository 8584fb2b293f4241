"""Contacts, traders and routes as rows."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from ipm_api.bulk.columns import BY_NAME
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.right_holder import Contact
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.operations.bulk_records.brands import brand_named
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.contact import (
    add_contact,
    own_contact,
    own_contacts,
    remove_contact,
    update_contact,
)
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
from ipm_api.sentence import Sentence


class Contacts:
    """One person or desk per row, told from the others by its name."""

    sheet = BY_NAME["contacts"]

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> Contact | None:
        named = (c for c in own_contacts(work.session, work.actor) if c.name == cells.get("name"))
        return next(named, None)

    def get(self, work: Work, subject_id: uuid.UUID) -> Contact | None:
        try:
            return own_contact(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: Contact) -> Cells:
        languages = ";".join(tag.strip() for tag in thing.languages.split(",") if tag.strip())
        return texts_of(self.sheet, thing, languages=languages)

    def write(
        self, work: Work, thing: Contact | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        given["languages"] = ", ".join(given["languages"]) or "en"
        given["time_zone"] = given["time_zone"] or "UTC"
        if thing is not None:
            return update_contact(work.session, work.actor, thing.id, **given).id
        return add_contact(work.session, work.actor, **given).id

    def remove(self, work: Work, thing: Contact) -> str | None:
        remove_contact(work.session, work.actor, thing.id)
        return None

    def every(self, work: Work) -> Iterator[Contact]:
        yield from own_contacts(work.session, work.actor)


class Traders:
    """One authorised company per row, told from the others by role, name and what it is about."""

    sheet = BY_NAME["traders"]

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> Trader | None:
        scope = _scope(work, cells, product_id)
        return work.session.scalar(
            select(Trader)
            .where(
                Trader.right_holder_id == work.actor.right_holder_id,
                Trader.removed_at.is_(None),
                Trader.product_id.is_not_distinct_from(scope.product_id),
                Trader.brand_id.is_not_distinct_from(scope.brand_id),
                Trader.name == cells.get("name", ""),
                Trader.role == _role(cells.get("role", "")),
            )
            .limit(1)
        )

    def get(self, work: Work, subject_id: uuid.UUID) -> Trader | None:
        try:
            return own_trader(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: Trader) -> Cells:
        words = (f"{line['scheme']} {line['value']}" for line in thing.identifiers)
        return texts_of(
            self.sheet,
            thing,
            **_scope_cells(work, thing),
            identifiers=";".join(word.replace(";", "\\;") for word in words),
        )

    def write(
        self, work: Work, thing: Trader | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        draft = TraderDraft(
            role=_role(given["role"]),
            name=given["name"],
            country=given["country"],
            address=given["address"],
            identifiers=[_identifier(word) for word in given["identifiers"]],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
        )
        if thing is not None:
            return update_trader(work.session, work.actor, thing.id, draft).id
        scope = _scope(work, cells, product_id)
        return add_trader(work.session, work.actor, draft, scope).id

    def remove(self, work: Work, thing: Trader) -> str | None:
        remove_trader(work.session, work.actor, thing.id, undo=False)
        return None

    def every(self, work: Work) -> Iterator[Trader]:
        yield from work.session.scalars(
            select(Trader)
            .where(
                Trader.right_holder_id == work.actor.right_holder_id, Trader.removed_at.is_(None)
            )
            .order_by(Trader.created_at, Trader.id)
        )


class Routes:
    """One way of genuine goods per row, told from the others by its name."""

    sheet = BY_NAME["routes"]

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> TradeRoute | None:
        scope = _scope(work, cells, product_id)
        return work.session.scalar(
            select(TradeRoute)
            .where(
                TradeRoute.right_holder_id == work.actor.right_holder_id,
                TradeRoute.removed_at.is_(None),
                TradeRoute.product_id.is_not_distinct_from(scope.product_id),
                TradeRoute.brand_id.is_not_distinct_from(scope.brand_id),
                TradeRoute.name == cells.get("name", ""),
            )
            .limit(1)
        )

    def get(self, work: Work, subject_id: uuid.UUID) -> TradeRoute | None:
        try:
            return own_route(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: TradeRoute) -> Cells:
        stops = (_stop_text(stop) for stop in thing.stops)
        return texts_of(
            self.sheet,
            thing,
            **_scope_cells(work, thing),
            stops=";".join(stop.replace(";", "\\;") for stop in stops),
        )

    def write(
        self, work: Work, thing: TradeRoute | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        draft = RouteDraft(
            name=given["name"],
            stops=[_stop(word) for word in given["stops"]],
            months=given["months"],
            notes=given["notes"],
        )
        if thing is not None:
            return update_route(work.session, work.actor, thing.id, draft).id
        scope = _scope(work, cells, product_id)
        return add_route(work.session, work.actor, draft, scope).id

    def remove(self, work: Work, thing: TradeRoute) -> str | None:
        remove_route(work.session, work.actor, thing.id, undo=False)
        return None

    def every(self, work: Work) -> Iterator[TradeRoute]:
        yield from work.session.scalars(
            select(TradeRoute)
            .where(
                TradeRoute.right_holder_id == work.actor.right_holder_id,
                TradeRoute.removed_at.is_(None),
            )
            .order_by(TradeRoute.created_at, TradeRoute.id)
        )


def _scope(work: Work, cells: Cells, product_id: uuid.UUID | None) -> Scope:
    if cells.get("product"):
        if product_id is None:
            raise Invalid({"product": [Sentence("There is no such product.")]})
        return Scope(product_id=product_id)
    if cells.get("brand"):
        return Scope(brand_id=brand_named(work, cells["brand"]).id)
    return Scope()


def _scope_cells(work: Work, thing: Trader | TradeRoute) -> dict[str, str]:
    return {
        "product": reference_of(work, thing.product) if thing.product is not None else "",
        "brand": thing.brand.name if thing.brand is not None else "",
    }


def _role(word: str) -> TraderRole:
    try:
        return TraderRole(word)
    except ValueError as error:
        words = ", ".join(role.value for role in TraderRole)
        sentence = Sentence("Say what the company does. Write one of: %(words)s.", words=words)
        raise Invalid({"role": [sentence]}) from error


def _identifier(word: str) -> dict[str, str]:
    scheme, _, value = word.strip().partition(" ")
    return {"scheme": scheme.upper(), "value": value.strip()}


def _stop_text(stop: Mapping[str, Any]) -> str:
    """``locode|name|country|latitude|longitude|mode|customs``"""
    keys = ("locode", "name", "country", "latitude", "longitude", "mode", "customs")
    return "|".join("" if stop.get(key) is None else str(stop[key]) for key in keys).rstrip("|")


def _stop(word: str) -> dict[str, Any]:
    parts = [part.strip() for part in word.split("|")]
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
