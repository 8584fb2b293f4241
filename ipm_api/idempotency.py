"""
Sending a request twice does it once: ``Idempotency-Key`` on POST.

Source: requirement API-3; draft-ietf-httpapi-idempotency-key-header-07, whose text is pinned here:
the same key and request give the same answer for seven days, another request 422, and 409 while
the first is under way. An error keeps nothing: the key is free again.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Request, Response, make_response, request

from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.idempotent_request import KeptAnswer, answer_to, keep_answer, only_one

HEADER = "Idempotency-Key"
MAXIMUM_LENGTH = 80  # characters

_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,78}[\x21-\x7e])?")


def idempotency_key() -> str | None:
    """
    The key of this request, or None.

    Raises:
        Invalid: it is not 1 to 80 printable ASCII characters.
    """
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid({HEADER: [f"Use 1 to {MAXIMUM_LENGTH} printable ASCII characters."]})
    return key


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view answer a repeated request with the same words; it returns (object, status)."""

    @wraps(view)
    def answer(*arguments: Any, **named: Any) -> Any:
        key = idempotency_key()
        if key is None:
            return view(*arguments, **named)
        session, actor = db.session(), current_actor()
        fingerprint = _fingerprint(request)
        session.rollback()  # gives the connection back: none is held while waiting for the lock's
        with only_one(session, actor, key):
            kept = answer_to(session, actor, key, fingerprint)
            if kept is not None:
                response = Response(kept.body, kept.status, mimetype="application/json")
                response.headers["Idempotency-Replayed"] = "true"
                return response
            response = make_response(view(*arguments, **named))
            keep_answer(session, actor, key, KeptAnswer(response.status_code, response.get_data()))
            return response

    return answer


def _fingerprint(sent: Request) -> bytes:
    """
    SHA-256 of what the request asks for.

    Of a form it is the parts that count: a browser that sends it again draws a new boundary.
    """
    digest = hashlib.sha256(f"{sent.method} {sent.full_path}\n".encode("utf-8", "replace"))
    body = sent.get_data(cache=True, parse_form_data=False)  # kept: the form is read from it
    if sent.mimetype != "multipart/form-data":
        digest.update(sent.mimetype.encode("utf-8", "replace") + b"\n" + body)
        return digest.digest()
    for name, text in sent.form.items(multi=True):
        _add(digest, name, text.encode("utf-8", "replace"))
    for name, file in sent.files.items(multi=True):
        _add(digest, name, file.read())
        file.seek(0)
    return digest.digest()


def _add(digest: Any, part_name: str | None, value: bytes) -> None:
    name = (part_name or "").encode("utf-8", "replace")  # a broken part has none
    digest.update(b"%d:%d:" % (len(name), len(value)) + name + value)
