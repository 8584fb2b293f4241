"""What administrators look after: people, categories, countries, the audit log, health."""

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from ipm_api import VERSION, audit
from ipm_api.models.account import Account, Role
from ipm_api.models.product import Category
from ipm_api.operations.category import categories
from ipm_api.operations.national_setting import is_member, legal_period
from tests.conftest import SYSTEM

ADMINISTRATION = "/administration"
SLUG = "test-wares"


@pytest.fixture
def administrator(visitor, make_account):
    return visitor(make_account(Role.ADMINISTRATOR))


@pytest.fixture
def no_category_left(session):
    """The list of categories outlives a test's database."""
    yield
    session.rollback()
    session.execute(text("SET LOCAL session_replication_role = replica"))  # products go later
    session.execute(delete(Category).where(Category.slug == SLUG))
    session.commit()


def test_people_are_found_and_filtered(administrator, make_account, holder):
    """By name or address, role, country and state; the filter is in the address."""
    make_account(Role.OFFICER, country="SE", email="found@customs.example")
    make_account(Role.PUBLISHER, holder, email="other@asteria.example")
    path = f"{ADMINISTRATION}/accounts"
    for query in ("q=found@", "role=officer", "country=SE", "role=officer&state=active"):
        page = administrator.get(f"{path}?{query}").text
        assert "found@customs.example" in page, query
        assert "other@asteria.example" not in page, query
    assert "other@asteria.example" in administrator.get(path).text
    assert "Nothing fits this search." in administrator.get(f"{path}?state=waiting").text


def test_a_person_is_signed_out_disabled_and_let_in_again(
    administrator, make_account, visitor, session
):
    """Each at once, each undone from the same page; disabling needs a reason."""
    account = make_account(Role.TRAINER)
    trainer, path = visitor(account), f"{ADMINISTRATION}/accounts/{account.id}"
    assert trainer.get("/guides").status_code == 200
    assert "Sign out everywhere" in administrator.get(path).text
    administrator.post(path, {"decision": "sign-out"})
    assert trainer.get("/guides").location.startswith("/sign-in")
    refused = administrator.post(path, {"decision": "disable", "reason": ""})
    assert refused.status_code == 400
    assert 'id="error-reason"' in refused.text
    administrator.post(path, {"decision": "disable", "reason": "Left the service"})
    page = administrator.get(path).text
    assert "Left the service" in page
    assert 'value="enable"' in page
    assert visitor(account).get("/guides").location.startswith("/sign-in")
    administrator.post(path, {"decision": "enable"})
    assert visitor(account).get("/guides").status_code == 200


def test_a_national_contact_is_proposed_and_waits_for_two_others(
    administrator, visitor, make_account, session
):
    """Who proposes cannot approve; what is missing is said beside its field."""
    path = f"{ADMINISTRATION}/accounts/new"
    refused = administrator.post(path, {"name": "Luc Arnaud", "email": "nobody"})
    assert refused.status_code == 400
    assert "Luc Arnaud" in refused.text
    fields = {"name": "Luc Arnaud", "email": "luc@douane.example", "country": "FR"}
    there = administrator.post(path, fields).location
    assert "You proposed this. Two others must approve." in administrator.get(there).text
    assert administrator.post(there, {"decision": "approve"}).status_code == 403
    for _ in range(2):
        visitor(make_account(Role.ADMINISTRATOR)).post(there, {"decision": "approve"})
    account = session.query(Account).filter_by(email="luc@douane.example").one()
    assert account.approved


def test_a_retired_category_stays_on_its_products_and_takes_no_new_ones(
    administrator, her, owner, make_product, session, no_category_left
):
    """Its name stays chosen in the form of an old product; a new one is not offered it."""
    path = f"{ADMINISTRATION}/categories"
    assert administrator.post(path, {"act": "add", "slug": SLUG}).status_code == 400
    administrator.post(path, {"act": "add", "slug": SLUG, "name-en": "Wares of a test"})
    administrator.post(path, {"act": "rename", "slug": SLUG, "name-fr": "Articles d’essai"})
    assert "Wares of a test" in administrator.get(path).text
    product = make_product(owner, category=SLUG, published=False)
    administrator.post(path, {"act": "up", "slug": SLUG})
    assert [c.slug for c in categories(session)].index(SLUG) < len(categories(session)) - 1
    administrator.post(path, {"act": "retire", "slug": SLUG})
    assert "1 product" in administrator.get(path).text
    form = her.get(f"/products/{product.id}/edit/identity").text
    assert f'<option value="{SLUG}" selected>' in form
    assert SLUG not in her.get("/products/new").text
    sent = {
        "brand_id": str(product.brand_id),
        "category": SLUG,
        "revision": str(product.revision),
        "model_number": "M 7",
    }
    kept = her.post(f"/products/{product.id}/edit/identity", sent)
    assert kept.status_code == 302
    session.refresh(product)
    assert (product.category_slug, product.model_number) == (SLUG, "M 7")
    fields = {"brand_id": str(product.brand_id), "category": SLUG, "names-en": "Another"}
    refused = her.post("/products", fields)
    assert refused.status_code == 400
    assert "This category is retired." in refused.text
    administrator.post(path, {"act": "restore", "slug": SLUG})
    assert SLUG in her.get("/products/new").text


def test_the_rules_of_a_country_are_kept(administrator, session):
    """They count from the next question on; what is wrong is said beside its field."""
    path = f"{ADMINISTRATION}/countries"
    rules = {
        "country": "PT",
        "member": "on",
        "working_days": "8",
        "perishable_working_days": "2",
        "weekend": ["6", "7"],
        "holidays": "2031-12-25\n2031-12-26",
        "language": "en",
        "time_zone": "Europe/Lisbon",
    }
    refused = administrator.post(path, rules | {"holidays": "Christmas", "working_days": "8"})
    assert refused.status_code == 400
    assert "Write one date a line" in refused.text
    assert "Christmas" in refused.text
    assert administrator.post(path, rules).status_code == 302
    period = legal_period(session, "PT")
    assert (period.working_days, period.time_zone) == (8, "Europe/Lisbon")
    assert len(period.holidays) == 2
    assert "2031-12-25" in administrator.get(f"{path}?country=PT").text
    assert not is_member(session, "ES")  # the list is written: who is not on it takes no part
    del rules["member"]
    administrator.post(path, rules)
    assert "Takes no part" in administrator.get(path).text


def test_the_audit_log_is_searched_and_says_that_it_was(administrator, session):
    """Person, action, subject, days: conditions that must all hold."""
    audit.record(session, SYSTEM, "product.published", None, note="first")
    audit.record(session, SYSTEM, "brand.created", None, note="second")
    session.commit()
    path = f"{ADMINISTRATION}/audit"
    page = administrator.get(f"{path}?action=product.&person=-").text
    assert "first" in page
    assert "second" not in page
    assert "Nothing fits this search." in administrator.get(f"{path}?until=2001-01-01").text
    assert "audit.searched" in administrator.get(f"{path}?action=audit.").text


def test_exports_of_the_audit_log_hold_no_formulas_and_the_whole_chain(
    administrator, make_account, actor_for, session
):
    """A name that a spreadsheet would compute is text in the CSV, and unchanged in the JSON."""
    account = make_account(Role.OFFICER)
    session.get_one(Account, account.id).name = '=HYPERLINK("http://example.org")'
    audit.record(session, SYSTEM, "@action", None)
    session.commit()
    audit.record(session, actor_for(account), "tested")
    session.commit()
    with administrator.get(f"{ADMINISTRATION}/audit.csv") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
        rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["action"] for row in rows} >= {"tested", "'@action", "audit.exported"}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t\r" and cell]
    with administrator.get(f"{ADMINISTRATION}/audit.jsonl?action=tested") as answer:
        (event,) = map(json.loads, answer.text.splitlines())
    assert event["person"].startswith("=HYPERLINK")
    assert len(event["sha256"]) == len(event["previous"]) == 64
    assert event["position"] > 0


def test_health_says_what_runs_and_in_which_version(administrator):
    """The number is that of pyproject.toml."""
    page = administrator.get(f"{ADMINISTRATION}/health").text
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    for words in (f"IPM {VERSION}", "PostgreSQL", "reference images in this worker", "GB free"):
        assert words in page
