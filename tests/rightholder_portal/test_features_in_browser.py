"""Features and counterfeits in a real browser: drawn, ordered, suggested, previewed."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.copied_product import EDIT
from tests.rightholder_portal.test_pages_in_browser import ALL_PICTURES
from tests.rightholder_portal.walking import Say, in_both_languages

pytestmark = pytest.mark.browser

OUTLINE = ((0.2, 0.3), (0.6, 0.35), (0.5, 0.6), (0.25, 0.55))


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the picture that is drawn on first, on the screen."""
    box = page.locator(".a9s-annotationlayer").first.bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def ready(page: Page) -> None:
    """The picture is loaded and can be drawn on."""
    layer = page.locator(".a9s-annotationlayer").first
    layer.wait_for()
    layer.scroll_into_view_if_needed()


def corners(page: Page, say: Say) -> list[list[float]]:
    """The outline in the text field, in percent."""
    text = page.get_by_label(say("Corners of the outline")).input_value()
    return [[float(number) for number in line.split()] for line in text.splitlines()]


def numbers(page: Page) -> list[float]:
    """The rectangle in the number fields, in percent."""
    return [float(page.locator(f"#{n}").input_value()) for n in ("x", "y", "width", "height")]


def in_order(numbers: tuple[int, ...], say: Say) -> list[str]:
    """The headings of make_product's features in this order."""
    titles = [say.written(f"Feature {n} of Eau Claire 50 ml") for n in numbers]
    return [f"{place}. {title}" for place, title in enumerate(titles, 1)]


@in_both_languages
def test_an_outline_is_drawn_with_a_finger_and_kept(
    opened, copied_product, publishing, screenshot, say
):
    """At 390 px, by taps; the first corner closes it; it is drawn again where it was."""
    her = opened(publishing, PHONE, has_touch=True)
    her.goto(f"/products/{copied_product.id}/features/new")
    ready(her)
    her.get_by_label(say("Outline"), exact=True).check()
    her.locator(".a9s-annotationlayer").first.scroll_into_view_if_needed()
    for corner in (*OUTLINE, OUTLINE[0]):
        her.touchscreen.tap(*place(her, *corner))
    drawn = np.array(corners(her, say))
    assert drawn == pytest.approx(np.array(OUTLINE) * 100, abs=1.5)
    her.get_by_label(say.field("Title", "en")).fill("Crown")
    her.get_by_label(say.field("Genuine shows", "en")).fill("Five points.")
    assert not scrolls_sideways(her)
    screenshot(her, "feature outline by finger")
    her.get_by_role("button", name=say("Keep the feature")).click()
    expect(her.get_by_text(say("The feature is added."))).to_be_visible()
    shown = her.locator(".annotated polygon").get_attribute("points") or ""
    kept = np.array([[float(n) for n in pair.split(",")] for pair in shown.split()])
    assert kept / [600, 800] * 100 == pytest.approx(drawn, abs=0.1)
    her.get_by_role("link", name=say("Edit")).last.click()
    ready(her)
    assert her.get_by_label(say("Outline"), exact=True).is_checked()
    assert np.array(corners(her, say)) == pytest.approx(drawn, abs=0.01)
    expect(her.locator(".a9s-annotation polygon").first).to_be_attached()
    screenshot(her, "feature edit outline")


@in_both_languages
def test_mouse_and_keyboard_say_the_same(opened, copied_product, publishing, screenshot, say):
    """A rectangle by mouse fills the numbers; the numbers move it; an outline is replaced anew."""
    her = opened(publishing, DESKTOP, height=1000)
    her.goto(f"/products/{copied_product.id}/features/new")
    ready(her)
    for start, end in (((0.1, 0.1), (0.3, 0.2)), ((0.5, 0.5), (0.8, 0.7))):  # the last one counts
        her.mouse.move(*place(her, *start))
        her.mouse.down()
        her.mouse.move(*place(her, *end), steps=5)
        her.mouse.up()
    assert numbers(her) == pytest.approx([50, 50, 30, 20], abs=1)
    expect(her.locator(".a9s-annotation")).to_have_count(1)
    her.get_by_label(say("From left, %%") % ()).first.fill("12,5")
    shown = her.locator(".a9s-annotation rect").first
    expect(shown).to_have_attribute("x", "75")  # of 600 pixels
    her.get_by_role("button", name=say("Larger")).first.click()
    her.mouse.move(*place(her, 0.1, 0.1))
    her.mouse.down()
    her.mouse.move(*place(her, 0.2, 0.15), steps=5)
    her.mouse.up()
    assert numbers(her) == pytest.approx([10, 10, 10, 5], abs=1)
    her.get_by_label(say("Outline"), exact=True).check()
    her.get_by_label(say("Corners of the outline")).fill("10 10\n50 10\n10 50\n50 50")
    her.get_by_label(say.field("Title", "en")).fill("Crown")
    her.get_by_label(say.field("Genuine shows", "en")).fill("Five points.")
    her.get_by_role("button", name=say("Keep the feature")).click()
    expect(
        her.get_by_text(
            say("The outline crosses or touches itself. Draw it around the place once.")
        )
    ).to_be_visible()
    her.get_by_label(say("Corners of the outline")).fill("10 10\n50 10\n50 50\n10 50")
    screenshot(her, "feature outline by numbers")
    her.get_by_role("button", name=say("Keep the feature")).click()
    expect(her.locator(".annotated polygon")).to_have_count(1)


def test_checks_are_put_in_order_by_dragging(opened, copied_product, publishing, live_server):
    """The second check is drawn above the first; the page comes back in the new order."""
    her = opened(publishing, PHONE)
    titles = her.locator(".entries h3")
    for width, before, language in ((PHONE, (1, 2), "en"), (DESKTOP, (2, 1), "ar")):
        her.context.add_cookies([{"name": "language", "value": language, "url": live_server}])
        her.set_viewport_size({"width": width, "height": 844})
        her.goto(f"/products/{copied_product.id}/features")
        expect(titles).to_have_text(in_order(before, Say(language)))
        her.evaluate(ALL_PICTURES)  # what loads late moves what is below it
        handle = her.locator("[data-handle]").nth(1)
        handle.scroll_into_view_if_needed()
        grip, first = handle.bounding_box(), her.locator("[data-entry]").first.bounding_box()
        assert grip is not None
        assert first is not None
        her.mouse.move(grip["x"] + 10, grip["y"] + 10)
        her.mouse.down()
        her.mouse.move(grip["x"] + 10, first["y"] + 4, steps=8)
        her.mouse.up()
        expect(titles).to_have_text(in_order(before[::-1], Say(language)))
    arabic = Say("ar")
    feature = arabic.written("Feature 2 of Eau Claire 50 ml")
    her.get_by_role("button", name=f"{arabic('Earlier')}: {feature}").click()  # keyboard or thumb
    expect(titles).to_have_text(in_order((2, 1), arabic))


def test_a_suggestion_becomes_a_feature(opened, copied_product, publishing, screenshot, say):
    """Where the counterfeit was changed; one press fills both places of the form."""
    her = opened(publishing, DESKTOP, height=1000)
    her.goto(f"/products/{copied_product.id}/features")
    her.get_by_role("link", name=say("Suggest places")).click()
    her.get_by_role("link", name=say("Compare")).click()
    expect(her.get_by_role("status").filter(has_text="differ")).to_be_visible()
    her.evaluate(ALL_PICTURES)
    screenshot(her, "suggestions")
    her.get_by_role("link", name=say("Make a feature of this")).first.click()
    ready(her)
    x, y, width, height = numbers(her)
    rows, columns = EDIT
    assert x < (columns.start + columns.stop) / 2 / 6 < x + width
    assert y < (rows.start + rows.stop) / 2 / 8 < y + height
    counterpart = her.locator("#counterpart_x").input_value()
    assert float(counterpart) == pytest.approx(x, abs=2)
    her.get_by_label(say.field("Title", "en")).fill("Letters beside the seal")
    her.get_by_label(say.field("Genuine shows", "en")).fill("Sharp.")
    screenshot(her, "feature from a suggestion")
    her.get_by_role("button", name=say("Keep the feature")).click()
    expect(
        her.get_by_alt_text(
            say("Known counterfeit: %(what)s", what=say.written("Letters beside the seal"))
        )
    ).to_be_visible()
    her.get_by_role("link", name=say("Suggest places")).click()
    her.get_by_role("link", name=say("Compare")).click()
    expect(
        her.get_by_text(
            say(
                "No further place differs clearly. What is a feature already is left out; "
                "what only a hand can feel is not on an image."
            )
        )
    ).to_be_visible()
