"""One line per request, with a number that the answer carries too; no texts of the request."""

import logging
import time
import uuid

from flask import Flask, Response, g, request

_log = logging.getLogger(__name__)


def register_request_log(app: Flask) -> None:
    """Number every request of *app*, time it and log what came of it."""
    app.before_request(_start)
    app.after_request(_finish)


def request_id() -> str:
    """The number of this request: a random UUID, made here and never taken from the client."""
    if "request_id" not in g:
        g.request_id = str(uuid.uuid4())
    return str(g.request_id)


def _start() -> None:
    g.started = time.monotonic()
    g.request_id = str(uuid.uuid4())


def _finish(response: Response) -> Response:
    """The rule is logged, not the address: an address is the client's word."""
    rule = request.url_rule.rule if request.url_rule else "-"
    actor = g.get("actor")
    response.headers["X-Request-Id"] = request_id()
    _log.info(
        "request=%s method=%s rule=%s status=%d milliseconds=%d account=%s",
        request_id(),
        request.method if request.method.isalpha() else "-",
        rule,
        response.status_code,
        round((time.monotonic() - g.get("started", time.monotonic())) * 1000),
        actor.account_id if actor else None,
    )
    return response
