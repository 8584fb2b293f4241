"""Authorised traders and the routes of genuine goods: of a product, of a brand, or of all."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.errors import NotFound
from ipm_api.models.product import Product
from ipm_api.models.supply_chain import Trader, TradeRoute
from ipm_api.operations.brand import own_brand
from ipm_api.operations.product import own_product
from ipm_api.operations.removal import remove, restore
from ipm_api.operations.supply_chain_draft import (
    RouteDraft,
    Scope,
    TraderDraft,
    write_route,
    write_trader,
)
from ipm_api.policy import RIGHT_HOLDER, Actor, require

Row = TypeVar("Row", Trader, TradeRoute)


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """Who may handle goods, and the ways they take; those of the product itself first."""

    traders: list[Trader]
    routes: list[TradeRoute]


NO_CHAIN = SupplyChain([], [])
"""Nobody is named, and no way."""


def add_trader(session: Session, actor: Actor, draft: TraderDraft, scope: Scope) -> Trader:
    """
    Name an authorised company.

    Raises:
        NotFound: the brand or product is not one's own.
        Invalid: a field breaks a rule.
    """
    trader = Trader(**_scoped(session, actor, scope))
    write_trader(trader, draft)
    return _added(session, actor, trader, "trader.added")


def update_trader(
    session: Session, actor: Actor, trader_id: uuid.UUID, draft: TraderDraft
) -> Trader:
    """
    Write an authorised company anew.

    Raises:
        NotFound: none, or another right holder's.
        Invalid: a field breaks a rule.
    """
    trader = own_trader(session, actor, trader_id)
    write_trader(trader, draft)
    audit.record(session, actor, "trader.changed", trader.id)
    session.commit()
    return trader


def add_route(session: Session, actor: Actor, draft: RouteDraft, scope: Scope) -> TradeRoute:
    """
    Describe a way that genuine goods take.

    Raises:
        NotFound: the brand or product is not one's own.
        Invalid: a field breaks a rule.
    """
    route = TradeRoute(**_scoped(session, actor, scope))
    write_route(route, draft)
    return _added(session, actor, route, "route.added")


def update_route(
    session: Session, actor: Actor, route_id: uuid.UUID, draft: RouteDraft
) -> TradeRoute:
    """
    Write a route anew.

    Raises:
        NotFound: none, or another right holder's.
        Invalid: a field breaks a rule.
    """
    route = own_route(session, actor, route_id)
    write_route(route, draft)
    audit.record(session, actor, "route.changed", route.id)
    session.commit()
    return route


def remove_trader(session: Session, actor: Actor, trader_id: uuid.UUID, *, undo: bool) -> Trader:
    """Take a company out of all guides, or (*undo*) back in. NotFound: see own_trader."""
    trader = own_trader(session, actor, trader_id, removed=undo)
    return (restore if undo else remove)(session, actor, trader, "trader")


def remove_route(session: Session, actor: Actor, route_id: uuid.UUID, *, undo: bool) -> TradeRoute:
    """Take a route out of all guides, or (*undo*) back in. NotFound: see own_route."""
    route = own_route(session, actor, route_id, removed=undo)
    return (restore if undo else remove)(session, actor, route, "route")


def own_trader(
    session: Session, actor: Actor, trader_id: uuid.UUID, *, removed: bool = False
) -> Trader:
    """One's own authorised company. NotFound: none, or another right holder's."""
    return _own(session, actor, Trader, trader_id, removed, "The company")


def own_route(
    session: Session, actor: Actor, route_id: uuid.UUID, *, removed: bool = False
) -> TradeRoute:
    """One's own route. NotFound: none, or another right holder's."""
    return _own(session, actor, TradeRoute, route_id, removed, "The route")


def own_supply_chain(session: Session, actor: Actor, product: Product | None = None) -> SupplyChain:
    """Traders and routes of one's own brands or of all goods; or those that concern *product*."""
    require(actor, RIGHT_HOLDER)
    own = [actor.right_holder_id] if actor.right_holder_id else []
    if product is None:
        return _chain(session, own, [], None)
    return _of(_chain(session, own, [product.id], [product.brand_id]), product)


def supply_chains_of(
    session: Session, products: Iterable[Product], today: date
) -> dict[uuid.UUID, SupplyChain]:
    """By product: the traders that are authorised *today*, and the routes. Two queries."""
    products = list(products)
    chain = _chain(
        session,
        {product.right_holder_id for product in products},
        {product.id for product in products},
        {product.brand_id for product in products},
    )
    valid = SupplyChain(
        [
            trader
            for trader in chain.traders
            if (trader.valid_from or today) <= today <= (trader.valid_until or today)
        ],
        chain.routes,
    )
    return {product.id: _of(valid, product) for product in products}


def _chain(
    session: Session,
    holder_ids: Iterable[uuid.UUID],
    product_ids: Iterable[uuid.UUID],
    brand_ids: Iterable[uuid.UUID] | None,
) -> SupplyChain:
    """Of the organisations, narrowed to the products and brands; None: of every brand."""

    def fitting(model: type[Row]) -> ColumnElement[bool]:
        return and_(
            model.right_holder_id.in_(holder_ids),
            model.removed_at.is_(None),
            or_(model.product_id.is_(None), model.product_id.in_(product_ids)),
            or_(model.brand_id.is_(None), model.brand_id.in_(brand_ids))
            if brand_ids is not None
            else true(),
        )

    return SupplyChain(
        list(
            session.scalars(
                select(Trader)
                .where(fitting(Trader))
                .options(joinedload(Trader.brand))
                .order_by(Trader.role, Trader.name, Trader.id)
            )
        ),
        list(
            session.scalars(
                select(TradeRoute)
                .where(fitting(TradeRoute))
                .options(joinedload(TradeRoute.brand))
                .order_by(TradeRoute.name, TradeRoute.id)
            )
        ),
    )


def _of(chain: SupplyChain, product: Product) -> SupplyChain:
    def concerns(row: Trader | TradeRoute) -> bool:
        return (
            row.right_holder_id == product.right_holder_id
            and row.product_id in (None, product.id)
            and row.brand_id in (None, product.brand_id)
        )

    def nearest(row: Trader | TradeRoute) -> int:
        return 0 if row.product_id else 1 if row.brand_id else 2

    return SupplyChain(
        sorted(filter(concerns, chain.traders), key=nearest),
        sorted(filter(concerns, chain.routes), key=nearest),
    )


def _scoped(session: Session, actor: Actor, scope: Scope) -> dict[str, Any]:
    require(actor, RIGHT_HOLDER)
    if scope.product_id is not None:
        own_product(session, actor, scope.product_id)
    elif scope.brand_id is not None:
        own_brand(session, actor, scope.brand_id)
    return {
        "right_holder_id": actor.right_holder_id,
        "product_id": scope.product_id,
        "brand_id": None if scope.product_id else scope.brand_id,
    }


def _own(
    session: Session, actor: Actor, model: type[Row], row_id: uuid.UUID, removed: bool, what: str
) -> Row:
    require(actor, RIGHT_HOLDER)
    row = session.get(model, row_id)
    if (
        row is None
        or row.right_holder_id != actor.right_holder_id
        or (row.removed_at is not None) is not removed
    ):
        raise NotFound(what)
    return row


def _added(session: Session, actor: Actor, row: Row, action: str) -> Row:
    session.add(row)
    session.flush()
    audit.record(session, actor, action, row.id)
    session.commit()
    return row
