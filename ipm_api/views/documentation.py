"""``/api/v1/``: the OpenAPI document, and a page made from it that needs no script."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, json, render_template

from ipm_api.problems import HTTP_KINDS, KINDS

STYLE = (Path(__file__).parents[1] / "templates" / "documentation.css").read_text()
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
PAGE_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"

blueprint = Blueprint(
    "documentation", __name__, url_prefix="/api/v1", template_folder="../templates"
)


@blueprint.get("/openapi.json")
def read_openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return Response(json.dumps(current_app.extensions["ipm_openapi"]), mimetype="application/json")


@blueprint.get("/")
@blueprint.get("/docs")
def read_page() -> Response:
    """The same as a page."""
    document = current_app.extensions["ipm_openapi"]
    kinds = {kind.slug: kind for kind in (*KINDS.values(), *HTTP_KINDS.values())}
    page = Response(
        render_template(
            "documentation.html",
            style=STYLE,
            document=document,
            operations=_operations(document),
            problems=sorted(kinds.values(), key=lambda kind: (kind.status, kind.slug)),
        ),
        mimetype="text/html",
    )
    page.headers["Content-Security-Policy"] = PAGE_POLICY
    return page


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per method and path, in the order of the document."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "parameters": [*operations.get("parameters", []), *operation.get("parameters", [])],
            **{k: v for k, v in operation.items() if k != "parameters"},
        }
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
    ]
