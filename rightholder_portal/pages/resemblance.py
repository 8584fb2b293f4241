"""What a right holder is asked and told by administrators: look-alikes, and readings."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.break_glass import acknowledge_notices, own_notices
from ipm_api.operations.held_back_image import answer_question, own_questions
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint("resemblance", __name__)

_ANSWERS = {"yes": True, "no": False, "": None}


@blueprint.get("/resemblances")
def list_questions() -> ResponseReturnValue:
    """ "Somebody's upload resembles this picture of yours: is that allowed?" """
    return render_template(
        "resemblance/list.html", questions=own_questions(db.session(), current_actor())
    )


@blueprint.post("/resemblances/<uuid:resemblance_id>")
def submit_answer(resemblance_id: uuid.UUID) -> ResponseReturnValue:
    """Yes, no, or take the answer back."""
    allowed = _ANSWERS.get(request.form.get("allowed", ""))
    answer_question(db.session(), current_actor(), resemblance_id, allowed=allowed)
    if allowed is None:
        tell(_("Your answer is taken back."))
    else:
        undo = url_for("resemblance.submit_answer", resemblance_id=resemblance_id)
        tell(_("Thank you. Administrators see your answer."), undo=undo)
    return redirect(url_for("resemblance.list_questions"))


@blueprint.get("/readings")
def list_readings() -> ResponseReturnValue:
    """Which administrators read one's own products: who, when, why, what."""
    return render_template(
        "resemblance/readings.html", notices=own_notices(db.session(), current_actor())
    )


@blueprint.post("/readings")
def acknowledge() -> ResponseReturnValue:
    """Take the notices as read."""
    acknowledge_notices(db.session(), current_actor())
    tell(_("The notices are kept on this page."))
    return redirect(url_for("resemblance.list_readings"))
