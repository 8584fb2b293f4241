"""A phone whose camera sees what a test shows it: Chromium's fake camera, fed from a file."""

import io
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from image_index.arrays import RgbImage
from tests.browser import CHROMIUM_ARGUMENTS

SEEN = (960, 1280)  # px, as a phone held upright
MIDDLE = 0.86  # of the picture's height or width that the article fills


def scene(article: RgbImage, share: float = MIDDLE) -> RgbImage:
    """*article* on a desk, as large as the frame wants it."""
    width, height = SEEN
    desk = Image.new("RGB", SEEN, (128, 116, 102))
    picture = Image.fromarray(article)
    picture.thumbnail((int(width * share), int(height * share)))
    if picture.width < width * share and picture.height < height * share:
        scale = min(width * share / picture.width, height * share / picture.height)
        picture = picture.resize((int(picture.width * scale), int(picture.height * scale)))
    desk.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return np.asarray(desk)


def filling(photo: RgbImage) -> RgbImage:
    """A photo of other proportions, cut to what the camera sees."""
    width, height = SEEN
    picture = Image.fromarray(photo)
    scale = max(width / picture.width, height / picture.height)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return np.asarray(picture.crop((left, top, left + width, top + height)))


@pytest.fixture(scope="session")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the fake camera: read anew whenever a page opens the camera."""
    path = tmp_path_factory.mktemp("camera") / "feed.mjpeg"
    show(path, np.full((SEEN[1], SEEN[0], 3), 128, np.uint8))
    return path


def show(feed: Path, image: RgbImage) -> None:
    """Hold *image*, (1280, 960, 3), before the camera."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=95, subsampling="4:2:0")
    feed.write_bytes(buffer.getvalue() * 2)


@pytest.fixture(scope="session")
def camera_chromium(chromium: Browser, feed: Path) -> Iterator[Browser]:
    """A second browser, because the camera is chosen when a browser starts."""
    arguments = [
        *CHROMIUM_ARGUMENTS,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={feed}",
    ]
    browser = chromium.browser_type.launch(executable_path=which("chromium"), args=arguments)
    yield browser
    browser.close()
