"""Registered rights behind a brand."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.brand import Brand
from ipm_api.operations.brand import own_brand
from ipm_api.operations.right import (
    RECORDATION_KINDS,
    add_right,
    own_right,
    remove_right,
    restore_right,
    update_right,
)
from rightholder_portal.flash import tell
from rightholder_portal.forms.lines import errors_in_form, line_numbers, lines_from
from rightholder_portal.forms.right import (
    RECORDATION_CELLS,
    RIGHT_TYPES,
    right_fields,
    right_values,
)
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint("right", __name__)


@blueprint.get("/brands/<uuid:brand_id>/rights/new")
def new_right(brand_id: uuid.UUID) -> ResponseReturnValue:
    """The empty form."""
    return _form(own_brand(db.session(), current_actor(), brand_id), None, {}, {})


@blueprint.post("/brands/<uuid:brand_id>/rights")
def submit_right(brand_id: uuid.UUID) -> ResponseReturnValue:
    """Add a right."""
    brand = own_brand(db.session(), current_actor(), brand_id)  # not yours: not found, first of all
    return _submit(brand, None)


@blueprint.get("/rights/<uuid:right_id>")
def edit_right(right_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    right = own_right(db.session(), current_actor(), right_id)
    return _form(right.brand, right_id, right_values(right), {})


@blueprint.post("/rights/<uuid:right_id>")
def submit_change(right_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    right = own_right(db.session(), current_actor(), right_id)
    return _submit(right.brand, right_id)


@blueprint.post("/rights/<uuid:right_id>/remove")
def submit_removal(right_id: uuid.UUID) -> ResponseReturnValue:
    """Take a right out of all guides."""
    right = remove_right(db.session(), current_actor(), right_id)
    tell(_("The right is removed."), undo=url_for("right.submit_return", right_id=right_id))
    return redirect(url_for("brand.show_brand", brand_id=right.brand_id))


@blueprint.post("/rights/<uuid:right_id>/restore")
def submit_return(right_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    right = restore_right(db.session(), current_actor(), right_id)
    tell(_("The right is back."))
    return redirect(url_for("brand.show_brand", brand_id=right.brand_id))


def _submit(brand: Brand, right_id: uuid.UUID | None) -> ResponseReturnValue:
    session, actor, brand_id = db.session(), current_actor(), brand.id
    form = request.form.to_dict()
    if "more" in form:
        return _form(brand, right_id, form, {})
    try:
        if right_id is None:
            add_right(session, actor, brand_id, **right_fields(form))
        else:
            update_right(session, actor, right_id, **right_fields(form))
    except Invalid as error:
        session.rollback()
        numbers = lines_from(form, "recordations", RECORDATION_CELLS, ("kind",))[1]
        errors = errors_in_form(error.fields, "recordations", numbers)
        return _form(own_brand(session, actor, brand_id), right_id, form, errors), 400
    tell(_("The right is added.") if right_id is None else _("The change is kept."))
    return redirect(url_for("brand.show_brand", brand_id=brand_id))


def _form(
    brand: Brand,
    right_id: uuid.UUID | None,
    values: dict[str, str],
    errors: dict[str, list[str]],
) -> str:
    numbers = line_numbers(values, "recordations")
    start = numbers[-1] + 1 if numbers else 0
    numbers += range(start, start + 1 + ("more" in values))
    return render_template(
        "brand/right.html",
        brand=brand,
        right_id=right_id,
        values=values,
        errors=errors,
        numbers=numbers,
        right_types=RIGHT_TYPES,
        recordation_kinds=RECORDATION_KINDS,
    )
