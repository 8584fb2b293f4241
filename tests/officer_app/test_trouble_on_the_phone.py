"""The officer's screens in a real browser when something goes wrong on the way."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.inspection import Inspection
from tests.browser import PHONE, until
from tests.conftest import PASSWORD, jpeg, label
from tests.officer_app.phone import choose, end_sign_ins, looks_right

pytestmark = pytest.mark.browser


def test_a_place_outside_the_photo_asks_for_another_photo(
    officer_page, publisher, make_product, photo_file, tmp_path, screenshot
):
    """A grey square beside the reference would look like a difference."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    upper = tmp_path / "upper.jpg"
    upper.write_bytes(jpeg(label(5)[: label(5).shape[0] * 11 // 20]))
    page = officer_page(PHONE)
    choose(page, upper)
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("This place is not on your photo.")).to_be_visible()
    expect(page.get_by_role("img", name="Your photo: Feature 2 of Eau Claire")).to_have_count(0)
    screenshot(page, "officer-place-missing")
    looks_right(page)
    choose(page, photo_file(5))
    expect(page.get_by_role("img", name="Your photo: Feature 2 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("This place is not on your photo.")).to_have_count(0)


SIGNED_IN = "import('/officer/api_client.js').then((client) => client.signedIn())"
LOSE_THE_NEXT_ANSWER = """() => {
    const send = window.fetch;
    window.fetch = async (url, options) => {
        const answer = await send(url, options);
        if (options?.method !== "PUT") return answer;
        window.fetch = send;
        throw new TypeError("lost");
    };
}"""  # the service has the photo; the phone does not know


def test_no_network_and_cancel_lose_nothing_and_send_nothing_twice(
    officer_page, photo_file, screenshot, session
):
    """Quays have holes in their networks, and thumbs slip."""
    page = officer_page(PHONE)
    page.route("**/api/v1/photo-uploads", lambda route: None)  # on its way for ever
    choose(page, photo_file(8))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Take a photo")).to_be_enabled()
    page.unroute_all()
    page.context.set_offline(True)
    choose(page, photo_file(8))
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    screenshot(page, "officer-offline")
    looks_right(page)
    page.evaluate(LOSE_THE_NEXT_ANSWER)
    with page.expect_response("**/pieces/0") as lost:
        page.context.set_offline(False)  # it goes by itself
    assert lost.value.status == 200
    expect(page.get_by_text("The photo was sent meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    assert len(session.scalars(select(Inspection)).all()) == 1


@pytest.mark.parametrize("when", ["with the photo", "before the photo"])
def test_a_photo_outlives_the_end_of_the_sign_in_but_not_another_person(
    officer_page, photo_file, session, make_account, when
):
    """The same officer's photo is sent after signing in again; a colleague starts afresh."""
    page = officer_page(PHONE)
    page.get_by_text("Barcode, place, notes").click()
    page.get_by_label("Notes").fill("Third pallet")
    end_sign_ins(session)  # it is noticed
    if when == "before the photo":
        page.evaluate("window.dispatchEvent(new Event('online'))")  # the app asks by itself
        until(page, lambda: not page.evaluate(SIGNED_IN))
    choose(page, photo_file(8))
    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)  # the address is still there
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    assert session.scalars(select(Inspection)).one().notes == "Third pallet"

    end_sign_ins(session)
    page.reload()
    page.get_by_label("E-mail").fill(make_account(Role.OFFICER).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
    expect(page.get_by_label("Notes")).to_have_value("")
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_wrong_password_says_so_and_keeps_the_address(browser_page, make_account, screenshot):
    """The one thing to correct is the password."""
    account = make_account(Role.OFFICER)
    page = browser_page(PHONE)
    page.goto("/officer/")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text(
        "E-mail address and password do not fit together."
    )
    expect(page.get_by_label("E-mail")).to_have_value(account.email)
    screenshot(page, "officer-sign-in")
    looks_right(page)


def test_unreadable_file_says_what_to_do(officer_page, tmp_path, screenshot):
    """A document from the gallery is a slip, not a crash."""
    path = tmp_path / "note.jpg"
    path.write_bytes(b"this is no picture")
    page = officer_page(PHONE)
    choose(page, path)
    expect(page.get_by_role("alert")).to_contain_text("JPEG")
    expect(page.get_by_role("img", name="Your photo")).to_have_count(0)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    screenshot(page, "officer-unreadable")
    looks_right(page)


def test_ended_sign_in_asks_again_and_comes_back(
    officer_page, publisher, make_product, photo_file, session
):
    """A shift ends in the middle of an inspection; the answers stay."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE)
    choose(page, photo_file(5))
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    email = page.evaluate("import('/officer/session.js').then((one) => one.whoIsHere().email)")
    end_sign_ins(session)

    page.reload()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Your answer: As genuine")).to_be_visible()

    end_sign_ins(session)
    page.evaluate("location.hash = '#/questions'")
    expect(page.get_by_label("E-mail")).to_have_value(email)  # in this window …
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    page.reload()
    expect(page.get_by_label("E-mail")).to_have_value("")  # … and nowhere on the phone


def test_others_are_sent_to_the_portal(browser_page, make_account):
    """A trainer has no inspections."""
    trainer = make_account(Role.TRAINER)
    page = browser_page(PHONE)
    page.goto("/officer/")
    page.get_by_label("E-mail").fill(trainer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("for officers")
