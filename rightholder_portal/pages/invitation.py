"""What the link of an invitation opens."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.device import device_words
from ipm_api.errors import Invalid
from ipm_api.operations.account import own_account
from ipm_api.operations.invitation import join_as_known, join_as_newcomer, open_invitation
from ipm_api.policy import Party
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, current_token, remember

blueprint = Blueprint("invitation", __name__, url_prefix="/invitation")


@blueprint.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """Who asks, for what role, and how to accept."""
    return _page(token, {}, {})


@blueprint.post("/<token>")
def submit(token: str) -> ResponseReturnValue:
    """Accept: a newcomer with a name and a password, a known person by being signed in."""
    invitation, is_known = open_invitation(db.session(), token)
    name = invitation.right_holder.name
    if is_known:
        session_token = join_as_known(db.session(), current_actor(), token, current_token())
    else:
        try:
            session_token = join_as_newcomer(
                db.session(),
                token,
                name=plain(request.form, "name"),
                password=plain(request.form, "password", 2000),
                device=device_words(request.user_agent.string),
            )
        except Invalid as error:
            db.session.rollback()
            return _page(token, {"name": plain(request.form, "name")}, error.fields), 400
    remember(session_token)
    tell(_("Welcome to the team of %(name)s.", name=name))
    return redirect(url_for("account.first_page"))


def _page(token: str, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    invitation, is_known = open_invitation(session, token)
    email = "" if actor.party is Party.ANONYMOUS else own_account(session, actor).email
    return render_template(
        "invitation/show.html",
        invitation=invitation,
        is_known=is_known,
        signed_in_as=email,
        is_for_me=email.lower() == invitation.email,
        values=values,
        errors=errors,
    )
