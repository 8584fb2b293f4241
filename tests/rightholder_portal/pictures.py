"""Pictures of pages for the documentation: small files, a name that says which page."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 64  # of a picture: pages have few
LONGEST = 2600  # px of a page that is kept; what is below repeats itself


def picture_name(rule: str, language: str, width: int) -> str:
    """ "/products/<uuid:product_id>/edit" → "products-product-edit-en-390.png"."""
    words = re.sub(r"<(?:\w+:)?(\w+?)(?:_id)?>", r"\1", rule)
    said = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "first"
    return f"{said}-{language}-{width}.png"


def keep_picture(page: Page, path: Path) -> None:
    """Write the whole page to *path*, with few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as picture:
        cut = picture.crop((0, 0, picture.width, min(picture.height, LONGEST)))
        cut.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
