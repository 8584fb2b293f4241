"""
The table of the phone's screens: a new one is one line here, and is looked at in every look.

Signed in, in the order in which an officer meets them; "sign-in" comes before all, "unlock" after.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Screen:
    """
    Attributes:
        address: after "#/"; braces stand for ids of screen_world.py.
        then: what is pressed or waited for there.
        trouble: "offline": without a network; "limited": more products were read than is usual.
    """

    address: str
    then: Callable[[Page], object] = lambda page: None
    trouble: str = ""


def seen(selector: str, count: int = 1) -> Callable[[Page], object]:
    """What comes a moment after the screen itself."""
    return lambda page: expect(page.locator(selector)).to_have_count(count)


def see_what_is_new(page: Page) -> None:
    expect(page.locator(".alert-line")).to_be_visible()
    page.wait_for_load_state("networkidle")


def take_photo(page: Page) -> None:
    page.locator("footer .primary").last.click()
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0")


def aim_at_a_code(page: Page) -> None:
    expect(page.locator("dialog[data-ready]")).to_be_visible()
    expect(page.locator(".advice")).to_have_text("")


def type_digits(page: Page) -> None:
    aim_at_a_code(page)
    page.keyboard.press("Escape")
    page.locator("#code").fill("(01)09521234543213(17)240131(10)L77(21)AB-123456")
    page.locator("form button").click()
    expect(page.locator("dl.how")).to_be_visible()


def search(page: Page) -> None:
    page.locator("#words").fill("doloven")
    page.locator("form button").first.click()
    expect(page.locator(".candidate")).to_have_count(2)


def look_at_a_place(page: Page) -> None:
    page.locator(".mark").first.press("Enter")
    expect(page.locator(".pair img").first).to_be_visible()


def by_eye(page: Page) -> None:
    if page.locator("[name=tool]").count():
        page.locator("footer .primary").click()
    expect(page.locator(".pair")).to_have_count(1)
    expect(page.locator("main a[href^='#/differences']")).to_have_count(1)


def answer_some(page: Page) -> None:
    """Each feature in its own way, so that every group is seen."""
    by_eye(page)
    for which in (1, 0, 0, 2, 3, 0):
        before = page.locator("h1").inner_text()
        page.locator("footer button").nth(which).click()
        expect(page.locator("h1")).not_to_have_text(before)
    expect(page.locator("footer a.primary")).to_be_visible()


def check_meanwhile(page: Page) -> None:
    page.locator("article a[href^='#/candidates']").click()
    expect(page.locator("main .gallery img")).to_be_visible()


def check_without_network(page: Page) -> None:
    """From the photo that waits to its first place, by the guides on the phone."""
    check_meanwhile(page)
    page.locator("footer a.primary").click()
    search(page)
    page.locator(".candidate").first.click()
    page.locator("footer a.primary[href^='#/check']").click()
    expect(page.locator(".genuine-view img")).to_be_visible()


def fetch_guides(page: Page) -> None:
    page.locator("section.card .button").click()
    expect(page.locator("section.card .button[disabled]")).to_have_count(0)


SCREENS = {
    "start": Screen("start", see_what_is_new),
    "camera": Screen("start", take_photo),
    "scan": Screen("scan", aim_at_a_code),
    "scanned": Screen("scan", type_digits),
    "candidates": Screen("candidates/{inspection}"),
    "nothing-found": Screen("candidates/{unknown}"),
    "tools": Screen("tools/{inspection}/{product}"),
    "check": Screen("check/{inspection}/{product}/1", by_eye),
    "differences": Screen("differences/{inspection}/{product}", look_at_a_place),
    "summary": Screen("check/{inspection}/{product}/1", answer_some),
    "verdict": Screen("verdict/{inspection}/{product}"),
    "receipt": Screen("receipt/{decided}"),
    "report": Screen("report/{decided}"),
    "seizure": Screen("seizure/{decided}"),
    "alternatives": Screen("alternatives/{inspection}", search),
    "product": Screen("product/{product}", seen("[aria-pressed]")),
    "history": Screen("history"),
    "ask": Screen("ask/product/{product}/{inspection}"),
    "brands": Screen("brands"),
    "questions": Screen("questions"),
    "question": Screen("question/{question}"),
    "alerts": Screen("alerts/{alert}"),
    "favourites": Screen("favourites"),
    "settings": Screen("settings", fetch_guides),
    "help": Screen("help"),
    "problem": Screen("candidates/00000000-0000-0000-0000-000000000000"),
    "reason": Screen("product/{other}", seen("#why"), trouble="limited"),
    "no-network": Screen("history", trouble="offline"),
    "product-offline": Screen("product/{product}", seen("main > .notice.sign"), trouble="offline"),
    "queue": Screen("queue", seen("article img"), trouble="offline"),
    "waiting": Screen("queue", check_meanwhile, trouble="offline"),
    "check-offline": Screen("queue", check_without_network, trouble="offline"),
}
