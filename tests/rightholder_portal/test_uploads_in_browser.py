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

from ipm_api.models.picture_upload import PictureUpload, UploadState
from ipm_api.models.reference_image import ReferenceImage
from tests.browser import DESKTOP, PATIENCE
from tests.conftest import label
from tests.ipm_api.photos import picture

MANY = 200
SIDE = 128  # px, the smallest that is kept


class CuttingProxy:
    """A line to the service that breaks: every connection ends after so many bytes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.cut_after: int | None = None
        self.cuts = 0
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
        carried = 0
        try:
            while data := source.recv(16_384):
                carried += len(data)
                if is_request and self.cut_after is not None and carried > self.cut_after:
                    self.cuts += 1
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
def draft(owner, make_product):
    """A product that waits for its pictures."""
    return make_product(owner, published=False, picture=picture(1))


def small_pictures(count: int) -> list[str]:
    """Data URLs of pictures that are all different and have enough to be recognised by."""
    noise = np.random.default_rng(4)
    urls = []
    for number in range(count):
        tile = label(5000 + number % 8, SIDE * 2, SIDE * 2)[:SIDE, :SIDE].copy()
        tile[:24, :24] = noise.integers(0, 255, (24, 24, 3), dtype=np.uint8)
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


def test_two_hundred_pictures_arrive_exactly_once_over_a_line_that_is_cut(
    browser_page, proxy, live_server, portal, publishing, token_for, draft, session, screenshot
):
    """Connections break within files, and the page is reloaded; each file is there once."""
    page = browser_page(DESKTOP, 900)
    host = f"http://127.0.0.1:{proxy.port}"
    signed_in(page, publishing, token_for, portal, host)
    page.goto(f"{host}/products/{draft.id}/images")
    proxy.cut_after = 400_000  # bytes of a connection: some files, then it breaks in the next
    page.evaluate(DROP, small_pictures(MANY))
    expect(page.locator("[data-total]")).to_contain_text(f"of {MANY} kept")
    expect(page.locator("[data-total]")).to_contain_text(re.compile(r"^([3-9]\d|1\d\d) "))
    screenshot(page, "images-uploading")
    page.reload()  # what was not sent is still there
    expect(page.locator("[data-queue]")).to_be_visible()
    left = int(page.locator("[data-total]").inner_text().split(" of ")[1].split()[0])
    assert 0 < left < MANY
    proxy.cut_after = None
    expect(page.locator("[data-queue]")).to_have_attribute("data-done", "yes", timeout=PATIENCE * 5)
    expect(page.locator("[data-total]")).to_have_text(f"{left} of {left} kept")
    expect(page.locator("[data-image]")).to_have_count(MANY + 1)
    assert proxy.cuts > 0
    assert kept(session) == MANY + 1
    uploads = session.scalars(select(PictureUpload)).all()
    assert {upload.state for upload in uploads} == {UploadState.KEPT}
    assert sorted(upload.sequence for upload in uploads) == list(range(1, MANY + 1))
    assert len({upload.image_id for upload in uploads}) == MANY
