"""
Pages in states that no list of pages shows, and the main job by hand.

Every page in its usual state is test_every_page_answers.py and test_every_page_in_browser.py.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ipm_api.models.account import Role
from ipm_api.operations.reference_image import add_reference_image
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD, jpeg, label
from tests.ipm_api.photos import blurred, upload_of
from tests.rightholder_portal.walking import both_ways

pytestmark = pytest.mark.browser

SMALLEST_TARGET = 48  # px, ui.md
ALL_PICTURES = """async () => {
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].filter((p) => p.offsetParent).map((p) => p.decode()));
}"""


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is lower than a thumb needs; links within sentences may be."""
    return page.evaluate(
        """(smallest) => [...document.querySelectorAll(
            "button, a.button, nav a, input:not([type=hidden]), select, textarea, summary"
        )].filter((e) => e.offsetParent && !e.matches("[data-handle]")
          && (e.closest("label") ?? e).getBoundingClientRect().height < smallest - 0.5)
          .map((e) => e.outerHTML.slice(0, 120))""",
        SMALLEST_TARGET,
    )


def unnamed_controls(page: Page) -> list[str]:
    """Controls that a screen reader could not name."""
    return page.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
          .filter((e) => !(e.labels && e.labels.length)).map((e) => e.outerHTML.slice(0, 120))"""
    )


def twice_named(page: Page) -> list[str]:
    """Ids that stand twice: their labels and messages belong to the wrong field."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[id]")].map((e) => e.id)
          .filter((id, place, all) => all.indexOf(id) !== place)"""
    )


@pytest.fixture
def look(screenshot: Callable[[Page, str], Path]) -> Callable[..., None]:
    """Open a page, read *said* on it, and find nothing wrong with how it stands there."""

    def open_and_look(page: Page, path: str, name: str, said: str = "") -> None:
        page.goto(path)
        expect(page.locator("main")).to_contain_text(said)
        page.evaluate(ALL_PICTURES)  # fails for one that does not load
        screenshot(page, name)
        assert not scrolls_sideways(page), path
        assert small_targets(page) == [], path
        assert unnamed_controls(page) == [], path
        assert twice_named(page) == [], path

    return open_and_look


@pytest.fixture
def furnished(session, runtime, owner, publisher, make_product):
    """A published product with a fake; a draft whose picture looks like another's: held back."""
    product = make_product(
        owner,
        name="Eau Claire 50 ml",
        brand="Asteria",
        counterfeit=label(8),
        gtins=("9521234543213",),
        picture=label(9),
    )
    draft = make_product(owner, name="Eau Sombre 50 ml", brand="Asteria Nuit", published=False)
    make_product(publisher, name="Bière", brand="Novi", picture=label(21))
    add_reference_image(
        session,
        owner,
        runtime.index,
        runtime.images,
        runtime.decoder,
        draft.id,
        upload_of(21, quality=70),
    )
    return product, draft


@both_ways
def test_rare_states_stand_well(opened, look, furnished, publishing, make_account, say, width):
    """Nothing scrolls sideways, nothing is too small to press, no control is without a name."""
    product, draft = furnished
    nobody = opened(None, width)
    look(nobody, "/none", "not found", say("Nothing here"))
    her = opened(publishing, width)
    for path, name, said in (
        ("/products", "products", say("Those that are ticked:")),
        ("/products?view=table", "products table", say("Those that are ticked:")),
        ("/products?q=nothing", "products none found", say("Nothing fits this search.")),
        (f"/products/{product.id}/edit/packaging", "product edit", say("Add a layer")),
        (f"/products/{draft.id}/images", "images held back", say("Held back")),
        (f"/products/{product.id}/features/{product.features[0].id}", "feature", say("Start anew")),
        ("/guides", "forbidden", say("Not for this account")),
    ):
        look(her, path, name, said)
    trainer = opened(make_account(Role.TRAINER), width)
    look(trainer, "/guides?q=nothing", "guides none found", say("Show all"))


def test_empty_and_dark_pages_stand_well(opened, look, publishing, make_account):
    """The first day of a right holder, at night."""
    her = opened(publishing, PHONE, color_scheme="dark")
    for path in ("/products", "/products/new", "/brands", "/contacts"):
        look(her, path, f"empty {path.replace('/', ' ')}")
    trainer = opened(make_account(Role.TRAINER), DESKTOP, color_scheme="dark")
    look(trainer, "/guides", "empty guides")


def test_a_product_page_in_the_dark(opened, look, furnished, publishing):
    """Pictures stay on white: packaging is judged on it."""
    product, _ = furnished
    her = opened(publishing, DESKTOP, color_scheme="dark")
    look(her, f"/products/{product.id}/features", "dark features")
    look(her, f"/products/{product.id}/images", "dark images")


@pytest.mark.long
def test_from_application_to_published(opened, screenshot, make_account, session, tmp_path):
    """The main job of a right holder, by hand: register, be approved, upload, draw, publish."""
    her = opened(None, DESKTOP, height=900)
    her.goto("/sign-in")
    her.get_by_role("link", name="Register your organisation").click()
    her.get_by_label("Legal name of the organisation").fill("Brasserie du Nord")
    her.get_by_label("Country").select_option("FR")
    her.get_by_label("Registered at").select_option("EM")
    her.get_by_label("Number").fill("018000002")
    her.get_by_label("Nice classes").fill("32")
    her.get_by_label("Protected until").fill("2036-01-31")
    her.get_by_label("Your name").fill("Nadia Petit")
    her.get_by_label("Your e-mail address").fill("nadia@example.org")
    her.get_by_label("A password").fill(PASSWORD)
    her.get_by_role("button", name="Send the application").click()
    expect(her.get_by_text("Waits for approval")).to_be_visible()

    for said in ("Another administrator must approve as well.", "Approved by two administrators."):
        administrator = opened(make_account(Role.ADMINISTRATOR), DESKTOP)
        administrator.goto("/administration/right-holders")
        administrator.get_by_role("link", name="Brasserie du Nord").click()
        administrator.get_by_role("button", name="Approve", exact=True).click()
        expect(administrator.get_by_text(said).first).to_be_visible()

    her.goto("/")
    her.get_by_role("link", name="Brands").click()
    her.get_by_label("Name").fill("Nord")
    her.get_by_role("button", name="Add the brand").click()
    menu = her.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name="Products").click()
    her.get_by_role("link", name="New product").first.click()
    her.get_by_label("Category").select_option(index=1)
    her.get_by_role("group", name="Name").get_by_label("English").fill("Blonde 33 cl")
    her.get_by_role("group", name="Description").get_by_label("English").fill(
        "A beer in a brown bottle."
    )
    her.get_by_label("GTINs").fill("9521234543213")
    her.get_by_role("button", name="Keep as a draft").click()
    expect(her.get_by_text("The draft is kept.")).to_be_visible()

    front = tmp_path / "front.jpg"
    front.write_bytes(jpeg(label(41)))
    soft = tmp_path / "soft.jpg"
    soft.write_bytes(blurred(42).data)
    her.get_by_label("Images").set_input_files([str(front), str(soft)])
    sent = her.locator("[data-queue] li")
    expect(sent.filter(has_text="front.jpg")).to_have_attribute("data-state", "kept")
    expect(sent.filter(has_text="soft.jpg")).to_contain_text(re.compile(r"Not kept.*\d+ keypoints"))
    expect(her.locator("[data-image]")).to_have_count(1)
    screenshot(her, "journey uploaded")

    her.get_by_role("link", name="Features · 0").click()
    her.get_by_role("link", name="Draw a feature").first.click()
    surface = her.locator(".a9s-annotationlayer")
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box is not None
    her.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.3 * box["height"])
    her.mouse.down()
    her.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"], steps=4)
    her.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.45 * box["height"], steps=4)
    her.mouse.up()
    her.mouse.move(box["x"] + 2, box["y"] + 2)  # after letting go, nothing is drawn
    drawn = [float(her.locator(f"#{n}").input_value()) for n in ("x", "y", "width", "height")]
    assert drawn == pytest.approx([20, 30, 40, 15], abs=0.5)
    her.get_by_label("Title English").fill("Star on the neck")
    her.get_by_label("Genuine shows English").fill("Eight points.")
    her.get_by_label("A counterfeit shows English").fill("Six points.")
    screenshot(her, "journey drawn")
    her.get_by_role("button", name="Keep the feature").click()
    shown = her.locator(".annotated rect")
    numbers = [
        float((shown.get_attribute(n) or "").rstrip("%")) for n in ("x", "y", "width", "height")
    ]
    assert numbers == pytest.approx(drawn, abs=0.01)
    picture = her.locator(".annotated img").bounding_box()
    outline = shown.bounding_box()
    assert picture is not None
    assert outline is not None
    assert (outline["x"] - picture["x"]) / picture["width"] == pytest.approx(0.2, abs=0.01)
    assert (outline["y"] - picture["y"]) / picture["height"] == pytest.approx(0.3, abs=0.01)
    assert outline["width"] / picture["width"] == pytest.approx(0.4, abs=0.02)
    screenshot(her, "journey feature kept")
    her.get_by_role("button", name="Publish").click()
    expect(her.get_by_text("Published. Officers find it from now on.")).to_be_visible()

    trainer = opened(make_account(Role.TRAINER), DESKTOP)
    trainer.goto("/")
    trainer.get_by_role("link", name="Blonde 33 cl").click()
    expect(trainer.get_by_text("Star on the neck")).to_be_visible()
    expect(trainer.get_by_text("Six points.")).to_be_visible()
