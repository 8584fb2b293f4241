"""The OpenAPI 3.1 document: what flask-smorest reads from the views, and what all of them share."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.api_policy import API_POLICY
from ipm_api.policy import EVERYBODY, SIGNED_IN
from ipm_api.problems import HTTP_KINDS, KINDS, MEDIA_TYPE, Kind
from ipm_api.schemas.problem import ProblemResponse

DESCRIPTION = """
Product identification for customs officers. The service proposes candidates for a photo; a verdict
is a person's. "Not in the database" says nothing about the goods.
"""
_WITH_BODY = {"patch", "post", "put"}


class IpmApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's Api without its error handling and its own pages; see problems.py."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """problems.py does."""

    def _register_responses(self) -> None:
        """register_api describes all errors at once."""

    def _register_doc_blueprint(self) -> None:
        """views/documentation.py does."""


def register_api(app: Flask, blueprints: list[ApiBlueprint]) -> dict[str, Any]:
    """Register *blueprints* with *app*; returns the OpenAPI document."""
    app.config.update(API_TITLE="IPM", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    api = IpmApi(app)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    api.spec.components.schema("Problem", schema=ProblemResponse)
    document: dict[str, Any] = api.spec.to_dict()
    document["info"]["description"] = DESCRIPTION.strip()
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {
        str(status): _response(status, kinds) for status, kinds in _kinds_by_status().items()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                _complete(path, method, operation)
    return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Say who may call an operation and how it can go wrong."""
    parties = _parties(path, method)
    statuses = {400, 500, 503}
    if parties != EVERYBODY:
        operation["security"] = [{"token": []}]
        statuses.add(401)
        if parties != SIGNED_IN:
            statuses.add(403)
    else:
        operation["security"] = []
    if "{" in path:
        statuses.add(404)
    if method in _WITH_BODY:
        statuses |= {409, 413, 415, 422}
    if method == "patch":
        statuses |= {412, 428}
    if path.endswith("/tokens"):
        statuses |= {401, 429}
    elif method == "post":
        operation.setdefault("parameters", []).extend(_post_headers())
    responses = operation.setdefault("responses", {})
    for status in sorted(statuses):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    operation["x-open-to"] = sorted(party.value for party in parties)


def _parties(path: str, method: str) -> Any:
    for route, parties in API_POLICY.items():
        verb, rule = route.split(" ", 1)
        if verb == method.upper() and _as_template(rule) == path:
            return parties
    raise RuntimeError(f"{method} {path} has no policy")


def _as_template(rule: str) -> str:
    """ "/x/<uuid:id>" → "/x/{id}"."""
    return "/".join(
        "{" + part[1:-1].split(":")[-1] + "}" if part.startswith("<") else part
        for part in rule.split("/")
    )


def _post_headers() -> list[dict[str, Any]]:
    key = {"type": "string", "pattern": "^[\\x21-\\x7e]{1,80}$"}
    digest = {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}
    return [
        {"in": "header", "name": "Idempotency-Key", "required": False, "schema": key},
        {"in": "header", "name": "X-Content-SHA256", "required": False, "schema": digest},
    ]


def _kinds_by_status() -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = {500: [], 503: []}
    for kind in (*KINDS.values(), *HTTP_KINDS.values()):
        kinds = found.setdefault(kind.status, [])
        if kind.slug not in [other.slug for other in kinds]:
            kinds.append(kind)
    return found


def _response(status: int, kinds: list[Kind]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    headers = {
        name: {"schema": {"type": kind}}
        for name, kind, statuses in (
            ("Retry-After", "integer", (429, 503)),
            ("WWW-Authenticate", "string", (401,)),
        )
        if status in statuses
    }
    response = {
        "description": "; ".join(f"{kind.title} ({kind.slug})" for kind in kinds) or "Failed",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    return response | ({"headers": headers} if headers else {})
