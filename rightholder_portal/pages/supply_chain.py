"""Authorised traders and routes: of a product, of a brand, of all goods."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.operations.brand import own_brand
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.product import own_product
from ipm_api.operations.supply_chain import (
    add_route,
    add_trader,
    own_route,
    own_supply_chain,
    own_trader,
    remove_route,
    remove_trader,
    update_route,
    update_trader,
)
from ipm_api.operations.supply_chain_draft import IDENTIFIERS, MODES, Scope
from ipm_api.ports import PORTS
from rightholder_portal.content_languages import language_choices, written_languages
from rightholder_portal.flash import tell
from rightholder_portal.forms.lines import errors_in_form, line_numbers, lines_from, texts_from
from rightholder_portal.forms.supply_chain import (
    IDENTIFIER_CELLS,
    STOP_CELLS,
    route_draft,
    route_values,
    scope_in,
    trader_draft,
    trader_values,
)
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint("supply_chain", __name__)

_LINES = {"trader": ("identifiers", IDENTIFIER_CELLS), "route": ("stops", STOP_CELLS)}
_ALWAYS = {"trader": ("scheme",), "route": ("mode",)}


@blueprint.get("/supply-chain")
def show_chain() -> ResponseReturnValue:
    """Who may handle one's goods, and the ways they take; those of single products are there."""
    chain = own_supply_chain(db.session(), current_actor())
    return render_template("supply_chain/show.html", chain=chain)


@blueprint.get("/products/<uuid:product_id>/supply-chain")
def show_product_chain(product_id: uuid.UUID) -> ResponseReturnValue:
    """The same for one product, with what it has from its brand and organisation."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    return render_template(
        "supply_chain/product.html",
        product=product,
        missing=missing_parts(product),
        chain=own_supply_chain(session, actor, product),
    )


@blueprint.get("/traders/new")
def new_trader() -> ResponseReturnValue:
    """The empty form of an authorised company."""
    return _form("trader", scope_in(request.args), {}, {})


@blueprint.post("/traders/new")
def submit_trader() -> ResponseReturnValue:
    """Name an authorised company."""
    return _submit("trader", scope_in(request.form), None)


@blueprint.get("/traders/<uuid:trader_id>")
def edit_trader(trader_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form of an authorised company."""
    trader = own_trader(db.session(), current_actor(), trader_id)
    return _form("trader", _scope(trader), trader_values(trader), {}, trader)


@blueprint.post("/traders/<uuid:trader_id>")
def submit_trader_change(trader_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed about an authorised company."""
    trader = own_trader(db.session(), current_actor(), trader_id)
    return _submit("trader", _scope(trader), trader)


@blueprint.post("/traders/<uuid:trader_id>/remove")
def submit_trader_removal(trader_id: uuid.UUID) -> ResponseReturnValue:
    """Take a company out of all guides."""
    trader = remove_trader(db.session(), current_actor(), trader_id, undo=False)
    back = url_for("supply_chain.submit_trader_return", trader_id=trader_id)
    tell(_("The company is removed."), undo=back)
    return redirect(_home(_scope(trader)))


@blueprint.post("/traders/<uuid:trader_id>/restore")
def submit_trader_return(trader_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    trader = remove_trader(db.session(), current_actor(), trader_id, undo=True)
    tell(_("The company is back."))
    return redirect(_home(_scope(trader)))


@blueprint.get("/routes/new")
def new_route() -> ResponseReturnValue:
    """The empty form of a route."""
    return _form("route", scope_in(request.args), {}, {})


@blueprint.post("/routes/new")
def submit_route() -> ResponseReturnValue:
    """Describe a route."""
    return _submit("route", scope_in(request.form), None)


@blueprint.get("/routes/<uuid:route_id>")
def edit_route(route_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form of a route."""
    route = own_route(db.session(), current_actor(), route_id)
    return _form("route", _scope(route), route_values(route), {}, route)


@blueprint.post("/routes/<uuid:route_id>")
def submit_route_change(route_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed about a route."""
    route = own_route(db.session(), current_actor(), route_id)
    return _submit("route", _scope(route), route)


@blueprint.post("/routes/<uuid:route_id>/remove")
def submit_route_removal(route_id: uuid.UUID) -> ResponseReturnValue:
    """Take a route out of all guides."""
    route = remove_route(db.session(), current_actor(), route_id, undo=False)
    back = url_for("supply_chain.submit_route_return", route_id=route_id)
    tell(_("The route is removed."), undo=back)
    return redirect(_home(_scope(route)))


@blueprint.post("/routes/<uuid:route_id>/restore")
def submit_route_return(route_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    route = remove_route(db.session(), current_actor(), route_id, undo=True)
    tell(_("The route is back."))
    return redirect(_home(_scope(route)))


def _scope(row: Trader | TradeRoute) -> Scope:
    return Scope(row.product_id, row.brand_id)


def _home(scope: Scope) -> str:
    if scope.product_id is not None:
        return url_for("supply_chain.show_product_chain", product_id=scope.product_id)
    return url_for("supply_chain.show_chain")


def _submit(kind: str, scope: Scope, existing: Any) -> ResponseReturnValue:
    form = request.form.to_dict()
    months = request.form.getlist("months")
    if "more" in form:
        return _form(kind, scope, form, {}, existing, changed=True)
    session, actor = db.session(), current_actor()
    existing_id = existing.id if existing is not None else None
    try:
        if kind == "trader":
            draft = trader_draft(form)
            if existing_id is None:
                add_trader(session, actor, draft, scope)
            else:
                update_trader(session, actor, existing_id, draft)
        else:
            route = route_draft(form, months)
            if existing_id is None:
                add_route(session, actor, route, scope)
            else:
                update_route(session, actor, existing_id, route)
    except Invalid as error:
        session.rollback()
        name, cells = _LINES[kind]
        numbers = lines_from(form, name, cells, _ALWAYS[kind])[1]
        errors = errors_in_form(error.fields, name, numbers)
        return _form(kind, scope, form, errors, existing, changed=True), 400
    tell(_("The company is kept.") if kind == "trader" else _("The route is kept."))
    return redirect(_home(scope))


def _form(
    kind: str,
    scope: Scope,
    values: dict[str, str],
    errors: dict[str, list[str]],
    existing: Any = None,
    *,
    changed: bool = False,
) -> str:
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, scope.product_id) if scope.product_id else None
    brand = own_brand(session, actor, scope.brand_id) if scope.brand_id else None
    name = _LINES[kind][0]
    numbers = line_numbers(values, name)
    least = 3 if kind == "route" and not numbers else 1  # empty ones to go on with
    start = numbers[-1] + 1 if numbers else 0
    numbers += range(start, start + least + (values.get("more") == name))
    notes = {
        tag: "x" for tag in {*texts_from(values, "notes"), values.get("add_language", "")} if tag
    }
    languages = written_languages(notes)
    months = request.form.getlist("months") if changed else []
    return render_template(
        f"supply_chain/{kind}.html",
        product=product,
        brand=brand,
        existing=existing,
        back=_home(scope),
        values=values,
        errors=errors,
        changed=changed,
        numbers=numbers,
        roles=list(TraderRole),
        schemes=IDENTIFIERS,
        modes=MODES,
        ports=PORTS.values(),
        tags=languages,
        language_choices=language_choices(languages),
        months=[int(m) for m in months if m.isdecimal()]
        if changed
        else getattr(existing, "months", []),
    )
