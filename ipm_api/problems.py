"""
Every error as ``application/problem+json``: the only file that knows their HTTP status codes.

Source: RFC 9457 (problem details), RFC 9110 (Allow, Retry-After, WWW-Authenticate).
"""

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, json
from marshmallow import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from image_index.errors import PhotoRefused
from ipm_api import errors
from ipm_api.database import db
from ipm_api.quality_texts import refusal_text
from ipm_api.reader_languages import reader_languages
from ipm_api.request_log import request_id
from ipm_api.sentence import Sentence

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/api/v1/problems/"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem; the slug is stable and ends its ``type``."""

    slug: str
    status: int
    title: str
    detail: str = ""  # said instead of the error's own text


MALFORMED = Kind("malformed-request", 400, "The request cannot be read")
INVALID = Kind("invalid-fields", 400, Sentence("Some of what was sent breaks a rule"))
# sentences are said in the reader's language; what only a program meets is in English
NOT_FOUND = Kind("not-found", 404, Sentence("Not found"), Sentence("This was not found."))
TOO_LARGE = Kind("too-large", 413, Sentence("Too large"))
INTERNAL = Kind(
    "internal-error",
    500,
    Sentence("The service failed"),
    Sentence("Something went wrong on our side, and it was logged. Try again."),
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    Sentence("The service is not ready"),
    Sentence("A part of the service is not ready. Try again in a few seconds."),
)

KINDS: dict[type[Exception], Kind] = {
    errors.NotFound: NOT_FOUND,
    errors.Forbidden: Kind("forbidden", 403, Sentence("Not allowed")),
    errors.NotSignedIn: Kind("not-signed-in", 401, Sentence("Sign in first")),
    errors.SignInFailed: Kind("sign-in-failed", 401, Sentence("Sign-in failed")),
    errors.SecondFactorNeeded: Kind("second-factor-needed", 401, Sentence("A code is needed too")),
    errors.TooManyAttempts: Kind("too-many-attempts", 429, Sentence("Too many attempts")),
    errors.QuotaReached: Kind("quota-reached", 429, Sentence("As much as may come was sent")),
    errors.QueueFull: Kind("queue-full", 429, Sentence("Too much work is waiting")),
    errors.ReadingReasonNeeded: Kind(
        "reading-reason-needed", 429, Sentence("Say why you need more products")
    ),
    errors.ReadingBudgetSpent: Kind(
        "reading-budget-spent", 429, Sentence("Enough products for now")
    ),
    errors.Invalid: INVALID,
    ValidationError: INVALID,
    errors.InvalidGtin: Kind("invalid-gtin", 400, Sentence("Not a product number")),
    errors.InvalidBarcode: Kind("invalid-barcode", 400, Sentence("Not a product code")),
    errors.MalformedRequest: MALFORMED,
    errors.DigestMismatch: Kind("digest-mismatch", 400, Sentence("The bytes changed on their way")),
    errors.BodyTooLarge: TOO_LARGE,
    errors.UnsupportedBody: Kind("unsupported-media-type", 415, "Unsupported kind of body"),
    errors.Conflict: Kind("conflict", 409, Sentence("Not possible in this state")),
    errors.RequestUnderWay: Kind("request-under-way", 409, "The same request is under way"),
    errors.KeyReused: Kind("idempotency-key-reused", 422, "This key was used already"),
    errors.Stale: Kind("stale", 412, Sentence("Changed meanwhile")),
    errors.ConditionMissing: Kind("if-match-missing", 428, "Send If-Match"),
    errors.ImageRefused: Kind("image-refused", 422, Sentence("The image cannot be used")),
    PhotoRefused: Kind("image-refused", 422, Sentence("The image cannot be used")),
    errors.IndexUnavailable: UNAVAILABLE,
    errors.StorageFailed: UNAVAILABLE,
    OperationalError: UNAVAILABLE,
    InterfaceError: UNAVAILABLE,
    PoolTimeout: UNAVAILABLE,
}

HTTP_KINDS: dict[int, Kind] = {
    400: Kind("malformed-request", 400, MALFORMED.title, "The request cannot be read."),
    404: NOT_FOUND,
    405: Kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The header Allow names what is possible.",
    ),
    408: Kind("timed-out", 408, "Timed out", "The request took too long to arrive."),
    413: Kind(
        "too-large", 413, TOO_LARGE.title, Sentence("This is more than the service reads at once.")
    ),
    415: Kind(
        "unsupported-media-type",
        415,
        "Unsupported kind of body",
        "Send another type.",
    ),
    416: Kind(
        "range-not-satisfiable",
        416,
        "No such range",
        "This range does not exist.",
    ),
}

REASON_REMEDY = {
    "method": "POST",
    "url": "/api/v1/reading-reasons",
    "fields": ["reason", "password"],
}
"""What a client does after ``reading-reason-needed``; then it asks again."""

RETRY_SECONDS = 5  # after a part of the service was not ready


def register_problems(app: Flask) -> None:
    """Answer every error of *app* with a problem document."""
    for error in KINDS:
        app.register_error_handler(error, _known)
    app.register_error_handler(errors.IpmError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _known(error: Exception) -> Response:
    db.session.rollback()
    kind = next((KINDS[cls] for cls in type(error).__mro__ if cls in KINDS), INTERNAL)
    if isinstance(error, errors.ImageRefused | PhotoRefused) and error.code == "too-large":
        kind = TOO_LARGE
    if kind.status >= INTERNAL.status:
        _log.error("request %s: %s", request_id(), type(error).__name__, exc_info=error)
    members: dict[str, Any] = {}
    headers: dict[str, str] = {}
    detail = kind.detail or _told(error)
    if isinstance(error, errors.Invalid):
        members["errors"] = {n: list(map(_say, texts)) for n, texts in error.fields.items()}
    elif isinstance(error, ValidationError):
        members["errors"] = _by_field(error.messages)
        detail = "Look at the fields named in 'errors'."
    elif isinstance(error, errors.ImageRefused | PhotoRefused):
        members["code"] = error.code
    elif isinstance(error, errors.TooManyAttempts | errors.QueueFull | errors.QuotaReached):
        headers["Retry-After"] = str(error.retry_after)
    elif isinstance(error, errors.WrongOffset):
        members["offset"] = error.offset
    elif isinstance(error, errors.ReadingReasonNeeded):
        members["remedy"] = REASON_REMEDY
    elif isinstance(error, errors.RequestUnderWay):
        headers["Retry-After"] = "1"
    if kind is UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, errors.NotSignedIn | errors.SignInFailed | errors.SecondFactorNeeded):
        headers["WWW-Authenticate"] = 'Bearer realm="ipm"'
    return problem(kind, detail, headers, **members)


def _http(error: HTTPException) -> Response:
    db.session.rollback()
    code = error.code or INTERNAL.status
    if code < MALFORMED.status:  # a redirect is no error
        return Response(error.get_response().get_data(), code, error.get_headers())
    if code >= INTERNAL.status:
        return _unknown(error)
    kind = HTTP_KINDS.get(code) or Kind("refused", code, error.name, "The request was refused.")
    kept = {"Allow", "Retry-After", "Content-Range"}
    headers = {name: value for name, value in error.get_headers() if name in kept}
    return problem(kind, kind.detail, headers)


def _unknown(error: Exception) -> Response:
    db.session.rollback()
    _log.error("request %s failed", request_id(), exc_info=error)
    return problem(INTERNAL, INTERNAL.detail)


def problem(
    kind: Kind, detail: str, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """The problem document of *kind*; *members* are its extensions."""
    body = {
        "type": TYPE_PREFIX + kind.slug,
        "title": _say(kind.title),
        "status": kind.status,
        "detail": _say(detail),
        "instance": f"urn:uuid:{request_id()}",
        **members,
    }
    said = {"Content-Language": reader_languages().interface, **(headers or {})}
    return Response(json.dumps(body), kind.status, said, mimetype=MEDIA_TYPE)


def _told(error: Exception) -> str:
    """What an error says, in the reader's language."""
    if isinstance(error, PhotoRefused):
        return refusal_text(error.code, error.message)
    if isinstance(error, errors.IpmError):
        return " ".join(map(_say, error.sentences)) or str(error)
    return str(error)


def _say(sentence: str) -> str:
    return reader_languages().say(sentence)


def _by_field(messages: Any) -> dict[str, list[str]]:
    """marshmallow's messages, however nested, as field → sentences: ``{"checks.0.answer": …}``."""
    found: dict[str, list[str]] = {}

    def collect(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                collect(inner, path if key == "_schema" else (*path, str(key)))
        else:
            texts = value if isinstance(value, list) else [value]
            found.setdefault(".".join(path) or "body", []).extend(map(str, texts))

    collect(messages, ())
    return found
