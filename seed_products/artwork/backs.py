"""Backs: small print, tables, barcode, batch and marks of disposal, in three arrangements."""

from seed_products.artwork.emblems import emblem
from seed_products.artwork.paints import linear, mix, stripes
from seed_products.artwork.parts import BOLD, TEXT, display_face, metal, micro_line
from seed_products.artwork.sheet import Box, Sheet
from seed_products.artwork.symbols import (
    batch_panel,
    conformity,
    data_matrix,
    ean13,
    no_bin,
    open_jar,
    recycling,
    small_table,
)
from seed_products.artwork.typefaces import Face
from seed_products.records import SeedProduct


def _heading(sheet: Sheet, product: SeedProduct, x: float, y: float, size: float, ink: str, fit: float) -> None:
    facts = product.facts
    with sheet.element("heading"):
        emblem(sheet, facts["emblem"], x + size * 0.6, y, size * 0.6, ink, product.palette["accent"])
        sheet.text(x + size * 1.45, y, facts["brand_name"], display_face(product), size, ink, anchor="lm", fit=fit)


def _batch(sheet: Sheet, product: SeedProduct, x: float, y: float, size: float, ink: str) -> None:
    with sheet.element("batch"):
        lines = [tuple(line.split("=", 1)) for line in product.facts["batch"].split("|")]
        batch_panel(sheet, x, y, [(a, b) for a, b in lines], size, ink)


def _marks(sheet: Sheet, product: SeedProduct, x: float, y: float, r: float, ink: str) -> None:
    with sheet.element("marks"):
        recycling(sheet, x, y, r * 0.9, ink)
        step = r * 2.9
        if product.category in ("electronics", "toys", "car-parts", "watches"):
            no_bin(sheet, x + step, y, r * 0.85, ink)
        else:
            open_jar(sheet, x + step, y, r * 0.85, ink, "12M")
        conformity(sheet, x + 2 * step, y, r, ink)


def tall(sheet: Sheet, product: SeedProduct) -> None:
    """Portrait: heading, two languages, table, barcode at the foot."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    paper = mix(pal["light"], "#ffffff", 0.55)
    sheet.rect((0, 0, w, h), linear(paper, mix(paper, pal["main"], 0.06)))
    sheet.rect((0, 0, w, 128), pal["main"])
    sheet.rect((0, 128, w, 136), metal(product, 0))
    _heading(sheet, product, 40, 66, 64, "#ffffff", w - 190)
    ink = "#23262b"
    sheet.text(44, 172, f"{facts['name'].replace('|', ' ')} · {facts['variant']}", Face("montserrat", 700), 34, pal["dark"], fit=w - 90)
    with sheet.element("text"):
        used = sheet.paragraph((44, 226, w - 44, 480), facts["text_en"], TEXT, 25, ink)
    used = sheet.paragraph((44, used.bottom + 18, w - 44, 610), facts["text_fr"], Face("roboto", 300), 23, ink)
    with sheet.element("table"):
        small_table(sheet, Box(44, max(used.bottom + 22, 520), w - 44, h - 340), product.table, 23, ink)
    with sheet.element("barcode"):
        ean13(sheet, 44, h - 300, product.gtin, module=3, height=170)
    _batch(sheet, product, 410, h - 296, 25, ink)
    _marks(sheet, product, 440, h - 150, 32, pal["dark"])
    micro_line(sheet, product, 44, h - 106, w - 88, pal["main"])
    with sheet.element("maker"):
        sheet.text(44, h - 72, facts["maker"], BOLD, 23, ink, fit=w - 88)
        sheet.text(44, h - 40, facts["address"], TEXT, 21, ink, fit=w - 88)


def wide(sheet: Sheet, product: SeedProduct) -> None:
    """Landscape: three columns, the barcode on the right."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), "#fbfbf9")
    sheet.rect((0, 0, w, 18), pal["main"])
    sheet.rect((w - 410, 18, w, h), mix(pal["main"], "#ffffff", 0.82))
    sheet.rect((w - 416, 18, w - 410, h), pal["accent"])
    _heading(sheet, product, 34, 76, 58, pal["dark"], 330)
    ink = "#23262b"
    sheet.text(34, 130, f"{facts['name'].replace('|', ' ')} · {facts['variant']}", Face("montserrat", 700), 27, pal["dark"], fit=w - 480)
    with sheet.element("text"):
        used = sheet.paragraph((34, 180, 392, h - 150), facts["text_en"], TEXT, 22, ink, leading=1.25)
    sheet.paragraph((34, used.bottom + 12, 392, h - 76), facts["text_fr"], Face("roboto", 300), 20, ink, leading=1.25)
    with sheet.element("table"):
        small_table(sheet, Box(420, 182, w - 440, h - 86), product.table, 20, ink)
    with sheet.element("barcode"):
        ean13(sheet, w - 374, 42, product.gtin, module=3, height=170)
    _batch(sheet, product, w - 374, 240, 24, ink)
    if product.category == "medicine":
        with sheet.element("matrix"):
            lot, expiry = facts["lot"], facts["expiry"]
            data_matrix(sheet, w - 136, 226, f"(01)0{product.gtin}(17){expiry}(10){lot}(21)7{lot[-4:]}19", module=4)
    _marks(sheet, product, w - 350, h - 92, 30, pal["dark"])
    micro_line(sheet, product, 34, h - 66, w - 470, pal["main"])
    with sheet.element("maker"):
        sheet.text(34, h - 38, f"{facts['maker']} · {facts['address']}", BOLD, 20, ink, fit=w - 480)


def dark(sheet: Sheet, product: SeedProduct) -> None:
    """A dark ground with a white panel: for brands that print the back as the front."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear(pal["dark"], mix(pal["dark"], pal["main"], 0.5), angle=70))
    sheet.polygon([(0, 0), (w * 0.62, 0), (w * 0.5, 120), (0, 120)], pal["main"])
    sheet.rect((0, h - 14, w, h), stripes(pal["accent"], pal["dark"], pitch=18))
    _heading(sheet, product, 34, 60, 62, "#ffffff", w * 0.42)
    white = "#f6f7f8"
    sheet.text(36, 156, f"{facts['name'].replace('|', ' ')} · {facts['variant']}", Face("exo", 700), 34, pal["accent"], fit=w - 80)
    with sheet.element("text"):
        used = sheet.paragraph((36, 212, w - 36, 420), facts["text_en"], TEXT, 25, white)
    sheet.paragraph((36, used.bottom + 14, w - 36, h * 0.5), facts["text_fr"], Face("roboto", 300), 22, white)
    top = h * 0.5 + 14
    sheet.rect((26, top, w - 26, h - 96), "#ffffff", radius=16)
    ink = "#1d2126"
    with sheet.element("table"):
        small_table(sheet, Box(50, top + 24, w - 400, h - 110), product.table, 21, ink)
    with sheet.element("barcode"):
        ean13(sheet, w - 374, top + 18, product.gtin, module=3, height=150)
    _batch(sheet, product, w - 366, top + 186, 23, ink)
    _marks(sheet, product, w - 320, h - 148, 28, ink)
    micro_line(sheet, product, 36, h - 82, w - 72, pal["accent"])
    with sheet.element("maker"):
        sheet.text(36, h - 56, f"{facts['maker']} · {facts['address']}", BOLD, 21, white, fit=w - 72)
