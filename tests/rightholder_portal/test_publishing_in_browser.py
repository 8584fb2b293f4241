"""Publishing, sharing and the reading budget, as people walk through them."""

import dataclasses

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_draft import draft_of
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.test_pages_in_browser import sign_in, small_targets


@pytest.fixture
def looked_at(screenshot):
    """A picture of a page that must not scroll sideways, and has nothing too small to press."""

    def look(page, name):
        assert not scrolls_sideways(page), name
        assert small_targets(page) == [], name
        screenshot(page, name)

    return look


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_edit_compare_publish_restore_undo(
    browser_page, looked_at, session, owner, publishing, make_product, width
):
    """What officers see changes when it is published, and not before."""
    product = make_product(owner, name="First name")
    draft = draft_of(own_product(session, owner, product.id))
    changed = dataclasses.replace(draft, names={"en": "Second name"}, hs_code="950300")
    update_product(session, owner, product.id, changed)
    her = browser_page(width)
    sign_in(her, publishing)
    her.goto(f"/products/{product.id}/publishing")
    expect(her.get_by_text("Officers still see version 1.")).to_be_visible()
    here = her.locator("nav.side a[aria-current]")  # one place in the menu, and the right one
    assert here.all_text_contents() == ["Products"]
    expect(her.locator("del").get_by_text("First name").first).to_be_visible()
    looked_at(her, "publishing-changes")
    her.get_by_role("button", name="Publish changes").click()
    her.goto(f"/products/{product.id}/publishing")
    expect(her.get_by_text("Officers see everything as it is here.")).to_be_visible()
    looked_at(her, "publishing-published")
    her.get_by_role("link", name="Version 2").click()
    expect(her.get_by_text("From version 1 to version 2")).to_be_visible()
    looked_at(her, "publishing-version")
    her.get_by_role("link", name="All versions").click()
    her.get_by_role("link", name="Version 1").click()
    her.get_by_role("button", name="Restore into the working copy").click()
    expect(her.get_by_text("Version 1 is your working copy again.")).to_be_visible()
    expect(her.get_by_role("heading", name="First name")).to_be_visible()
    looked_at(her, "publishing-restored")
    her.get_by_role("button", name="Undo").click()
    expect(her.get_by_role("heading", name="Second name")).to_be_visible()
    expect(her.get_by_text("Officers see everything as it is here.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_share_with_one_country_and_look_as_another(
    browser_page, looked_at, owner, publishing, make_product, width
):
    """The rule in words, and what an officer elsewhere would find; then undone."""
    product = make_product(owner, brand="Eau Claire")
    her = browser_page(width)
    sign_in(her, publishing)
    her.goto("/sharing")
    looked_at(her, "sharing-organisation")
    her.goto(f"/brands/{product.brand_id}/sharing")
    looked_at(her, "sharing-brand")
    her.goto(f"/products/{product.id}/sharing")
    looked_at(her, "sharing-product")
    where = her.get_by_role("group", name="Countries", exact=True)
    where.get_by_label("Only these:").check()
    where.get_by_label("France", exact=True).check()
    looked_at(her, "sharing-choosing")
    her.get_by_role("button", name="Keep", exact=True).click()
    expect(her.get_by_text("Only officers and trainers of these countries")).to_be_visible()
    for country, said in (("Germany", "Not found:"), ("France", "This reader sees it")):
        her.get_by_label("Country", exact=True).select_option(label=country)
        her.get_by_role("button", name="Look").click()
        expect(her.get_by_text(said)).to_be_visible()
        looked_at(her, f"sharing-as-{country}")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_reader_says_why_and_reads_on(
    browser_page, looked_at, owner, make_account, make_product, monkeypatch, width
):
    """The page says what to do; a reason and the password lead back; administrators see it."""
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 0)
    product = make_product(owner, name="Eau Claire")
    officer = browser_page(width)
    sign_in(officer, make_account(Role.OFFICER))
    officer.goto(f"/guides/{product.id}")
    expect(officer.get_by_role("heading", name="Enough products for now")).to_be_visible()
    looked_at(officer, "reading-refused")
    officer.get_by_role("link", name="Say why").click()
    officer.get_by_label("What do you need them for?").fill("A container of goods")
    officer.get_by_label("Your password").fill("wrong")
    officer.get_by_role("button", name="Go on").click()
    expect(officer.get_by_text("This is not your password.")).to_be_visible()
    looked_at(officer, "reading-reason")
    officer.get_by_label("Your password").fill(PASSWORD)
    officer.get_by_role("button", name="Go on").click()
    expect(officer.get_by_role("heading", name="Eau Claire").first).to_be_visible()
    contact = browser_page(width)
    sign_in(contact, make_account(Role.NATIONAL_CONTACT))
    contact.goto("/administration/reading")
    expect(contact.get_by_text("Reason: A container of goods")).to_be_visible()
    looked_at(contact, "reading-administration")


def test_a_publisher_finds_what_is_asked(
    browser_page, looked_at, holder, owner, publishing, make_account, make_product
):
    """A member asks with a note; the publisher has it in a list."""
    product = make_product(owner, name="Eau Claire", published=False)
    him, her = browser_page(PHONE), browser_page(PHONE)
    sign_in(him, make_account(Role.MEMBER, holder))
    him.goto(f"/products/{product.id}/publishing")
    him.get_by_label("Note to the publishers").fill("New label since May")
    looked_at(him, "publishing-asking")
    him.get_by_role("button", name="Ask to publish").click()
    expect(him.get_by_text("The publishers of your organisation")).to_be_visible()
    sign_in(her, publishing)
    her.goto("/requests")
    expect(her.get_by_text("New label since May")).to_be_visible()
    looked_at(her, "publishing-requests")
    her.get_by_role("button", name="Not now").click()
    expect(her.get_by_text("The request is off the list.")).to_be_visible()
