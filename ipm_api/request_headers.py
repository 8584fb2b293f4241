"""Refuses what no view should have to think of."""

from flask import Flask, request

from ipm_api.errors import MalformedRequest, UnsupportedBody
from ipm_api.strict_json import is_storable


def register_request_headers(app: Flask) -> None:
    """Look at the start of every request of *app*."""
    app.before_request(_check)


def _check() -> None:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedBody("Send the body as it is, not compressed.")
    if not all(is_storable(value) for _, value in request.args.items(multi=True)):
        raise MalformedRequest("The address holds U+0000.")
