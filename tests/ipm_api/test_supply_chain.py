"""Authorised traders and the ways of genuine goods."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select

from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.product import Product
from ipm_api.models.supply_chain import TraderRole
from ipm_api.operations.supply_chain import (
    add_route,
    add_trader,
    own_supply_chain,
    remove_route,
    remove_trader,
    supply_chains_of,
    update_route,
    update_trader,
)
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.ports import PORTS

FACTORY = TraderDraft(
    TraderRole.FACTORY,
    "Atelier Sud",
    "PT",
    "Rua Nova 1, Porto",
    [{"scheme": "EORI", "value": "PT123456789"}],
    date(2026, 1, 1),
    date(2026, 12, 31),
)
SEA = RouteDraft(
    "By sea to Rotterdam",
    [
        {"locode": "cnsha", "mode": "sea"},
        {"name": "Inland depot", "country": "nl", "latitude": "52,1", "longitude": "5.1"},
        {"locode": "NLRTM", "customs": "Rotterdam Haven"},
    ],
    [3, 2, 3],
    {"en": "Only full containers."},
)
TODAY = date(2026, 6, 1)


def test_a_product_inherits_from_its_brand_and_organisation(session, publisher, make_product):
    """A factory is named once for all goods, not ten thousand times."""
    product, other = make_product(publisher), make_product(publisher, name="Other")
    for name, scope in (
        ("all", Scope()),
        ("brand", Scope(brand_id=product.brand_id)),
        ("product", Scope(product_id=product.id)),
        ("other", Scope(product_id=other.id)),
    ):
        add_trader(session, publisher, dataclasses.replace(FACTORY, name=name), scope)
        add_route(session, publisher, dataclasses.replace(SEA, name=name), scope)
    own = own_supply_chain(session, publisher, product)
    assert [t.name for t in own.traders] == ["product", "brand", "all"]
    assert [r.name for r in own.routes] == ["product", "brand", "all"]
    assert [t.name for t in own_supply_chain(session, publisher).traders] == ["all", "brand"]
    read = supply_chains_of(session, [product, other], TODAY)
    assert [t.name for t in read[other.id].traders] == ["other", "all"]


def test_officers_see_only_traders_that_are_authorised_today(session, publisher, make_product):
    """An expired licence is a reason to ask, not a proof of authority."""
    product = make_product(publisher)
    add_trader(session, publisher, FACTORY, Scope())
    for day, shown in (
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 0),
    ):
        assert len(supply_chains_of(session, [product], day)[product.id].traders) == shown


def test_guides_cost_two_queries_however_many(session, publisher, make_product, count_queries):
    """A list of candidates asks once."""
    products = [make_product(publisher, name=str(n)) for n in range(3)]
    for product in products:
        add_trader(session, publisher, FACTORY, Scope(product_id=product.id))
    products = session.scalars(select(Product)).all()
    with count_queries() as queries:
        supply_chains_of(session, products, TODAY)
    assert len(queries) <= 2


def test_stops_are_ports_or_places(session, publisher):
    """A port brings its coordinates; another place needs its own."""
    route = add_route(session, publisher, SEA, Scope())
    assert [stop["name"] for stop in route.stops] == ["Shanghai", "Inland depot", "Rotterdam"]
    assert route.stops[0]["latitude"] == PORTS["CNSHA"].latitude
    assert (route.stops[1]["latitude"], route.stops[1]["country"]) == (52.1, "NL")
    assert route.months == [2, 3]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"stops": SEA.stops[:1]}, "stops"),
        ({"stops": [{"locode": "XXXXX"}, *SEA.stops]}, "stops-0-locode"),
        (
            {"stops": [*SEA.stops, {"name": "x", "latitude": 91}]},
            "stops-3-latitude",
        ),
        ({"stops": [*SEA.stops, {"locode": "NLRTM", "mode": "magic"}]}, "stops-3-mode"),
        ({"stops": [*SEA.stops, {}]}, "stops-3-name"),
        ({"months": [13]}, "months"),
        ({"notes": {"en": "x" * 2001}}, "notes"),
    ],
)
def test_what_is_wrong_with_a_route_is_named_at_its_place(session, publisher, change, place):
    """The person corrects the stop, not the form."""
    with pytest.raises(Invalid) as refused:
        add_route(session, publisher, dataclasses.replace(SEA, **change), Scope())
    assert place in refused.value.fields


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"address": "x" * 501}, "address"),
        ({"country": "Portugal"}, "country"),
        ({"identifiers": [{"scheme": "SHOE", "value": "42"}]}, "identifiers-0-scheme"),
        ({"identifiers": [{"scheme": "GLN", "value": ""}]}, "identifiers-0-value"),
        ({"valid_until": date(2025, 1, 1)}, "valid_until"),
    ],
)
def test_what_is_wrong_with_a_trader_is_named_at_its_place(session, publisher, change, place):
    """Refused, never cut."""
    with pytest.raises(Invalid) as refused:
        add_trader(session, publisher, dataclasses.replace(FACTORY, **change), Scope())
    assert place in refused.value.fields


def test_removal_is_undone(session, publisher):
    """Undo instead of a question."""
    trader = add_trader(session, publisher, FACTORY, Scope())
    route = add_route(session, publisher, SEA, Scope())
    remove_trader(session, publisher, trader.id, undo=False)
    remove_route(session, publisher, route.id, undo=False)
    chain = own_supply_chain(session, publisher)
    assert (chain.traders, chain.routes) == ([], [])
    remove_trader(session, publisher, trader.id, undo=True)
    remove_route(session, publisher, route.id, undo=True)
    chain = own_supply_chain(session, publisher)
    assert (chain.traders, chain.routes) == ([trader], [route])


def test_nobody_touches_anothers_supply_chain(
    session, publisher, make_product, make_right_holder, make_account, actor_for
):
    """Suppliers are among the best kept secrets of a trade."""
    product = make_product(publisher)
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    trader = add_trader(session, publisher, FACTORY, Scope())
    route = add_route(session, publisher, SEA, Scope())
    for attempt in (
        lambda: add_trader(session, rival, FACTORY, Scope(product_id=product.id)),
        lambda: add_route(session, rival, SEA, Scope(brand_id=product.brand_id)),
        lambda: update_trader(session, rival, trader.id, FACTORY),
        lambda: update_route(session, rival, route.id, SEA),
        lambda: remove_trader(session, rival, trader.id, undo=False),
        lambda: remove_route(session, rival, route.id, undo=False),
    ):
        with pytest.raises(NotFound):
            attempt()
        session.rollback()
    assert own_supply_chain(session, rival).traders == []
    assert own_supply_chain(session, rival, product).traders == []
