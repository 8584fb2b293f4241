"""What an administrator decides: organisations, and pictures that resemble another's artwork."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.reference_image import decide_held_back_image, held_back_images
from ipm_api.operations.right_holder import (
    approve_right_holder,
    reinstate_right_holder,
    right_holders,
    suspend_right_holder,
)
from rightholder_portal.session import current_actor

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

_DECISIONS = {
    "approve": (approve_right_holder, "The organisation is approved."),
    "suspend": (suspend_right_holder, "The organisation is suspended and signed out."),
    "reinstate": (reinstate_right_holder, "The organisation is approved again."),
}


@blueprint.get("")
def home() -> ResponseReturnValue:
    """What waits for a decision."""
    session, actor = db.session(), current_actor()
    holders = right_holders(session, actor)
    return render_template(
        "administration/home.html",
        holders=holders,
        held_back=held_back_images(session, actor),
    )


@blueprint.post("/right-holders/<uuid:right_holder_id>")
def decide_right_holder(right_holder_id: uuid.UUID) -> ResponseReturnValue:
    """Approve, suspend or reinstate an organisation."""
    chosen = _DECISIONS.get(request.form.get("decision", ""))
    if chosen is None:
        flash("Choose one of the buttons.", "attention")
    else:
        decide, sentence = chosen
        decide(db.session(), current_actor(), right_holder_id)
        flash(sentence)
    return redirect(url_for("administration.home"))


@blueprint.post("/images/<uuid:image_id>")
def decide_image(image_id: uuid.UUID) -> ResponseReturnValue:
    """Accept or refuse a held-back picture."""
    decision = request.form.get("decision", "")
    if decision not in ("accept", "refuse"):
        flash("Choose one of the buttons.", "attention")
    else:
        decide_held_back_image(db.session(), current_actor(), image_id, accept=decision == "accept")
        flash("The picture is accepted." if decision == "accept" else "The picture is refused.")
    return redirect(url_for("administration.home"))
