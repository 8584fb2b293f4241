"""An officer's question, answered by a person in front of a screen."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, scrolls_sideways
from tests.rightholder_portal.test_message_pages import officer, question, reply_address  # noqa: F401
from tests.rightholder_portal.walking import both_ways, in_both_languages

pytestmark = pytest.mark.browser


@both_ways
def test_a_question_is_answered_on_the_page(opened, screenshot, publishing, question, say, width):  # noqa: F811
    """The next thing to do is the first thing seen: what waits, the photos, the answer."""
    her = opened(publishing, width)
    her.goto("/messages")
    screenshot(her, "messages")
    her.get_by_role("link", name="lot genuine?").click()
    expect(her.get_by_alt_text(say("Photo %(n)s of the goods", n=1))).to_be_visible()
    her.get_by_role("radio", name=say("Not genuine")).check()
    her.get_by_label(say("What the officer should know")).fill("This batch was never made.")
    screenshot(her, "message")
    assert not scrolls_sideways(her)
    her.get_by_role("button", name=say("Send the answer")).click()
    expect(her.get_by_text(say("The answer is sent. The officer sees it at once."))).to_be_visible()
    expect(her.get_by_text("This batch was never made.")).to_be_visible()


@in_both_languages
def test_a_contact_answers_from_a_phone(opened, screenshot, session, config, question, say):  # noqa: F811
    """No account, no menu: the question, the photos, two fields."""
    contact = opened(None, PHONE)
    contact.goto(reply_address(session, config))
    contact.get_by_role("radio", name=say("More photos needed")).check()
    contact.get_by_label(say("What the officer should know")).fill("The cap from above, please.")
    screenshot(contact, "reply form")
    assert not scrolls_sideways(contact)
    contact.get_by_role("button", name=say("Send the answer")).click()
    expect(contact.get_by_text("The cap from above, please.")).to_be_visible()


@both_ways
def test_an_alert_is_written_and_taken_back(opened, screenshot, publishing, say, width):
    """Withdrawn by one press, shown again by one more."""
    her = opened(publishing, width)
    her.goto("/alerts")
    screenshot(her, "alerts empty")
    her.get_by_role("link", name=say("New alert")).click()
    her.get_by_label(say("Title") + " English").fill("Copies with a short cap")
    her.get_by_label(say("What to watch for") + " English").fill(
        "The cap is two millimetres shorter."
    )
    her.get_by_role("radio", name=say("Urgent")).check()
    her.get_by_text(say("Above all for officers at some ports")).click()
    her.get_by_role("checkbox", name="Le Havre (FRLEH)").check()
    screenshot(her, "alert form")
    assert not scrolls_sideways(her)
    her.get_by_role("button", name=say("Send the alert")).click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_be_visible()
    screenshot(her, "alerts")
    her.get_by_role("button", name=say("Withdraw")).click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_have_count(0)
    her.get_by_role("button", name=say("Undo")).click()
    expect(her.get_by_role("heading", name="Copies with a short cap")).to_be_visible()
