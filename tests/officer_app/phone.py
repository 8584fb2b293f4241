"""What the tests of the phone's screens do and look at again and again."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from ipm_api.models.account import AccessToken
from tests.browser import scrolls_sideways
from tests.conftest import PASSWORD

TARGET = 48  # px, the smallest thing that a thumb presses


def looks_right(page: Page) -> None:
    """No sideways scroll, no word of the machine; what can be pressed suits a gloved thumb."""
    assert not scrolls_sideways(page)
    text = page.locator("#screen").inner_text()
    assert not {"null", "undefined", "NaN", "[object Object]"} & set(text.split())
    small = page.evaluate(
        f"""[...document.querySelectorAll("button, a, select, summary, label, input, textarea")]
            .filter((e) => !e.matches("label:not(.choice)"))
            .filter((e) => e.checkVisibility() && !e.matches(".hidden, .choice input"))
            .filter((e) => Math.min(e.offsetHeight, e.offsetWidth) < {TARGET})
            .map((e) => e.outerHTML)"""
    )
    assert small == []


def sign_in(page: Page, account) -> None:
    """As an officer, from the screen that asks who it is."""
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()


def choose(page: Page, path) -> None:
    """Give a photo as from the gallery."""
    page.locator("input[type=file]:not([capture])").set_input_files(path)


def end_sign_ins(session) -> None:
    """As when a shift ends."""
    for token in session.scalars(select(AccessToken)):
        session.delete(token)
    session.commit()
