"""flask-smorest's Blueprint with types, strict JSON, and our own errors instead of abort()."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from ipm_api.errors import MalformedRequest, UnsupportedBody
from ipm_api.strict_json import MAXIMUM_BYTES, parse_strict_json

View = TypeVar("View", bound=Callable[..., Any])


class StrictParser(FlaskParser):
    """Reads arguments; what breaks a rule is raised as it is and answered by problems.py."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - as in the base class
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": "raise",
        "json": "raise",
    }

    def _raw_load_json(self, req: Request) -> Any:
        return strict_json_body(req)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        inner = error.messages
        if isinstance(inner, dict) and len(inner) == 1:  # {"json": {…}}: the location says nothing
            raise ValidationError(next(iter(inner.values())))
        raise error


def strict_json_body(request: Request) -> dict[str, Any]:
    """
    The body of *request* as a JSON object.

    Raises:
        UnsupportedBody: it is not declared as JSON in UTF-8.
        BodyTooLarge, MalformedRequest: see parse_strict_json.
    """
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise UnsupportedBody("Send JSON in UTF-8, as application/json.")
    request.max_content_length = MAXIMUM_BYTES + 1
    body = request.get_data(cache=True)
    if not body:
        raise MalformedRequest("The body is empty.")
    return parse_strict_json(body)


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """Routes of one noun. The decorators are flask-smorest's, with types."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view; see flask_smorest.Blueprint.route."""
        decorate: Callable[[View], View] = super().route(rule, **options)
        return decorate

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[[View], View]:
        """Load arguments by *schema*; see flask_smorest.Blueprint.arguments."""
        decorate: Callable[[View], View] = super().arguments(schema, **options)
        return decorate

    def response(
        self, status_code: int, schema: type[Schema] | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Dump what the view returns by *schema*; see flask_smorest.Blueprint.response."""
        decorate: Callable[[View], View] = super().response(status_code, schema, **options)
        return decorate

    @staticmethod
    def doc(**options: Any) -> Callable[[View], View]:
        """Add to the OpenAPI document; see flask_smorest.Blueprint.doc."""
        decorate: Callable[[View], View] = Blueprint.doc(**options)
        return decorate
