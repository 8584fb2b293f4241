"""Questions of officers: what waits, the photos, the legal time, the answer."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.question import Statement
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.question_answer import (
    Box,
    answer,
    inbox,
    question_photo,
    received_question,
)
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.legal_clock import legal_clock
from rightholder_portal.picture import as_stored_picture
from rightholder_portal.session import current_actor

blueprint = Blueprint("message", __name__, url_prefix="/messages")


@blueprint.get("")
def list_messages() -> ResponseReturnValue:
    """The questions of one box, those with the least time first."""
    boxes = {box.value: box for box in Box}
    box = boxes.get(request.args.get("box", ""), Box.WAITING)
    questions = inbox(db.session(), current_actor(), box)
    return render_template(
        "message/list.html", questions=questions, box=box, boxes=list(Box), legal_clock=legal_clock
    )


@blueprint.get("/<uuid:question_id>")
def show_message(question_id: uuid.UUID) -> ResponseReturnValue:
    """One question with its photos and answers."""
    return _page(question_id, {}, {})


@blueprint.post("/<uuid:question_id>")
def submit_answer(question_id: uuid.UUID) -> ResponseReturnValue:
    """Answer it."""
    values = {name: request.form.get(name, "") for name in ("statement", "text")}
    try:
        answer(db.session(), current_actor(), question_id, statement_of(values), values["text"])
    except (Invalid, Conflict) as error:
        db.session.rollback()
        return _page(question_id, values, fields_of(error)), 400
    tell(_("The answer is sent. The officer sees it at once."))
    return redirect(url_for("message.show_message", question_id=question_id))


@blueprint.get("/<uuid:question_id>/photos/<int:place>")
def show_photo(question_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """A photo of the goods, without its metadata."""
    return as_stored_picture(question_photo(db.session(), current_actor(), question_id, place))


def statement_of(values: dict[str, str]) -> Statement:
    """
    What was chosen.

    Raises:
        Invalid: nothing.
    """
    try:
        return Statement(values["statement"])
    except ValueError as error:
        raise Invalid({"statement": [_("Choose what you can say of the goods.")]}) from error


def fields_of(error: Invalid | Conflict) -> dict[str, list[str]]:
    """The messages of *error* beside the fields of the answer."""
    return error.fields if isinstance(error, Invalid) else {"text": error.sentences}


def _page(question_id: uuid.UUID, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    question = received_question(db.session(), current_actor(), question_id)
    images = question.product.images if question.product else []
    return render_template(
        "message/show.html",
        question=question,
        references=[image for image in images if image.kind is ImageKind.GENUINE],
        clock=legal_clock(question),
        statements=list(Statement),
        values=values,
        errors=errors,
    )
