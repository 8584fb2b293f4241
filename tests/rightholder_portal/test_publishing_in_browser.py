"""Publishing, sharing and the reading budget, as people walk through them."""

import dataclasses

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_draft import draft_of
from tests.browser import PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.test_pages_in_browser import small_targets
from tests.rightholder_portal.walking import Say, both_ways

pytestmark = pytest.mark.browser


@pytest.fixture
def looked_at(screenshot):
    """A picture of a page that must not scroll sideways, and has nothing too small to press."""

    def look(page, name):
        assert not scrolls_sideways(page), name
        assert small_targets(page) == [], name
        screenshot(page, name)

    return look


@both_ways
def test_edit_compare_publish_restore_undo(
    opened, looked_at, session, owner, publishing, make_product, say, width
):
    """What officers see changes when it is published, and not before."""
    product = make_product(owner, name="First name")
    draft = draft_of(own_product(session, owner, product.id))
    changed = dataclasses.replace(draft, names={"en": "Second name"}, hs_code="950300")
    update_product(session, owner, product.id, changed)
    her = opened(publishing, width)
    her.goto(f"/products/{product.id}/publishing")
    expect(her.get_by_text(say("Officers still see version %(number)s.", number=1))).to_be_visible()
    here = her.locator("nav.side a[aria-current]")  # one place in the menu, and the right one
    assert here.all_text_contents() == [say("Products")]
    expect(her.locator("del").get_by_text("First name").first).to_be_visible()
    looked_at(her, "publishing-changes")
    her.get_by_role("button", name=say("Publish changes")).click()
    her.goto(f"/products/{product.id}/publishing")
    expect(her.get_by_text(say("Officers see everything as it is here."))).to_be_visible()
    looked_at(her, "publishing-published")
    her.get_by_role("link", name=say("Version %(number)s", number=2)).click()
    expect(
        her.get_by_text(say("From version %(one)s to version %(other)s", one=1, other=2))
    ).to_be_visible()
    looked_at(her, "publishing-version")
    her.get_by_role("link", name=say("All versions")).click()
    her.get_by_role("link", name=say("Version %(number)s", number=1)).click()
    her.get_by_role("button", name=say("Restore into the working copy")).click()
    expect(
        her.get_by_text(
            say("Version %(number)s is your working copy again. Publish it to show it.", number=1)
        )
    ).to_be_visible()
    expect(her.get_by_role("heading", name="First name")).to_be_visible()
    looked_at(her, "publishing-restored")
    her.get_by_role("button", name=say("Undo")).click()
    expect(her.get_by_role("heading", name="Second name")).to_be_visible()
    expect(her.get_by_text(say("Officers see everything as it is here."))).to_be_visible()


@both_ways
def test_share_with_one_country_and_look_as_another(
    opened, looked_at, owner, publishing, make_product, say, width
):
    """The rule in words, and what an officer elsewhere would find; then undone."""
    product = make_product(owner, brand="Eau Claire")
    her = opened(publishing, width)
    her.goto("/sharing")
    looked_at(her, "sharing-organisation")
    her.goto(f"/brands/{product.brand_id}/sharing")
    looked_at(her, "sharing-brand")
    her.goto(f"/products/{product.id}/sharing")
    looked_at(her, "sharing-product")
    where = her.get_by_role("group", name=say("Countries"), exact=True)
    where.get_by_label(say("Only these:")).check()
    where.get_by_label(say.country("FR"), exact=True).check()
    looked_at(her, "sharing-choosing")
    her.get_by_role("button", name=say("Keep"), exact=True).click()
    expect(
        her.get_by_text(
            say.opening("Only officers and trainers of these countries see it: %(list)s.")
        )
    ).to_be_visible()
    missing = say("Not found: for this reader the product is not registered.")
    seen = say.many(
        "This reader sees it, with %(n)s feature.", "This reader sees it, with %(n)s features.", 2
    )
    for country, said in (("DE", missing), ("FR", seen)):
        her.get_by_label(say("Country"), exact=True).select_option(country)
        her.get_by_role("button", name=say("Look")).click()
        expect(her.get_by_text(said)).to_be_visible()
        looked_at(her, f"sharing-as-{country}")


@both_ways
def test_a_reader_says_why_and_reads_on(
    opened, looked_at, owner, make_account, make_product, monkeypatch, say, width
):
    """The page says what to do; a reason and the password lead back; administrators see it."""
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 0)
    product = make_product(owner, name="Eau Claire")
    officer = opened(make_account(Role.OFFICER), width)
    officer.goto(f"/guides/{product.id}")
    expect(officer.get_by_role("heading", name=say("Enough products for now"))).to_be_visible()
    looked_at(officer, "reading-refused")
    officer.get_by_role("link", name=say("Say why")).click()
    officer.get_by_label(say("What do you need them for?")).fill("A container of goods")
    officer.get_by_label(say("Your password")).fill("wrong")
    officer.get_by_role("button", name=say("Go on")).click()
    expect(officer.get_by_text(say("This is not your password."))).to_be_visible()
    looked_at(officer, "reading-reason")
    officer.get_by_label(say("Your password")).fill(PASSWORD)
    officer.get_by_role("button", name=say("Go on")).click()
    expect(officer.get_by_role("heading", name="Eau Claire").first).to_be_visible()
    contact = opened(make_account(Role.NATIONAL_CONTACT), width)
    contact.goto("/administration/reading")
    expect(
        contact.get_by_text(say("Reason: %(reason)s", reason="A container of goods"))
    ).to_be_visible()
    looked_at(contact, "reading-administration")


def test_a_publisher_finds_what_is_asked(
    opened, looked_at, holder, owner, publishing, make_account, make_product, say
):
    """A member asks with a note; the publisher has it in a list."""
    product = make_product(owner, name="Eau Claire", published=False)
    arabic = Say("ar")
    him, her = opened(make_account(Role.MEMBER, holder), PHONE), opened(publishing, PHONE, "ar")
    him.goto(f"/products/{product.id}/publishing")
    him.get_by_label(say("Note to the publishers")).fill("New label since May")
    looked_at(him, "publishing-asking")
    him.get_by_role("button", name=say("Ask to publish")).click()
    expect(
        him.get_by_text(say("The publishers of your organisation find your request in their list."))
    ).to_be_visible()
    her.goto("/requests")
    expect(her.get_by_text("New label since May")).to_be_visible()
    looked_at(her, "publishing-requests")
    her.get_by_role("button", name=arabic("Not now")).click()
    expect(her.get_by_text(arabic("The request is off the list."))).to_be_visible()
