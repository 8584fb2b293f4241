"""Fronts of labels and tags: spirits, shoe boxes, hang tags, household goods."""

import numpy as np

from seed_products.artwork.paints import linear, mix, radial, stripes, weave
from seed_products.artwork.parts import BOLD, TEXT, logo, metal, micro_line, seal, word_mark
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.symbols import ean13
from seed_products.artwork.typefaces import Face
from seed_products.records import SeedProduct


def spirits(sheet: Sheet, product: SeedProduct) -> None:
    """A bottle label: guilloche border, arched brand, age, a signature."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), weave(pal["main"], pal["dark"], 14))
    sheet.rect((34, 34, w - 34, h - 34), metal(product, 50), radius=36)
    sheet.rect((44, 44, w - 44, h - 44), radial("#fdf6e4", "#f3e6c6", "#e6d3a6"), radius=28)
    sheet.rect((62, 62, w - 62, h - 62), pal["dark"], radius=18, stroke=2)
    logo(sheet, product, w / 2, 210, 116, pal["dark"], pal["main"])
    word_mark(sheet, product, w / 2, 398, 132, pal["dark"], fit=w - 170)
    sheet.rect((150, 470, w - 150, 473), pal["dark"])
    with sheet.element("name"):
        sheet.text(
            w / 2, 520, facts["name"].upper(), Face("cinzel", 600), 46, pal["dark"],
            anchor="mm", tracking=0.08, fit=w - 200,
        )
    with sheet.element("variant"):
        sheet.polygon([(90, 580), (w - 90, 580), (w - 130, 652), (w - 90, 724), (90, 724), (130, 652)], pal["main"])
        sheet.text(w / 2, 652, facts["variant"], Face("playfair", 800), 78, "#fff4d6", anchor="mm", fit=w - 330)
    micro_line(sheet, product, 130, 748, w - 260, pal["dark"])
    sheet.text(w / 2, 812, facts["tagline"], Face("cormorant", 600, True), 40, pal["dark"], anchor="mm", fit=w - 200)
    with sheet.element("signature"):
        sheet.text(w / 2 - 120, 918, facts["signature"], Face("vibes"), 84, "#3a2a1c", anchor="mm", fit=420)
        sheet.rect((w / 2 - 320, 962, w / 2 + 80, 964), "#3a2a1c")
        sheet.text(w / 2 - 120, 988, "Master blender", Face("cormorant", 600), 26, "#3a2a1c", anchor="mm")
    seal(sheet, product, w - 200, 930, 82)
    sheet.text(120, h - 108, facts["size"], Face("cinzel", 700), 34, pal["dark"], anchor="lm")
    sheet.text(w - 120, h - 108, facts["front_note"], Face("cinzel", 700), 34, pal["dark"], anchor="rm", fit=330)


def _shoe(sheet: Sheet, x: float, y: float, s: float, upper: str, stripe: str, sole: str) -> None:
    """A running shoe seen from the side, *s* pixels long."""
    body = [
        (0.02, 0.3), (0.05, 0.12), (0.13, 0.02), (0.2, 0.04), (0.27, 0.14), (0.36, 0.1), (0.5, 0.22),
        (0.66, 0.31), (0.86, 0.36), (0.96, 0.43), (0.97, 0.5), (0.03, 0.5),
    ]  # fmt: skip
    sheet.polygon([(x + a * s, y + b * s) for a, b in body], upper)
    base = [(0.0, 0.48), (0.98, 0.48), (1.0, 0.53), (0.93, 0.6), (0.1, 0.6), (0.02, 0.57)]
    sheet.polygon([(x + a * s, y + b * s) for a, b in base], sole)
    for size, colour in ((0.115, stripe), (0.07, upper), (0.03, stripe)):  # a lozenge in a lozenge
        lozenge = ((-1.5, 0), (0, -1), (1.5, 0), (0, 1))
        sheet.polygon([(x + (0.47 + a * size) * s, y + (0.36 + b * size) * s) for a, b in lozenge], colour)
    for i in range(4):
        a = 0.38 + 0.06 * i
        sheet.line([(x + a * s, y + (0.14 + 0.05 * i) * s), (x + (a - 0.06) * s, y + (0.2 + 0.05 * i) * s)], sole, 0.012 * s)


def shoe_label(sheet: Sheet, product: SeedProduct) -> None:
    """The label on the end of a shoe box: model, picture, grid of sizes, barcode."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), "#fafafa")
    sheet.rect((0, 0, w, 176), linear(pal["main"], pal["dark"], angle=0))
    sheet.polygon([(w - 380, 0), (w - 330, 0), (w - 400, 176), (w - 450, 176)], pal["accent"])
    logo(sheet, product, 104, 88, 62, "#ffffff", pal["accent"])
    word_mark(sheet, product, 196, 90, 104, "#ffffff", anchor="lm", fit=520)
    sheet.text(w - 50, 70, "RUNNING", Face("exo", 800, True), 46, "#ffffff", anchor="rm")
    sheet.text(w - 50, 122, facts["tagline"].upper(), Face("exo", 500, True), 26, "#ffffff", anchor="rm", fit=250)
    with sheet.element("name"):
        sheet.text(40, 232, facts["name"], Face("exo", 900, True), 68, "#15181c", anchor="lm", fit=600)
    with sheet.element("variant"):
        sheet.rect((40, 282, 74, 316), pal["main"])
        sheet.rect((74, 282, 108, 316), pal["accent"])
        sheet.text(124, 300, facts["variant"], Face("exo", 600), 32, "#15181c", anchor="lm", fit=480)
    with sheet.element("illustration"):
        _shoe(sheet, 50, 322, 470, pal["main"], pal["accent"], pal["dark"])
    sizes = facts["size"].split("|")
    with sheet.element("size"):
        for i, cell in enumerate(sizes):
            left = 668 + i * 124
            system, value = cell.split(" ", 1)
            sheet.rect((left, 206, left + 118, 340), "#15181c", stroke=3)
            sheet.rect((left, 206, left + 118, 246), "#15181c")
            sheet.text(left + 59, 226, system, BOLD, 26, "#ffffff", anchor="mm")
            sheet.text(left + 59, 294, value, Face("exo", 800), 56, "#15181c", anchor="mm", fit=104)
    with sheet.element("barcode"):
        ean13(sheet, 650, 368, product.gtin, module=3, height=190)
    seal(sheet, product, w - 110, 455, 76)
    sheet.text(w - 110, 558, facts["stamp"], Face("mono"), 20, "#15181c", anchor="mm", fit=180)
    micro_line(sheet, product, 40, h - 22, w - 80, pal["dark"])


def hang_tag(sheet: Sheet, product: SeedProduct) -> None:
    """A tag with an eyelet: clothing, bags and watches."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear(pal["light"], mix(pal["light"], pal["main"], 0.12)))
    sheet.rect((0, 0, w, 250), stripes(pal["main"], pal["dark"], pitch=float(facts.get("pitch", "26"))))
    sheet.rect((0, 250, w, 262), metal(product, 0))
    sheet.ellipse(w / 2, 96, 46, 46, metal(product, 60))
    sheet.ellipse(w / 2, 96, 28, 28, "#3a3a3a")
    logo(sheet, product, w / 2, 430, 120, pal["dark"], pal["accent"])
    word_mark(sheet, product, w / 2, 632, 104, pal["dark"], tracking=0.06, fit=w - 110)
    sheet.text(w / 2, 706, facts["tagline"], Face("cormorant", 600, True), 38, pal["dark"], anchor="mm", fit=w - 110)
    sheet.rect((60, 752, w - 60, 755), pal["dark"])
    with sheet.element("name"):
        sheet.text(w / 2, 806, facts["name"], Face("montserrat", 700), 46, pal["dark"], anchor="mm", fit=w - 110)
    with sheet.element("variant"):
        sheet.rect((60, 856, w - 60, 936), pal["accent"], radius=8)
        sheet.text(w / 2, 896, facts["variant"], Face("montserrat", 600), 36, pal["dark"], anchor="mm", fit=w - 150)
    sheet.paragraph((60, 968, w - 240, h - 70), facts["front_note"], TEXT, 25, pal["dark"])
    seal(sheet, product, w - 130, 1040, 76)
    micro_line(sheet, product, 60, h - 46, w - 120, pal["dark"])


def household(sheet: Sheet, product: SeedProduct) -> None:
    """A detergent label: burst of rays, slanting word mark, bubbles."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), radial("#ffffff", pal["light"], pal["main"], pal["dark"], cy=0.4))
    for i in range(14):
        a, b = np.radians(i * 360 / 14), np.radians(i * 360 / 14 + 11)
        far = 1100
        sheet.polygon([(w / 2, 480), (w / 2 + far * np.cos(a), 480 + far * np.sin(a)), (w / 2 + far * np.cos(b), 480 + far * np.sin(b))], mix(pal["main"], "#ffffff", 0.55))
    draw = np.random.default_rng(sum(product.key.encode()))
    for x, y, r in zip(draw.uniform(0, w, 34), draw.uniform(620, h - 120, 34), draw.uniform(14, 58, 34), strict=True):
        sheet.ellipse(x, y, r, r, mix(pal["main"], "#ffffff", 0.8))
        sheet.ellipse(x, y, r, r, mix(pal["main"], "#ffffff", 0.2), stroke=2)
        sheet.ellipse(x - 0.35 * r, y - 0.35 * r, 0.22 * r, 0.22 * r, "#ffffff")
    logo(sheet, product, w / 2, 180, 124, pal["accent"], "#ffffff")
    sheet.polygon([(20, 372), (w - 20, 326), (w - 20, 560), (20, 606)], pal["dark"])
    sheet.polygon([(20, 384), (w - 20, 338), (w - 20, 548), (20, 594)], pal["main"])
    word_mark(sheet, product, w / 2, 466, 176, "#ffffff", fit=w - 110)
    with sheet.element("name"):
        sheet.text(w / 2, 676, facts["name"], Face("fredoka", 700), 74, pal["dark"], anchor="mm", fit=w - 100)
    with sheet.element("variant"):
        sheet.rect((120, 750, w - 120, 862), pal["accent"], radius=56)
        sheet.text(w / 2, 806, facts["variant"], Face("fredoka", 700), 60, "#ffffff", anchor="mm", fit=w - 330)
    micro_line(sheet, product, 60, 890, w - 120, pal["dark"])
    sheet.rect((0, h - 150, w, h), pal["dark"])
    sheet.text(60, h - 76, facts["size"], Face("fredoka", 700), 62, "#ffffff", anchor="lm")
    sheet.text(w - 220, h - 76, facts["front_note"], Face("fredoka", 500), 36, "#ffffff", anchor="rm", fit=380)
    seal(sheet, product, w - 110, h - 140, 76)
