"""
AV-6: photos over a bad port link, the app killed on the way: each exactly once in the database.

    python -m benchmarks.port_photos [--photos 200] [--kills 2]

The photos are taken without a network, in a headless Chromium with the service worker; then the
link of port_link.py comes and the app sends what waits by itself, also after it was killed.
"""

import argparse
import dataclasses
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import numpy as np
from playwright.sync_api import BrowserType, Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from benchmarks.port_link import Link, PortLink
from image_index.photo import encode_jpeg
from image_index.simulated_photo import CONDITIONS, photograph
from ipm_api.config import read_config
from ipm_api.models.account import Account, Role
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.operations.sign_in import hash_password
from ipm_api.runtime import build_runtime
from ipm_api.serve import operating, with_database
from ipm_api.wsgi import create_application
from seed_products.artwork import draw_face
from seed_products.catalogue import PRODUCTS

PATIENCE = 120_000  # ms for one step; nothing waits that long on a good day
KEPT_BY_WORKER = """() => navigator.serviceWorker.controller || new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => done(), { once: true });
})"""  # from now on the app opens without a network
ARTICLES = 10  # that are photographed again and again
NOISE = 6.0  # grey values, standard deviation: 200 to 300 kB a photo
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclasses.dataclass(frozen=True, slots=True)
class Officer:
    """Who signs in."""

    email: str
    password: str


def draw_photos(folder: Path, count: int) -> list[Path]:
    """*count* different photos of faces of seed_products, as files of a phone."""
    conditions = dataclasses.replace(CONDITIONS["clear"], noise=0.0)
    shots = [
        photograph(draw_face(product, "front").image, np.random.default_rng(n), conditions).image
        for n, product in enumerate(PRODUCTS[: min(count, ARTICLES)])
    ]
    paths = []
    for number in range(count):  # each exposure has noise of its own
        noise = np.random.default_rng(number).normal(0, NOISE, shots[0].shape)
        image = np.clip(shots[number % len(shots)] + noise, 0, 255).astype(np.uint8)
        path = folder / f"photo-{number:03}.jpg"
        path.write_bytes(encode_jpeg(image))
        paths.append(path)
    return paths


@contextmanager
def app_on_phone(
    browser: BrowserType, profile: Path, url: str, *, offline: bool = False
) -> Iterator[Page]:
    """The app on a phone that remembers, until it is killed; *offline*: without a network."""
    context = browser.launch_persistent_context(
        str(profile),
        executable_path=which("chromium"),
        args=ARGUMENTS,
        viewport={"width": 390, "height": 844},
        base_url=url,
    )
    try:
        context.set_default_timeout(PATIENCE)
        context.set_offline(offline)
        page = context.pages[0]
        page.goto("/officer/")
        yield page
    finally:
        context.close()


def send_over(
    browser: BrowserType,
    profile: Path,
    link: PortLink,
    officer: Officer,
    photos: list[Path],
    arrived: Callable[[], int],
    kills: int,
) -> float:
    """Sign in, take *photos* offline, then over the bad link wait for them; returns its seconds."""
    with app_on_phone(browser, profile, link.url) as page:
        page.get_by_label("E-mail").fill(officer.email)
        page.get_by_label("Password").fill(officer.password)
        page.get_by_role("button", name="Sign in").click()
        heading = page.get_by_role("heading", name="Photograph the article")
        expect(heading).to_be_visible(timeout=PATIENCE)
        page.evaluate(KEPT_BY_WORKER)
        page.context.set_offline(True)
        for number, photo in enumerate(photos, start=1):
            page.locator("input[type=file]:not([capture])").set_input_files(photo)
            line = "1 photo waits" if number == 1 else f"{number} photos wait"
            expect(page.get_by_role("link", name=line)).to_be_visible(timeout=PATIENCE)
    link.worsen()
    began = time.monotonic()
    for kill in range(1, kills + 2):
        with app_on_phone(browser, profile, link.url) as page:
            while arrived() < len(photos) * kill // (kills + 1):
                page.wait_for_timeout(200)
            if kill == kills + 1:
                page.goto("/officer/#/queue")
                expect(page.get_by_text("Photo sent").first).to_be_visible(timeout=PATIENCE)
                expect(page.locator("article")).to_have_count(0, timeout=PATIENCE)
    return time.monotonic() - began


def main() -> None:
    """Run it in a folder that is thrown away and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--kills", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        config = with_database(read_config({"IPM_DATA": str(home / "data")}))
        with operating(config) as (session, _), sync_playwright() as playwright:
            officer = Officer("officer@example.org", "a long password of the measure")
            session.add(
                Account(
                    email=officer.email,
                    name="Officer",
                    password_hash=hash_password(officer.password),
                    role=Role.OFFICER,
                    country="FR",
                )
            )
            session.commit()

            def digests() -> list[str]:
                session.rollback()
                return list(session.scalars(select(InspectionPhoto.original_sha256)))

            application = create_application(config, build_runtime(config))
            server = make_server("127.0.0.1", 0, application, threaded=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            link = PortLink(server.server_port, Link())
            (home / "photos").mkdir()
            photos = draw_photos(home / "photos", asked.photos)
            size = sum(photo.stat().st_size for photo in photos)
            seconds = send_over(
                playwright.chromium,
                home / "profile",
                link,
                officer,
                photos,
                lambda: len(digests()),
                asked.kills,
            )
            kept = digests()
            link.close()
            server.shutdown()
            figures = {
                "photos": len(photos),
                "photo_bytes": size,
                "kept": len(kept),
                "different": len(set(kept)),
                "sent_bytes": link.sent,
                "ratio": round(link.sent / size, 3),
                "cuts": link.cuts,
                "kills": asked.kills,
                "seconds": round(seconds),
            }
            print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
