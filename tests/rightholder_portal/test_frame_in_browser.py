"""What every page shares, used as a person uses it: the menu, the languages, lists, leaving."""

import re
from datetime import UTC, datetime

import pytest
from flask import redirect
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.models.inspection import Band, Candidate, Inspection, Verdict
from rightholder_portal.flash import tell
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.walking import in_both_languages

pytestmark = pytest.mark.browser


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(opened, publishing, screenshot, say):
    """The page is the first thing; the menu is one press away, and Escape leaves it."""
    her = opened(publishing, PHONE)
    her.goto("/products")
    menu = her.get_by_role("navigation", name=say("Main"))
    expect(menu).to_be_hidden()
    her.get_by_role("button", name=say("Menu")).press("Enter")
    expect(menu.get_by_role("link", name=say("Products"))).to_be_visible()
    screenshot(her, "frame menu")
    her.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    her.get_by_role("button", name=say("Menu")).click()
    menu.get_by_role("link", name=say("Brands")).click()
    expect(her).to_have_url(re.compile("/brands$"))
    expect(menu).to_be_hidden()


def test_on_a_desk_the_menu_is_there_and_says_where_one_is(opened, publishing, say):
    """Without a button."""
    her = opened(publishing, DESKTOP)
    her.goto("/products")
    expect(her.get_by_role("button", name=say("Menu"))).to_be_hidden()
    here = her.get_by_role("navigation", name=say("Main")).locator("[aria-current=page]")
    expect(here).to_have_text(say("Products"))


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


def test_what_was_written_is_not_left_by_accident(opened, publishing, owner, make_product):
    """Leaving asks while a form holds changes; sending it does not ask."""
    form = f"/products/{make_product(owner).id}/edit"
    her = opened(publishing, DESKTOP)
    asked = []
    her.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

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


@in_both_languages
def test_a_right_holder_looks_at_a_year(
    opened, publishing, holder, owner, make_product, make_account, session, screenshot, say, reads
):
    """The chart, the map and the numbers; then the file. In Arabic the year runs from the right."""
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
    her = opened(publishing, DESKTOP)
    her.goto("/products")
    her.get_by_role("link", name=say("Statistics")).click()
    her.get_by_role("link", name=str(year)).click()
    her.get_by_role("link", name=say("Inspections")).click()
    expect(her.get_by_role("row", name=re.compile(say.country("MA"))).first).to_be_visible()
    expect(her.get_by_text("≥ ").first).to_be_visible()
    screenshot(her, "statistics")
    land = her.locator(".map .most").first.bounding_box()
    assert land is not None
    assert land["width"] > 5  # the outline is really drawn
    with her.expect_download() as download:
        her.get_by_role("link", name=say("Download as CSV")).click()
    assert download.value.suggested_filename == f"statistics-{year}.csv"
    her.set_viewport_size({"width": PHONE, "height": 844})
    assert not scrolls_sideways(her)
    screenshot(her, "statistics")
    her.emulate_media(color_scheme="dark")
    screenshot(her, "statistics dark")
