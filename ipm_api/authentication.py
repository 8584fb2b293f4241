"""Who is calling, and whether the route is open to them. Checked before a body is read."""

import re
from collections.abc import Iterable

from flask import Flask, g, request

from ipm_api.api_policy import API_POLICY
from ipm_api.database import db
from ipm_api.errors import NotSignedIn
from ipm_api.operations.sign_in import actor_of_token
from ipm_api.policy import ANONYMOUS, EVERYBODY, Actor, require, undeclared
from ipm_api.views.runtime import runtime

_BEARER = re.compile(r"Bearer +([A-Za-z0-9_-]{20,100})", re.IGNORECASE)
_IMPLIED = {"HEAD", "OPTIONS"}


def register_authentication(app: Flask) -> None:
    """Hold every request of *app* against API_POLICY."""
    app.before_request(_check)


def require_declared_routes(app: Flask) -> None:
    """
    Stop the start of a service with a route that nobody decided on.

    Raises:
        RuntimeError: it names the routes, or entries of the policy without a route.
    """
    routes = set(routes_of(app))
    if open_questions := undeclared(routes, API_POLICY):
        raise RuntimeError(f"routes without a policy: {', '.join(open_questions)}")
    if stale := undeclared(API_POLICY, dict.fromkeys(routes, EVERYBODY)):
        raise RuntimeError(f"policies without a route: {', '.join(stale)}")


def routes_of(app: Flask) -> Iterable[str]:
    """ "METHOD rule" of everything that *app* answers; HEAD goes with GET."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - _IMPLIED:
            yield f"{method} {rule.rule}"


def current_actor() -> Actor:
    """The person behind this request."""
    actor = g.actor
    assert isinstance(actor, Actor)  # _check ran
    return actor


def bearer_token() -> str | None:
    """The token of this request, or None."""
    match = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return match[1] if match else None


def _check() -> None:
    g.actor = ANONYMOUS
    if request.url_rule is None:  # no such route: Flask answers 404 or 405
        return
    method = "GET" if request.method in _IMPLIED else request.method
    parties = API_POLICY[f"{method} {request.url_rule.rule}"]
    if parties == EVERYBODY:  # who it is does not matter; an old token must not either
        return
    token = bearer_token()
    required = runtime().config.second_factor_required
    actor = actor_of_token(db.session(), token, second_factor_required=required) if token else None
    if actor is None and "Authorization" in request.headers:
        raise NotSignedIn("This sign-in has ended. Sign in again.")
    g.actor = actor or ANONYMOUS
    require(g.actor, parties)
