"""Checking a feature: what is at hand, both pictures moved as one, and every answer revocable."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from ipm_api.models.distinguishing_feature import FeatureLevel, Tool
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.models.recorded_verdict import RecordedVerdict
from ipm_api.operations.publication import publish_product
from tests.browser import PHONE, until
from tests.conftest import label
from tests.officer_app.fake_camera import scene, show
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def product(session, publisher, make_product):
    """Its first feature needs a lamp; the second is for officers alone."""
    made = make_product(publisher, picture=label(5), name="Eau Claire")
    made.features[0].tool = Tool.UV_LAMP
    made.features[1].level = FeatureLevel.COVERT
    publish_product(session, publisher, made.id)
    return made


@pytest.fixture
def at_the_check(officer_page, product, photo_file):
    """An officer's page where the candidate was just tapped."""

    def go(language: str = "en", **options: object) -> Page:
        page = officer_page(PHONE, **options)
        page.get_by_label("Language").select_option(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        choose(page, photo_file(5))
        page.get_by_role("link", name="Eau Claire").click()
        return page

    return go


def zoom_of(page: Page) -> float:
    return float(page.locator(".pair").get_attribute("data-zoom") or 0)


def moves(page: Page) -> list[str]:
    """How each picture of the pair is moved and scaled now."""
    return page.locator(".pair .picture > img").evaluate_all(
        "images => images.map((one) => getComputedStyle(one).transform)"
    )


def test_the_tools_at_hand_are_asked_once_and_decide_what_comes_last(at_the_check, screenshot):
    """By eye only is one tap; a feature for a missing lamp waits, and says so."""
    page = at_the_check()
    expect(page.get_by_role("heading", name="What do you have at hand?")).to_be_visible()
    screenshot(page, "officer-tools")
    looks_right(page)
    page.get_by_role("button", name="By eye only").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Needs a UV lamp.")).to_have_count(0)
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Needs a UV lamp.")).to_be_visible()
    page.get_by_role("link", name="Tools at hand").click()
    page.get_by_label("UV lamp").check()
    page.get_by_role("button", name="With these tools").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Needs a UV lamp.")).to_have_count(0)
    looks_right(page)


def test_what_separates_best_by_the_service_comes_first(
    officer_page, publisher, make_product, photo_file
):
    """The order of the comparison, fixed with the first answer: nothing moves under the thumb."""
    product = make_product(publisher, picture=label(5), name="Eau Claire")
    order = [str(feature.id) for feature in reversed(product.features)]
    said = {"features": [], "places": [], "order": order}
    page = officer_page(PHONE)
    page.route("**/comparison", lambda route: route.fulfill(json=said))
    choose(page, photo_file(5))
    page.get_by_role("link", name="Eau Claire").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    said["order"].reverse()
    page.go_back()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()


def test_keys_and_fingers_move_both_pictures_together(at_the_check, screenshot):
    """The same place stays beside the same place: pinch, drag, plus, minus and arrows."""
    page = at_the_check(has_touch=True)
    page.get_by_role("button", name="By eye only").click()
    area = page.locator(".pair")
    expect(page.locator(".pair img")).to_have_count(2)
    area.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert zoom_of(page) == 1.5
    scales = {move.split("(")[1].split(",")[0] for move in moves(page)}
    assert scales == {"1.5"}
    page.keyboard.press("-")
    assert zoom_of(page) == 1

    box = page.get_by_role("img", name="Your photo").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, apart: float, dx: float = 0) -> None:
        points = [{"x": middle[0] + dx + side * apart, "y": middle[1]} for side in (-1, 1)]
        sent = [] if kind == "touchEnd" else points
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    touch("touchStart", 12)
    for apart in (20, 30, 36):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    assert 2 < zoom_of(page) <= 4
    assert len({move.split("(")[1].split(",")[0] for move in moves(page)}) == 1  # both alike
    screenshot(page, "officer-check-zoomed")
    page.get_by_role("button", name="Further away").click()
    looks_right(page)


def test_a_slider_uncovers_the_own_photo_under_the_genuine_picture(at_the_check, screenshot):
    """It works by thumb and by keyboard, and says how far it is."""
    page = at_the_check()
    page.get_by_role("button", name="By eye only").click()
    expect(page.locator(".pair img")).to_have_count(2)
    page.get_by_role("button", name="One over the other").click()
    slider = page.get_by_role("slider", name="How much of the genuine picture")
    expect(slider).to_be_focused()
    own, genuine = (
        page.locator(f".{name}-view .picture").bounding_box() for name in ("own", "genuine")
    )
    assert own == pytest.approx(genuine, abs=1)  # one over the other
    page.keyboard.press("Home")
    covered = page.locator(".genuine-view .picture")
    assert covered.evaluate("e => getComputedStyle(e).clipPath") == "inset(0px 100% 0px 0px)"
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "3 % genuine picture")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    assert 50 < int(slider.input_value()) < 70
    screenshot(page, "officer-slider")
    looks_right(page)
    page.get_by_role("button", name="One over the other").click()
    expect(slider).to_have_count(0)


def test_an_answer_is_taken_back_with_one_tap(at_the_check):
    """On the next screen and on the summary; what stood there before stands again."""
    page = at_the_check()
    page.get_by_role("button", name="By eye only").click()
    page.get_by_role("button", name="As counterfeit").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Feature 2 of Eau Claire: As counterfeit")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Your answer")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.get_by_role("button", name="Can’t tell").click()
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()


def test_what_is_for_officers_alone_bears_the_name_of_its_reader(at_the_check, screenshot):
    """A photo of the screen says who took it; public features bear nothing."""
    page = at_the_check()
    page.get_by_role("button", name="By eye only").click()
    expect(page.get_by_text("Officers only")).to_be_visible()
    mark = page.locator(".watermark")
    expect(mark).to_contain_text("@")
    assert mark.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
    screenshot(page, "officer-check-watermark")
    page.get_by_role("button", name="As genuine").click()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(mark).to_have_count(0)


WAITING = (
    "import('/officer/storage/outbox.js').then(({ items }) => items()).then((all) => all.length)"
)
GHOST = """() => {
    const image = document.querySelector(".ghost img"), laid = image.getBoundingClientRect();
    const view = document.querySelector(".ghost").getBoundingClientRect();
    const box = document.querySelector(".ghost svg").getBoundingClientRect();
    return {
        stretched: laid.width / laid.height / (image.naturalWidth / image.naturalHeight),
        fills: Math.max(laid.width / view.width, laid.height / view.height),
        outline: [box.x, box.y, box.width, box.height].map(Math.round),
        picture: [laid.x, laid.y, laid.width, laid.height].map(Math.round),
    };
}"""


def test_a_closer_photo_of_the_place_is_one_tap(
    at_the_check, camera_chromium, feed, session, screenshot
):
    """Aimed with the genuine place, never stretched; back at the same place with one photo more."""
    show(feed, scene(label(5)))
    page = at_the_check(browser=camera_chromium, permissions=["camera"])
    page.get_by_role("button", name="By eye only").click()
    shots = page.locator(".shots")
    expect(shots.locator("summary")).to_have_text("Photos of this article: 1 · next: Label")
    expect(shots.get_by_role("button")).to_have_count(0)  # one line
    page.get_by_role("button", name="Take a closer photo of this place").click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    expect(page.locator(".ghost img")).to_be_visible()
    ghost = page.evaluate(GHOST)
    assert ghost["stretched"] == pytest.approx(1, abs=0.02)
    assert ghost["fills"] == pytest.approx(1, abs=0.02)
    assert ghost["outline"] == ghost["picture"]
    screenshot(page, "officer-camera-ghost")
    looks_right(page)
    page.locator(".shutter").click()
    expect(shots.locator("summary")).to_contain_text("Photos of this article: 2")
    expect(page.get_by_role("heading", name="Feature 2 of Eau Claire")).to_be_visible()
    shots.locator("summary").click()
    expect(shots.get_by_role("img", name="Your photo")).to_have_count(2)
    shots.get_by_role("button", name="Label, next").scroll_into_view_if_needed()
    screenshot(page, "officer-check-shots")
    looks_right(page)
    photos = select(func.count()).select_from(InspectionPhoto)
    until(page, lambda: session.scalar(photos) == 2)


def test_a_verdict_is_taken_back_and_stays_in_the_record(at_the_check, session, screenshot):
    """Within the time that the screen says; then another one is recorded."""
    page = at_the_check()
    page.get_by_role("button", name="By eye only").click()
    page.get_by_role("button", name="As counterfeit").click()
    page.get_by_role("button", name="Can’t see it").click()
    page.get_by_role("link", name="To the verdict").click()
    page.get_by_label("Suspect", exact=True).check()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("heading", name="Recorded")).to_be_visible()
    screenshot(page, "officer-receipt-undo")
    looks_right(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Take the verdict back").click()
    expect(page.get_by_text("The wish is kept on this phone.")).to_be_visible()
    looks_right(page)
    expect(page.get_by_role("link", name="Waiting to be sent")).to_be_visible()
    page.context.set_offline(False)
    until(page, lambda: session.scalar(select(RecordedVerdict.undone_at)) is not None)
    until(page, lambda: not page.evaluate(WAITING))
    page.get_by_role("link", name="Change the verdict").click()
    expect(page.get_by_role("heading", name="What is your verdict?")).to_be_visible()
    page.get_by_label("Cannot tell").check()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("heading", name="Cannot tell")).to_be_visible()
    page.get_by_text("Earlier verdicts: 1").click()
    expect(page.get_by_text("taken back")).to_be_visible()
    looks_right(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Take the verdict back").click()
    expect(page.get_by_text("The wish is kept on this phone.")).to_be_visible()
    page.get_by_role("link", name="Change the verdict").click()
    page.get_by_label("Suspect", exact=True).check()
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_text("Your verdict is kept on this phone")).to_be_visible()
    assert page.evaluate(WAITING) == 1  # a new verdict overrules the wish
    page.context.set_offline(False)
    until(page, lambda: not page.evaluate(WAITING))
    page.go_back()
    page.get_by_role("button", name="Take the verdict back").click()
    expect(page.get_by_role("heading", name="Cannot tell")).to_be_visible()  # it holds again
    session.expire_all()
    kept = session.scalars(select(RecordedVerdict).order_by(RecordedVerdict.number)).all()
    assert [(one.verdict.value, one.undone_at is None) for one in kept] == [
        ("suspect", False),
        ("cannot-tell", True),
        ("suspect", False),
    ]


def test_the_check_in_the_dark_and_in_arabic(at_the_check, screenshot):
    """Pictures keep their left and right; words go from the right."""
    page = at_the_check("ar", color_scheme="dark")
    expect(page.get_by_role("heading", name="ماذا لديك في متناول اليد؟")).to_be_visible()
    page.locator("footer .primary").click()
    expect(page.locator(".pair img")).to_have_count(2)
    page.locator(".compare-tools .button").first.click()
    screenshot(page, "officer-check-dark-arabic")
    looks_right(page)
