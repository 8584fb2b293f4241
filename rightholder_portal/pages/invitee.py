"""The national contact's page: officers and trainers of the own country."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.account import Role
from ipm_api.operations.national_contact import (
    INVITED_ROLES,
    disable_invitee,
    enable_invitee,
    invite,
    own_invitees,
    refusals,
)
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint("invitee", __name__, url_prefix="/people")


@blueprint.get("")
def list_invitees() -> ResponseReturnValue:
    """Who was invited, and how far it is."""
    return _page({}, {})


@blueprint.post("")
def submit_invitation() -> ResponseReturnValue:
    """Vouch for somebody; two administrators decide."""
    names = ("email", "name", "authority", "role")
    values = {name: request.form.get(name, "").replace("\0", "") for name in names}
    roles = {role.value: role for role in INVITED_ROLES}
    try:
        invite(
            db.session(),
            current_actor(),
            email=values["email"],
            name=values["name"],
            authority=values["authority"],
            role=roles.get(values["role"], Role.ADMINISTRATOR),  # refused
        )
    except Invalid as error:
        db.session.rollback()
        return _page(values, error.fields), 400
    tell(_("Invited. A mail is sent as soon as two administrators have approved."))
    return redirect(url_for("invitee.list_invitees"))


@blueprint.post("/<uuid:person_id>")
def change_invitee(person_id: uuid.UUID) -> ResponseReturnValue:
    """Shut out, or undo that."""
    session, actor = db.session(), current_actor()
    try:
        if request.form.get("decision") == "enable":
            enable_invitee(session, actor, person_id)
            tell(_("The person may sign in again."))
        else:
            disable_invitee(session, actor, person_id, reason=request.form.get("reason", ""))
            tell(
                _("The account is disabled and signed out everywhere."),
                undo=url_for("invitee.change_invitee", person_id=person_id),
                fields={"decision": "enable"},
            )
    except Invalid:
        session.rollback()
        tell(_("Write why the person is shut out."), attention=True)
    return redirect(url_for("invitee.list_invitees"))


def _page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    return render_template(
        "invitee/list.html",
        invitees=own_invitees(session, actor),
        refusals=refusals(session, actor),
        roles=INVITED_ROLES,
        values=values,
        errors=errors,
    )
