"""What every refusal of the API looks like."""

import re


def check(answer, status: int, slug: str) -> None:
    """The form that every problem has."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    body = answer.json
    assert body["type"] == f"/api/v1/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", body["instance"])
    assert body["instance"].endswith(answer.headers["X-Request-Id"])
    assert set(body) <= {
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "errors",
        "code",
        "remedy",
    }
    inside = ("Traceback", "sqlalchemy", "psycopg", ".py", "werkzeug", "marshmallow", "SELECT")
    assert not any(word in answer.get_data(as_text=True) for word in inside)
