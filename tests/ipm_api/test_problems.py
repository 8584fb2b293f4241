"""Every refusal is a problem document with a stable type and nothing of the inside (API-1)."""

import pytest
from sqlalchemy.exc import OperationalError

from ipm_api.errors import StorageFailed
from ipm_api.models.account import Role
from tests.conftest import PASSWORD, jpeg, label
from tests.ipm_api.multipart import END, FORM, part
from tests.ipm_api.refusals import check

PHOTO = jpeg(label(3, 400, 540))


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


@pytest.mark.parametrize(
    ("status", "slug", "request_of"),
    [
        (404, "not-found", {"path": "/api/v1/nothing"}),
        (404, "not-found", {"path": "/officer/../policy.py"}),
        (404, "not-found", {"path": "/api/v1/products/%00"}),
        (405, "method-not-allowed", {"path": "/api/v1/products", "method": "DELETE"}),
        (405, "method-not-allowed", {"path": "/api/v1/products", "method": "TRACE"}),
        (405, "method-not-allowed", {"path": "/api/v1/products", "method": "OPTIONS"}),
        (
            400,
            "malformed-request",
            {
                "path": "/api/v1/barcodes",
                "method": "POST",
                "data": b"{",
                "content_type": "application/json",
            },
        ),
        (
            400,
            "malformed-request",
            {
                "path": "/api/v1/barcodes",
                "method": "POST",
                "data": b"",
                "content_type": "application/json",
            },
        ),
        (400, "invalid-fields", {"path": "/api/v1/barcodes", "method": "POST", "json": {"x": 1}}),
        (
            400,
            "invalid-fields",
            {"path": "/api/v1/barcodes", "method": "POST", "json": {"text": {"a": 1}}},
        ),
        (
            400,
            "invalid-barcode",
            {"path": "/api/v1/barcodes", "method": "POST", "json": {"text": "4006381333930"}},
        ),
        (
            400,
            "invalid-barcode",
            {"path": "/api/v1/barcodes", "method": "POST", "json": {"text": "javascript:alert(1)"}},
        ),
        (400, "invalid-fields", {"path": "/api/v1/products?limit=1000000000"}),
        (400, "invalid-fields", {"path": "/api/v1/products?limit=-1"}),
        (400, "invalid-fields", {"path": "/api/v1/products?gtin=00000000000000"}),
        (400, "invalid-fields", {"path": "/api/v1/products?gtin=²²²²²²²²"}),
        (400, "invalid-fields", {"path": "/api/v1/products?tenant_id=1"}),
        (400, "invalid-fields", {"path": "/api/v1/products?cursor=abc"}),
        (400, "malformed-request", {"path": "/api/v1/products?q=%00"}),
        (
            413,
            "too-large",
            {
                "path": "/api/v1/barcodes",
                "method": "POST",
                "data": b'{"text": "' + b"x" * 300_000 + b'"}',
                "content_type": "application/json",
            },
        ),
        (
            415,
            "unsupported-media-type",
            {
                "path": "/api/v1/barcodes",
                "method": "POST",
                "data": b"{}",
                "content_type": "text/plain",
            },
        ),
        (
            415,
            "unsupported-media-type",
            {
                "path": "/api/v1/barcodes",
                "method": "POST",
                "data": b"{}",
                "content_type": "application/json",
                "headers": {"Content-Encoding": "gzip"},
            },
        ),
        (
            415,
            "unsupported-media-type",
            {
                "path": "/api/v1/inspections",
                "method": "POST",
                "data": b"{}",
                "content_type": "application/json",
            },
        ),
        (415, "unsupported-media-type", {"path": "/api/v1/inspections", "method": "POST"}),
        (
            422,
            "image-refused",
            {
                "path": "/api/v1/inspections",
                "method": "POST",
                "data": b"GIF89a",
                "content_type": "image/gif",
            },
        ),
        (
            403,
            "forbidden",
            {"path": "/api/v1/images/00000000-0000-0000-0000-000000000000", "role": "pending"},
        ),
        (401, "not-signed-in", {"path": "/api/v1/products", "role": "anonymous"}),
    ],
)
def test_every_status_has_a_problem_document(
    api, me, make_right_holder, make_account, token_for, status, slug, request_of
):
    """One form for whoever writes a client."""
    request_of = dict(request_of)
    role = request_of.pop("role", "officer")
    if role == "pending":
        account = make_account(Role.PUBLISHER, make_right_holder(approved=False))
        me = {"Authorization": f"Bearer {token_for(account)}"}
    headers = request_of.pop("headers", {}) | ({} if role == "anonymous" else me)

    answer = api.open(request_of.pop("path"), headers=headers, **request_of)

    check(answer, status, slug)
    if status == 405:
        assert "GET" in answer.headers["Allow"]
    if status == 401:
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_our_own_failure_tells_nothing(api, me, monkeypatch, caplog):
    """500: the number in the answer finds the cause in the log."""
    monkeypatch.setattr("ipm_api.views.brand.published_brands", lambda *_: 1 / 0)

    answer = api.get("/api/v1/brands", headers=me)

    check(answer, 500, "internal-error")
    assert answer.headers["X-Request-Id"] in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("error", [OperationalError("x", {}, Exception("x")), StorageFailed("x")])
def test_a_part_that_is_not_ready_is_503_and_says_when_to_ask_again(api, me, monkeypatch, error):
    """AV-4: a load balancer and a phone know what to do."""

    def fail(*_):
        raise error

    monkeypatch.setattr("ipm_api.views.brand.published_brands", fail)

    answer = api.get("/api/v1/brands", headers=me)

    check(answer, 503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_too_many_sign_ins_are_429_with_the_time_to_wait(api, make_account):
    """AC-8, through HTTP; X-Forwarded-For of a stranger makes no other address of him."""
    account = make_account(Role.OFFICER)
    statuses = [
        api.post(
            "/api/v1/tokens",
            json={"email": account.email, "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(10)
    ]
    refused = api.post("/api/v1/tokens", json={"email": account.email, "password": PASSWORD})

    assert statuses == [401] * 10
    check(refused, 429, "too-many-attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 301


def test_signing_in_and_out(api, make_account):
    """A token works until it is ended, and then nowhere."""
    account = make_account(Role.OFFICER)
    answer = api.post("/api/v1/tokens", json={"email": account.email.upper(), "password": PASSWORD})
    assert answer.status_code == 201
    assert answer.json["account"] == {"name": account.name, "role": "officer", "country": "FR"}
    assert answer.headers["Cache-Control"] == "private, no-store"
    me = {"Authorization": f"Bearer {answer.json['token']}"}
    assert api.get("/api/v1/accounts/me", headers=me).status_code == 200
    assert api.delete("/api/v1/tokens/current", headers=me).status_code == 204
    check(api.get("/api/v1/accounts/me", headers=me), 401, "not-signed-in")


def test_wrong_unknown_and_disabled_are_not_told_apart(api, make_account, session):
    """Nobody learns who has an account."""
    known, closed = make_account(Role.OFFICER), make_account(Role.OFFICER)
    closed.disabled = True
    session.commit()
    answers = [
        api.post("/api/v1/tokens", json={"email": email, "password": password})
        for email, password in (
            (known.email, "wrong"),
            ("nobody@example.org", PASSWORD),
            (closed.email, PASSWORD),
        )
    ]
    bodies = [{k: v for k, v in a.json.items() if k != "instance"} for a in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    check(answers[0], 401, "sign-in-failed")


@pytest.mark.parametrize(
    "body",
    [
        {"email": "a\u0000b", "password": "x"},
        {"email": "a", "password": "x\u0000"},
        {"email": "", "password": "x"},
        {"email": "a"},
        {"email": "a", "password": "x", "role": "administrator"},
        {"email": ["a"], "password": "x"},
    ],
)
def test_strange_credentials_are_refused_and_no_error_of_ours(api, body):
    """NUL reaches no database, and unknown fields are no way to a role."""
    assert api.post("/api/v1/tokens", json=body).status_code == 400


def test_strange_headers_are_no_error_of_ours(api, me):
    """r59: whatever a proxy or an attacker adds."""
    for name, value in [
        ("Accept", "application/xml"),
        ("Accept-Language", "x" * 10_000),
        ("Accept-Language", "\xff;q=nan, *;q=2, en;q=-1"),
        ("Content-Type", "\xff"),
        ("Range", "bytes=" + ",".join(["0-"] * 1000)),
        ("X-Forwarded-Host", "evil.example"),
        ("Cookie", "a=\xff" * 100),
        ("If-None-Match", '"' * 1000),
    ]:
        assert api.get("/api/v1/categories", headers=me | {name: value}).status_code == 200


def test_form_fields_with_strange_characters_are_refused(api, me):
    """r14 for forms: NUL, control characters, and too much text."""
    for name, value, status in [
        ("notes", "a\u0000b", 400),
        ("place", "a\u001b[31m", 400),
        ("client_id", "é", 400),
        ("client_id", "x" * 81, 400),
        ("barcode", "garbage", 400),
        ("notes", "x" * 4_001, 400),
        ("notes", "x" * 10_001, 413),
        ("notes", "x" * 600_000, 413),
        ("role", "administrator", 400),
    ]:
        form = part("photo", PHOTO) + part(name, value.encode(), None) + END
        answer = api.post("/api/v1/inspections", data=form, headers=me, **FORM)
        assert answer.status_code == status, (name, value[:20], answer.json)
