"""Codes from the live camera: read on the phone, looked up, and what to look at because of them."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ipm_api.models.inspection import Inspection
from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.drawn_codes import code
from tests.officer_app.fake_camera import scene, show
from tests.officer_app.phone import looks_right

pytestmark = pytest.mark.browser

GTIN = "9520000000011"
SERIALS = ({"kind": "serial", "pattern": "LL-N{6}", "place": {}, "reading": {}, "example": ""},)


@pytest.fixture
def scanning(officer_page, camera_chromium, feed):
    """An officer who holds a picture before the scanner."""

    def open_page(image: np.ndarray, **options: object) -> Page:
        show(feed, image)
        page = officer_page(PHONE, browser=camera_chromium, permissions=["camera"], **options)
        page.evaluate("location.hash = '#/scan'")
        return page

    return open_page


def test_a_barcode_is_scanned_and_travels_with_the_photo(
    scanning, feed, publisher, make_product, screenshot, session
):
    """Scan first, photograph then: the code is weighed with the picture."""
    make_product(publisher, picture=label(5), name="Eau Claire", gtins=(GTIN,))
    page = scanning(code(GTIN, "EAN13"))
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    expect(page.get_by_text(GTIN, exact=True)).to_be_visible()
    expect(page.locator("video")).to_have_count(0)
    screenshot(page, "officer-scanned")
    looks_right(page)
    show(feed, scene(label(5)))
    page.get_by_role("button", name="Photograph it").click()
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    page.locator(".shutter").click()
    expect(page.get_by_text("Barcode agrees")).to_be_visible()
    assert session.scalars(select(Inspection)).one().barcode == GTIN


def test_serial_lot_and_expiry_are_read_out_and_looked_at(
    scanning, publisher, make_product, screenshot
):
    """A number unlike the declared form, a day that has passed: signs, with harmless reasons."""
    make_product(publisher, name="Eau Claire", gtins=(GTIN,), serial_formats=SERIALS)
    text = f"(01)0{GTIN}(17)240131(10)L77(21)ABC-1"
    page = scanning(code(text, "DataMatrix", gs1=True))
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    for name, value in (("Serial", "ABC-1"), ("Lot", "L77"), ("Expiry", "31 Jan 2024")):
        row = page.locator("dl.how > div", has=page.get_by_text(name, exact=True))
        expect(row.locator("dd")).to_have_text(value)
    expect(page.get_by_text("The last day of use has passed: 31 Jan 2024.")).to_be_visible()
    unlike = "The serial number ABC-1 does not have the form the right holder declared"
    expect(page.get_by_text(unlike)).to_be_visible()
    expect(page.get_by_text("can be the reason")).to_be_visible()
    screenshot(page, "officer-scanned-signs")
    looks_right(page)


def test_a_number_of_the_declared_form_is_no_proof(scanning, publisher, make_product):
    """Forms are copied; the same facts in a Digital Link, which is never followed nor shown."""
    make_product(publisher, name="Eau Claire", gtins=(GTIN,), serial_formats=SERIALS)
    page = scanning(code(f"https://brand.example/01/0{GTIN}/10/L77/21/AB-123456", "QRCode"))
    expect(page.get_by_text("That is no proof: it can be copied.")).to_be_visible()
    expect(page.get_by_text("brand.example")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "kind", "gs1", "words"),
    [
        ("96385074", "EAN8", False, "96385074"),
        ("036000291452", "UPCA", False, "036000291452"),
        (f"(01)0{GTIN}(10)L77", "Code128", True, "L77"),
    ],
)
def test_the_other_codes_of_articles_are_read(text, kind, gs1, words, scanning):
    """EAN-8, UPC-A and GS1-128; that nothing is registered reads as harmless."""
    page = scanning(code(text, kind, gs1=gs1))
    expect(page.locator("dd.code", has_text=words).last).to_be_visible()
    expect(page.get_by_text("is not registered here. That alone says nothing")).to_be_visible()


def test_another_code_is_said_to_be_none_and_digits_can_be_typed(
    scanning, publisher, make_product, screenshot
):
    """A web address on a parcel; the camera goes on looking, and the thumb can type."""
    make_product(publisher, name="Eau Claire", gtins=(GTIN,))
    page = scanning(code("https://example.com/buy", "QRCode"))
    expect(page.locator(".advice")).to_have_text("This code is a web address, not a product.")
    screenshot(page, "officer-scanning")
    looks_right(page)
    page.get_by_role("button", name="Type the digits").click()
    page.get_by_label("Digits under the bars").fill("9520000000012")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("alert")).to_contain_text("product number is wrong")
    page.get_by_label("Digits under the bars").fill(GTIN)
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()


def test_a_code_is_read_without_a_network(scanning, feed, screenshot):
    """What the code says is known at once; whose it is, when the network is back."""
    page = scanning(code(GTIN, "EAN13"))
    expect(page.get_by_text(GTIN, exact=True)).to_be_visible()
    page.context.set_offline(True)
    show(feed, code(f"(01)0{GTIN}(21)AB-123456", "DataMatrix", gs1=True))
    page.get_by_role("button", name="Scan another code").click()
    expect(page.get_by_text("AB-123456")).to_be_visible()
    expect(page.get_by_text("No network. The code was read on the phone")).to_be_visible()
    screenshot(page, "officer-scanned-offline")
    looks_right(page)
