"""
Every page, for who may open it, in four languages, on a phone and on a desk.

The list of pages is the policy: a new page is looked at without a line here. With IPM_SCREENSHOTS
set to a folder, a picture of every page is kept in it (``make screenshots``).
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page

from ipm_api.config import Config
from ipm_api.portal_policy import PORTAL_POLICY
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.pictures import keep_picture, picture_name
from tests.rightholder_portal.test_access_matrix import PROMISED, filled, ids_of
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        "IPM_EVERY_PAGE" not in os.environ, reason="pages are still being written; FRAME ends this"
    ),
]

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
NOT_COLOURS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "rules": {"color-contrast": {"enabled": False}},
}
SERIOUS = ("serious", "critical")
LOOKS = (("en", (PHONE, DESKTOP)), ("ar", (PHONE, DESKTOP)), ("fr", (PHONE,)), ("es", (DESKTOP,)))
"""Languages, and the widths at which each is looked at."""

PEOPLE = (
    "anonymous",
    "pending",
    "publisher A",
    "officer X",
    "trainer",
    "administrator",
    "national contact",
)
"""Each page is looked at as the first of PROMISED of these; people of the world."""

PART = 6  # pages of one test
NO_PAGES = ("/static/",)
_PICTURES = os.environ.get("IPM_SCREENSHOTS")


def pages_of(person: str) -> list[str]:
    """The rules of the pages that *person* is the first of PEOPLE to be let in to."""
    found = []
    for route in PORTAL_POLICY:
        method, rule = route.split(" ")
        if method != "GET" or rule.startswith(NO_PAGES):
            continue
        allowed = PROMISED[route][0]
        if next(who for who in PEOPLE if who in allowed) == person:
            found.append(rule)
    return found


def in_parts() -> list[tuple[str, list[str]]]:
    """Who looks at which pages: small parts, so that test processes share the work."""
    return [
        (person, pages[first : first + PART])
        for person in PEOPLE
        for pages in [pages_of(person)]
        for first in range(0, len(pages), PART)
    ]


@pytest.fixture
def opened(
    browser_page: Callable[..., Page], live_server: str, config: Config, world: World
) -> Iterator[Callable[[str], Page]]:
    """A browser of somebody of the world, signed in by its cookie; no file may be missing."""
    missing: list[str] = []

    def open_as(person: str) -> Page:
        page = browser_page(PHONE, reduced_motion="reduce")
        page.context.add_init_script(path=AXE)
        if token := world.tokens.get(person):
            cookie = {"name": "ipm", "value": signed({"token": token}, config), "url": live_server}
            page.context.add_cookies([cookie])
        page.on("response", lambda r: missing.append(r.url) if r.status >= 400 else None)
        return page

    yield open_as
    assert missing == []


def signed(content: dict[str, str], config: Config) -> str:
    """*content* as the session cookie of the portal."""
    app = Flask(__name__)
    app.secret_key = config.secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


def speak(page: Page, language: str, address: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])


def is_page(page: Page, path: str) -> bool:
    """False for downloads, pictures and redirects to pages that are looked at themselves."""
    answer = page.context.request.get(path, max_redirects=0)
    assert answer.status in (200, 302, 303, 307), (path, answer.status)
    return answer.status == 200 and answer.headers["content-type"].startswith("text/html")


def complaints(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds serious or critical, in words."""
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("person", "rules"), in_parts(), ids=lambda part: str(part)[:60])
def test_every_page_can_be_read_by_everyone(opened, world, live_server, person, rules):
    """No serious fault for a screen reader, nothing beside the screen, in any language."""
    page = opened(person)
    wrong = []
    for rule in rules:
        try:
            path = filled(rule, ids_of(world, "A"))
        except KeyError as name:
            raise AssertionError(f"no {name} of the world for {rule}") from name
        assert "<" not in path, f"the world has no value for {rule}"
        if not is_page(page, path):
            continue
        for language, widths in LOOKS:
            speak(page, language, live_server)
            page.set_viewport_size({"width": widths[0], "height": 844})
            page.goto(path)
            direction = page.evaluate("document.documentElement.dir")
            assert direction == ("rtl" if language == "ar" else "ltr")
            for width in widths:
                page.set_viewport_size({"width": width, "height": 844})
                where = f"{rule} {language} {width}"
                if scrolls_sideways(page):
                    wrong.append(f"{where}: scrolls sideways")
                wrong += [f"{where}: {said}" for said in complaints(page, NOT_COLOURS)]
                if _PICTURES and (language == "en" or (language == "ar" and width == PHONE)):
                    keep_picture(page, Path(_PICTURES) / picture_name(rule, language, width))
            if language == "en":  # colours are the same in every language
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    wrong += [f"{rule} {scheme}: {said}" for said in complaints(page, COLOURS)]
                page.emulate_media(color_scheme="light")
    assert wrong == [], json.dumps(wrong, indent=1, ensure_ascii=False)


def test_every_page_is_looked_at():
    """Nobody is forgotten: each route with a page belongs to one of PEOPLE."""
    looked_at = {rule for person in PEOPLE for rule in pages_of(person)}
    pages = {route.split(" ")[1] for route in PORTAL_POLICY if route.startswith("GET ")}
    assert {rule for rule in pages if not rule.startswith(NO_PAGES)} == looked_at
