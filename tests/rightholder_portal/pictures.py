"""Pictures of pages for the documentation: small files, names that say which page, an index."""

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS, EXACT = 96, 12  # of a picture: pages have few, and most of each is one of them
AT_ITS_END = "#screen > footer { position: static !important; }"  # of a whole page of the phone
LONGEST = 2000  # px of a page that is kept; what is below repeats itself

PARTS = {
    "Joining and one's own account": "sign-in register forgotten reset invitation application "
    "account switch team mails",
    "Products": "products brands rights supply-chain traders routes contacts sharing requests",
    "Import and export": "bulk",
    "Messages and alerts": "messages reply alerts",
    "Statistics": "statistics",
    "Look-alikes and readings": "resemblances readings",
    "Guides, for trainers and officers": "guides reading",
    "Administration": "administration people",
}
"""Heading → first words of addresses."""

HEAD = """# Every page

Taken by `make screenshots` from the invented goods of the demonstration; long pages are cut. Each
page on a desk and on a phone, in English, and on a phone in Arabic.
"""


_ALL_IMAGES = """() => Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode().catch(() => null);
}))"""


def part_of(look: str) -> str:
    """The heading under which *look* stands; "" when none does."""
    first = look.split("/")[1]
    return next((part for part, words in PARTS.items() if first in words.split()), "")


def picture_name(look: str, language: str, width: int) -> str:
    """ "/products/<uuid:product_id>/edit" → "products-product-edit-en-390.png"."""
    words = re.sub(r"<(?:\w+:)?(\w+?)(?:_id)?>", r"\1", look)
    said = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    return f"{said}-{language}-{width}.png"


def keep_picture(page: Page, path: Path, *, full: bool = True) -> None:
    """Write the page to *path*, whole or what is seen of it, with few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate(_ALL_IMAGES)
    with Image.open(io.BytesIO(page.screenshot(full_page=full, style=AT_ITS_END))) as picture:
        cut = picture.crop((0, 0, picture.width, min(picture.height, LONGEST)))
        cut = cut.convert("RGB")
        few = cut.quantize(palette=_palette_of(cut), dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def _palette_of(picture: Image.Image) -> Image.Image:
    """The most frequent colours as they are: paper and surfaces; the others by likeness."""
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    exact = [channel for _, colour in counted[:EXACT] for channel in colour]
    likely = picture.quantize(COLOURS - EXACT, Image.Quantize.FASTOCTREE).getpalette()
    palette = Image.new("P", (1, 1))
    palette.putpalette(exact + likely[: 3 * (COLOURS - EXACT)])
    return palette


def write_index(folder: Path, titles: Mapping[str, str], ways: Iterable[tuple[str, int]]) -> None:
    """A page of all pictures by part; *titles*: what each look is called."""
    ways = list(ways)
    lines = [HEAD]
    for part in PARTS:
        lines += [f"## {part}\n", "| page | desk | phone | phone, Arabic |", "|---|---|---|---|"]
        for look, title in titles.items():
            if part_of(look) == part:
                links = (
                    f"[{language} {width}]({picture_name(look, language, width)})"
                    for language, width in ways
                )
                lines.append(f"| {title} `{re.sub('<[^>]*>', '…', look)}` | {' | '.join(links)} |")
        lines.append("")
    (folder / "README.md").write_text("\n".join(lines))
