"""Two hundred pictures dropped at once while the line is cut, as a person sees it."""

import contextlib
import io
import re
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from image_index import features
from ipm_api.models.picture_upload import PictureUpload, UploadState
from ipm_api.models.reference_image import ReferenceImage
from tests.browser import DESKTOP, PATIENCE, PHONE, scrolls_sideways, until
from tests.ipm_api.photos import picture
from tests.rightholder_portal.walking import both_ways

pytestmark = pytest.mark.browser

MANY = 200
SIDE = 128  # px, the smallest that is kept


class CuttingProxy:
    """A line to the service that breaks: after so many bytes, in whatever is being sent then."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.cut_after: int | None = None
        self.cuts = 0
        self._since_cut = 0  # bytes of requests
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def close(self) -> None:
        """No more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, work, *arguments) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            self._start(self._carry, client, server, True)
            self._start(self._carry, server, client, False)

    def _carry(self, source: socket.socket, sink: socket.socket, is_request: bool) -> None:
        try:
            while data := source.recv(16_384):
                self._since_cut += len(data) if is_request else 0
                if is_request and self.cut_after is not None and self._since_cut > self.cut_after:
                    self.cuts, self._since_cut = self.cuts + 1, 0
                    break
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def proxy(live_server: str) -> Iterator[CuttingProxy]:
    """Between browser and service."""
    port = urlsplit(live_server).port
    assert port is not None
    proxy = CuttingProxy(port)
    yield proxy
    proxy.close()


@pytest.fixture
def described_as_small_as_they_are(monkeypatch):
    """This is about lines, not eyes: a picture that is not enlarged is described sooner."""
    monkeypatch.setattr(features, "LARGEST_ENLARGEMENT", 1.0)


@pytest.fixture
def draft(owner, make_product):
    """A product that waits for its pictures."""
    return make_product(owner, published=False, picture=picture(1))


def small_pictures(count: int, seed: int = 4) -> list[str]:
    """Data URLs of pictures that are all different and have enough to be recognised by."""
    dice = np.random.default_rng(seed)
    urls = []
    for _ in range(count):
        blocks = dice.integers(0, 255, (SIDE // 8, SIDE // 8, 3), dtype=np.uint8)
        tile = np.kron(blocks, np.ones((8, 8, 1), np.uint8))
        buffer = io.BytesIO()
        Image.fromarray(tile).save(buffer, "PNG", compress_level=1)
        urls.append(buffer.getvalue().hex())
    return urls


DROP = """(hexes) => {
  const bytes = (hex) => new Uint8Array(hex.match(/../g).map((pair) => parseInt(pair, 16)));
  const carried = new DataTransfer();
  hexes.forEach((hex, n) =>
    carried.items.add(new File([bytes(hex)], `picture-${n}.png`, { type: "image/png" })));
  const target = document.querySelector("[data-drop]");
  const how = { dataTransfer: carried, bubbles: true, cancelable: true };
  for (const type of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(type, how));
}"""


def signed_in(page: Page, account, token_for, portal, host: str) -> None:
    """The cookie of somebody who signed in."""
    client = portal.application.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = token_for(account)
    value = client.get_cookie("ipm").value
    page.context.add_cookies([{"name": "ipm", "value": value, "url": host}])


def kept(session) -> int:
    session.rollback()
    return session.scalar(select(func.count(ReferenceImage.id)))


@pytest.mark.long
def test_two_hundred_pictures_arrive_exactly_once_over_a_line_that_is_cut(
    browser_page,
    proxy,
    portal,
    publishing,
    token_for,
    draft,
    session,
    screenshot,
    described_as_small_as_they_are,
):
    """Connections break within files, and the page is reloaded; each file is there once."""
    page = browser_page(DESKTOP, 900)
    host = f"http://127.0.0.1:{proxy.port}"
    signed_in(page, publishing, token_for, portal, host)
    page.goto(f"{host}/products/{draft.id}/images")
    proxy.cut_after = 60_000  # bytes: some files, then the line breaks within the next
    page.evaluate(DROP, small_pictures(MANY))
    expect(page.locator("[data-total]")).to_contain_text(f"of {MANY} kept")
    some = re.compile(r"^([5-9]|\d\d|1\d\d) of")
    expect(page.locator("[data-total]")).to_contain_text(some, timeout=PATIENCE * 3)
    until(page, lambda: proxy.cuts > 0)
    screenshot(page, "images-uploading")
    proxy.cut_after = None  # or the page itself is cut
    page.reload()  # what was not sent is still there
    expect(page.locator("[data-queue]")).to_be_visible()
    left = int(page.locator("[data-total]").inner_text().split(" of ")[1].split()[0])
    assert 0 < left < MANY
    expect(page.locator("[data-queue]")).to_have_attribute("data-done", "yes", timeout=PATIENCE * 8)
    expect(page.locator("[data-total]")).to_have_text(f"{left} of {left} kept")
    expect(page.locator("[data-image]")).to_have_count(MANY + 1)
    assert kept(session) == MANY + 1
    uploads = session.scalars(select(PictureUpload)).all()
    assert {upload.state for upload in uploads} == {UploadState.KEPT}
    assert sorted(upload.sequence for upload in uploads) == list(range(1, MANY + 1))
    assert len({upload.image_id for upload in uploads}) == MANY


@both_ways
def test_a_person_adds_looks_orders_and_takes_back(
    opened, live_server, publishing, draft, session, screenshot, say, width, run_jobs
):
    """One picture dropped, measured, described in Arabic, moved, removed and brought back."""
    page = opened(publishing, width, height=900)
    page.goto(f"{live_server}/products/{draft.id}/images")
    page.evaluate(DROP, small_pictures(2, seed=5))
    expect(page.locator("[data-image]")).to_have_count(3)
    assert run_jobs() >= 1
    page.reload()
    measured = say.opening("Found in %(found)s of %(all)s simulated photos")
    expect(page.get_by_text(measured).first).to_be_visible()
    page.wait_for_load_state()  # pictures have their places
    assert not scrolls_sideways(page)
    screenshot(page, "images")
    first = page.locator("[data-image]").first.get_attribute("data-image")
    page.get_by_role("button", name=say("Later") + ":").first.click()
    expect(page.locator("[data-image]").nth(1)).to_have_attribute("data-image", first or "")
    page.locator("[data-image]").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", name=say("How well it will be recognised"))).to_be_visible()
    page.wait_for_load_state()  # pictures have their places
    assert not scrolls_sideways(page)
    screenshot(page, "image")
    page.get_by_label(say("View")).select_option("detail")
    page.get_by_label("العربية").fill("تفصيل")
    page.get_by_role("button", name=say("Keep the change")).click()
    expect(page.get_by_role("heading", name=say("Detail"))).to_be_visible()
    page.get_by_role("button", name=say("Remove"), exact=True).first.click()
    expect(page.locator("[data-image]")).to_have_count(2)
    page.get_by_role("button", name=say("Undo")).click()
    expect(page.locator("[data-image]")).to_have_count(3)


def test_a_file_that_is_no_use_says_why_and_can_be_taken_off_the_list(
    browser_page, live_server, portal, publishing, token_for, draft
):
    """The others go on; the list is the person's."""
    page = browser_page(PHONE, 900)
    signed_in(page, publishing, token_for, portal, live_server)
    page.goto(f"{live_server}/products/{draft.id}/images")
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), (200, 200, 200)).save(buffer, "PNG")
    page.evaluate(DROP, [buffer.getvalue().hex()])
    expect(page.locator("[data-queue] li")).to_contain_text("Too plain or too blurred")
    page.get_by_role("button", name="Remove: picture-0.png").click()
    expect(page.locator("[data-queue] li")).to_have_count(0)


def test_a_page_that_tells_of_measuring_goes_on_after_a_lost_line(
    opened, publishing, draft, run_jobs
):
    """What was measured meanwhile is shown without anybody loading the page again."""
    page = opened(publishing, DESKTOP)
    page.clock.install()
    page.goto(f"/products/{draft.id}/images")
    expect(page.get_by_text("1 image is being measured")).to_be_visible()
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.clock.fast_forward("07")  # seconds
    page.context.set_offline(False)
    assert run_jobs() >= 1
    page.clock.fast_forward("07")
    expect(page.get_by_text("Found in")).to_be_visible()
    expect(page.get_by_text("1 image is being measured")).to_be_hidden()
