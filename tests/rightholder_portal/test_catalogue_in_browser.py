"""A person fills every section of a product; two people edit the same one."""

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.models.product import Product
from ipm_api.models.supply_chain import TradeRoute
from ipm_api.operations.brand import create_brand
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.walking import Say, both_ways

pytestmark = pytest.mark.browser


@both_ways
def test_every_section_is_filled_by_hand(
    opened, screenshot, owner, publishing, session, make_product, say, width
):
    """Small forms, one after the other; what was written stands on the overview."""
    product = make_product(owner, published=False)
    her = opened(publishing, width)

    def edit(section):
        her.goto(f"/products/{product.id}/edit/{section}")
        expect(her.get_by_role("button", name=say("Keep the change"))).to_be_visible()

    def keep(name):
        assert not scrolls_sideways(her), name
        screenshot(her, f"catalogue-{name}")
        her.get_by_role("button", name=say("Keep the change")).click()
        expect(her.get_by_role("status").get_by_text(say("The change is kept."))).to_be_visible()

    edit("texts")
    her.get_by_label(say("Another language")).select_option("de")
    her.get_by_role("button", name=say("Add the language")).click()
    her.get_by_role("group", name=say("Name")).get_by_label(say.language("de")).fill(
        "Klares Wasser"
    )
    keep("texts")
    edit("identity")
    her.get_by_label(say("Model or style number")).fill("EC-50")
    keep("identity")
    edit("codes")
    her.get_by_label(say("HS code")).fill("33")
    her.get_by_role("button", name=say("Keep the change")).click()
    expect(
        her.get_by_text(say("An HS code has 6 digits, with national digits up to 10."))
    ).to_be_visible()
    her.get_by_label(say("HS code")).fill("3303.00")
    keep("codes")
    edit("variants")
    her.get_by_role("group", name=say("Name")).get_by_label(say.language("en")).first.fill("Travel")
    her.get_by_label(say("SKU")).first.fill("EC-30")
    keep("variants")
    edit("packaging")
    her.get_by_label(say("Holds how many of the next smaller one")).first.fill("12")
    her.get_by_role("button", name=say("Add a layer")).click()
    expect(her.get_by_label(say("Holds how many of the next smaller one")).first).to_have_value(
        "12"
    )
    keep("packaging")
    edit("serials")
    her.get_by_label(say("Form")).first.fill("LL-N{6}")
    her.get_by_label(say("Example")).first.fill("AB-12345")
    her.get_by_role("button", name=say("Keep the change")).click()
    expect(her.get_by_text(say("This example does not have the form."))).to_be_visible()
    her.get_by_label(say("Example")).first.fill("AB-123456")
    keep("serials")
    edit("details")
    her.get_by_label(say("Currency")).first.select_option("EUR")
    her.get_by_label(say("Lowest")).first.fill("60")
    her.get_by_label(say("Highest")).first.fill("90")
    keep("details")
    for said in ("Klares Wasser", "EC-50", "330300", "Travel", "LL-N{6}", "60 – 90 EUR"):
        expect(her.get_by_text(said).first).to_be_visible()
    assert not scrolls_sideways(her)
    screenshot(her, "catalogue-overview")

    her.goto(f"/routes/new?product={product.id}")
    her.get_by_label(say("Name"), exact=False).first.fill("By sea to Rotterdam")
    her.get_by_role("combobox", name=say("Port")).nth(0).fill("CNSHA")
    her.get_by_label(say("From here on")).nth(0).select_option("sea")
    her.get_by_role("combobox", name=say("Port")).nth(1).fill("NLRTM")
    her.get_by_role("button", name=say("Keep"), exact=True).click()
    expect(her.get_by_text(say("The route is kept."))).to_be_visible()
    expect(her.locator("svg.map path.route")).to_have_count(1)
    assert not scrolls_sideways(her)
    screenshot(her, "catalogue-route")
    her.get_by_role("button", name=say("Remove") + " By sea to Rotterdam").click()
    expect(her.locator("svg.map")).to_have_count(0)
    her.get_by_role("button", name=say("Undo")).click()
    expect(her.locator("svg.map path.route")).to_have_count(1)
    assert session.query(TradeRoute).count() == 1


def test_two_people_edit_the_same_product(
    opened, screenshot, owner, publishing, holder, make_account, make_product, session, say
):
    """Nothing is lost; the second is told, sees both values side by side, and chooses."""
    arabic = Say("ar")
    product = make_product(owner)
    create_brand(session, owner, name="Other")
    her, him = opened(publishing, DESKTOP), opened(make_account(Role.MEMBER, holder), PHONE, "ar")
    for page in (her, him):
        page.goto(f"/products/{product.id}/edit/texts")
    name = {"her": "Eau Claire, the first", "him": "Eau Claire, the second"}
    her.get_by_role("group", name=say("Name")).get_by_label(say.language("en")).fill(name["her"])
    her.get_by_role("group", name=say("Description")).get_by_label(say.language("fr")).fill(
        "Un parfum."
    )
    her.get_by_role("button", name=say("Keep the change")).click()
    expect(her.get_by_text(say("The change is kept."))).to_be_visible()
    him.get_by_role("group", name=arabic("Name")).get_by_label(arabic.language("en")).fill(
        name["him"]
    )
    him.get_by_role("button", name=arabic("Keep the change")).click()
    told = arabic(
        "%(names)s changed the same while you were writing. Nothing is lost: choose what stays.",
        names=publishing.name,
    )
    expect(him.get_by_text(told)).to_be_visible()
    for said in (*name.values(), publishing.name):
        expect(him.get_by_text(said).first).to_be_visible()
    screenshot(him, "catalogue-clash")
    him.get_by_role("button", name=arabic("Keep what I chose")).click()
    expect(him.get_by_text(arabic("The change is kept."))).to_be_visible()
    session.expire_all()
    kept = session.get_one(Product, product.id)
    assert kept.names["en"] == name["him"]
    assert kept.descriptions["fr"] == "Un parfum."  # hers, which he never saw, is not undone
