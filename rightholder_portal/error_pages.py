"""Every error as a page that says what to do; the only file with their HTTP status codes."""

import logging

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ipm_api import errors
from ipm_api.database import db
from ipm_api.sentence import Sentence
from rightholder_portal.language import _, say_sentence

_log = logging.getLogger(__name__)

_HEADINGS = {
    400: (
        Sentence("This could not be read"),
        Sentence("Go back, reload the page and try again."),
    ),
    403: (Sentence("Not for this account"), Sentence("Your account may not do this.")),
    404: (Sentence("Nothing here"), Sentence("The page does not exist, or it is not yours.")),
    405: (
        Sentence("This cannot be done here"),
        Sentence("Go back and use the buttons of the page."),
    ),
    409: (Sentence("Not possible now"), ""),
    413: (
        Sentence("Too large"),
        Sentence("Send fewer or smaller images: at most 20 MB each, 200 MB together."),
    ),
    429: (Sentence("Too many attempts"), ""),
    500: (
        Sentence("Something went wrong on our side"),
        Sentence("It was logged. Try again in a minute."),
    ),
    503: (
        Sentence("Not ready"),
        Sentence("A part of the service is not ready. Try again in a few seconds."),
    ),
}

_STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.TooManyAttempts: 429,
    errors.ReadingReasonNeeded: 429,
    errors.ReadingBudgetSpent: 429,
    errors.QueueFull: 429,
    errors.QuotaReached: 429,
    errors.Invalid: 400,
    errors.ImageRefused: 400,
    errors.MalformedRequest: 400,
    errors.BodyTooLarge: 413,
    errors.DigestMismatch: 400,
    errors.IndexUnavailable: 503,
    errors.StorageFailed: 503,
}


def register_error_pages(app: Flask) -> None:
    """Answer every error of *app* with a page in the look of the house."""
    app.register_error_handler(errors.NotSignedIn, _to_sign_in)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(errors.IpmError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def error_page(status: int, detail: str = "") -> ResponseReturnValue:
    """The page for *status*; *detail* replaces the usual sentence."""
    heading, usual = _HEADINGS.get(status, _HEADINGS[400])
    page = render_template(
        "error.html",
        heading=say_sentence(heading),
        detail=detail or say_sentence(usual),
        is_error=True,
    )
    return page, status


def _to_sign_in(_error: errors.NotSignedIn) -> ResponseReturnValue:
    db.session.rollback()
    if request.method == "GET":
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    return redirect(url_for("account.sign_in"))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("The form was open for too long. Go back, reload the page, try again.")
    )


def _known(error: errors.IpmError) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(error, errors.ReadingReasonNeeded | errors.ReadingBudgetSpent):
        path = request.full_path.rstrip("?") if request.method == "GET" else ""
        more = isinstance(error, errors.ReadingReasonNeeded)
        page = render_template("reading/refused.html", error=error, more=more, next=path)
        return page, 429
    status = next((_STATUS[cls] for cls in type(error).__mro__ if cls in _STATUS), 400)
    if status == 503:
        _log.error("%s", type(error).__name__, exc_info=error)
        return error_page(status)
    detail = "" if status == 404 else " ".join(map(say_sentence, error.sentences))
    answer = make_response(error_page(status, detail))
    if isinstance(error, errors.TooManyAttempts | errors.QueueFull | errors.QuotaReached):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _http(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code >= 500:
        return _unknown(error)
    return error_page(code if code in _HEADINGS else 400)


def _unknown(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    _log.error("%s %s failed", request.method, request.url_rule, exc_info=error)
    return error_page(500)
