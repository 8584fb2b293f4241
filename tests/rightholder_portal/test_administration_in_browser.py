"""Administration, walked as people do: two approve, one breaks the glass, a contact invites."""

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Account, Role
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.test_every_page_in_browser import signed

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser_page, live_server, config, token_for):
    """A browser of a given width in which *account* is signed in."""

    def open_as(account, width, **options):
        page = browser_page(width, **options)
        cookie = signed({"token": token_for(account)}, config)
        page.context.add_cookies([{"name": "ipm", "value": cookie, "url": live_server}])
        return page

    return open_as


@pytest.fixture
def named(session, make_account):
    """An account with a name of its own, to be found on a page."""

    def make(name, role, holder=None):
        account = make_account(role, holder)
        session.get_one(Account, account.id).name = name
        session.commit()
        return account

    return make


def test_two_administrators_let_an_organisation_in(opened, named, make_right_holder, screenshot):
    """The first on a phone, the second at a desk, who reads on the page who went before."""
    make_right_holder("Novi Farma", approved=False)
    phone = opened(named("Inés Prado", Role.ADMINISTRATOR), PHONE)
    phone.goto("/administration")
    screenshot(phone, "administration")
    phone.get_by_role("link", name="Organisations that ask to join").click()
    phone.get_by_role("link", name="Novi Farma").click()
    expect(phone.get_by_text("Yours is the first of two approvals.")).to_be_visible()
    screenshot(phone, "application-to-decide")
    phone.get_by_role("button", name="Approve", exact=True).click()
    expect(phone.get_by_text("Another administrator must approve as well.").first).to_be_visible()
    expect(phone.get_by_role("button", name="Take my approval back")).to_be_visible()
    expect(phone.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    assert not scrolls_sideways(phone)
    screenshot(phone, "application-approved-once")

    desk = opened(named("Olu Adeyemi", Role.ADMINISTRATOR), DESKTOP)
    desk.goto("/administration")
    expect(desk.get_by_text("1 needs only yours.")).to_be_visible()
    screenshot(desk, "administration")
    desk.get_by_role("link", name="Organisations that ask to join").click()
    desk.get_by_role("link", name="Novi Farma").click()
    expect(desk.get_by_text("Approved by Inés Prado")).to_be_visible()
    expect(desk.get_by_text("Yours is the second approval")).to_be_visible()
    screenshot(desk, "application-half-decided")
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_text("Approved by two administrators.")).to_be_visible()
    expect(desk.get_by_text("Approved by Olu Adeyemi")).to_be_visible()
    assert not scrolls_sideways(desk)


def test_the_glass_is_broken_and_its_right_holder_is_told(
    opened, named, holder, owner, publishing, make_product, screenshot
):
    """A wrong password opens nothing; the notice stays on every page until it is read."""
    make_product(owner, name="Eau Secrète")
    desk = opened(named("Mei Tan", Role.ADMINISTRATOR), DESKTOP)
    desk.goto(f"/administration/right-holders/{holder.id}")
    desk.get_by_role("link", name="Read with a reason").click()
    desk.get_by_label("Reason").fill("Court order 12/2031")
    desk.get_by_label("Your password").fill("not this one")
    desk.get_by_role("button", name="Break the glass").click()
    expect(desk.locator("#error-current")).to_be_visible()
    expect(desk.get_by_label("Reason")).to_have_value("Court order 12/2031")
    screenshot(desk, "break-glass-refused")
    desk.get_by_label("Your password").fill(PASSWORD)
    desk.get_by_role("button", name="Break the glass").click()
    desk.get_by_role("link", name="Eau Secrète").click()
    expect(desk.get_by_role("heading", name="Eau Secrète", exact=True)).to_be_visible()
    screenshot(desk, "break-glass-product")
    assert not scrolls_sideways(desk)

    phone = opened(publishing, PHONE)
    phone.goto("/brands")
    expect(phone.get_by_text("An administrator has read products")).to_be_visible()
    screenshot(phone, "told-on-every-page")
    phone.get_by_role("link", name="Who, when and why").click()
    expect(phone.get_by_role("heading", name="Mei Tan")).to_be_visible()
    expect(phone.get_by_text("Court order 12/2031")).to_be_visible()
    expect(phone.get_by_text("Eau Secrète").first).to_be_visible()
    assert not scrolls_sideways(phone)
    screenshot(phone, "readings")
    phone.get_by_role("button", name="We have read this").click()
    expect(phone.get_by_text("The notices are kept on this page.")).to_be_visible()
    phone.goto("/brands")
    expect(phone.get_by_text("An administrator has read products")).to_have_count(0)

    desk.goto(f"/administration/right-holders/{holder.id}/break-glass")
    desk.get_by_role("link", name="Your reading is open until").click()
    desk.get_by_role("button", name="Stop reading").click()
    expect(desk.get_by_text("The reading is closed.")).to_be_visible()


def test_a_national_contact_invites_an_officer(opened, named, session, screenshot):
    """On a phone: who is invited waits for two administrators, who see by whom."""
    phone = opened(named("Luc Arnaud", Role.NATIONAL_CONTACT), PHONE)
    phone.goto("/")
    phone.get_by_label("Name").fill("Nour Haddad")
    phone.get_by_label("E-mail address").fill("nour.haddad@douane.example")
    phone.get_by_role("textbox", name="Authority for example").fill("Douane – Port du Havre")
    phone.get_by_role("button", name="Invite").click()
    expect(phone.get_by_text("A mail is sent as soon as two administrators")).to_be_visible()
    expect(phone.get_by_text("Waits for approval")).to_be_visible()
    assert not scrolls_sideways(phone)
    screenshot(phone, "people")

    desk = opened(named("Inés Prado", Role.ADMINISTRATOR), DESKTOP, color_scheme="dark")
    desk.goto("/administration")
    desk.get_by_role("link", name="Invited people").click()
    desk.get_by_role("link", name="Nour Haddad").click()
    expect(desk.get_by_text("Proposed by Luc Arnaud")).to_be_visible()
    screenshot(desk, "invited-person-dark")
    desk.get_by_label("Reason for refusing").fill("Not of this authority.")
    desk.get_by_role("button", name="Refuse").click()
    expect(desk.get_by_text("This was refused.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Not of this authority.")).to_be_visible()
