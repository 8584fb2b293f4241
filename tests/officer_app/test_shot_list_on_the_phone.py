"""The views of an article: which are taken, which comes next."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.fake_camera import scene, show
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser


def test_one_tap_opens_the_camera_for_the_next_view(
    officer_page, camera_chromium, feed, publisher, make_product, photo_file, screenshot
):
    """The trade's order: for clothes the sewn-in label first; what is seen counts as taken."""
    make_product(publisher, picture=label(5), name="Vest", category="clothing")
    show(feed, scene(label(5)))
    page = officer_page(PHONE, browser=camera_chromium, permissions=["camera"])
    choose(page, photo_file(5))
    views = page.locator(".shots")
    expect(views.get_by_role("button").first).to_have_accessible_name("Label, next")
    expect(views.get_by_text("Label: The sewn-in label, both sides.")).to_be_visible()
    expect(views.get_by_role("button", name="Front, taken")).to_be_visible()  # it was recognised
    screenshot(page, "officer-shots")
    looks_right(page)
    views.get_by_role("button", name="Label").click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    expect(page.get_by_role("heading", name="Label")).to_be_visible()
    expect(page.locator("dialog .ghost svg")).to_be_visible()
    screenshot(page, "officer-camera-label")
    page.get_by_role("button", name="Close").click()
    expect(views.get_by_role("button", name="Label, next")).to_be_visible()  # nothing was taken
    views.get_by_role("button", name="Label").click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    page.locator(".shutter").click()
    expect(views.get_by_role("button", name="Label, taken")).to_be_visible()
    expect(views.get_by_role("button", name="Suspicious place, next")).to_be_visible()


def test_a_code_that_a_photo_shows_need_not_be_photographed_again(officer_page):
    """One that was scanned without a photo is no evidence yet."""
    page = officer_page(PHONE)
    read = """async (codes) => {
        const { shotList } = await import("/officer/capture/shot_list.js");
        const product = { category: { slug: "perfume" } };
        const list = shotList({ id: "1", photos: [], codes }, { product, views_seen: [] }, null);
        return list.querySelector("li:nth-child(3)").textContent + list.querySelectorAll(".done").length;
    }"""  # noqa: E501
    assert page.evaluate(read, [{"photo_ids": ["2"]}]) == "Barcode1"
    assert page.evaluate(read, [{"photo_ids": []}]) == "Barcode0"


def test_goods_of_an_unknown_kind_have_the_usual_views(browser_page):
    """Administrators add categories; the list must not end there."""
    page = browser_page(PHONE)
    page.goto("/officer/")
    read = """async () => {
        const { OUTLINES, viewsOf, whyOf } = await import("/officer/capture/views.js");
        return [viewsOf("kites"), viewsOf("clothing"), whyOf("label", "kites"), Object.keys(OUTLINES)];
    }"""  # noqa: E501
    usual, clothes, why, outlines = page.evaluate(read)
    assert sorted(usual) == sorted(clothes) == sorted(outlines)
    assert (clothes[0], why) == ("label", "why-label")
