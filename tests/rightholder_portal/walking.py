"""Walks of people in English on a phone and in Arabic at a desk: one script for both."""

from collections.abc import Callable

import pytest
from babel import Locale
from playwright.sync_api import Page

from ipm_api.config import Config
from ipm_api.languages import FALLBACK
from ipm_api.models.account import Account
from ipm_api.translations import translations_to
from tests.browser import DESKTOP, PHONE
from tests.rightholder_portal.opening import signed

both_ways = pytest.mark.parametrize(("width", "reads"), [(PHONE, "en"), (DESKTOP, "ar")])
"""Both widths and both directions, in two walks instead of four."""

in_both_languages = pytest.mark.parametrize("reads", ["en", "ar"])
"""For what has its own width."""


class Say:
    """
    What a page says for an English sentence, by the portal's own catalogue.

    A sentence that no page says is a mistake of the test, in English as well.
    """

    def __init__(self, tag: str) -> None:
        self._locale = Locale.parse(tag)
        self._said, self._known = translations_to(tag), translations_to("ar")

    def __call__(self, sentence: str, **values: object) -> str:
        assert self._known.gettext(sentence) != sentence, f"no page says: {sentence}"
        said = self._said.gettext(sentence)
        return said % values if values else said

    def many(self, one: str, many: str, n: int) -> str:
        """The form that fits *n*."""
        assert self._known.ngettext(one, many, 1) != one, f"no page says: {one}"
        return self._said.ngettext(one, many, n) % {"n": n}

    def opening(self, sentence: str) -> str:
        """*sentence* up to its first value."""
        return self(sentence).partition("%(")[0].strip()

    def field(self, label: str, tag: str) -> str:
        """The label of a text in the language *tag*."""
        return f"{self(label)} {self.language(tag)}"

    def written(self, text: str) -> str:
        """A text in Latin letters among the reader's own: in one piece, see texts.isolated."""
        return f"\u2068{text}\u2069" if self._locale.text_direction == "rtl" else text

    def language(self, tag: str) -> str:
        """What it is called."""
        return str(self._locale.languages[tag])

    def country(self, code: str) -> str:
        """What it is called."""
        return str(self._locale.territories[code])


@pytest.fixture
def reads() -> str:
    """The language of whoever walks; the marks of this module say another one."""
    return FALLBACK


@pytest.fixture
def say(reads: str) -> Say:
    """In the language of whoever walks."""
    return Say(reads)


@pytest.fixture
def opened(
    browser_page: Callable[..., Page],
    live_server: str,
    config: Config,
    token_for: Callable[[Account], str],
    reads: str,
) -> Callable[..., Page]:
    """Opens a browser of a given width; *account* is signed in, or nobody."""

    def open_as(account: Account | None, width: int, reads: str = reads, **options: object) -> Page:
        page = browser_page(width, locale=reads, **options)
        if account is not None:
            cookie = signed({"token": token_for(account)}, config)
            page.context.add_cookies([{"name": "ipm", "value": cookie, "url": live_server}])
        return page

    return open_as
