"""
Every page, for who may open it, in four languages: no serious fault for anybody.

The list of pages is the policy: a new page is looked at without a line here.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from ipm_api.config import Config
from ipm_api.models.reference_image import ImageState
from ipm_api.portal_policy import PORTAL_POLICY
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.everybody import ids_of
from tests.rightholder_portal.opening import FIRST_STEP, mailed_links, signed
from tests.rightholder_portal.pages import NO_PAGES, PEOPLE, address_of, looks_of, pages_of
from tests.world import World

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"runOnly": ["color-contrast"]}
ALL_BUT_COLOURS = {
    "runOnly": WCAG,
    "resultTypes": ["violations"],
    "rules": {"color-contrast": {"enabled": False}},
}
SERIOUS = ("serious", "critical")
WIDTHS = {"en": DESKTOP, "ar": PHONE, "fr": PHONE, "es": DESKTOP}
"""Of each language, in px."""

KINDS = (
    "/sign-in",
    "/application",
    "/products",
    "/products/<uuid:product_id>",
    "/products/<uuid:product_id>/edit/texts",
    "/products/<uuid:product_id>/images",
    "/products/<uuid:product_id>/features/<uuid:feature_id>",
    "/messages/<uuid:question_id>",
    "/statistics",
    "/guides/<uuid:product_id>",
    "/administration",
    "/administration/audit",
)
"""One page of each kind, whose colours are looked at in the light and in the dark."""

PARTS = 3  # tests: processes share the work

Look = tuple[str, str]
"""Who looks, and at what."""


def in_parts() -> list[list[Look]]:
    """All there is to look at, in PARTS of about the same size."""
    looks = [(person, look) for person in PEOPLE for look in looks_of(person)]
    size = -(-len(looks) // PARTS)
    return [looks[first : first + size] for first in range(0, len(looks), size)]


@pytest.fixture
def config(config: Config) -> Config:
    """Of a trial, which has a page of mails."""
    return dataclasses.replace(config, show_mails=True)


@pytest.fixture
def ids(world: World, session, config: Config) -> dict[str, str]:
    """All of A's, a picture that is held back, and the links of mails."""
    held_back = world.products["draft B"].images[0]
    held_back.state = ImageState.HELD_BACK
    ids = ids_of(world, "A") | {"held_back_id": str(held_back.id)}
    account_id = world.accounts["publisher A"].id
    return ids | mailed_links(
        session, config, account_id=account_id, question_id=ids["question_id"]
    )


@pytest.fixture
def page(browser_page: Callable[..., Page]) -> Iterator[Page]:
    """A browser with axe; no file of a page may be missing."""
    missing: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            missing.append(answer.url)

    page = browser_page(PHONE, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    page.on("response", note)
    yield page
    assert missing == []


def complaints(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds serious or critical, in words."""
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def faults(page: Page, address: str, language: str, *, colours: bool) -> list[str]:
    """What is wrong with the page at *address* in *language*."""
    answer = page.goto(address, wait_until="domcontentloaded")
    assert answer is not None
    wrong = [] if answer.status == 200 else [f"answers {answer.status}"]
    wrong += [] if page.url.endswith(address) else [f"leads to {page.url}"]
    if page.locator("html").get_attribute("lang") != language:
        wrong.append("in another language")
    if scrolls_sideways(page):
        wrong.append("scrolls sideways")
    wrong += complaints(page, ALL_BUT_COLOURS)
    for scheme in ("dark", "light") if colours else ():
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{scheme}: {fault}" for fault in complaints(page, COLOURS)]
    return wrong


@pytest.mark.parametrize("looks", in_parts(), ids=range(1, PARTS + 1))
def test_every_page_can_be_read_by_everyone(page, ids, live_server, config, world, looks):
    """Screen reader and keyboard by axe (WCAG 2.2 AA), nothing beside the screen, no file amiss."""
    wrong = []

    def set_cookie(name: str, value: str) -> None:
        page.context.add_cookies([{"name": name, "value": value, "url": live_server}])

    for language, width in WIDTHS.items():
        set_cookie("language", language)
        page.set_viewport_size({"width": width, "height": 844})
        for person, look in looks:
            token = world.tokens.get(person)
            set_cookie("ipm", signed({"token": token} if token else FIRST_STEP, config))
            colours = language == "en" and look in KINDS
            found = faults(page, address_of(look, ids), language, colours=colours)
            wrong += [f"{look} {language} {width}: {fault}" for fault in found]
    assert wrong == [], json.dumps(wrong, indent=1, ensure_ascii=False)


def test_every_page_is_looked_at():
    """Nobody is forgotten: each route with a page belongs to one of PEOPLE."""
    looked_at = {rule for person in PEOPLE for rule in pages_of(person)}
    pages = {route.split(" ")[1] for route in PORTAL_POLICY if route.startswith("GET ")}
    assert {rule for rule in pages if not rule.startswith(NO_PAGES)} == looked_at


def test_the_pages_of_each_kind_exist():
    """The colours of a page that was renamed are looked at, too."""
    assert set(KINDS) <= {look for person in PEOPLE for look in looks_of(person)}
