"""The live camera: aim, read what would make the photo better, press; or what to do without one."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from image_index.photo import decode_photo
from ipm_api.models.inspection import InspectionPhoto
from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.fake_camera import filling, scene, show
from tests.officer_app.phone import looks_right

pytestmark = pytest.mark.browser
EVALUATION = os.environ.get("IPM_EVAL_DATA")

NOTE_TRACKS = """() => {
    window.tracks = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
        const stream = await open(wish);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
}"""
ALL_ENDED = "() => window.tracks.length > 0 && window.tracks.every((t) => t.readyState === 'ended')"


@pytest.fixture
def camera_page(officer_page, camera_chromium):
    """An officer who let the page use the camera."""

    def open_page(**options: object) -> Page:
        options.setdefault("permissions", ["camera"])
        page = officer_page(PHONE, browser=camera_chromium, **options)
        page.evaluate(NOTE_TRACKS)
        return page

    return open_page


def open_camera(page: Page) -> None:
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()


def test_a_photo_of_the_live_camera_is_identified(
    camera_page, feed, publisher, make_product, screenshot, session
):
    """The main job without the phone's own camera; the camera is let go, the bytes are a photo."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    show(feed, scene(label(5)))
    page = camera_page()
    page.get_by_role("button", name="Take a photo").evaluate("(it) => { it.click(); it.click(); }")
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(1)  # a thumb in a glove presses twice
    expect(page.get_by_role("button", name="Torch")).to_have_count(0)  # this camera has none
    box = page.locator(".shutter").bounding_box()
    assert min(box["width"], box["height"]) >= 72
    assert box["y"] + box["height"] <= 844
    screenshot(page, "officer-camera")
    looks_right(page)
    page.keyboard.press("Enter")  # the shutter has the focus
    expect(page.get_by_role("heading", name="Which product is it?")).to_be_visible()
    expect(page.get_by_text("Strong match")).to_be_visible()
    page.wait_for_function(ALL_ENDED)
    sent = session.scalars(select(InspectionPhoto)).one()
    assert sent.file_name.startswith("photo-")
    page.go_back()
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
def test_a_real_case_before_the_camera_is_identified(camera_page, feed, publisher, make_product):
    """Not a drawing: a photo that a compact camera took of a DVD case, and the shop's picture."""
    folder = Path(EVALUATION, "dvd")
    cover = decode_photo((folder / "references" / "dvd_002.jpg").read_bytes())
    make_product(publisher, picture=cover, name="Case")
    show(feed, filling(decode_photo((folder / "photos" / "canon_dvd_002.jpg").read_bytes())))
    page = camera_page()
    open_camera(page)
    page.locator(".shutter").click()
    expect(page.get_by_role("link", name="Case")).to_be_visible()


def too_dark(image):
    return (image * 0.15).astype(np.uint8)


def too_blurred(image):
    return cv2.GaussianBlur(image, (0, 0), 14)


def too_shiny(image):
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    spot = np.exp(-((x - 480) ** 2 + (y - 640) ** 2) / (2 * 150**2))[..., None] * 600
    return np.clip(image + spot, 0, 255).astype(np.uint8)


FAULTS = {
    "More light": too_dark,
    "Hold still": too_blurred,
    "Less glare": too_shiny,
}


def test_the_camera_says_in_three_words_what_to_do(camera_page, feed, screenshot):
    """While aiming, not after the answer; a good picture gets no word; nothing is held back."""
    good = scene(label(5))
    shown = {words: fault(good) for words, fault in FAULTS.items()}
    shown["Come closer"] = scene(label(5), share=0.25)
    page = camera_page()
    for words, image in shown.items():
        show(feed, image)
        open_camera(page)
        expect(page.locator(".advice")).to_have_text(words)
        expect(page.locator(".shutter")).to_be_enabled()
        screenshot(page, f"officer-camera-{words}")
        page.get_by_role("button", name="Close").click()
        expect(page.locator("dialog")).to_have_count(0)
    show(feed, good)
    open_camera(page)
    page.wait_for_function("() => document.querySelector('video').currentTime > 1")
    expect(page.locator(".advice")).to_have_text("")


def test_the_camera_is_off_when_it_is_not_seen(camera_page, feed):
    """A camera that runs on under another screen drains the phone and films what nobody chose."""
    show(feed, scene(label(5)))
    page = camera_page()
    open_camera(page)
    page.go_back()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
    page.wait_for_function(ALL_ENDED)

    open_camera(page)
    page.evaluate("location.hash = '#/history'")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_function(ALL_ENDED)
    page.go_back()

    page.evaluate("location.hash = '#/start'")
    open_camera(page)
    hide = "Object.defineProperty(document, 'hidden', { configurable: true, value: %s });"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true" + tell)
    page.wait_for_function(ALL_ENDED)
    page.evaluate(hide % "false" + tell)
    expect(page.locator("dialog[data-ready]")).to_be_visible()


@pytest.mark.parametrize(("with_camera", "words"), [(True, "may not use"), (False, "No camera")])
def test_without_a_camera_the_gallery_and_words(
    with_camera, words, officer_page, camera_chromium, chromium, publisher, make_product,
    photo_file, screenshot,
):  # fmt: skip
    """Denied, or a machine that has none: the words say what to do, and a photo can be chosen."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE, browser=camera_chromium if with_camera else chromium)
    page.get_by_role("button", name="Take a photo").click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    screenshot(page, f"officer-camera-refused-{with_camera}")
    looks_right(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="Choose a picture").click()
    chooser.value.set_files(photo_file(5))
    expect(page.get_by_role("heading", name="Which product is it?")).to_be_visible()


ABLE_CAMERA = """() => {
    window.wishes = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({
        torch: true, zoom: { min: 1, max: 4, step: 0.5 }, focusMode: ["continuous", "single-shot"],
    });
    MediaStreamTrack.prototype.getSettings = () => ({ zoom: 1 });
    MediaStreamTrack.prototype.applyConstraints = async (wish) => { window.wishes.push(wish.advanced[0]); };
}"""  # noqa: E501


def test_torch_zoom_and_focus_where_the_phone_has_them(camera_page, feed, screenshot):
    """Each is shown where the camera says that it can; by thumb and by keyboard."""
    show(feed, scene(label(5)))
    page = camera_page()
    page.evaluate(ABLE_CAMERA)
    open_camera(page)
    page.get_by_role("button", name="Torch").click()
    expect(page.get_by_role("button", name="Torch", pressed=True)).to_be_visible()
    page.get_by_role("slider", name="Zoom").press("ArrowRight")
    page.get_by_role("button", name="Focus here").click(position={"x": 100, "y": 60})
    page.get_by_role("button", name="Focus here").press("Enter")
    screenshot(page, "officer-camera-able")
    looks_right(page)
    torch, zoom, touched, middle = page.evaluate("window.wishes")
    assert (torch, zoom) == ({"torch": True}, {"zoom": 1.5})
    assert touched["focusMode"] == "single-shot"
    assert touched["pointsOfInterest"][0]["x"] < 0.5
    assert middle["pointsOfInterest"] == [{"x": 0.5, "y": 0.5}]
