"""What every layout sets: the logo, the word mark, the seal, the line of micro print."""

from seed_products.artwork.emblems import emblem
from seed_products.artwork.paints import COPPER, GOLD, SILVER, Fill, Paint, foil, hologram
from seed_products.artwork.sheet import Box, Sheet
from seed_products.artwork.typefaces import Face, typeface
from seed_products.records import SeedProduct

TEXT = Face("roboto", 400)
BOLD = Face("roboto", 700)
METALS = {"gold": GOLD, "silver": SILVER, "copper": COPPER}


def display_face(product: SeedProduct) -> Face:
    """The face of the brand's word mark."""
    return Face(product.facts["face"], int(product.facts.get("weight", "700")))


def metal(product: SeedProduct, angle: float = 20) -> Paint:
    """The brand's hot-stamped foil."""
    return foil(METALS[product.facts.get("metal", "gold")], angle)


def logo(
    sheet: Sheet, product: SeedProduct, cx: float, cy: float, r: float, fill: Fill, second: Fill
) -> None:
    """The emblem, radius *r* pixels, as the element "logo"."""
    with sheet.element("logo"):
        emblem(sheet, product.facts["emblem"], cx, cy, r, fill, second)


def word_mark(
    sheet: Sheet, product: SeedProduct, x: float, y: float, size: float, fill: Fill, *,
    anchor: str = "mm", tracking: float = 0.0, fit: float | None = None,
) -> Box:
    """The brand's name as the element "brand"."""
    with sheet.element("brand"):
        words = product.facts["brand_name"]
        return sheet.text(
            x, y, words, display_face(product), size, fill,
            anchor=anchor, tracking=tracking, fit=fit,
        )


def seal(sheet: Sheet, product: SeedProduct, cx: float, cy: float, r: float) -> None:
    """A round hologram with the emblem embossed in it, as the element "hologram"."""
    with sheet.element("hologram"):
        sheet.ellipse(cx, cy, r, r, metal(product, 70))
        sheet.ellipse(cx, cy, r * 0.93, r * 0.93, hologram(sum(product.brand.encode()) % 17))
        emblem(sheet, product.facts["emblem"], cx, cy, r * 0.5, "#ffffff", "#8f98a8")
        sheet.ellipse(cx, cy, r * 0.78, r * 0.78, "#ffffff", stroke=r * 0.035)


def micro_line(
    sheet: Sheet, product: SeedProduct, left: float, y: float, width: float, fill: Fill
) -> None:
    """Repeated 9 px type that passes for a rule, as the element "microline"."""
    face = Face("roboto", 600)
    phrase = f"{product.facts['brand_name'].upper()} GENUINE "
    single = sheet_length(phrase, face, 10)
    with sheet.element("microline"):
        sheet.text(left, y, phrase * max(int(width / single), 1), face, 10, fill, fit=width)


def sheet_length(words: str, face: Face, size: float) -> float:
    """Length in pixels of *words* at *size*."""

    return typeface(face, 100).getlength(words) * size / 100
