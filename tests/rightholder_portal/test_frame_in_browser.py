"""What every page shares, used as a person uses it: the menu, the languages, lists, leaving."""

import re
from datetime import UTC, datetime

import pytest
from flask import redirect
from playwright.sync_api import Page, expect

from ipm_api.models.account import Role
from ipm_api.models.inspection import Band, Candidate, Inspection, Verdict
from rightholder_portal.flash import tell
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page, account) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(browser_page, publishing, screenshot):
    """The page is the first thing; the menu is one press away, and Escape leaves it."""
    her = browser_page(PHONE)
    sign_in(her, publishing)
    menu = her.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    her.get_by_role("button", name="Menu").press("Enter")
    expect(menu.get_by_role("link", name="Products")).to_be_visible()
    screenshot(her, "frame menu")
    her.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    her.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Brands").click()
    expect(her).to_have_url(re.compile("/brands$"))
    expect(menu).to_be_hidden()


def test_on_a_desk_the_menu_is_there_and_says_where_one_is(browser_page, publishing):
    """Without a button."""
    her = browser_page(DESKTOP)
    sign_in(her, publishing)
    expect(her.get_by_role("button", name="Menu")).to_be_hidden()
    here = her.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    expect(here).to_have_text("Products")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_person_reads_in_arabic_from_one_press_on(browser_page, publishing, width, screenshot):
    """Before signing in, and after: the menu is at the other side, nothing is cut off."""
    page = browser_page(width)
    page.goto("/sign-in")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("#email").fill(publishing.email)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.wait_for_url("**/products")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert not scrolls_sideways(page)
    if width == PHONE:
        page.locator("[popovertarget=menu]").click()
    box = page.locator("#menu").bounding_box()
    assert box is not None
    at_the_start = box["x"] + box["width"] == pytest.approx(width, abs=1)
    assert at_the_start if width == DESKTOP else box["x"] == pytest.approx(0, abs=1)
    screenshot(page, "frame arabic")


def test_what_was_written_is_not_left_by_accident(browser_page, publishing, owner, make_product):
    """Leaving asks while a form holds changes; sending it does not ask."""
    form = f"/products/{make_product(owner).id}/edit"
    her = browser_page(DESKTOP)
    asked = []
    her.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in(her, publishing)

    def open_form() -> None:
        her.goto(form)
        her.evaluate("document.querySelector('main form:has(textarea)').dataset.unsaved = ''")

    open_form()
    her.goto("/brands")
    assert asked == []
    open_form()
    her.locator("main textarea:visible").first.press_sequentially("A box")
    her.goto("/brands")
    assert asked == ["beforeunload"]
    open_form()
    her.locator("main textarea:visible").first.press_sequentially("A box")
    her.locator("main form:has(textarea) button.primary").first.click()
    her.wait_for_load_state()
    her.goto("/brands")
    assert asked == ["beforeunload"]


def test_what_was_done_is_undone_with_one_button(visitor, monkeypatch):
    """No question before; a way back after: a form with its token and what it is about."""
    someone = visitor()
    app = someone.client.application
    monkeypatch.setitem(app.view_functions, "account.register", done)
    assert someone.get("/register").status_code == 302
    page = someone.get("/sign-in").text
    form = page.split('<form method="post" action="/language?undo=1">')[1].split("</form>")[0]
    assert "The thing is gone." in page
    assert 'name="csrf_token"' in form
    assert '<input type="hidden" name="thing" value="7">' in form
    assert "The thing is gone." not in someone.get("/sign-in").text


def done():
    """A page that does something."""
    tell("The thing is gone.", undo="/language?undo=1", fields={"thing": "7"})
    return redirect("/sign-in")


def test_a_right_holder_looks_at_a_year(
    browser_page, publishing, holder, owner, make_product, make_account, session, screenshot
):
    """The chart, the map and the numbers; then the file."""
    year = datetime.now(UTC).year - 1
    holder.registered_at = datetime(year, 1, 1, tzinfo=UTC)
    product = make_product(owner)
    busy = {"FR": (9, 14, 22, 8, 3), "MA": (0, 6, 31, 12, 7), "BR": (2, 0, 5, 1, 0)}
    for country, counts in busy.items():
        officer = make_account(Role.OFFICER, country=country)
        for month, count in enumerate(counts, start=1):
            at = datetime(year, month, 10, tzinfo=UTC)
            for _ in range(count):
                inspection = Inspection(
                    account_id=officer.id,
                    started_at=at,
                    verdict=Verdict.SUSPECT,
                    verdict_at=at,
                    verdict_product_id=product.id,
                )
                inspection.candidates = [Candidate(rank=1, product_id=product.id, band=Band.STRONG)]
                session.add(inspection)
    session.commit()
    her = browser_page(DESKTOP)
    sign_in(her, publishing)
    her.get_by_role("link", name="Statistics").click()
    her.get_by_role("link", name=str(year)).click()
    her.get_by_role("link", name="Inspections").click()
    expect(her.get_by_role("row", name=re.compile("Morocco")).first).to_be_visible()
    expect(her.get_by_text("at least").first).to_be_visible()
    screenshot(her, "statistics")
    land = her.locator(".map .most").first.bounding_box()
    assert land is not None
    assert land["width"] > 5  # the outline is really drawn
    with her.expect_download() as download:
        her.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == f"statistics-{year}.csv"
    her.set_viewport_size({"width": PHONE, "height": 844})
    assert not scrolls_sideways(her)
    screenshot(her, "statistics")
    her.emulate_media(color_scheme="dark")
    screenshot(her, "statistics dark")
