"""The officer's screens in a real browser: the main job, at two widths, in the dark, in French."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ipm_api.models.inspection import Inspection, Verdict
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import label
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser


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
    page.get_by_role("button", name="Closer", exact=True).click()
    expect(page.locator(".pair")).to_have_attribute("data-zoom", "1.50")
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
    expect(page.locator("#screen .picture img")).to_be_visible()
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


def test_the_officer_reads_french(officer_page, screenshot):
    """A second language, chosen on the first screen."""
    page = officer_page(PHONE)
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Photographiez l’article")).to_be_visible()
    screenshot(page, "officer-start-french")
    looks_right(page)
