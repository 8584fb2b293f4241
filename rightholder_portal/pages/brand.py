"""Brands and the rights behind them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.brand import create_brand, own_brand, own_brands
from ipm_api.operations.right import add_right
from rightholder_portal.forms.right import RIGHT_TYPES, right_fields
from rightholder_portal.session import current_actor

blueprint = Blueprint("brand", __name__, url_prefix="/brands")


@blueprint.get("")
def list_brands() -> ResponseReturnValue:
    """One's own brands with their rights."""
    return _page({}, {})


@blueprint.post("")
def add_brand() -> ResponseReturnValue:
    """A new brand."""
    try:
        create_brand(db.session(), current_actor(), name=_without_nul(request.form.get("name", "")))
    except Invalid as error:
        db.session.rollback()
        return _page(dict(request.form), {"brand": error.fields}), 400
    flash("The brand is added. Name the registered rights behind it next.")
    return redirect(url_for("brand.list_brands"))


@blueprint.post("/<uuid:brand_id>/rights")
def add_brand_right(brand_id: uuid.UUID) -> ResponseReturnValue:
    """A registered right of a brand."""
    own_brand(db.session(), current_actor(), brand_id)  # not yours: not found, first of all
    try:
        add_right(db.session(), current_actor(), brand_id, **right_fields(request.form))
    except Invalid as error:
        db.session.rollback()
        return _page(dict(request.form), {str(brand_id): error.fields}), 400
    flash("The right is added.")
    return redirect(url_for("brand.list_brands"))


def _page(values: dict[str, str], errors: dict[str, dict[str, list[str]]]) -> str:
    brands = own_brands(db.session(), current_actor())
    return render_template(
        "brand/list.html", brands=brands, values=values, errors=errors, right_types=RIGHT_TYPES
    )


def _without_nul(text: str) -> str:
    return text.replace("\0", "")
