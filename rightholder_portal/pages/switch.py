"""For whom one works now: a representative acts for one right holder per session, never for two."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.membership import begin_session_for, own_memberships
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, current_token, remember

blueprint = Blueprint("switch", __name__, url_prefix="/switch")


@blueprint.get("")
def choose() -> ResponseReturnValue:
    """The right holders that one may act for, and no other name."""
    return render_template(
        "switch/choose.html", memberships=own_memberships(db.session(), current_actor())
    )


@blueprint.post("")
def submit_choice() -> ResponseReturnValue:
    """End this session and begin a fresh one for the chosen right holder."""
    chosen = _id(request.form.get("membership", ""))
    token, name = begin_session_for(db.session(), current_actor(), chosen, current_token())
    remember(token)
    flash(_("You now act for %(name)s.", name=name))
    return redirect(url_for("account.first_page"))


def _id(text: str) -> uuid.UUID:
    """The id in *text*; one that nobody has when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
