"""Search, alerts, favourites, settings and help on the phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.alert import AlertPriority
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.news import add_news
from tests.browser import PHONE
from tests.officer_app.phone import looks_right

pytestmark = pytest.mark.browser

WORDS = "Name, brand or product number"


def test_brand_and_category_narrow_a_search(officer_page, publisher, make_product, screenshot):
    """Without a word, too; what was searched is one tap away."""
    make_product(publisher, name="Eau Claire", brand="Claire")
    make_product(publisher, name="Toy bear", brand="Ursa", category="toys")
    page = officer_page(PHONE)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("button", name="Look up").first.click()
    expect(page.get_by_text("Write a word, or choose")).to_be_visible()
    page.get_by_text("Brand, category", exact=True).click()
    page.get_by_label("Category").select_option("toys")
    page.get_by_role("button", name="Look up").first.click()
    expect(page.get_by_role("link", name="Toy bear")).to_be_visible()
    expect(page.get_by_role("link", name="Eau Claire")).not_to_be_visible()
    page.get_by_label("Category").select_option("")
    page.get_by_label("Brand", exact=True).select_option("Claire")
    page.get_by_label(WORDS).fill("eau")
    page.get_by_role("button", name="Look up").first.click()
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    screenshot(page, "officer-search")
    looks_right(page)
    page.goto("/officer/#/start")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("button", name="eau").click()
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    page.get_by_role("button", name="Forget these").click()
    expect(page.get_by_role("button", name="eau")).not_to_be_visible()


def test_a_long_list_goes_on(officer_page, publisher, make_product):
    """Twenty at a time: every product that is named counts in what one is shown."""
    for number in range(21):
        make_product(publisher, name=f"Box {number:02}", brand=f"Brand {number:02}")
    page = officer_page(PHONE)
    page.goto("/officer/#/alternatives")
    page.get_by_label(WORDS).fill("box")
    page.get_by_role("button", name="Look up").first.click()
    expect(page.locator(".candidate")).to_have_count(20)
    page.get_by_role("button", name="More").click()
    expect(page.locator(".candidate")).to_have_count(21)
    expect(page.get_by_role("button", name="More")).not_to_be_visible()


def test_a_typed_code_finds_its_product_and_an_unknown_one_says_nothing_about_the_goods(
    officer_page, publisher, make_product
):
    """Digits as they stand under the bars."""
    make_product(publisher, name="Eau Claire", gtins=("9520000000011",))
    page = officer_page(PHONE)
    page.goto("/officer/#/alternatives")
    page.get_by_label("Digits under the bars").fill("9520000000011")
    page.get_by_role("button", name="Look up").last.click()
    expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    page.get_by_label("Digits under the bars").fill("9521000000018")
    page.get_by_role("button", name="Look up").last.click()
    expect(page.get_by_text("That says nothing about the goods.")).to_be_visible()


def alert(session, publisher, title: str, priority: AlertPriority, **other) -> None:
    today = now().date()
    draft = AlertDraft(
        {"en": title}, {"en": "Look."}, ["FR"], priority, today, today + timedelta(days=6), **other
    )
    create_alert(session, publisher, draft)


def test_alerts_and_news_are_new_until_they_are_opened(
    officer_page, publisher, make_product, make_account, actor_for, session, screenshot
):
    """An urgent one stands on the first screen; it leads to the guide."""
    product = make_product(publisher, name="Eau Claire")
    urgent, plain = AlertPriority.URGENT, AlertPriority.INFORMATION
    alert(session, publisher, "Loose caps", urgent, product_id=product.id)
    alert(session, publisher, "New cartons", plain)
    administrator = actor_for(make_account(Role.ADMINISTRATOR))
    title, text = {"en": "A course for officers"}, {"en": "In May, at the port."}
    add_news(session, administrator, title, text, ["FR"])
    page = officer_page(PHONE)
    expect(page.get_by_role("link", name="Alerts and news: 3 new")).to_be_visible()
    screenshot(page, "officer-start-with-alerts")
    looks_right(page)
    page.get_by_role("link", name="Urgent: Loose caps").click()
    expect(page.get_by_role("link", name="Open the product guide")).to_be_visible()
    expect(page.get_by_text("New", exact=True)).to_have_count(2)
    page.get_by_text("A course for officers").click()
    expect(page.get_by_text("In May, at the port.")).to_be_visible()
    screenshot(page, "officer-alerts")
    looks_right(page)
    page.goto("/officer/#/start")
    expect(page.get_by_role("link", name="Alerts and news: 1 new")).to_be_visible()
    expect(page.get_by_role("link", name="Urgent: Loose caps")).not_to_be_visible()


def test_alerts_for_the_port_at_hand_come_first_and_nobody_is_told_which_it_is(
    officer_page, publisher, session, screenshot
):
    """Those for other ports follow under a heading of their own; an urgent one does not push in."""
    plain, urgent = AlertPriority.INFORMATION, AlertPriority.URGENT
    alert(session, publisher, "At Marseille", urgent, ports=("FRMRS",))
    alert(session, publisher, "At Le Havre", plain, ports=("FRLEH", "FRMRS"))
    alert(session, publisher, "Everywhere", urgent)
    titles = "all => all.map((one) => one.lastChild.textContent.trim())"
    page = officer_page(PHONE)
    expect(page.get_by_role("link", name="Urgent:")).to_have_count(2)  # no port: all alike
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    page.goto("/officer/#/settings")
    page.get_by_label("Port").select_option(label="Le Havre")
    looks_right(page)
    page.reload()
    expect(page.get_by_label("Port")).to_have_value("FRLEH")
    page.goto("/officer/#/start")
    expect(page.get_by_role("link", name="Alerts and news: 3 new")).to_be_visible()
    expect(page.get_by_role("link", name="Urgent: Everywhere")).to_be_visible()
    expect(page.get_by_role("link", name="Urgent: At Marseille")).to_have_count(0)
    page.goto("/officer/#/alerts")
    expect(page.get_by_role("heading", name="For other ports")).to_be_visible()
    shown = page.locator("main details summary").evaluate_all(titles)
    assert shown == ["At Le Havre", "Everywhere", "At Marseille"]
    screenshot(page, "officer-alerts-of-a-port")
    looks_right(page)
    assert not any("FRLEH" in one or "Havre" in one for one in sent)


def test_a_favourite_is_at_hand_until_it_is_taken_off(
    officer_page, publisher, make_product, screenshot
):
    """It is kept at the service, for any phone of the officer."""
    product = make_product(publisher, name="Eau Claire")
    page = officer_page(PHONE)
    page.goto("/officer/#/favourites")
    expect(page.get_by_text("Nothing is kept at hand yet.")).to_be_visible()
    page.goto(f"/officer/#/product/{product.id}")
    page.get_by_role("button", name="Keep at hand").click()
    expect(page.get_by_role("button", name="take it off")).to_be_visible()
    looks_right(page)
    page.goto("/officer/#/favourites")
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("button", name="take it off", pressed=True).click()
    expect(page.get_by_role("button", name="Keep at hand")).to_be_visible()


def test_light_dark_and_large_type_are_chosen_and_stay(officer_page, screenshot):
    """Whatever the phone is set to; nothing is cut off at one and a half times the size."""
    page = officer_page(PHONE, color_scheme="light")
    page.get_by_role("link", name="Settings").click()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    screenshot(page, "officer-settings")
    looks_right(page)
    page.get_by_label("Appearance").select_option("dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.get_by_label("Size of the type").select_option("150")
    page.reload()
    expect(page.get_by_label("Size of the type")).to_have_value("150")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    screenshot(page, "officer-settings-large-dark")
    looks_right(page)
    page.get_by_role("link", name="Help").click()
    page.get_by_text("When nothing is found").click()
    expect(page.get_by_text("That alone says nothing about the goods.")).to_be_visible()
    screenshot(page, "officer-help-large-dark")
    looks_right(page)
    page.goto("/officer/#/start")
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
    looks_right(page)
    page.goto("/officer/#/settings")
    page.get_by_label("Language").select_option("ar")
    expect(page.get_by_role("heading", name="الإعدادات")).to_be_visible()
    screenshot(page, "officer-settings-arabic")
    looks_right(page)
