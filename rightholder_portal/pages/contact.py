"""Whom officers reach."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.contact import add_contact, remove_contact
from ipm_api.operations.right_holder import own_right_holder
from rightholder_portal.session import current_actor

blueprint = Blueprint("contact", __name__, url_prefix="/contacts")


@blueprint.get("")
def list_contacts() -> ResponseReturnValue:
    """One's own contacts, first called first."""
    return _page({}, {})


@blueprint.post("")
def submit_contact() -> ResponseReturnValue:
    """Add a contact."""
    form = {name: request.form.get(name, "").replace("\0", "")[:200] for name in _FIELDS}
    try:
        add_contact(
            db.session(),
            current_actor(),
            name=form["name"],
            role={"en": form["role"]} if form["role"].strip() else {},
            email=form["email"],
            telephone=form["telephone"][:40],
            languages=form["languages"][:100] or "en",
            time_zone=form["time_zone"][:60] or "UTC",
        )
    except Invalid as error:
        db.session.rollback()
        return _page(form, error.fields), 400
    flash("The contact is added.")
    return redirect(url_for("contact.list_contacts"))


@blueprint.post("/<uuid:contact_id>/remove")
def submit_removal(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a contact."""
    remove_contact(db.session(), current_actor(), contact_id)
    flash("The contact is removed.")
    return redirect(url_for("contact.list_contacts"))


_FIELDS = ("name", "role", "email", "telephone", "languages", "time_zone")


def _page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "contact/list.html",
        right_holder=own_right_holder(db.session(), current_actor()),
        values=values,
        errors=errors,
    )
