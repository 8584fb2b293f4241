"""The language that pages are said in, chosen by the person."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.languages import INTERFACE_LANGUAGES
from ipm_api.operations.account import choose_language
from ipm_api.policy import Party
from rightholder_portal.language import COOKIE, COOKIE_LIFE
from rightholder_portal.session import current_actor, local_path

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def submit_language() -> ResponseReturnValue:
    """Keep the choice with the account and with the browser; back to where it was made."""
    answer = redirect(local_path(request.form.get("next")))
    chosen = request.form.get("language", "")
    if chosen not in INTERFACE_LANGUAGES:
        return answer
    if current_actor().party is not Party.ANONYMOUS:
        choose_language(db.session(), current_actor(), chosen)
    answer.set_cookie(
        COOKIE,
        chosen,
        max_age=COOKIE_LIFE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer
