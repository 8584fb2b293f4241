"""
Does the viewfinder give the right advice? On real photos, and on spoilt copies of them.

    python -m benchmarks.aiming --photos data/dvd/photos data/grocery/photos/registered
        [--each 100] [--half development|report] [--measures] [--json OUT.json]

The phone's own arithmetic (officer_app/capture/quality_gate.js) runs in headless Chromium on each
picture as the camera would show it, drawn to the size that the phone looks at. A photo counts as
good as it is: any advice is then false. A spoilt copy is answered rightly when its fault is named.
"""

import argparse
import base64
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np
from PIL import Image, ImageFilter
from playwright.sync_api import Page, sync_playwright

from benchmarks.picture_sets import PICTURE_SUFFIXES, is_development
from image_index.arrays import RgbImage
from image_index.photo import decode_photo

GATE = Path(__file__).parents[1] / "officer_app" / "capture" / "quality_gate.js"
SIDE = 960  # px, the longer side of what the camera shows
ADVICE_IN_PAGE = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = gate.SIDE / Math.max(image.width, image.height);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height].map((n) => Math.round(n * scale));
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const measures = gate.measure(pen.getImageData(0, 0, canvas.width, canvas.height));
    return { advice: gate.advice(measures), measures };
}"""


def blurred(image: RgbImage, share: float) -> RgbImage:
    """Out of focus: sigma is *share* of the longer side."""
    sigma = share * max(image.shape[:2])
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(sigma)))


def moved(image: RgbImage, share: float) -> RgbImage:
    """A hand that moves: the mean of shifts up to *share* of the width."""
    steps = np.linspace(0, share * image.shape[1], 40).astype(int)
    return np.mean([np.roll(image, int(step), axis=1) for step in steps], axis=0).astype(np.uint8)


def exposed(image: RgbImage, stops: float) -> RgbImage:
    """Lighter or darker by *stops*, in linear light, with the noise of a sensor."""
    light = (image / 255.0) ** 2.2 * 2.0**stops
    noise = np.random.default_rng(1).normal(0, 2.0, image.shape)
    return np.clip(np.clip(light, 0, 1) ** (1 / 2.2) * 255 + noise, 0, 255).astype(np.uint8)


def shiny(image: RgbImage, share: float) -> RgbImage:
    """The reflection of a lamp in the middle, *share* of the width wide at its half."""
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width]
    spread = share * width / 2.355
    spot = np.exp(-((x - width / 2) ** 2 + (y - height / 2) ** 2) / (2 * spread**2))
    return np.clip(image + 500.0 * spot[..., None], 0, 255).astype(np.uint8)


def far(image: RgbImage, share: float) -> RgbImage:
    """On a desk, *share* of the picture's width."""
    height, width = image.shape[:2]
    rng = np.random.default_rng(2)
    grain = rng.normal(0, 3, (height, width, 1)) + np.linspace(-15, 15, width)[None, :, None]
    desk = Image.fromarray(np.clip(grain + np.array([130, 118, 104]), 0, 255).astype(np.uint8))
    small = Image.fromarray(image).resize((int(width * share), int(height * share)))
    desk.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return np.asarray(desk)


Fault = Callable[[RgbImage], RgbImage]
FAULTS: dict[str, tuple[str | None, Fault]] = {
    "as they are": (None, lambda image: image),
    "out of focus, 0.6 %": ("holdStill", lambda image: blurred(image, 0.006)),
    "out of focus, 1.2 %": ("holdStill", lambda image: blurred(image, 0.012)),
    "moved, 4 %": ("holdStill", lambda image: moved(image, 0.04)),
    "darker by 3 stops": ("moreLight", lambda image: exposed(image, -3)),
    "darker by 5 stops": ("moreLight", lambda image: exposed(image, -5)),
    "lamp, a third of the width": ("lessGlare", lambda image: shiny(image, 0.33)),
    "lighter by 3 stops": ("lessGlare", lambda image: exposed(image, 3)),
    "a quarter of the width": ("comeCloser", lambda image: far(image, 0.25)),
    "a third of the width": ("comeCloser", lambda image: far(image, 0.33)),
}


def chosen(folders: list[Path], half: str, each: int) -> list[Path]:
    """At most *each* photos of every folder, by the SHA-256 of their names."""
    found = []
    for folder in folders:
        files = [p for p in folder.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES]
        files = [p for p in files if is_development(p) is (half == "development")]
        found += sorted(files, key=lambda p: hashlib.sha256(p.name.encode()).hexdigest())[:each]
    return found


def as_camera(path: Path) -> RgbImage:
    """A photo at the size of the live picture."""
    image = Image.fromarray(decode_photo(path.read_bytes()))
    scale = SIDE / max(image.size)
    return np.asarray(image.resize((round(image.width * scale), round(image.height * scale))))


def advised(page: Page, image: RgbImage) -> dict[str, Any]:
    """What the phone says of *image*, and its measures."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=92)
    address = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
    return dict(page.evaluate(ADVICE_IN_PAGE, address))


def table(page: Page, photos: list[Path]) -> dict[str, dict[str, Any]]:
    """Fault → how often each advice was given, and the measures."""
    rows: dict[str, dict[str, Any]] = {
        name: {"right": right, "advice": Counter(), "measures": []}
        for name, (right, _) in FAULTS.items()
    }
    for photo in photos:
        image = as_camera(photo)
        for name, (_, fault) in FAULTS.items():
            answer = advised(page, fault(image))
            rows[name]["advice"][str(answer["advice"])] += 1
            rows[name]["measures"].append(answer["measures"])
    return rows


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", nargs="+", type=Path, required=True)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--half", choices=["development", "report"], default="report")
    parser.add_argument("--measures", action="store_true", help="percentiles behind the limits")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args(arguments)
    photos = chosen(told.photos, told.half, told.each)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.add_script_tag(
            content=GATE.read_text() + "\nwindow.gate = { SIDE, measure, advice };", type="module"
        )
        page.wait_for_function("window.gate")
        rows = table(page, photos)
        browser.close()
    print(f"{len(photos)} photos, {told.half} half\n\n| copy | right advice | share | others |")
    print("| --- | --- | --- | --- |")
    for name, row in rows.items():
        right = row["advice"][str(row["right"])] / len(photos)
        others = {k: n for k, n in row["advice"].items() if k != str(row["right"])}
        print(f"| {name} | {row['right'] or 'none'} | {right:.2f} | {others or ''} |")
        if told.measures:
            for key in row["measures"][0]:
                values = [one[key] for one in row["measures"]]
                shares = np.percentile(values, [1, 5, 25, 50, 75, 95, 99])
                print(f"    {key:12}", " ".join(f"{share:.3f}" for share in shares))
    if told.json:
        told.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
