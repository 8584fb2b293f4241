"""``/api/v1/questions``: an officer asks a right holder about goods in hand."""

import uuid
from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.idempotency import once
from ipm_api.operations.question import (
    add_to_question,
    ask,
    close_question,
    own_questions,
    read_question,
    unread_answers,
)
from ipm_api.schemas.question import (
    MessageRequest,
    QuestionListResponse,
    QuestionRequest,
    QuestionResponse,
    UnreadResponse,
)

blueprint = ApiBlueprint(
    "questions", __name__, url_prefix="/api/v1/questions", description="Questions to right holders."
)


@blueprint.route("", methods=["POST"])
@once
@blueprint.arguments(QuestionRequest)
@blueprint.response(201, QuestionResponse)
def submit(question: dict[str, Any]) -> Any:
    """Ask; the legal clock of the officer's country starts. The right holder learns no name."""
    return ask(db.session(), current_actor(), **question)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, QuestionListResponse)
def list_questions() -> dict[str, Any]:
    """One's own questions, the latest first."""
    return {"questions": own_questions(db.session(), current_actor())}


@blueprint.route("/unread", methods=["GET"])
@blueprint.response(200, UnreadResponse)
def count_unread() -> dict[str, int]:
    """How many answers wait to be read; cheap enough to ask every half minute."""
    return {"unread": unread_answers(db.session(), current_actor())}


@blueprint.route("/<uuid:question_id>", methods=["GET"])
@blueprint.response(200, QuestionResponse)
def read(question_id: uuid.UUID) -> Any:
    """One question; its answers count as read."""
    return read_question(db.session(), current_actor(), question_id)


@blueprint.route("/<uuid:question_id>/messages", methods=["POST"])
@once
@blueprint.arguments(MessageRequest)
@blueprint.response(201, QuestionResponse)
def submit_message(message: dict[str, Any], question_id: uuid.UUID) -> Any:
    """Say more, or ask back."""
    return add_to_question(db.session(), current_actor(), question_id, message["text"])


@blueprint.route("/<uuid:question_id>/close", methods=["POST"])
@once
@blueprint.response(200, QuestionResponse)
def close(question_id: uuid.UUID) -> Any:
    """End the question: nobody is reminded any more."""
    return close_question(db.session(), current_actor(), question_id)
