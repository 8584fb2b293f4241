"""A right holder's own products."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.product import ProductState
from ipm_api.operations.brand import categories, own_brands
from ipm_api.operations.page import Position
from ipm_api.operations.product import (
    create_product,
    missing_parts,
    own_product,
    own_products,
    publish_product,
    update_product,
    withdraw_product,
)
from rightholder_portal.forms.product import product_draft, values_of
from rightholder_portal.session import current_actor

blueprint = Blueprint("product", __name__, url_prefix="/products")

PAGE = 24  # products on a page: fills rows of two, three and four


@blueprint.get("")
def list_products() -> ResponseReturnValue:
    """Search, filter and page; all of it in the URL."""
    states = {state.value: state for state in ProductState}
    text, state = request.args.get("q", "")[:200], states.get(request.args.get("state", ""))
    page = own_products(
        db.session(),
        current_actor(),
        text=text.replace("\0", ""),
        state=state,
        after=position_from(request.args.get("after", "")),
        limit=PAGE,
    )
    return render_template(
        "product/list.html",
        products=page.rows,
        next=position_text(page.next),
        q=text,
        state=state,
        states=list(ProductState),
        first=not request.args.get("after"),
    )


@blueprint.get("/new")
def new_product() -> ResponseReturnValue:
    """The empty form."""
    return _form({}, {}, None)


@blueprint.post("")
def submit_product() -> ResponseReturnValue:
    """Start a product as a draft."""
    try:
        product = create_product(db.session(), current_actor(), product_draft(request.form))
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _form(dict(request.form), _by_field(error), None), 400
    flash("The draft is kept. Add reference images next.")
    return redirect(url_for("image.list_images", product_id=product.id))


@blueprint.get("/<uuid:product_id>")
def show_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """One product: what is written, and what is missing."""
    product = own_product(db.session(), current_actor(), product_id)
    return render_template("product/show.html", product=product, missing=missing_parts(product))


@blueprint.get("/<uuid:product_id>/edit")
def edit_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    product = own_product(db.session(), current_actor(), product_id)
    return _form(values_of(product), {}, product_id)


@blueprint.post("/<uuid:product_id>")
def submit_change(product_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    session, actor = db.session(), current_actor()
    existing = own_product(session, actor, product_id)
    try:
        update_product(session, actor, product_id, product_draft(request.form, existing))
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _form(dict(request.form), _by_field(error), product_id), 400
    flash("The change is kept.")
    return redirect(url_for("product.show_product", product_id=product_id))


@blueprint.post("/<uuid:product_id>/publish")
def submit_publication(product_id: uuid.UUID) -> ResponseReturnValue:
    """Show it to officers and trainers."""
    try:
        publish_product(db.session(), current_actor(), product_id)
        flash("Published. Officers find it from now on.")
    except Invalid as error:
        db.session.rollback()
        flash(f"Not published yet. {error}", "attention")
    return redirect(url_for("product.show_product", product_id=product_id))


@blueprint.post("/<uuid:product_id>/withdraw")
def submit_withdrawal(product_id: uuid.UUID) -> ResponseReturnValue:
    """Take it from its readers at once; publishing again undoes it."""
    withdraw_product(db.session(), current_actor(), product_id)
    flash("Withdrawn: officers no longer find it. Publish it again to undo.")
    return redirect(url_for("product.show_product", product_id=product_id))


@blueprint.get("/<uuid:product_id>/preview")
def preview_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """The guide as an officer will see it: no forensic features, accepted pictures only."""
    product = own_product(db.session(), current_actor(), product_id)
    return render_template("product/preview.html", product=product)


def position_from(text: str) -> Position | None:
    """The place in a list that a URL names; nonsense is the beginning."""
    name, _, last = text.rpartition("~")
    try:
        return (name.replace("\0", ""), uuid.UUID(last)) if last else None
    except ValueError:
        return None


def position_text(position: Position | None) -> str:
    """A place in a list for a URL."""
    return "" if position is None else f"{position[0]}~{position[1]}"


def _by_field(error: Invalid | NotFound) -> dict[str, list[str]]:
    if isinstance(error, Invalid):
        return error.fields
    return {"brand_id": ["Choose one of your brands."]}


def _form(
    values: dict[str, str], errors: dict[str, list[str]], product_id: uuid.UUID | None
) -> str:
    session, actor = db.session(), current_actor()
    return render_template(
        "product/form.html",
        values=values,
        errors=errors,
        product_id=product_id,
        brands=own_brands(session, actor),
        categories=categories(session),
    )
