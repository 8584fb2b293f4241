"""A real browser against the whole system: served on loopback, driven by Playwright."""

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from werkzeug.serving import make_server

from ipm_api.runtime import Runtime
from tests.conftest import holding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms, for a machine that is busy with other tests; nothing waits that long
UNANSWERED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError")
"""
What the console says of an expected refusal (401, 404, 422 …), which the browser logs itself, and
of a request that a cut line or a left page has ended.
"""

PHONE, DESKTOP = 390, 1280  # px, the widths at which every page is looked at


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; `make test` installs it."""
    expect.set_options(timeout=PATIENCE)
    path = which("chromium")
    assert path is not None, "install Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def whole(app: "WSGIApplication") -> "WSGIApplication":
    """
    Each answer of *app* is read before it is sent: Werkzeug's server forgets to close the file of
    one whose browser has gone away meanwhile (it reads on from the connection first, in vain).
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with contextlib.closing(app(environ, start_response)) as parts:
            return [b"".join(parts)]

    return answer


@pytest.fixture
def live_server(apps: tuple[Flask, Flask], runtime: Runtime, session: object) -> Iterator[str]:
    """The API, the phone app and the portal on a port of this machine; yields the address."""
    from ipm_api.wsgi import ByPath

    with holding(apps[0], runtime) as api, holding(apps[1], runtime) as portal:
        both = ByPath(api.wsgi_app, portal.wsgi_app)
        server = make_server("127.0.0.1", 0, whole(both), threaded=True)
        server.daemon_threads = False  # closing waits for what is still being answered
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def browser_page(chromium: Browser, live_server: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of a given width; at the end, no page may have logged an error."""
    complaints: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(UNANSWERED):
            complaints.append(message.text)

    def open_page(
        width: int = PHONE, height: int = 844, browser: Browser = chromium, **options: object
    ) -> Page:
        options.setdefault("service_workers", "block")  # page.route() would not see its requests
        context = browser.new_context(
            base_url=live_server, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keeps a picture of a page in the folder IPM_SCREENSHOTS; without one takes none."""
    folder = os.environ.get("IPM_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        file = f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}-{width}.png"
        page.screenshot(path=Path(folder) / file, full_page=True)

    return take


def scrolls_sideways(page: Page) -> bool:
    """True if the page is wider than the screen: a fault at any width."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def until(page: Page, is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what the service knows and no screen says."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not happen"
        page.wait_for_timeout(100)
