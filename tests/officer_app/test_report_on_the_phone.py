"""Handing on: a report that a court can read, a bundle that it can check, a form for customs."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

import verify_bundle
from ipm_api.models.seizure import Seizure
from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser

LE_HAVRE = {"latitude": 49.4857, "longitude": 0.1077}


@pytest.fixture
def decided(officer_page, publisher, make_product, photo_file):
    """A page with a recorded verdict, on its report; answers the page."""

    def go(**options: object) -> Page:
        make_product(publisher, picture=label(5), name="Eau Claire")
        page = officer_page(PHONE, **options)
        choose(page, photo_file(5))
        page.get_by_role("link", name="Eau Claire").click()
        page.get_by_role("button", name="As counterfeit").click()
        page.get_by_role("button", name="As genuine").click()
        page.get_by_role("link", name="To the verdict").click()
        page.get_by_label("Suspect", exact=True).check()
        page.get_by_role("button", name="Record the verdict").click()
        page.get_by_role("link", name="Report", exact=True).click()
        expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
        return page

    return go


def saved(page: Page, name: str) -> bytes:
    """What the phone saves when this is pressed."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def test_the_pdf_and_the_sealed_bundle_are_saved_and_hold(decided, photo_file, screenshot):
    """The bundle is checked here as a court would, with the script alone."""
    page = decided()
    screenshot(page, "officer-report")
    looks_right(page)
    expect(page.get_by_text("position and time")).to_be_visible()  # said before it is saved
    assert saved(page, "Save the PDF").startswith(b"%PDF-")
    bundle = saved(page, "Save the sealed bundle")
    assert verify_bundle.verify(bundle).startswith("as sealed")
    record = json.loads(zipfile.ZipFile(io.BytesIO(bundle)).read("inspection.json"))
    assert record["verdict"] == "suspect"
    looks_right(page)


def test_a_wrong_field_says_so_beside_itself_and_nothing_is_lost(decided, session, screenshot):
    """What the inspection knows is filled in; the position only by its button."""
    page = decided(geolocation=LE_HAVRE, permissions=["geolocation"])
    page.get_by_role("link", name="Write the seizure report").click()
    expect(page.get_by_label("Goods")).to_have_value(re.compile("Eau Claire"))
    expect(page.get_by_label("Right holder")).to_have_value(re.compile("Organisation"))
    page.get_by_label("Quantity").fill("many")
    page.get_by_label("Currency, as EUR").fill("€")
    page.get_by_label("HS code").fill("33")
    page.get_by_label("Country of origin").select_option("CN")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Write a number greater than zero")).to_be_visible()
    expect(page.get_by_label("Quantity")).to_be_focused()
    expect(page.get_by_label("HS code")).to_have_attribute("aria-invalid", "true")
    screenshot(page, "officer-seizure-wrong")
    looks_right(page)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Write the seizure report").click()
    expect(page.get_by_label("Country of origin")).to_have_value("CN")  # a draft is kept
    page.get_by_label("Quantity").fill("1200")
    page.get_by_label("Unit").select_option("pieces")
    page.get_by_label("Value").fill("18000,50")
    page.get_by_label("Currency, as EUR").fill("eur")
    page.get_by_label("HS code").fill("3303.00")
    page.get_by_label("Legal ground").fill("=Regulation 608/2013")
    expect(page.get_by_text("Only if you add it.")).to_be_visible()
    page.get_by_role("button", name="Add my position").click()
    expect(page.get_by_text("49.48570, 0.10770")).to_be_visible()
    screenshot(page, "officer-seizure")
    page.get_by_role("button", name="Remove the position").click()
    expect(page.get_by_text("49.48570")).to_have_count(0)
    page.get_by_role("button", name="Add my position").click()
    looks_right(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Change the seizure report")).to_be_visible()
    kept = session.scalars(select(Seizure)).one()
    assert (kept.origin, str(kept.value), kept.hs_code) == ("CN", "18000.50", "330300")
    assert kept.latitude == pytest.approx(LE_HAVRE["latitude"])
    names, values = csv.reader(io.StringIO(saved(page, "Save as a table").decode()))
    row = dict(zip(names, values, strict=True))
    assert row["legal_ground"] == "'=Regulation 608/2013"
    assert json.loads(saved(page, "Save for a system"))["currency"] == "EUR"


def test_without_the_phones_leave_there_is_no_position(decided):
    """It says so and asks for the place in words; nothing is sent."""
    page = decided(permissions=[])
    page.get_by_role("link", name="Write the seizure report").click()
    page.get_by_role("button", name="Add my position").click()
    expect(page.get_by_text("The phone gives no position.")).to_be_visible()
    looks_right(page)


def test_the_form_in_the_dark_and_in_arabic(decided, screenshot):
    """The labels stand at the right, numbers go their own way."""
    page = decided(color_scheme="dark")
    page.evaluate("localStorage.setItem('ipm.language', 'ar')")
    page.reload()
    page.goto(page.url.replace("#/report/", "#/seizure/"))
    expect(page.locator("#seizure-goods")).to_be_visible()
    screenshot(page, "officer-seizure-dark-arabic")
    looks_right(page)
