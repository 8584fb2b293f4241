"""``/officer/``: the phone's static files. They hold nothing confidential."""

import hashlib
import json
import re
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

SHELL = "shell_files.js"
"""Which files a phone keeps to open without a network; made of what stands in the folder."""

_NOT_KEPT = re.compile(r"preview\.\w+|service_worker\.js|.*\.txt")

blueprint = Blueprint("officer_app", __name__, url_prefix="/officer")


@blueprint.get("/")
def read_index() -> Response:
    """The page."""
    return _file("index.html")


@blueprint.get("/<path:name>")
def read_file(name: str) -> Response:
    """A file of the page."""
    return _file(name)


@blueprint.get(f"/{SHELL}")
def read_shell() -> Response:
    """The list that the service worker imports; a changed file makes a new version of the app."""
    files = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in MEDIA_TYPES and path.is_file() and not _NOT_KEPT.fullmatch(path.name)
    }
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    text = f"self.SHELL = {json.dumps({'version': version, 'files': files}, indent=1)};\n"
    return _answer(SHELL, text.encode(), "text/javascript")


def _file(name: str) -> Response:
    media_type = MEDIA_TYPES.get(Path(name).suffix)
    path = None if "\0" in name else safe_join(str(FOLDER), name)
    if media_type is None or path is None or not Path(path).is_file():
        raise NotFound("The file")
    return _answer(name, Path(path).read_bytes(), media_type)


def _answer(name: str, data: bytes, media_type: str) -> Response:
    response = Response(data, mimetype=media_type)
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
