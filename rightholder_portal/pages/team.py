"""The people of an organisation."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.account import MEMBERSHIP_ROLES
from ipm_api.operations.invitation import invite, revoke_invitation
from ipm_api.operations.team import change_role, own_team, remove_member, restore_member
from ipm_api.policy import ORGANISATION_ADMINISTRATORS
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain, role_of
from rightholder_portal.language import _, language, say_sentence
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("team", __name__, url_prefix="/team")


@blueprint.get("")
def list_members() -> ResponseReturnValue:
    """Colleagues, their roles, and who was asked to join."""
    return _page({}, {})


@blueprint.post("")
def submit_invitation() -> ResponseReturnValue:
    """Ask somebody to join."""
    values = {"email": plain(request.form, "email", 300), "role": plain(request.form, "role", 40)}
    try:
        invitation = invite(
            db.session(),
            current_actor(),
            runtime().config.secret_key,
            email=values["email"],
            role=role_of(request.form),
            language=language(),
        )
    except Invalid as error:
        db.session.rollback()
        return _page(values, error.fields), 400
    tell(
        _("An invitation is on its way to %(email)s.", email=invitation.email),
        undo=url_for("team.submit_revocation", invitation_id=invitation.id),
    )
    return redirect(url_for("team.list_members"))


@blueprint.post("/invitations/<uuid:invitation_id>/revoke")
def submit_revocation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    email = revoke_invitation(db.session(), current_actor(), invitation_id)
    tell(_("The invitation of %(email)s does not work any more.", email=email))
    return redirect(url_for("team.list_members"))


@blueprint.post("/<uuid:membership_id>/role")
def submit_role(membership_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague do more or less."""
    try:
        before = change_role(db.session(), current_actor(), membership_id, role_of(request.form))
    except (Invalid, Conflict) as error:
        return _refused(error)
    tell(
        _("The role is changed. Its sessions ended: the new role begins with the next sign-in."),
        undo=url_for("team.submit_role", membership_id=membership_id),
        fields={"role": before.value},
    )
    return redirect(url_for("team.list_members"))


@blueprint.post("/<uuid:membership_id>/remove")
def submit_removal(membership_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague go."""
    try:
        past = remove_member(db.session(), current_actor(), membership_id)
    except Conflict as error:
        return _refused(error)
    tell(
        _("%(name)s left the team and is signed out.", name=past.account.name),
        undo=url_for("team.submit_restoration", past_id=past.id),
    )
    return redirect(url_for("team.list_members"))


@blueprint.post("/removed/<uuid:past_id>/restore")
def submit_restoration(past_id: uuid.UUID) -> ResponseReturnValue:
    """Take a colleague back."""
    try:
        name = restore_member(db.session(), current_actor(), past_id)
    except Conflict as error:
        return _refused(error)
    tell(_("%(name)s is in the team again, with the same role.", name=name))
    return redirect(url_for("team.list_members"))


def _refused(error: Invalid | Conflict) -> ResponseReturnValue:
    db.session.rollback()
    tell(" ".join(say_sentence(sentence) for sentence in error.sentences), attention=True)
    return redirect(url_for("team.list_members"))


def _page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    actor = current_actor()
    return render_template(
        "team/list.html",
        team=own_team(db.session(), actor),
        runs_it=actor.party in ORGANISATION_ADMINISTRATORS,
        roles=MEMBERSHIP_ROLES,
        values=values,
        errors=errors,
    )
