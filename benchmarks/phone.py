"""
How soon the officer's phone answers, and how many bytes it loads before the camera opens.

    python -m benchmarks.phone [--runs 7] [--slower 4] [--json OUT.json]

The real service (gunicorn) on loopback with an empty catalogue, Chromium as a phone of 390 px, its
processor slowed down over the DevTools protocol, a cold cache at every run. **Interactive** is the
time from the navigation until the first screen's primary button has answered a press: a script
presses it whenever it is there, until it has. Bytes are those on the wire, bodies and headers, of
every answer from the first until the live picture of the camera is seen; WebAssembly apart.
"""

import argparse
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks.retrieval import machine
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.migrate import migrate
from ipm_api.models.account import Role
from ipm_api.operations.account import create_account
from ipm_api.policy import Actor, Party

EMAIL, PASSWORD = "officer@example.org", "correct horse battery"
LIMITS = {"interactive_ms": 1500, "kilobytes": 300}  # on a processor four times slower
CAMERA = ["--no-sandbox", "--use-fake-device-for-media-stream"]

PRESS_UNTIL_ANSWERED = """(answered) => {
    const look = () => {
        if (document.querySelector(answered)) window.interactive = performance.now();
        else {
            document.querySelector("footer .primary")?.click();
            setTimeout(look, 4);
        }
    };
    look();
}"""


@contextmanager
def service() -> Iterator[str]:
    """The whole service with one officer; yields its address."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as probe:
        folder = Path(name)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        url = start_embedded_postgres(folder / "postgres")
        migrate(url)
        engine = create_engine(url)
        with Session(engine) as session:
            create_account(
                session,
                Actor(Party.ADMINISTRATOR),
                email=EMAIL,
                name="Officer",
                password=PASSWORD,
                role=Role.OFFICER,
                country="FR",
            )
        engine.dispose()
        environment = os.environ | {
            "IPM_DATA": str(folder),
            "IPM_DATABASE_URL": url,
            "IPM_PORT": str(port),
            "IPM_WORKERS": "1",
            "IPM_SECRET_KEY": secrets.token_hex(16),
        }
        command = [sys.executable, "-m", "ipm_api.cli", "serve"]
        server = subprocess.Popen(command, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/officer/")
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("the service does not answer")


class Wire:
    """Bytes of every answer to a page, by address."""

    def __init__(self, protocol: CDPSession) -> None:
        self._addresses: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        protocol.on("Network.requestWillBeSent", self._asked)
        protocol.on("Network.loadingFinished", self._loaded)

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _loaded(self, event: dict[str, Any]) -> None:
        address = re.sub(r"[0-9a-f-]{36}", "…", self._addresses.get(event["requestId"], "?"))
        self.bytes[address] = self.bytes.get(address, 0) + event["encodedDataLength"]

    def kilobytes(self) -> float:
        """All but WebAssembly and what is not from the network."""
        return sum(
            n for at, n in self.bytes.items() if at.startswith("http") and ".wasm" not in at
        ) / 1000  # fmt: skip


def opened(context: BrowserContext, slower: float) -> tuple[Page, Wire]:
    """A page of a slow phone that knows nothing yet."""
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page, Wire(protocol)


def interactive(page: Page, go: Callable[[], object], answered: str) -> float:
    """Milliseconds from a navigation until the first screen's primary button has answered."""
    go()
    page.evaluate(PRESS_UNTIL_ANSWERED, answered)
    page.wait_for_function("() => window.interactive")
    return float(page.evaluate("window.interactive"))


def run(browser: Browser, address: str, slower: float) -> dict[str, Any]:
    """One officer, from nothing to the live picture."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["camera"], service_workers="block"
    )
    page, wire = opened(context, slower)
    commit = {"wait_until": "commit"}
    sign_in = interactive(page, lambda: page.goto(f"{address}/officer/", **commit), "[role=alert]")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Take a photo").click()
    page.locator("dialog[data-ready]").wait_for()
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0")
    kilobytes, files = wire.kilobytes(), dict(wire.bytes)
    page.get_by_role("button", name="Close").click()
    page.locator("dialog").wait_for(state="detached")
    start = interactive(page, lambda: page.reload(**commit), "dialog")
    context.close()
    return {"sign_in_ms": sign_in, "start_ms": start, "kilobytes": kilobytes, "files": files}


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Print the table; the largest files last."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--slower", type=float, default=4)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args(arguments)
    with service() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=CAMERA)
        runs = [run(browser, address, told.slower) for _ in range(told.runs + 1)][1:]
        browser.close()
    figures: dict[str, Any] = {"machine": machine(), "runs": told.runs, "slower": told.slower}
    print(f"| {told.runs} runs, processor {told.slower:g} times slower | median | worst |")
    print("| --- | --- | --- |")
    for name in ("sign_in_ms", "start_ms", "kilobytes"):
        values = [one[name] for one in runs]
        figures[name] = {"median": statistics.median(values), "worst": max(values)}
        print(f"| {name} | {statistics.median(values):.0f} | {max(values):.0f} |")
    for at, size in sorted(runs[-1]["files"].items(), key=lambda one: -one[1])[:12]:
        print(f"    {size / 1000:7.1f} kB  {at}")
    if told.json:
        told.json.write_text(json.dumps(figures | {"files": runs[-1]["files"]}, indent=1))
    return figures


if __name__ == "__main__":
    main()
