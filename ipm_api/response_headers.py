"""What every answer says to a browser, and how pictures are sent."""

from collections.abc import Iterator
from typing import IO

from flask import Flask, Response, request

CLOSED = "default-src 'none'; frame-ancestors 'none'"
SANDBOXED = "default-src 'none'; sandbox; frame-ancestors 'none'"

_PIECE = 1 << 16  # bytes


def register_response_headers(app: Flask) -> None:
    """Add to every answer of *app* what it does not say itself."""
    app.after_request(_complete)


def picture_response(data: bytes) -> Response:
    """A picture rebuilt from pixels (JPEG), to be shown and not kept."""
    response = Response(data, mimetype="image/jpeg")
    return _as_file(response)


def attachment_response(data: bytes, file_name: str) -> Response:
    """Original bytes, to be saved and never shown: they are a stranger's."""
    response = Response(data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    return _as_file(response)


def made_file_response(data: bytes | IO[bytes], media_type: str, file_name: str) -> Response:
    """A file that the service made, to be saved; an open file is closed when it was sent."""
    response = Response(data if isinstance(data, bytes) else _pieces(data), mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    return _as_file(response)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _as_file(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOXED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _complete(response: Response) -> Response:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Content-Security-Policy", CLOSED)
    headers.setdefault("Cache-Control", "private, no-store")
    if request.path.startswith("/api/"):
        response.vary.update(["Authorization", "Accept-Language"])
    return response
