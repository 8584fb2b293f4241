"""``/officer/``: the phone's static files. They hold nothing confidential."""

from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.security import safe_join

from ipm_api.errors import NotFound

FOLDER = Path(__file__).resolve().parents[2] / "officer_app"
MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""What is served; a file of another kind is not there."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the barcode reader is WebAssembly
        "img-src 'self' blob: data:",  # photos that wait on the phone
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

FRAMED = "preview.html"
"""The one page that the portal shows in a frame, to right holders: the screens without officers'
tokens or inspections."""

blueprint = Blueprint("officer_app", __name__, url_prefix="/officer")


@blueprint.get("/")
def read_index() -> Response:
    """The page."""
    return _file("index.html")


@blueprint.get("/<path:name>")
def read_file(name: str) -> Response:
    """A file of the page."""
    return _file(name)


def _file(name: str) -> Response:
    media_type = MEDIA_TYPES.get(Path(name).suffix)
    path = None if "\0" in name else safe_join(str(FOLDER), name)
    if media_type is None or path is None or not Path(path).is_file():
        raise NotFound("The file")
    response = Response(Path(path).read_bytes(), mimetype=media_type)
    response.add_etag()
    response.make_conditional(request)
    response.headers["Content-Security-Policy"] = POLICY
    if name == FRAMED:
        response.headers["Content-Security-Policy"] = POLICY.replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        )
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(self)"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-cache"
    return response
