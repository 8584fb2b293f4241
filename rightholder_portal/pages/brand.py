"""Brands of one's own."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db, now
from ipm_api.errors import Conflict, Invalid
from ipm_api.operations.brand import (
    create_brand,
    find_own_brands,
    own_brand,
    remove_brand,
    rename_brand,
    restore_brand,
)
from ipm_api.operations.right import expiries_of, own_expiries
from rightholder_portal.flash import tell
from rightholder_portal.forms.lines import clean
from rightholder_portal.language import _, say_sentence
from rightholder_portal.listing import listing
from rightholder_portal.session import current_actor

blueprint = Blueprint("brand", __name__, url_prefix="/brands")


@blueprint.get("")
def list_brands() -> ResponseReturnValue:
    """One's own brands, how many rights are named, and what runs out."""
    return _list({}, {})


@blueprint.post("")
def add_brand() -> ResponseReturnValue:
    """A new brand."""
    form = request.form.to_dict()
    try:
        brand = create_brand(db.session(), current_actor(), name=clean(form.get("name", "")))
    except Invalid as error:
        db.session.rollback()
        return _list(form, error.fields), 400
    tell(_("The brand is added. Name the registered rights behind it next."))
    return redirect(url_for("brand.show_brand", brand_id=brand.id))


@blueprint.get("/<uuid:brand_id>")
def show_brand(brand_id: uuid.UUID) -> ResponseReturnValue:
    """One brand with its rights."""
    return _page(brand_id, {}, {})


@blueprint.post("/<uuid:brand_id>")
def submit_name(brand_id: uuid.UUID) -> ResponseReturnValue:
    """Another name."""
    form = request.form.to_dict()
    old = own_brand(db.session(), current_actor(), brand_id).name
    try:
        rename_brand(db.session(), current_actor(), brand_id, name=clean(form.get("name", "")))
    except Invalid as error:
        db.session.rollback()
        return _page(brand_id, form, error.fields), 400
    tell(
        _("The brand has another name now."),
        undo=url_for("brand.submit_name", brand_id=brand_id),
        fields={"name": old},
    )
    return redirect(url_for("brand.show_brand", brand_id=brand_id))


@blueprint.post("/<uuid:brand_id>/remove")
def submit_removal(brand_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a brand without products."""
    try:
        remove_brand(db.session(), current_actor(), brand_id)
    except Conflict as error:
        db.session.rollback()
        tell(" ".join(say_sentence(each) for each in error.sentences), attention=True)
        return redirect(url_for("brand.show_brand", brand_id=brand_id))
    tell(_("The brand is removed."), undo=url_for("brand.submit_return", brand_id=brand_id))
    return redirect(url_for("brand.list_brands"))


@blueprint.post("/<uuid:brand_id>/restore")
def submit_return(brand_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    restore_brand(db.session(), current_actor(), brand_id)
    tell(_("The brand is back."))
    return redirect(url_for("brand.show_brand", brand_id=brand_id))


def _list(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor, today = db.session(), current_actor(), now().date()
    asked = listing(columns=("name",), default="name")
    found = find_own_brands(
        session, actor, text=asked.filters["q"], descending=asked.descending, after=asked.after
    )
    return render_template(
        "brand/list.html",
        list=asked,
        brands=found.rows,
        next=found.next,
        expiries=own_expiries(session, actor, today),
        values=values,
        errors=errors,
    )


def _page(brand_id: uuid.UUID, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    brand = own_brand(db.session(), current_actor(), brand_id)
    return render_template(
        "brand/show.html",
        brand=brand,
        expiries=expiries_of(brand, now().date()),
        values=values or {"name": brand.name},
        errors=errors,
    )
