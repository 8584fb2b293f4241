"""Whom officers reach."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db, now
from ipm_api.errors import Invalid, NotFound
from ipm_api.language_tags import is_language_tag
from ipm_api.models.right_holder import ContactDuty
from ipm_api.opening_hours import WEEKDAYS, availability, time_zones
from ipm_api.operations.brand import own_brand_names
from ipm_api.operations.contact import (
    add_contact,
    move_contact,
    own_contact,
    own_contacts,
    remove_contact,
    restore_contact,
    update_contact,
)
from rightholder_portal.content_languages import (
    language_choices,
    language_name,
    written_languages,
)
from rightholder_portal.flash import tell
from rightholder_portal.forms.contact import contact_fields, contact_values, entered
from rightholder_portal.forms.lines import texts_from
from rightholder_portal.language import _, language
from rightholder_portal.session import current_actor

blueprint = Blueprint("contact", __name__, url_prefix="/contacts")


@blueprint.get("")
def list_contacts() -> ResponseReturnValue:
    """One's own contacts, first called first, and who answers now."""
    contacts = own_contacts(db.session(), current_actor())
    moment = now()
    return render_template(
        "contact/list.html",
        contacts=[(contact, availability(contact, moment)) for contact in contacts],
    )


@blueprint.get("/new")
def new_contact() -> ResponseReturnValue:
    """The empty form."""
    return _form({"languages": [language()], "time_zone": "UTC"}, {}, None)


@blueprint.post("")
def submit_contact() -> ResponseReturnValue:
    """Add a contact."""
    return _submit(None)


@blueprint.get("/<uuid:contact_id>")
def edit_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    contact = own_contact(db.session(), current_actor(), contact_id)
    return _form(contact_values(contact), {}, contact_id)


@blueprint.post("/<uuid:contact_id>")
def submit_change(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    own_contact(db.session(), current_actor(), contact_id)
    return _submit(contact_id)


@blueprint.post("/<uuid:contact_id>/move")
def submit_move(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Call it earlier or later."""
    up = request.form.get("direction") == "up"
    contact = move_contact(db.session(), current_actor(), contact_id, up=up)
    tell(
        _("%(name)s is called earlier.", name=contact.name)
        if up
        else _("%(name)s is called later.", name=contact.name)
    )
    return redirect(url_for("contact.list_contacts"))


@blueprint.post("/<uuid:contact_id>/remove")
def submit_removal(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a contact."""
    remove_contact(db.session(), current_actor(), contact_id)
    back = url_for("contact.submit_return", contact_id=contact_id)
    tell(_("The contact is removed."), undo=back)
    return redirect(url_for("contact.list_contacts"))


@blueprint.post("/<uuid:contact_id>/restore")
def submit_return(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    restore_contact(db.session(), current_actor(), contact_id)
    tell(_("The contact is back."))
    return redirect(url_for("contact.list_contacts"))


def _submit(contact_id: uuid.UUID | None) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    form = entered(request.form)
    if "more" in form:
        return _form(form, {}, contact_id)
    try:
        if contact_id is None:
            add_contact(session, actor, **contact_fields(form))
        else:
            update_contact(session, actor, contact_id, **contact_fields(form))
    except Invalid as error:
        session.rollback()
        return _form(form, error.fields, contact_id), 400
    except NotFound:
        session.rollback()
        return _form(form, {"brand_id": [_("Choose one of your brands.")]}, contact_id), 400
    tell(_("The contact is added.") if contact_id is None else _("The change is kept."))
    return redirect(url_for("contact.list_contacts"))


def _form(
    values: dict[str, Any], errors: dict[str, list[str]], contact_id: uuid.UUID | None
) -> str:
    tags = {*texts_from(values, "role"), values.get("add_language", "")} - {""}
    languages = written_languages(added=filter(is_language_tag, tags))
    return render_template(
        "contact/form.html",
        values=values,
        errors=errors,
        contact_id=contact_id,
        duties=list(ContactDuty),
        weekdays=WEEKDAYS,
        zones=time_zones(),
        brands=own_brand_names(db.session(), current_actor()),
        tags=languages,
        spoken=_spoken(values.get("languages", [])),
        language_choices=language_choices(languages),
    )


def _spoken(chosen: list[str]) -> list[tuple[str, str]]:
    """Languages to tick, those of the contact first: mails are written in the first one."""
    first = list(dict.fromkeys([*filter(is_language_tag, chosen), language()]))
    return [*((tag, language_name(tag)) for tag in first), *language_choices(without=first)]
