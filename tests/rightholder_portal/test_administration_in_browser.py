"""Administration, walked as people do: two approve, one breaks the glass, a contact invites."""

import re

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Account, Role
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.walking import Say

pytestmark = pytest.mark.browser


@pytest.fixture
def named(session, make_account):
    """An account with a name of its own, to be found on a page."""

    def make(name, role, holder=None):
        account = make_account(role, holder)
        session.get_one(Account, account.id).name = name
        session.commit()
        return account

    return make


def test_two_administrators_let_an_organisation_in(
    opened, named, make_right_holder, screenshot, say
):
    """The first on a phone, the second at a desk in Arabic, who reads who went before."""
    arabic = Say("ar")
    make_right_holder("Novi Farma", approved=False)
    phone = opened(named("Inés Prado", Role.ADMINISTRATOR), PHONE)
    phone.goto("/administration")
    screenshot(phone, "administration")
    phone.get_by_role("link", name=say("Organisations that ask to join")).click()
    phone.get_by_role("link", name="Novi Farma").click()
    expect(phone.get_by_text(say("Yours is the first of two approvals."))).to_be_visible()
    screenshot(phone, "application-to-decide")
    phone.get_by_role("button", name=say("Approve"), exact=True).click()
    waits = say("You have approved. Another administrator must approve as well.")
    expect(phone.get_by_text(waits)).to_be_visible()
    expect(phone.get_by_role("button", name=say("Take my approval back"))).to_be_visible()
    expect(phone.get_by_role("button", name=say("Approve"), exact=True)).to_have_count(0)
    assert not scrolls_sideways(phone)
    screenshot(phone, "application-approved-once")

    desk = opened(named("Olu Adeyemi", Role.ADMINISTRATOR), DESKTOP, "ar")
    desk.goto("/administration")
    half = arabic.many("%(n)s needs only yours.", "%(n)s need only yours.", 1)
    expect(desk.get_by_text(half)).to_be_visible()
    screenshot(desk, "administration")
    desk.get_by_role("link", name=arabic("Organisations that ask to join")).click()
    desk.get_by_role("link", name="Novi Farma").click()
    by = arabic.opening("Approved by %(name)s, %(when)s.")
    expect(desk.get_by_text(f"{by} Inés Prado")).to_be_visible()
    second = arabic("Yours is the second approval: it takes effect at once.")
    expect(desk.get_by_text(second)).to_be_visible()
    screenshot(desk, "application-half-decided")
    desk.get_by_role("button", name=arabic("Approve"), exact=True).click()
    both = arabic("Approved by two administrators. It takes effect at once.")
    expect(desk.get_by_text(both)).to_be_visible()
    expect(desk.get_by_text(f"{by} Olu Adeyemi")).to_be_visible()
    assert not scrolls_sideways(desk)


def test_the_glass_is_broken_and_its_right_holder_is_told(
    opened, named, holder, owner, publishing, make_product, screenshot, say
):
    """A wrong password opens nothing; the notice stays on every page until it is read."""
    arabic = Say("ar")
    make_product(owner, name="Eau Secrète")
    desk = opened(named("Mei Tan", Role.ADMINISTRATOR), DESKTOP, "ar")
    desk.goto(f"/administration/right-holders/{holder.id}")
    desk.get_by_role("link", name=arabic("Read with a reason")).click()
    desk.get_by_label(arabic("Reason")).fill("Court order 12/2031")
    desk.get_by_label(arabic("Your password")).fill("not this one")
    desk.get_by_role("button", name=arabic("Break the glass")).click()
    expect(desk.locator("#error-current")).to_be_visible()
    expect(desk.get_by_label(arabic("Reason"))).to_have_value("Court order 12/2031")
    screenshot(desk, "break-glass-refused")
    desk.get_by_label(arabic("Your password")).fill(PASSWORD)
    desk.get_by_role("button", name=arabic("Break the glass")).click()
    desk.get_by_role("link", name="Eau Secrète").click()
    expect(desk.get_by_role("heading", name="Eau Secrète", level=1)).to_be_visible()
    screenshot(desk, "break-glass-product")
    assert not scrolls_sideways(desk)

    phone = opened(publishing, PHONE)
    phone.goto("/brands")
    notice = phone.get_by_text(say("An administrator has read products of your organisation."))
    expect(notice).to_be_visible()
    screenshot(phone, "told-on-every-page")
    phone.get_by_role("link", name=say("Who, when and why")).click()
    expect(phone.get_by_role("heading", name="Mei Tan")).to_be_visible()
    expect(phone.get_by_text("Court order 12/2031")).to_be_visible()
    expect(phone.get_by_text("Eau Secrète").first).to_be_visible()
    assert not scrolls_sideways(phone)
    screenshot(phone, "readings")
    phone.get_by_role("button", name=say("We have read this")).click()
    expect(phone.get_by_text(say("The notices are kept on this page."))).to_be_visible()
    phone.goto("/brands")
    expect(notice).to_have_count(0)

    desk.goto(f"/administration/right-holders/{holder.id}/break-glass")
    desk.get_by_role("link", name=arabic.opening("Your reading is open until %(when)s.")).click()
    desk.get_by_role("button", name=arabic("Stop reading")).click()
    expect(desk.get_by_text(arabic("The reading is closed."))).to_be_visible()


def test_a_national_contact_invites_an_officer(opened, named, session, screenshot, say):
    """On a phone: who is invited waits for two administrators, who see by whom."""
    arabic = Say("ar")
    phone = opened(named("Luc Arnaud", Role.NATIONAL_CONTACT), PHONE, "ar")
    phone.goto("/")
    phone.get_by_label(arabic("Name")).fill("Nour Haddad")
    phone.get_by_label(arabic("E-mail address")).fill("nour.haddad@douane.example")
    phone.get_by_role("textbox", name=re.compile("^" + arabic("Authority"))).fill(
        "Douane – Port du Havre"
    )
    phone.get_by_role("button", name=arabic("Invite")).click()
    told = arabic("Invited. A mail is sent as soon as two administrators have approved.")
    expect(phone.get_by_text(told)).to_be_visible()
    expect(phone.get_by_text(arabic("Waits for approval"))).to_be_visible()
    assert not scrolls_sideways(phone)
    screenshot(phone, "people")

    desk = opened(named("Inés Prado", Role.ADMINISTRATOR), DESKTOP, color_scheme="dark")
    desk.goto("/administration")
    desk.get_by_role("link", name=say("Invited people")).click()
    desk.get_by_role("link", name="Nour Haddad").click()
    by = say.opening("Proposed by %(name)s, %(when)s.")
    expect(desk.get_by_text(f"{by} Luc Arnaud")).to_be_visible()
    screenshot(desk, "invited-person-dark")
    desk.get_by_label(say("Reason for refusing")).fill("Not of this authority.")
    desk.get_by_role("button", name=say("Refuse")).click()
    refused = say("This was refused. It can be reconsidered; both approvals are needed then.")
    expect(desk.get_by_text(refused)).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Not of this authority.")).to_be_visible()
