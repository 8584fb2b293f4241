"""Fronts of folding cartons: perfume, skin care, medicine, cigarettes."""

import numpy as np

from seed_products.artwork.paints import linear, mix, radial, stripes, weave
from seed_products.artwork.parts import (
    BOLD,
    TEXT,
    display_face,
    logo,
    metal,
    micro_line,
    seal,
    word_mark,
)
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.typefaces import Face
from seed_products.records import SeedProduct


def perfume(sheet: Sheet, product: SeedProduct) -> None:
    """A tall carton in one colour with hot-stamped frames."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    gold = metal(product, 35)
    sheet.rect((0, 0, w, h), radial(mix(pal["main"], "#ffffff", 0.18), pal["main"], pal["dark"], cy=0.35))
    for inset, stroke in ((34, 7), (50, 2)):
        sheet.rect((inset, inset, w - inset, h - inset), gold, stroke=stroke)
    for i in range(9):  # a fan behind the logo
        angle = np.radians(-90 + (i - 4) * 17)
        tip = (w / 2 + 300 * np.cos(angle), 400 + 300 * np.sin(angle))
        sheet.line([(w / 2, 400), tip], mix(pal["main"], pal["accent"], 0.35), 3)
    logo(sheet, product, w / 2, 330, 130, gold, pal["accent"])
    word_mark(sheet, product, w / 2, 590, 108, gold, tracking=0.08, fit=w - 160)
    with sheet.element("name"):
        sheet.text(w / 2, 700, facts["name"], Face("vibes"), 92, pal["accent"], anchor="mm", fit=w - 180)
    sheet.rect((w / 2 - 110, 770, w / 2 + 110, 773), gold)
    with sheet.element("variant"):
        sheet.rect((130, 812, w - 130, 888), pal["accent"])
        sheet.text(
            w / 2, 850, facts["variant"].upper(), Face("montserrat", 600), 36, pal["dark"],
            anchor="mm", tracking=0.18, fit=w - 310,
        )
    micro_line(sheet, product, 110, 920, w - 220, pal["accent"])
    seal(sheet, product, w / 2, 1008, 54)
    sheet.text(
        w / 2, 1104, facts["size"], Face("montserrat", 500), 30, pal["accent"], anchor="mm", tracking=0.06
    )


def skin_care(sheet: Sheet, product: SeedProduct) -> None:
    """White above, a coloured wave of the variant below, a sprig in between."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear("#ffffff", mix(pal["main"], "#ffffff", 0.86)))
    for i, share in enumerate((0.75, 0.45, 0.0)):
        x = np.linspace(0, w, 30)
        y = 760 + 60 * i + 46 * np.sin(x / w * 6 + i * 1.3)
        edge = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
        sheet.polygon([*edge, (w, h), (0, h)], mix(pal["main"], "#ffffff", share))
    word_mark(sheet, product, w / 2, 120, 112, pal["dark"], tracking=0.05, fit=w - 120)
    sheet.text(
        w / 2, 196, facts["tagline"].upper(), Face("montserrat", 500), 22, pal["dark"],
        anchor="mm", tracking=0.22, fit=w - 130,
    )
    logo(sheet, product, w / 2, 420, 165, pal["main"], pal["accent"])
    with sheet.element("name"):
        sheet.text(w / 2, 668, facts["name"], Face("playfair", 700), 62, pal["dark"], anchor="mm", fit=w - 100)
    with sheet.element("variant"):
        sheet.rect((90, 905, w - 90, 985), "#ffffff", radius=40)
        sheet.text(
            w / 2, 945, facts["variant"], Face("montserrat", 700), 38, pal["main"], anchor="mm", fit=w - 240
        )
    micro_line(sheet, product, 70, 1012, w - 140, "#ffffff")
    sheet.text(70, 1110, facts["size"], Face("montserrat", 700), 40, "#ffffff", anchor="lm")
    seal(sheet, product, w - 130, 1110, 62)


def medicine(sheet: Sheet, product: SeedProduct) -> None:
    """A flat box: bands of the strength's colour, the active substance, a tamper seal."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), "#fdfdfb")
    sheet.rect((0, 0, 26, h), pal["main"])
    sheet.polygon([(w - 420, 0), (w, 0), (w, h), (w - 250, h)], linear(pal["main"], pal["dark"], angle=60))
    sheet.polygon([(w - 452, 0), (w - 428, 0), (w - 258, h), (w - 282, h)], pal["accent"])
    logo(sheet, product, w - 150, 132, 84, "#ffffff", pal["accent"])
    word_mark(sheet, product, 76, 130, 128, pal["dark"], anchor="lm", fit=620)
    with sheet.element("name"):
        sheet.text(80, 248, facts["name"], Face("montserrat", 500), 44, "#30343a", anchor="lm", fit=600)
    with sheet.element("variant"):
        sheet.rect((76, 300, 420, 400), pal["main"], radius=14)
        sheet.text(248, 350, facts["variant"], Face("montserrat", 800), 58, "#ffffff", anchor="mm", fit=310)
    sheet.text(445, 330, facts["tagline"], TEXT, 30, "#30343a", anchor="lm", fit=330)
    sheet.text(445, 372, facts["size"], BOLD, 34, "#30343a", anchor="lm", fit=320)
    micro_line(sheet, product, 76, 432, 640, pal["main"])
    sheet.paragraph(
        (76, 462, 700, h - 10), facts["front_note"], TEXT, 24, "#4a4f56"
    )
    for i in range(10):  # the blister
        x, y = w - 330 + (i % 5) * 62 + (i // 5) * 22, 330 + (i // 5) * 74
        sheet.ellipse(x, y, 25, 31, "#ffffff")
        sheet.ellipse(x - 3, y - 4, 18, 23, mix(pal["accent"], "#ffffff", 0.55))
    seal(sheet, product, w - 70, h - 74, 54)


def cigarettes(sheet: Sheet, product: SeedProduct) -> None:
    """A flip-top pack: lid, crest, blend colour, the authority's warning, a tax stamp."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), weave(pal["main"], mix(pal["main"], pal["dark"], 0.35), 26))
    sheet.polygon([(0, 470), (w / 2, 610), (w, 470), (w, 800), (0, 800)], pal["accent"])
    sheet.polygon([(0, 452), (w / 2, 592), (w, 452), (w, 470), (w / 2, 610), (0, 470)], metal(product, 0))
    sheet.rect((0, 286, w, 292), pal["dark"])  # edge of the lid
    with sheet.element("hologram"):
        sheet.rect((w / 2 - 66, 0, w / 2 + 66, 252), "#e8e4d6")
        sheet.rect((w / 2 - 58, 0, w / 2 + 58, 244), stripes("#d7e4da", "#eef1e6", pitch=5))
    seal(sheet, product, w / 2, 92, 50)
    with sheet.element("hologram"):
        sheet.text(w / 2, 176, "TAX PAID", BOLD, 22, "#2f4638", anchor="mm")
        sheet.text(w / 2, 210, facts["stamp"], Face("mono"), 17, "#2f4638", anchor="mm", fit=110)
    logo(sheet, product, w / 2, 442, 112, metal(product), pal["light"])
    word_mark(sheet, product, w / 2, 672, 112, pal["light"], tracking=0.03, fit=w - 110)
    with sheet.element("variant"):
        sheet.text(
            w / 2, 754, facts["variant"].upper(), Face("montserrat", 700), 38, pal["light"],
            anchor="mm", tracking=0.3, fit=w - 160,
        )
    micro_line(sheet, product, 60, 786, w - 120, pal["light"])
    with sheet.element("name"):
        sheet.rect((0, 815, w, h), "#f7f7f4")
        sheet.rect((14, 829, w - 14, h - 14), "#101010", stroke=8)
        sheet.text(w / 2, 896, "HEALTH WARNING", Face("montserrat", 800), 50, "#101010", anchor="mm")
        for i, line in enumerate(facts["front_note"].split("|")):
            sheet.text(w / 2, 968 + 54 * i, line, Face("montserrat", 700), 38, "#101010", anchor="mm", fit=w - 90)
    sheet.text(w / 2, 1150, facts["size"], display_face(product), 30, "#101010", anchor="mm")
