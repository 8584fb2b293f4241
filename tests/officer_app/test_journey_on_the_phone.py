"""The officer's screens in a real browser: the main job, and what goes wrong on the way."""

import dataclasses

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ipm_api.models.account import AccessToken, Role
from ipm_api.models.inspection import Inspection, Verdict
from seed_products.camera import CONDITIONS, photograph
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD, jpeg, label

pytestmark = pytest.mark.browser

TARGET = 48  # px, the smallest thing that a thumb presses


@pytest.fixture
def photo_file(tmp_path):
    """Writes a photo of a label, as the phone would have taken it."""

    def write(seed: int, name: str = "photo.jpg"):
        conditions = dataclasses.replace(CONDITIONS["clear"], noise=2.0)
        shot = photograph(label(seed), np.random.default_rng(seed), conditions)
        path = tmp_path / name
        path.write_bytes(jpeg(shot.image))
        return path

    return write


@pytest.fixture
def officer_page(browser_page, make_account):
    """Signs an officer in at a width."""

    def open_page(width: int, **options: object) -> Page:
        account = make_account(Role.OFFICER)
        page = browser_page(width, **options)
        page.goto("/officer/")
        page.get_by_label("E-mail").fill(account.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
        return page

    return open_page


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


def end_sign_ins(session) -> None:
    """As when a shift ends."""
    for token in session.scalars(select(AccessToken)):
        session.delete(token)
    session.commit()


def choose(page: Page, path) -> None:
    """Give a photo as from the gallery."""
    page.locator("input[type=file]:not([capture])").set_input_files(path)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_photo_checks_verdict(
    width, officer_page, publisher, make_product, photo_file, screenshot, session
):
    """The main job, as a thumb does it."""
    make_product(publisher, picture=label(5), name="Eau Claire", counterfeit=label(77))
    page = officer_page(width)
    screenshot(page, "officer-start")
    looks_right(page)

    choose(page, photo_file(5))

    expect(page.get_by_role("heading", name="Which product is it?")).to_be_visible()
    expect(page.get_by_text("Strong match")).to_be_visible()
    expect(page.locator(".candidate img")).to_be_visible()
    screenshot(page, "officer-candidates")
    looks_right(page)
    page.get_by_role("link", name="Eau Claire").click()

    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_role("img", name="Your photo: Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_role("img", name="Genuine: Feature 1 of Eau Claire")).to_be_visible()
    screenshot(page, "officer-check")
    looks_right(page)
    page.get_by_role("button", name="Enlarge both pictures").click()
    expect(page.get_by_role("button", name="Enlarge both pictures", pressed=True)).to_be_visible()
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="See a known counterfeit").click()
    expect(page.get_by_role("img", name="Known counterfeit")).to_be_visible()
    page.get_by_role("button", name="As genuine").click()

    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Your answer: As genuine")).to_be_visible()
    page.go_forward()
    page.get_by_role("button", name="As counterfeit").click()

    expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
    expect(page.get_by_role("heading", name="As on a counterfeit")).to_be_visible()
    screenshot(page, "officer-summary")
    looks_right(page)
    page.get_by_role("link", name="Feature 2 of Eau Claire").click()
    expect(page.get_by_text("Your answer: As counterfeit")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="To the verdict").click()

    expect(page.get_by_role("heading", name="What is your verdict?")).to_be_visible()
    expect(page.get_by_text("1 as counterfeit · 1 as genuine")).to_be_visible()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_text("Choose one of the four.")).to_be_visible()
    page.get_by_label("Suspect", exact=True).check()
    expect(page.get_by_text("Choose one of the four.")).not_to_be_visible()
    page.get_by_label("Reason").fill("The edges are blurred.")
    screenshot(page, "officer-verdict")
    looks_right(page)
    page.get_by_role("button", name="Record the verdict").click()

    expect(page.get_by_role("heading", name="Recorded")).to_be_visible()
    screenshot(page, "officer-receipt")
    looks_right(page)
    page.goto("/officer/#/history")
    expect(page.get_by_role("link", name="Suspect")).to_be_visible()
    looks_right(page)
    kept = session.scalars(select(Inspection)).one()
    assert (kept.verdict, kept.verdict_reason) == (Verdict.SUSPECT, "The edges are blurred.")
    assert len(kept.checks) == 2
    assert len(kept.photos) == 1


def test_dark_screens(officer_page, publisher, make_product, photo_file, screenshot):
    """At night the screen must not blind; the photos keep their colours."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE, color_scheme="dark")
    choose(page, photo_file(5))
    page.get_by_role("link", name="Eau Claire").click()
    expect(page.get_by_role("img", name="Your photo: Feature 1 of Eau Claire")).to_be_visible()
    screenshot(page, "officer-check-dark")
    looks_right(page)


def test_unknown_goods_are_an_answer_and_lead_on(
    officer_page, publisher, make_product, photo_file, screenshot, session
):
    """Most goods are not registered; that must read as such. What words find is compared, too."""
    make_product(publisher, name="Plain box")
    page = officer_page(PHONE)
    choose(page, photo_file(8))
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    expect(page.get_by_text("That alone says nothing about the goods")).to_be_visible()
    screenshot(page, "officer-nothing-found")
    looks_right(page)
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Name, brand or product number").fill("nowhere")
    page.get_by_role("button", name="Look up").first.click()
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    screenshot(page, "officer-alternatives")
    looks_right(page)
    expect(page.get_by_role("link", name="To the verdict")).to_be_visible()
    page.get_by_label("Name, brand or product number").fill("plain")
    page.get_by_role("button", name="Look up").first.click()
    page.get_by_role("link", name="Plain box").click()
    page.get_by_role("link", name="Check this product").click()
    expect(page.get_by_text("This place is not on your photo.")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 2 of Plain box")).to_be_visible()
    page.get_by_role("button", name="Can’t see it").click()
    page.get_by_role("link", name="To the verdict").click()
    page.get_by_label("Cannot tell").check()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("heading", name="Recorded")).to_be_visible()
    expect(page.get_by_text("1 as genuine · 1 not seen")).to_be_visible()
    assert session.scalars(select(Inspection)).one().verdict_product_id is not None


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


def test_no_network_and_cancel_lose_nothing_and_send_nothing_twice(
    officer_page, photo_file, screenshot, session
):
    """Quays have holes in their networks, and thumbs slip."""
    page = officer_page(PHONE)
    page.route("**/api/v1/inspections", lambda route: None)  # on its way for ever
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
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    assert len(session.scalars(select(Inspection)).all()) == 1


def test_a_photo_outlives_the_end_of_the_sign_in_but_not_another_person(
    officer_page, photo_file, session, make_account
):
    """The same officer's photo is sent after signing in again; a colleague starts afresh."""
    page = officer_page(PHONE)
    end_sign_ins(session)
    choose(page, photo_file(8))
    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)  # the address is still there
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()

    end_sign_ins(session)
    page.reload()
    page.get_by_label("E-mail").fill(make_account(Role.OFFICER).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).sort()") == ["ipm.reader", "ipm.token"]


def test_barcode_and_place_go_with_the_photo(
    officer_page, publisher, make_product, photo_file, screenshot, session
):
    """Where the camera cannot read the bars the thumb can type; the place is told once a shift."""
    make_product(publisher, picture=label(5), name="Eau Claire", gtins=("9520000000011",))
    page = officer_page(PHONE)
    page.get_by_text("Barcode, place, notes").click()
    page.get_by_label("Digits under the bars").fill("9520000000011")
    page.get_by_label("Place").fill("Quay 7")
    screenshot(page, "officer-barcode")
    looks_right(page)
    choose(page, photo_file(5))
    expect(page.get_by_text("Barcode agrees")).to_be_visible()
    page.get_by_role("link", name="Close").click()
    page.get_by_text("Barcode, place, notes").click()
    expect(page.get_by_label("Place")).to_have_value("Quay 7")
    expect(page.get_by_label("Digits under the bars")).to_have_value("")
    kept = session.scalars(select(Inspection)).one()
    assert (kept.barcode, kept.place) == ("9520000000011", "Quay 7")


def test_search_and_typed_barcode_lead_to_the_guide(
    officer_page, publisher, make_product, screenshot
):
    """When the camera fails, words and digits still work."""
    make_product(publisher, name="Eau Claire", gtins=("9520000000011",))
    page = officer_page(PHONE)
    page.get_by_role("link", name="Search").click()
    code, look_up = page.get_by_label("Digits under the bars"), page.get_by_role("button").last
    code.fill("4006381333930")  # its check digit is wrong
    look_up.click()
    expect(page.get_by_role("alert")).to_be_visible()
    code.fill("9520000000011")
    look_up.click()
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    page.get_by_label("Name, brand or product number").fill("claire")
    page.get_by_role("button", name="Look up").first.click()
    page.get_by_role("link", name="Eau Claire").click()
    expect(page.get_by_role("heading", name="Distinguishing features")).to_be_visible()
    expect(page.get_by_role("img", name="Feature 1 of Eau Claire")).to_be_visible()
    screenshot(page, "officer-product")
    looks_right(page)


def test_wrong_password_says_so_and_keeps_the_address(browser_page, make_account, screenshot):
    """The one thing to correct is the password."""
    account = make_account(Role.OFFICER)
    page = browser_page(PHONE)
    page.goto("/officer/")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("E-mail and password do not fit together.")
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
    end_sign_ins(session)

    page.reload()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Your answer: As genuine")).to_be_visible()


def test_the_officer_reads_french(officer_page, screenshot):
    """A second language, chosen on the first screen."""
    page = officer_page(PHONE)
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Photographiez l’article")).to_be_visible()
    screenshot(page, "officer-start-french")
    looks_right(page)


def test_others_are_sent_to_the_portal(browser_page, make_account):
    """A trainer has no inspections."""
    trainer = make_account(Role.TRAINER)
    page = browser_page(PHONE)
    page.goto("/officer/")
    page.get_by_label("E-mail").fill(trainer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("for officers")
