"""
Every page, for who may open it, on a phone in Arabic and on a desk in English.

The list of pages is the policy: a new page is looked at without a line here. That French and
Spanish answer at all is test_every_page_answers.py. With IPM_SCREENSHOTS set to a folder, pictures
of every page are kept in it (``make screenshots``).
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, Response

from ipm_api.config import Config
from ipm_api.portal_policy import PORTAL_POLICY
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.everybody import filled, ids_of
from tests.rightholder_portal.pages import NO_PAGES, PEOPLE, pages_of
from tests.rightholder_portal.pictures import keep_picture, picture_name
from tests.rightholder_portal.promised import PROMISED
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("IPM_EVERY_PAGE" not in os.environ, reason="takes minutes of a core"),
]

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"runOnly": ["color-contrast"]}
ALL_RULES = {"runOnly": WCAG, "resultTypes": ["violations"]}
NOT_COLOURS = ALL_RULES | {"rules": {"color-contrast": {"enabled": False}}}
SERIOUS = ("serious", "critical")
IN_THE_DARK = (
    "/sign-in",
    "/application",
    "/products",
    "/products/<uuid:product_id>",
    "/products/<uuid:product_id>/edit/<section>",
    "/products/<uuid:product_id>/images",
    "/products/<uuid:product_id>/features/<uuid:feature_id>",
    "/messages/<uuid:question_id>",
    "/statistics",
    "/guides/<uuid:product_id>",
    "/administration",
    "/administration/audit",
)
"""One page of each kind, whose dark colours are looked at too."""

PART = 15  # pages of one test: test processes share the work
_PICTURES = os.environ.get("IPM_SCREENSHOTS")


def in_parts() -> list[tuple[str, list[str]]]:
    """Who looks at which pages."""
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

    def note(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            missing.append(answer.url)

    def open_as(person: str) -> Page:
        page = browser_page(PHONE, reduced_motion="reduce")
        page.context.add_init_script(path=AXE)
        if token := world.tokens.get(person):
            cookie = {"name": "ipm", "value": signed({"token": token}, config), "url": live_server}
            page.context.add_cookies([cookie])
        page.on("response", note)
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


def is_page(page: Page, path: str, promised: set[int]) -> bool:
    """False for downloads, pictures and redirects to pages that are looked at themselves."""
    answer = page.context.request.get(path, max_redirects=0)
    assert answer.status in promised, (path, answer.status)
    return answer.status in (200, 404) and answer.headers["content-type"].startswith("text/html")


def complaints(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds serious or critical, in words."""
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def look(page: Page, path: str, width: int, rules: dict[str, object]) -> list[str]:
    """What is wrong with the page at *path*; it is then the page of the browser."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path)
    return [*(["scrolls sideways"] if scrolls_sideways(page) else []), *complaints(page, rules)]


@pytest.mark.parametrize(
    ("person", "rules"), in_parts(), ids=[f"{p} {r[0]}" for p, r in in_parts()]
)
def test_every_page_can_be_read_by_everyone(opened, world, live_server, person, rules):
    """No serious fault for a screen reader, nothing beside the screen, from either side."""
    page, ids, wrong = opened(person), ids_of(world, "A"), []

    def note(rule: str, look: str, found: list[str]) -> None:
        wrong.extend(f"{rule} {look}: {said}" for said in found)

    for rule in rules:
        path = filled(rule, ids)
        assert "<" not in path, f"the world has no value for {rule}"
        assert "None" not in path, f"the world made no id for {rule}"
        if not is_page(page, path, PROMISED[f"GET {rule}"][1]):
            continue
        speak(page, "ar", live_server)
        note(rule, "ar 390", look(page, path, PHONE, NOT_COLOURS))
        assert page.evaluate("document.documentElement.dir") == "rtl", rule
        if _PICTURES:
            keep_picture(page, Path(_PICTURES) / picture_name(rule, "ar", PHONE))
        speak(page, "en", live_server)
        note(rule, "en 1280", look(page, path, DESKTOP, ALL_RULES))
        if rule in IN_THE_DARK:
            page.emulate_media(color_scheme="dark")
            note(rule, "dark", complaints(page, COLOURS))
            page.emulate_media(color_scheme="light")
        if _PICTURES:
            keep_picture(page, Path(_PICTURES) / picture_name(rule, "en", DESKTOP))
            page.set_viewport_size({"width": PHONE, "height": 844})
            keep_picture(page, Path(_PICTURES) / picture_name(rule, "en", PHONE))
    assert wrong == [], json.dumps(wrong, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_long_words_of_other_languages_fit_a_phone(opened, live_server, language):
    """French and Spanish say in more letters what English says; the pages with most words."""
    page = opened("publisher A")
    speak(page, language, live_server)
    for path in ("/", "/products", "/statistics"):
        page.goto(path)
        assert not scrolls_sideways(page), path


def test_every_page_is_looked_at():
    """Nobody is forgotten: each route with a page belongs to one of PEOPLE."""
    looked_at = {rule for person in PEOPLE for rule in pages_of(person)}
    pages = {route.split(" ")[1] for route in PORTAL_POLICY if route.startswith("GET ")}
    assert {rule for rule in pages if not rule.startswith(NO_PAGES)} == looked_at


def test_the_pages_of_each_kind_exist():
    """A page that was renamed is not left in the dark."""
    assert {f"GET {rule}" for rule in IN_THE_DARK} <= set(PORTAL_POLICY)
