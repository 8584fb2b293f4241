"""An officer's question, answered by a person in front of a screen."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.test_message_pages import officer, question, reply_address  # noqa: F401
from tests.rightholder_portal.test_pages_in_browser import sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_question_is_answered_on_the_page(browser_page, screenshot, publishing, question, width):  # noqa: F811
    """The next thing to do is the first thing seen: what waits, the photos, the answer."""
    her = browser_page(width)
    sign_in(her, publishing)
    her.goto("/messages")
    screenshot(her, "messages")
    her.get_by_role("link", name="lot genuine?").click()
    expect(her.get_by_alt_text("Photo 1 of the goods")).to_be_visible()
    her.get_by_role("radio", name="Not genuine").check()
    her.get_by_label("What the officer should know").fill("This batch was never made.")
    screenshot(her, "message")
    assert not scrolls_sideways(her)
    her.get_by_role("button", name="Send the answer").click()
    expect(her.get_by_text("The answer is sent.")).to_be_visible()
    expect(her.get_by_text("This batch was never made.")).to_be_visible()


def test_a_contact_answers_from_a_phone(browser_page, screenshot, session, config, question):  # noqa: F811
    """No account, no menu: the question, the photos, two fields."""
    contact = browser_page(PHONE)
    contact.goto(reply_address(session, config))
    contact.get_by_role("radio", name="More photos needed").check()
    contact.get_by_label("What the officer should know").fill("The cap from above, please.")
    screenshot(contact, "reply form")
    assert not scrolls_sideways(contact)
    contact.get_by_role("button", name="Send the answer").click()
    expect(contact.get_by_text("The cap from above, please.")).to_be_visible()


def test_an_alert_is_written_and_taken_back(browser_page, screenshot, publishing):
    """Withdrawn by one press, shown again by one more."""
    her = browser_page(DESKTOP)
    sign_in(her, publishing)
    her.goto("/alerts")
    screenshot(her, "alerts empty")
    her.get_by_role("link", name="New alert").click()
    her.get_by_label("Title English").fill("Copies with a short cap")
    her.get_by_label("What to watch for English").fill("The cap is two millimetres shorter.")
    her.get_by_role("radio", name="Urgent").check()
    screenshot(her, "alert form")
    her.get_by_role("button", name="Send the alert").click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_be_visible()
    screenshot(her, "alerts")
    her.get_by_role("button", name="Withdraw").click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_have_count(0)
    her.get_by_role("button", name="Undo").click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_be_visible()
