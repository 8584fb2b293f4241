"""What codes and several photos say about an article, as an officer reads it."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser


def test_a_barcode_of_another_product_is_a_sign_to_check(
    officer_page, publisher, make_product, photo_file, screenshot
):
    """Said calmly, with both names and the harmless reason; and again before the verdict."""
    make_product(publisher, picture=label(5), name="Eau Claire", brand="Claire")
    make_product(publisher, name="Eau Sombre", brand="Sombre", gtins=("9520000000011",))
    page = officer_page(PHONE)
    page.get_by_text("Barcode, place, notes").click()
    page.get_by_label("Digits under the bars").fill("9520000000011")
    choose(page, photo_file(5))
    sign = (
        "The barcode belongs to Sombre · Eau Sombre, but the photo looks like Claire · Eau Claire."
    )
    expect(page.get_by_text(sign)).to_be_visible()
    expect(page.get_by_text("Barcode belongs to another product")).to_be_visible()
    expect(page.get_by_text("Barcode 9520000000011: Sombre · Eau Sombre")).to_be_visible()
    screenshot(page, "officer-barcode-of-another-product")
    looks_right(page)
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
    expect(page.get_by_text(sign)).to_be_visible()
    looks_right(page)


def test_photos_of_two_products_say_so(
    officer_page, publisher, make_product, photo_file, screenshot
):
    """The second photo is of another article, or of another product's part."""
    make_product(publisher, picture=label(5), name="Eau Claire", brand="Claire")
    make_product(publisher, picture=label(6), name="Eau Sombre", brand="Sombre")
    page = officer_page(PHONE)
    page.get_by_label("Language").select_option("fr")
    choose(page, photo_file(5))
    expect(page.get_by_role("heading", name="Quel est ce produit")).to_be_visible()
    choose(page, photo_file(6))
    expect(page.get_by_text("Photos divergentes")).to_have_count(2)
    expect(page.get_by_text("Vérifiez que toutes les photos montrent")).to_be_visible()
    screenshot(page, "officer-photos-disagree-french")
    looks_right(page)


def test_a_number_that_is_not_registered_reads_as_harmless(
    officer_page, publisher, make_product, photo_file, screenshot
):
    """Most numbers are not registered here."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE)
    page.get_by_text("Barcode, place, notes").click()
    page.get_by_label("Digits under the bars").fill("4006381333931")
    choose(page, photo_file(5))
    expect(page.get_by_text("Barcode 4006381333931 is not registered here.")).to_be_visible()
    expect(page.get_by_text("Barcode belongs to another product")).to_have_count(0)
    screenshot(page, "officer-number-not-registered")
    looks_right(page)


SERIALS = ({"kind": "serial", "pattern": "LL-N{6}", "place": {}, "reading": {}, "example": ""},)


@pytest.mark.parametrize(
    ("code", "summary", "says"),
    [
        (
            "(01)09520000000011(17)240131(21)ABC-1",
            "Scanned code: something to look at",
            [
                "The product number is one of this product’s. That is no proof",
                "The serial number ABC-1 does not have the form the right holder declared",
                "The last day of use has passed: 31 Jan 2024.",
            ],
        ),
        (
            "(01)04006381333931(21)AB-123456",
            "Scanned code: something to look at",
            [
                "The product number 4006381333931 is none of those that the right holder declared",
                "The serial number has the declared form. That is no proof",
            ],
        ),
        ("9520000000011", "Scanned code: it fits this product", []),
    ],
)
def test_a_code_of_before_the_photo_is_held_against_the_product_that_the_photo_names(
    code, summary, says, officer_page, publisher, make_product, photo_file, screenshot
):
    """On candidates, at each check behind one line, and before the verdict; never a verdict."""
    make_product(
        publisher, picture=label(5), name="Eau Claire", gtins=("9520000000011",),
        serial_formats=SERIALS,
    )  # fmt: skip
    page = officer_page(PHONE)
    page.get_by_text("Barcode, place, notes").click()
    page.get_by_label("Digits under the bars").fill(code)
    choose(page, photo_file(5))
    scanned = page.locator("details", has_text="Scanned code")
    expect(scanned.locator("summary")).to_have_text(summary)
    expect(scanned).not_to_have_attribute("open", "")  # the candidates come first
    scanned.locator("summary").click()
    for sentence in says:
        expect(page.get_by_text(sentence)).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Eau Claire").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(scanned.locator("summary")).to_have_text(summary)
    expect(scanned).not_to_have_attribute("open", "")
    looks_right(page)
    for _ in range(2):
        page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
    for sentence in says:
        expect(page.get_by_text(sentence)).to_be_visible()
    screenshot(page, f"officer-scanned-code-{len(says)}")
