"""What the phone says of the version, and what it says when enough products were shown."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ipm_api.database import now
from ipm_api.models.account import Role
from tests.browser import PHONE
from tests.conftest import PASSWORD, label
from tests.officer_app.phone import looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def stale(session, publisher, make_product):
    """Published, and not looked at for fourteen months."""
    product = make_product(publisher, picture=label(5), name="Eau Claire")
    product.reviewed_at = now() - timedelta(days=31 * 14)
    session.commit()
    return product


def test_the_answer_tells_the_version_and_how_long_nobody_checked(
    api, session, stale, make_account, token_for
):
    """Numbers of the version, and months only when the review is overdue."""
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    guide = api.get(f"/api/v1/products/{stale.id}", headers=headers).json
    assert (guide["version"], guide["months_unchecked"]) == (1, 14)
    assert guide["checked_at"] < guide["published_at"]
    stale.reviewed_at = now()
    session.commit()
    guide = api.get(f"/api/v1/products/{stale.id}", headers=headers).json
    assert guide["months_unchecked"] is None


def test_the_phone_says_the_version_and_why_no_more_is_shown(
    officer_page, screenshot, stale, monkeypatch
):
    """One line each; what was written stays when it is refused; then the product is there."""
    page = officer_page(PHONE)
    page.goto(f"/officer/#/product/{stale.id}")
    expect(page.get_by_text("Version 1, last checked")).to_be_visible()
    expect(page.get_by_text("has not checked this for 14 months")).to_be_visible()
    screenshot(page, "officer-version")
    looks_right(page)
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 0)
    monkeypatch.setattr("ipm_api.operations.reading_budget.FRESH", timedelta(0))
    monkeypatch.setattr("ipm_api.operations.reading_budget.HOUR", timedelta(0))
    page.reload()
    expect(page.get_by_text("Say what you need more for")).to_be_visible()
    expect(page.get_by_role("heading", name="Many products")).to_be_visible()
    page.get_by_label("What do you need more for?").fill("Short")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Say it in 10 to 500 characters.")).to_be_visible()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    expect(page.get_by_label("What do you need more for?")).to_have_value("Short")
    screenshot(page, "officer-enough")
    looks_right(page)
    page.get_by_label("What do you need more for?").fill("Forty cartons of perfume")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Many products")).to_have_count(0)
    expect(page.get_by_text("Version 1, last checked")).to_be_visible()
