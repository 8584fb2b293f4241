"""Who is looking at a page: a token in the signed cookie, asked for at every request."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.arriving_file import LARGEST_CHUNK
from ipm_api.operations.sign_in import actor_of_token
from ipm_api.policy import ANONYMOUS, Actor, Party, require
from ipm_api.portal_policy import PORTAL_POLICY
from ipm_api.runtime import Runtime
from rightholder_portal.static_files import how_long_to_keep

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
MAXIMUM_UPLOAD = 220 * 1024 * 1024  # bytes: ten pictures of the largest size, and the rest
MAXIMUM_IMPORT = 420_000_000  # bytes: a table or ZIP, and a ZIP of pictures
_TOKEN = "token"  # noqa: S105 - a key of the cookie, not a token
_TICKET = "ticket"  # of the second step of signing in
_NEXT = "next"


def register_session(app: Flask) -> None:
    """Hold every request of *app* against PORTAL_POLICY, and complete every answer."""
    app.before_request(_check)
    app.after_request(_complete)


def current_actor() -> Actor:
    """The person behind this request."""
    actor = g.get("actor", ANONYMOUS)
    assert isinstance(actor, Actor)
    return actor


def runtime() -> Runtime:
    """What this process holds."""
    held = current_app.extensions["ipm"]
    assert isinstance(held, Runtime)
    return held


def remember(token: str) -> None:
    """Start a fresh session with *token*."""
    session.clear()
    session[_TOKEN] = token


def remember_step(ticket: str, target: str) -> None:
    """The password was right; the code comes next, then the page *target*."""
    session.clear()
    session[_TICKET], session[_NEXT] = ticket, target


def ticket() -> str:
    """What opens the second step, or ""."""
    return str(session.get(_TICKET, ""))


def step_target() -> str:
    """Where to go after the second step."""
    return local_path(session.get(_NEXT))


def current_token() -> str:
    """The token of this session, or "" without one."""
    return str(session.get(_TOKEN, ""))


def forget() -> str | None:
    """End the cookie's session; returns the token that it held."""
    token = session.get(_TOKEN)
    session.clear()
    return token


def local_path(target: str | None) -> str:
    """*target* if it is a path of this site, else the first page."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(c) < 32 for c in target) or "\\" in target:
        return "/"
    return target


def _actor_of(token: str) -> Actor | None:
    required = runtime().config.second_factor_required
    return actor_of_token(db.session(), token, second_factor_required=required)


def _check() -> ResponseReturnValue | None:
    token = session.get(_TOKEN)
    g.actor = (_actor_of(token) if token else None) or ANONYMOUS
    if request.url_rule is None:
        return None  # nothing there: the answer is the same for everyone but for their menu
    method = "GET" if request.method == "HEAD" else request.method
    parties = PORTAL_POLICY[f"{method} {request.url_rule.rule}"]
    if g.actor.party is Party.ARRIVING and method == "GET" and Party.ARRIVING not in parties:
        return redirect(url_for("account.first_page"))  # to what is still missing
    require(g.actor, parties)
    if request.endpoint == "image.submit_images":  # only here, and only from whom may upload
        request.max_content_length = MAXIMUM_UPLOAD
    if request.endpoint == "upload.send_piece":
        request.max_content_length = LARGEST_CHUNK
    if request.endpoint == "bulk.submit_import":
        request.max_content_length = MAXIMUM_IMPORT
    return None


def _complete(response: Response) -> Response:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if request.path.startswith("/static/"):
        found = response.status_code in (200, 206, 304)
        headers["Cache-Control"] = how_long_to_keep() if found else "no-cache"
    else:
        headers.setdefault("Cache-Control", "private, no-store")
    return response
