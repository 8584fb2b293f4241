"""A product of which a counterfeit is known."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import label

GENUINE = 52
EDIT = (slice(260, 390), slice(330, 520))  # rows and columns of the label that the fake changes


def counterfeit():
    """The genuine label with another label's print in one place."""
    fake = label(GENUINE).copy()
    fake[EDIT] = label(77)[EDIT]
    return fake


@pytest.fixture
def copied_product(session, owner, make_product):
    """An unpublished product with a genuine picture, a counterfeit and two features."""
    return make_product(
        owner,
        name="Eau Claire 50 ml",
        brand="Asteria",
        published=False,
        picture=label(GENUINE),
        counterfeit=counterfeit(),
    )


def at_both_widths(page: Page, screenshot: Callable[[Page, str], Path], name: str) -> None:
    """Looked at on a desk, then on a phone again: nothing is wider than the screen."""
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page)
        screenshot(page, name)
