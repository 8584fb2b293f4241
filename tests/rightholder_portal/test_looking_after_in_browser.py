"""What administrators look after, walked as one of them: people, trades, countries, the log."""

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.operations.reference_image import add_reference_image
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import label
from tests.ipm_api.photos import upload_of
from tests.rightholder_portal.test_administration_lists import SLUG, no_category_left  # noqa: F401
from tests.rightholder_portal.walking import both_ways, in_both_languages

pytestmark = pytest.mark.browser


@pytest.fixture
def held_back(session, runtime, owner, publisher, make_product):
    """A picture of one right holder that resembles another's: nobody sees it yet."""
    draft = make_product(owner, brand="Asteria Nuit", published=False)
    make_product(publisher, brand="Novi", picture=label(21))
    return add_reference_image(
        session,
        owner,
        runtime.index,
        runtime.images,
        runtime.decoder,
        draft.id,
        upload_of(21, quality=70),
    )


@both_ways
def test_people_trades_and_countries_are_looked_after(
    opened,
    make_account,
    no_category_left,  # noqa: F811
    say,
    screenshot,
    width,
):
    """Found by search, shut out with a reason and let in again; each list has its next thing."""
    make_account(Role.OFFICER, email="lost.phone@douane.example")
    desk = opened(make_account(Role.ADMINISTRATOR), width)
    desk.goto("/administration")
    desk.get_by_role("link", name=say("Accounts")).click()
    desk.get_by_label(say("Search")).fill("lost.phone@")
    desk.get_by_role("button", name=say("Search")).click()
    desk.locator("main table a").filter(has_not_text="↑").last.click()
    expect(desk.get_by_text("lost.phone@douane.example")).to_be_visible()
    desk.get_by_label(say("Reason")).fill("The phone was lost.")
    desk.get_by_role("button", name=say("Disable")).click()
    expect(
        desk.get_by_text(say("The account is disabled and signed out everywhere."))
    ).to_be_visible()
    expect(desk.get_by_text("The phone was lost.")).to_be_visible()
    desk.get_by_role("button", name=say("Let in again")).click()
    expect(desk.get_by_text(say("The person may sign in again."))).to_be_visible()
    screenshot(desk, "person-let-in")

    desk.goto("/administration/categories")
    desk.get_by_label(say("Short name")).fill(SLUG)
    desk.get_by_role("button", name=say("Add"), exact=True).click()
    expect(desk.get_by_text(say("Write the English name."))).to_be_visible()
    expect(desk.get_by_label(say("Short name"))).to_have_value(SLUG)
    desk.locator("#new-en").fill("Wares of a test")
    desk.locator("#new-ar").fill("بضائع اختبار")
    desk.get_by_role("button", name=say("Add"), exact=True).click()
    expect(desk.get_by_text(say("The category is added."))).to_be_visible()
    mine = desk.locator("section").filter(has_text=SLUG)
    mine.get_by_role("button", name=say("Up")).click()
    mine.get_by_role("button", name=say("Retire")).click()
    desk.get_by_role("button", name=say("Undo")).click()
    expect(desk.get_by_text(say("The category can be chosen again."))).to_be_visible()
    assert not scrolls_sideways(desk)

    desk.goto("/administration/countries")
    desk.get_by_label(say("Country"), exact=True).select_option("MA")
    desk.get_by_label(say("Working days to answer")).fill("8")
    desk.get_by_label(say("Holidays")).fill("2031-11-18")
    desk.get_by_role("button", name=say("Keep the rules")).click()
    expect(desk.get_by_text(say("The rules of the country are kept."))).to_be_visible()
    row = desk.get_by_role("row").filter(has_text=say.country("MA"))
    expect(row.get_by_text("8", exact=True)).to_be_visible()
    assert not scrolls_sideways(desk)
    screenshot(desk, "countries")


@both_ways
def test_the_log_is_searched_and_exported_and_health_is_read(
    opened, make_account, say, screenshot, width
):
    """Reading the log is in the log; the file holds what the search found."""
    desk = opened(make_account(Role.ADMINISTRATOR), width)
    desk.goto("/administration")
    desk.get_by_role("link", name=say("System health")).click()
    expect(desk.get_by_role("heading", name=say("Database"))).to_be_visible()
    desk.goto("/administration/audit")
    desk.get_by_label(say("Action")).fill("audit.")
    desk.get_by_role("button", name=say("Search")).click()
    expect(desk.locator("td.code").filter(has_text="audit.searched").first).to_be_visible()
    assert not scrolls_sideways(desk)
    screenshot(desk, "audit-searched")
    with desk.expect_download() as download:
        desk.get_by_role("link", name=say("Export as CSV")).click()
    assert download.value.suggested_filename.endswith(".csv")
    desk.get_by_label(say("Action")).fill("nothing.of.this.name")
    desk.get_by_role("button", name=say("Search")).click()
    expect(desk.get_by_text(say("Nothing fits this search."))).to_be_visible()


@in_both_languages
def test_a_held_back_picture_is_released_and_its_organisation_suspended(
    opened, make_account, held_back, holder, publishing, say, screenshot
):
    """Two administrators for the one, one for the other: its people are out with the next click."""
    for administrator, width in ((Role.ADMINISTRATOR, PHONE), (Role.ADMINISTRATOR, DESKTOP)):
        page = opened(make_account(administrator), width)
        page.goto("/administration/images")
        page.get_by_role("link", name="Asteria Nuit").click()
        for alternative in ("The held-back image", "The image that it resembles"):
            expect(page.get_by_alt_text(say(alternative))).to_be_visible()
        assert not scrolls_sideways(page)
        screenshot(page, "held-back")
        page.get_by_role("button", name=say("Release")).click()
    expect(page.get_by_text(say("No image is held back."))).to_be_visible()

    member = opened(publishing, PHONE)
    member.goto("/products")
    expect(member.get_by_role("heading", name=say("Products"), exact=True)).to_be_visible()
    page.goto("/administration/right-holders")
    page.get_by_role("link", name=holder.name).click()
    page.get_by_label(say("Reason")).fill("Complaint 12")
    page.get_by_role("button", name=say("Suspend")).click()
    expect(page.get_by_text(say("The organisation is suspended and signed out."))).to_be_visible()
    member.reload()
    expect(member.get_by_role("heading", name=say("Sign in"))).to_be_visible()
    page.get_by_role("button", name=say("Reinstate")).click()
    expect(page.get_by_text(say("The organisation is approved again."))).to_be_visible()
