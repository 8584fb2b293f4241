"""
Pictures of every page for docs/portal: taken by ``make screenshots``, complete in every test run.

They show the invented goods of the demonstration, on a phone in English and Arabic and on a desk.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ipm_api.config import Config
from tests.browser import DESKTOP, PHONE
from tests.rightholder_portal.gallery_world import Gallery, gallery
from tests.rightholder_portal.opening import FIRST_STEP, signed
from tests.rightholder_portal.pages import PEOPLE, address_of, looks_of
from tests.rightholder_portal.pictures import keep_picture, part_of, picture_name, write_index
from tests.rightholder_portal.test_every_page_in_browser import config

__all__ = ["config", "gallery"]

PICTURES = Path(__file__).parents[2] / "docs" / "portal" / "pictures"
WAYS = (("en", DESKTOP), ("en", PHONE), ("ar", PHONE))
LARGEST = 12_000_000  # bytes of all together


@pytest.mark.browser
@pytest.mark.skipif("IPM_SCREENSHOTS" not in os.environ, reason="make screenshots takes them")
def test_pictures_are_taken(
    browser_page: Callable[..., Page], live_server: str, config: Config, gallery: Gallery
) -> None:
    """Of every page, as whoever it is for."""
    folder = Path(os.environ["IPM_SCREENSHOTS"])
    page, titles = browser_page(DESKTOP, reduced_motion="reduce"), {}
    for person in PEOPLE:
        token = gallery.tokens.get(person)
        content = {"token": token} if token else FIRST_STEP
        for look in looks_of(person):
            for language, width in WAYS:
                page.context.add_cookies(
                    [
                        {"name": "ipm", "value": signed(content, config), "url": live_server},
                        {"name": "language", "value": language, "url": live_server},
                    ]
                )
                page.set_viewport_size({"width": width, "height": 844})
                quiet = "networkidle" if look.endswith("/preview") else "load"
                answer = page.goto(address_of(look, gallery.ids), wait_until=quiet)
                assert answer is not None
                assert answer.status == 200, look
                titles.setdefault(look, page.title().removesuffix(" · IPM"))
                keep_picture(page, folder / picture_name(look, language, width))
    write_index(folder, titles, WAYS)


def test_every_page_has_its_pictures_and_no_other():
    """A new page is missing here until `make screenshots`; a picture of no page is left over."""
    looks = [look for person in PEOPLE for look in looks_of(person)]
    wanted = {picture_name(look, *way) for look in looks for way in WAYS}
    there = {path.name for path in PICTURES.glob("*.png")}
    assert (wanted - there, there - wanted) == (set(), set()), "run: make screenshots"
    index = (PICTURES / "README.md").read_text()
    assert [name for name in sorted(wanted) if f"({name})" not in index] == []


def test_the_pictures_stay_small():
    """Everybody who clones the repository carries them."""
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < LARGEST


def test_every_page_belongs_to_a_part_of_the_index():
    """A page of a new part gets its heading."""
    assert all(part_of(look) for person in PEOPLE for look in looks_of(person))
