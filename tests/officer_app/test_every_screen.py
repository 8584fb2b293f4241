"""
Every screen of the phone at 390 px: light, dark and in Arabic.

The list is every_screen.py. With IPM_SCREENSHOTS set to a folder, pictures of all of them are kept
there (``make screenshots`` writes docs/officer).
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks.port_photos import KEPT_BY_WORKER
from image_index.simulated_photo import CONDITIONS, photograph
from seed_products.artwork import draw_product
from tests.browser import PHONE
from tests.conftest import PASSWORD
from tests.officer_app.every_screen import SCREENS, Screen
from tests.officer_app.fake_camera import scene, show
from tests.officer_app.phone import choose, looks_right
from tests.officer_app.screen_world import KNOWN, ScreenWorld, screen_world
from tests.rightholder_portal.pictures import keep_picture
from tests.rightholder_portal.test_every_page_in_browser import (
    ALL_BUT_COLOURS,
    AXE,
    COLOURS,
    WCAG,
    complaints,
)

__all__ = ["screen_world"]

APP = Path(__file__).parents[2] / "officer_app"
PICTURES = Path(__file__).parents[2] / "docs" / "officer"
FOLDER = os.environ.get("IPM_SCREENSHOTS")
LARGEST = 4_000_000  # bytes of all pictures together
LOOKS = {
    "en": {"light": {"runOnly": WCAG, "resultTypes": ["violations"]}, "dark": COLOURS},
    "ar": {"arabic": ALL_BUT_COLOURS},
}
"""Language → looks → what axe is asked: the rest is the same markup."""

BUDGET = "ipm_api.operations.reading_budget."
BEFORE_AND_AFTER = {"sign-in", "unlock"}

AT_REST = """() => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
LOCK = "async () => (await import('/officer/session.js')).lock()"
FORGET_HEADING = """() => document.querySelectorAll("h1").forEach((heading) => {
    heading.dataset.seen = "";
})"""
SETTLED = """() => {
    const heading = document.querySelector("#screen h1");
    return heading && !("seen" in heading.dataset)
        && !document.querySelector("#screen[aria-busy], .loading")
        && [...document.images].every((image) => image.complete);
}"""
GO = """(to) => {
    if (location.hash === to) window.dispatchEvent(new Event("ipm:show-again"));
    else location.hash = to;
}"""
COVERED = """() => {
    const controls = document.querySelectorAll("main :is(a, button, input, select, summary)");
    return [...controls].filter((one) => one.checkVisibility() && !one.matches(".hidden"))
        .filter((one) => {
            one.focus();
            const top = document.querySelector("#screen > footer").getBoundingClientRect().top;
            const box = one.getBoundingClientRect();
            return box.bottom > top + 1 && box.height < top;
        })
        .map((one) => one.outerHTML.slice(0, 160));
}"""

# Text that does not fit where it stands, unless more of it is one tap away.
CUT = """() => [...document.querySelectorAll("#screen :is(h1, h2, p, b, span, dd, dt, .button)")]
    .filter((one) => one.checkVisibility() && !one.matches(".hidden, .excerpt"))
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
        || getComputedStyle(one).overflow === "hidden" && one.scrollHeight > one.clientHeight + 1)
    .map((one) => one.outerHTML.slice(0, 160))"""
BESIDE = """() => [...document.querySelectorAll("#screen *")].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    const isBeside = left < -1 || right > document.documentElement.clientWidth + 1;
    const isMeant = one.closest(".watermark, .picture, .hidden");
    return isBeside && !isMeant && right > left && one.checkVisibility();
}).map((one) => one.outerHTML.slice(0, 160))"""
# Among Arabic, the full stop or quotation mark of a Latin text on the wrong side of it.
TURNED = r"""() => {
    const screen = document.querySelector("#screen");
    const texts = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const { data, parentElement: one } = texts.currentNode;
        const isLatin = /[A-Za-z]/.test(data) && !/[\u0600-\u06ff\u2068]/.test(data);
        const isIn = getComputedStyle(one).direction === "rtl" && !one.closest("textarea, option");
        if (isLatin && isIn && /^[^\w\s]|[^\w\s]$/.test(data.trim())) found.push(data);
    }
    return found;
}"""
SMALLEST, LARGEST_TYPE = 320, "150"  # px; per cent, of the settings
TYPE_SIZE = "(size) => { document.documentElement.dataset.size = size; }"


class Look:
    """One page that is looked at again and again; what is wrong, by screen and look."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.wrong: dict[str, list[str]] = {}

    def at(self, name: str) -> None:
        """Look at what is shown, in every look of the language."""
        page = self.page
        page.wait_for_function(SETTLED)
        looks_right(page)
        found = []
        dialog = page.locator("dialog").count() > 0
        if not dialog:
            found += [f"under the footer: {one}" for one in page.evaluate(COVERED)]
            found += self.in_small_and_large()
            if self.language == "ar":
                found += [f"turned: {one}" for one in page.evaluate(TURNED)]
        for look, rules in LOOKS[self.language].items():
            page.emulate_media(color_scheme="dark" if look == "dark" else "light")
            found += [f"{look}: {one}" for one in complaints(page, rules)]
            if FOLDER:
                page.evaluate(AT_REST)
                keep_picture(page, Path(FOLDER) / f"{name}-{look}.png", full=not dialog)
        if found:
            self.wrong[name] = found

    def in_small_and_large(self) -> list[str]:
        """Cut texts here, and with the largest type on the smallest phone."""
        page = self.page
        cut = [f"cut: {one}" for one in page.evaluate(CUT)]
        page.set_viewport_size({"width": SMALLEST, "height": 640})
        page.evaluate(TYPE_SIZE, LARGEST_TYPE)
        cut += [f"in large type: {one}" for one in page.evaluate(CUT) + page.evaluate(BESIDE)]
        page.evaluate(TYPE_SIZE, "100")
        page.set_viewport_size({"width": PHONE, "height": 844})
        return cut

    def go(self, screen: Screen, ids: dict[str, str]) -> None:
        """Show *screen* and do what is done there."""
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate(FORGET_HEADING)
        self.page.evaluate(GO, f"#/{screen.address.format(**ids)}")
        self.page.wait_for_function(SETTLED)
        screen.then(self.page)


@pytest.fixture
def phone(browser_page, camera_chromium, feed):
    """Opens the app in a language, on a phone whose camera sees the article; axe is there, too."""
    shot = photograph(draw_product(KNOWN)[0].image, np.random.default_rng(8), CONDITIONS["clear"])
    show(feed, scene(shot.image))

    def open_in(language: str) -> Page:
        page = browser_page(
            PHONE,
            browser=camera_chromium,
            permissions=["camera"],
            reduced_motion="reduce",
            bypass_csp=True,
            service_workers="allow",
        )
        page.add_init_script(path=AXE)
        page.add_init_script(f"localStorage.setItem('ipm.language', '{language}')")
        page.goto("/officer/")
        return page

    return open_in


@pytest.mark.browser
@pytest.mark.long
def test_every_screen_can_be_read_and_pressed_by_everyone(phone, screen_world, monkeypatch):
    """No serious fault for a screen reader, nothing beside the screen, nothing under the footer."""
    wrong = {
        language: walk(phone(language), language, screen_world, monkeypatch) for language in LOOKS
    }
    assert not any(wrong.values()), json.dumps(wrong, indent=1, ensure_ascii=False)


def walk(page: Page, language: str, world: ScreenWorld, monkeypatch) -> dict[str, list[str]]:
    """Through all screens; what is wrong, by screen."""
    look = Look(page, language)
    look.at("sign-in")
    sign_in(page, world.email)
    page.evaluate(KEPT_BY_WORKER)
    for name, screen in SCREENS.items():
        with trouble(screen.trouble, page, monkeypatch):
            if name == "queue":
                wait_in_queue(page, world.photo)
            look.go(screen, world.ids)
            look.at(name)
            if page.locator("dialog").count():
                page.keyboard.press("Escape")
                expect(page.locator("dialog")).to_have_count(0)
    page.evaluate(LOCK)
    expect(page.locator("#unlock")).to_be_visible()
    look.at("unlock")
    return look.wrong


def sign_in(page: Page, email: str) -> None:
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("footer .primary").click()
    expect(page.locator("#email")).to_have_count(0)


def wait_in_queue(page: Page, photo: Path) -> None:
    page.evaluate(GO, "#/start")
    choose(page, photo)
    expect(page.locator("main a[href='#/queue']").first).to_be_visible()


@contextmanager
def trouble(kind: str, page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The phone without a network, or an officer who has read more than is usual."""
    with monkeypatch.context() as patch:
        if kind == "limited":
            patch.setattr(f"{BUDGET}SOFT", 2)  # the favourites
            patch.setattr(f"{BUDGET}FRESH", timedelta(0))
        page.context.set_offline(kind == "offline")
        yield
        page.context.set_offline(False)


def test_the_list_names_every_screen_of_the_app():
    """A screen that is missing in every_screen.py would be looked at by nobody."""
    text = (APP / "app.js").read_text()
    listed = text[text.index("const SCREENS") :].split("]")[0].split('"')[1::2]
    assert listed
    assert set(listed) <= {*SCREENS, *(one.address.split("/")[0] for one in SCREENS.values())}


def test_every_look_of_every_screen_is_in_the_documentation():
    """Pictures are small and complete; none is of a screen that is no more."""
    looks = [look for looks in LOOKS.values() for look in looks]
    names = {f"{name}-{look}.png" for name in {*SCREENS, *BEFORE_AND_AFTER} for look in looks}
    kept = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert set(kept) == names, "make screenshots"
    assert sum(kept.values()) <= LARGEST
    index = (PICTURES / "README.md").read_text()
    assert [name for name in sorted(names) if name not in index] == []
