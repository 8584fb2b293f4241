"""The short form of a seizure report: kept as written, refused field by field, safe in a table."""

import csv
import io

import pytest
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from tests.ipm_api.photos import upload_of

WRITTEN = {
    "goods": "Perfume, 100 ml, in cartons",
    "quantity": "1200.5",
    "unit": "pieces",
    "origin": "CN",
    "route": "Shanghai – Jebel Ali – Le Havre",
    "transport": "sea",
    "value": "18000",
    "currency": "EUR",
    "hs_code": "330300",
    "place": "Le Havre, Quay 7",
    "latitude": 49.48,
    "longitude": 0.11,
    "seized_on": "2026-03-04",
    "right_holder": "Maison Claire",
    "legal_ground": "Regulation (EU) 608/2013, Article 18",
}


@pytest.fixture
def inspect(api):
    """An inspection of somebody; answers its address."""

    def send(headers):
        answer = api.post(
            "/api/v1/inspections",
            data=upload_of(1).data,
            content_type="image/jpeg",
            headers=headers,
        )
        return f"/api/v1/inspections/{answer.json['id']}"

    return send


@pytest.fixture
def me(make_account, token_for):
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


def test_what_was_written_comes_back_as_json_and_as_a_table(api, session, me, inspect):
    """A customs system takes either; the position is there because the officer sent it."""
    address = inspect(me)
    assert api.get(f"{address}/seizure", headers=me).json["saved_at"] is None
    assert api.get(f"{address}/seizure.csv", headers=me).status_code == 404
    saved = api.put(f"{address}/seizure", json=WRITTEN, headers=me)
    assert saved.status_code == 200, saved.json
    read = api.get(f"{address}/seizure", headers=me).json
    assert read.pop("saved_at") is not None
    assert read == WRITTEN
    answer = api.get(f"{address}/seizure.csv", headers=me)
    assert "attachment" in answer.headers["Content-Disposition"]
    names, values = csv.reader(io.StringIO(answer.text))
    row = dict(zip(names, values, strict=True))
    assert row["quantity"] == "1200.5"
    assert row["origin"] == "CN"
    events = select(AuditEvent.action, AuditEvent.details).where(
        AuditEvent.action.startswith("seizure.")
    )
    assert [tuple(row) for row in session.execute(events.order_by(AuditEvent.number))] == [
        ("seizure.saved", {}),  # positions never stand in the trail
        ("seizure.exported", {}),
    ]


def test_no_cell_of_the_table_is_a_formula(api, me, inspect):
    """CWE-1236: what an officer copies from an invoice is somebody else's text."""
    address = inspect(me)
    bad = {"goods": "=HYPERLINK(1)", "route": "+1", "right_holder": "@x", "legal_ground": "-2+3"}
    assert api.put(f"{address}/seizure", json=bad, headers=me).status_code == 200
    answer = api.get(f"{address}/seizure.csv", headers=me)
    values = list(csv.reader(io.StringIO(answer.text)))[1]
    assert [value for value in values if value.startswith(("=", "+", "-", "@"))] == []
    assert "'=HYPERLINK(1)" in values


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"goods": " "}, "goods"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"unit": None}, "unit"),
        ({"unit": "barrels"}, "unit"),
        ({"origin": "XX"}, "origin"),
        ({"transport": "camel"}, "transport"),
        ({"value": "1e5"}, "value"),
        ({"currency": "€"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"hs_code": "33.03"}, "hs_code"),
        ({"latitude": 91.0}, "latitude"),
        ({"longitude": None}, "latitude"),
        ({"seized_on": "2999-01-01"}, "seized_on"),
        ({"notes": "?"}, "notes"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(api, me, inspect, change, field):
    """The phone writes the sentence beside the field."""
    answer = api.put(f"{inspect(me)}/seizure", json=WRITTEN | change, headers=me)
    assert answer.status_code == 400
    assert set(answer.json["errors"]) == {field}


def test_a_report_is_its_officers_alone(api, me, inspect, make_account, token_for):
    """Another officer learns not even that it exists."""
    address = inspect(me)
    api.put(f"{address}/seizure", json=WRITTEN, headers=me)
    them = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    for method, path in (("GET", "seizure"), ("PUT", "seizure"), ("GET", "seizure.csv")):
        body = {"json": WRITTEN} if method == "PUT" else {}
        answer = api.open(f"{address}/{path}", method=method, headers=them, **body)
        assert answer.status_code == 404
