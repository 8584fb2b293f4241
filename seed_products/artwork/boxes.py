"""Fronts of boxes and packs: toys, electronics, car parts, biscuits."""

import numpy as np

from seed_products.artwork.emblems import emblem
from seed_products.artwork.paints import linear, mix, radial, stripes
from seed_products.artwork.parts import BOLD, logo, metal, micro_line, seal, word_mark
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.typefaces import Face
from seed_products.records import SeedProduct


def toy(sheet: Sheet, product: SeedProduct) -> None:
    """A window box: rays, the toy behind film, age and pieces in stars."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), radial(pal["light"], pal["main"], pal["dark"], cx=0.62))
    for i in range(7):
        sheet.polygon([(740, 520), (740 + 1500 * np.cos(i * 0.9), 520 + 1500 * np.sin(i * 0.9)), (740 + 1500 * np.cos(i * 0.9 + 0.3), 520 + 1500 * np.sin(i * 0.9 + 0.3))], mix(pal["main"], pal["light"], 0.5))
    sheet.rect((420, 240, w - 40, h - 150), "#ffffff", radius=60)
    sheet.rect((436, 256, w - 56, h - 166), linear("#cfe6f2", "#f3f8fa", "#b9cfdb"), radius=48)
    with sheet.element("illustration"):
        colours = (pal["accent"], pal["main"], pal["dark"])
        shape = facts["shape"]
        emblem(sheet, shape, 790, 540, 210, colours[0], pal["light"])
        emblem(sheet, shape, 560, 660, 96, colours[1], pal["light"])
        emblem(sheet, shape, 1030, 660, 104, colours[2], pal["light"])
    sheet.polygon([(470, 256), (560, 256), (440, 520), (440, 330)], "#f4fafc")
    logo(sheet, product, 120, 118, 88, pal["accent"], "#ffffff")
    word_mark(sheet, product, 232, 116, 150, "#ffffff", anchor="lm", fit=620)
    with sheet.element("name"):
        sheet.text(36, 330, facts["name"].split("|")[0], Face("lilita"), 82, "#ffffff", anchor="lm", fit=370)
        sheet.text(36, 420, facts["name"].split("|")[-1], Face("lilita"), 82, "#ffffff", anchor="lm", fit=370)
    with sheet.element("variant"):
        sheet.rect((30, 490, 404, 578), pal["accent"], radius=20)
        sheet.text(217, 534, facts["variant"], Face("fredoka", 700), 44, pal["dark"], anchor="mm", fit=340)
    star = [(130 + (92 if i % 2 else 74) * np.cos(i * np.pi / 12), 720 + (92 if i % 2 else 74) * np.sin(i * np.pi / 12)) for i in range(24)]
    sheet.polygon(star, "#ffffff")
    sheet.text(130, 706, facts["tagline"], Face("lilita"), 62, pal["dark"], anchor="mm")
    sheet.text(130, 756, "AGE / ÂGE", BOLD, 20, pal["dark"], anchor="mm")
    sheet.text(244, 700, facts["size"], Face("lilita"), 54, "#ffffff", anchor="lm", fit=166)
    sheet.text(244, 752, "pieces / pièces", Face("fredoka", 600), 26, "#ffffff", anchor="lm", fit=166)
    seal(sheet, product, w - 110, 120, 78)
    sheet.rect((0, h - 112, w, h), pal["dark"])
    sheet.text(40, h - 66, facts["front_note"], Face("fredoka", 500), 32, "#ffffff", anchor="lm", fit=w - 90)
    micro_line(sheet, product, 40, h - 26, w - 80, "#ffffff")


def _device(sheet: Sheet, kind: str, main: str, dark: str, w: float) -> None:
    """The article itself, large: a charger, earphones or a battery pack."""
    x, y = w / 2, 560
    if kind == "charger":
        sheet.rect((x - 150, y - 190, x + 150, y + 190), linear("#ffffff", "#d9dde2", angle=20), radius=46)
        sheet.rect((x - 150, y - 190, x + 150, y + 190), "#b4bac2", radius=46, stroke=3)
        for side in (-1, 1):
            sheet.rect((x + side * 60 - 13, y - 268, x + side * 60 + 13, y - 190), linear("#8c929a", "#f0f2f4", "#8c929a", angle=0), radius=6)
        sheet.rect((x - 50, y + 110, x + 50, y + 138), "#3b4047", radius=14)
        sheet.rect((x - 120, y + 20, x + 120, y + 24), main)
    elif kind == "earphones":
        sheet.rect((x - 190, y - 40, x + 190, y + 210), linear("#ffffff", "#cfd4da", angle=70), radius=86)
        sheet.rect((x - 190, y + 50, x + 190, y + 54), "#a0a7b0")
        for side in (-1, 1):
            sheet.rect((x + side * 120 - 22, y - 170, x + side * 120 + 22, y + 10), linear(main, dark, angle=0), radius=20)
            sheet.ellipse(x + side * 104, y - 180, 66, 72, linear(main, dark))
            sheet.ellipse(x + side * 78, y - 176, 26, 34, "#2a2d31")
    else:
        sheet.rect((x - 170, y - 260, x + 170, y + 220), linear(main, dark, angle=30), radius=40)
        sheet.rect((x - 150, y - 240, x + 150, y + 200), "#ffffff", radius=26, stroke=3)
        for i in range(4):
            sheet.ellipse(x - 66 + 44 * i, y + 150, 11, 11, "#ffffff")
        sheet.rect((x - 60, y - 262, x + 60, y - 236), "#22262b", radius=8)


def electronics(sheet: Sheet, product: SeedProduct) -> None:
    """A white box with the device, a power roundel and a strip of icons."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear("#ffffff", "#eef1f4"))
    sheet.rect((0, h - 290, w, h), linear(pal["main"], pal["dark"], angle=0))
    sheet.polygon([(0, h - 290), (w, h - 370), (w, h - 290)], pal["main"])
    logo(sheet, product, 100, 104, 56, pal["main"], "#ffffff")
    word_mark(sheet, product, 180, 106, 78, pal["dark"], anchor="lm", fit=380)
    with sheet.element("illustration"):
        _device(sheet, facts["shape"], pal["main"], pal["dark"], w)
    with sheet.element("size"):
        sheet.ellipse(w - 130, 310, 96, 96, pal["accent"])
        sheet.text(w - 130, 296, facts["size"], Face("exo", 900), 64, pal["dark"], anchor="mm", fit=160)
        sheet.text(w - 130, 350, facts["tagline"], Face("exo", 600), 22, pal["dark"], anchor="mm", fit=150)
    micro_line(sheet, product, 50, h - 386, w - 340, pal["dark"])
    with sheet.element("name"):
        sheet.text(50, h - 228, facts["name"], Face("grotesk", 700), 62, "#ffffff", anchor="lm", fit=w - 240)
    with sheet.element("variant"):
        sheet.rect((50, h - 174, 430, h - 108), pal["accent"], radius=33)
        sheet.text(240, h - 141, facts["variant"], Face("grotesk", 700), 34, pal["dark"], anchor="mm", fit=330)
    for i, note in enumerate(facts["front_note"].split("|")):
        sheet.ellipse(66 + i * 200, h - 54, 10, 10, pal["accent"])
        sheet.text(86 + i * 200, h - 54, note, Face("grotesk", 500), 24, "#ffffff", anchor="lm", fit=170)
    seal(sheet, product, w - 112, h - 130, 76)


def car_part(sheet: Sheet, product: SeedProduct) -> None:
    """A square box: diagonal bands, the part as a drawing, its number very large."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear(pal["main"], pal["dark"], angle=55))
    sheet.polygon([(0, 640), (w, 320), (w, 700), (0, 1000)], pal["accent"])
    sheet.polygon([(0, 690), (w, 370), (w, 400), (0, 722)], "#101418")
    sheet.rect((0, 0, w, 26), stripes("#101418", pal["accent"], pitch=22))
    sheet.rect((0, h - 26, w, h), stripes("#101418", pal["accent"], pitch=22))
    logo(sheet, product, 140, 170, 100, "#ffffff", pal["accent"])
    word_mark(sheet, product, 272, 170, 150, "#ffffff", anchor="lm", fit=560)
    seal(sheet, product, w - 110, 130, 70)
    with sheet.element("illustration"):
        x, y = 730, 585
        steel = linear("#6e757c", "#f4f6f7", "#8b9299", "#d5dadd", "#5f666d", angle=0)
        if facts["shape"] == "plug":
            sheet.rect((x - 34, y - 290, x + 34, y - 90), linear("#d9d9d4", "#ffffff", "#c4c4be", angle=0), radius=18)
            sheet.rect((x - 18, y - 330, x + 18, y - 284), steel)
            for i in range(4):
                sheet.rect((x - 40, y - 240 + 36 * i, x + 40, y - 226 + 36 * i), "#b9bab4", radius=6)
            sheet.rect((x - 84, y - 92, x + 84, y), steel, radius=8)
            sheet.rect((x - 50, y, x + 50, y + 170), steel)
            for i in range(9):
                sheet.line([(x - 52, y + 12 + 18 * i), (x + 52, y + 4 + 18 * i)], "#5b6269", 5)
            sheet.rect((x - 9, y + 170, x + 9, y + 200), "#c98d4f")
            sheet.line([(x + 40, y + 168), (x + 40, y + 222), (x - 16, y + 222)], "#7d848b", 14)
        elif facts["shape"] == "filter":
            sheet.rect((x - 140, y - 240, x + 140, y + 210), linear(pal["dark"], pal["main"], "#ffffff", pal["main"], pal["dark"], angle=0), radius=24)
            for i in range(11):
                sheet.rect((x - 128 + 24 * i, y - 240, x - 118 + 24 * i, y - 170), "#20252a")
            sheet.rect((x - 140, y - 60, x + 140, y + 80), "#ffffff")
            sheet.text(x, y + 10, facts["brand_name"], Face("russo"), 58, pal["dark"], anchor="mm", fit=250)
            sheet.ellipse(x, y + 212, 140, 26, "#3a4046")
        else:
            sheet.ellipse(x, y - 20, 230, 230, steel)
            sheet.ellipse(x, y - 20, 150, 150, "#9aa1a8")
            sheet.ellipse(x, y - 20, 96, 96, "#2b3036")
            for i in range(30):
                a, r = i * 2 * np.pi / 30, 176 + 28 * (i % 2)
                sheet.ellipse(x + r * np.cos(a), y - 20 + r * np.sin(a), 9, 9, "#30363c")
    with sheet.element("name"):
        sheet.text(50, 330, facts["name"].upper(), Face("russo"), 54, "#ffffff", anchor="lm", fit=480)
        sheet.text(50, 396, facts["tagline"], Face("exo", 500), 34, "#ffffff", anchor="lm", fit=440)
    with sheet.element("variant"):
        sheet.text(46, 776, facts["variant"], Face("russo"), 116, "#101418", anchor="lm", fit=500)
    micro_line(sheet, product, 50, 838, 430, "#101418")
    sheet.text(50, 905, facts["size"], Face("exo", 700), 38, "#101418", anchor="lm")
    sheet.text(w - 50, h - 70, facts["front_note"], Face("exo", 600), 30, "#ffffff", anchor="rm", fit=520)


def biscuits(sheet: Sheet, product: SeedProduct) -> None:
    """A wide pack: biscuits tumbling through a swoosh of flavour."""
    pal, facts, w, h = product.palette, product.facts, sheet.width, sheet.height
    sheet.rect((0, 0, w, h), linear(pal["main"], mix(pal["main"], pal["light"], 0.4), pal["dark"], angle=15))
    for side in (0, w - 34):
        sheet.rect((side, 0, side + 34, h), stripes(mix(pal["main"], "#ffffff", 0.75), pal["dark"], pitch=7, angle=0))
    t = np.linspace(0, 1, 40)
    upper = [(float(a * w), float(420 - 130 * np.sin(a * 3.3))) for a in t]
    lower = [(float(a * w), float(560 - 90 * np.sin(a * 2.6))) for a in t[::-1]]
    sheet.polygon([*upper, *lower], pal["light"])
    with sheet.element("illustration"):
        draw = np.random.default_rng(sum(product.key.encode()))
        for i, (x, y) in enumerate(((800, 200), (960, 360), (760, 430), (1080, 190), (1090, 500), (920, 540))):
            r = 98 - 4 * i
            scallop = [(x + (r + 6 * np.cos(18 * a)) * np.cos(a), y + (r + 6 * np.cos(18 * a)) * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 90)]
            sheet.polygon([(a + 8, b + 12) for a, b in scallop], mix(pal["dark"], "#000000", 0.3))
            sheet.polygon(scallop, radial("#f0c27a", "#d99a4a", "#a8692a"))
            sheet.ellipse(x, y, r * 0.7, r * 0.7, pal["accent"])
            for a, b in draw.uniform(-0.5, 0.5, (12, 2)):
                sheet.ellipse(x + a * r, y + b * r, 6, 5, "#5d3317")
    logo(sheet, product, 130, 120, 74, pal["light"], pal["accent"])
    word_mark(sheet, product, 226, 130, 150, "#ffffff", anchor="lm", fit=395)
    with sheet.element("name"):
        sheet.text(70, 244, facts["name"], Face("lobster"), 76, pal["light"], anchor="lm", fit=560)
    with sheet.element("variant"):
        sheet.rect((66, 336, 560, 422), pal["accent"], radius=43)
        sheet.text(313, 379, facts["variant"], Face("fredoka", 700), 48, pal["dark"], anchor="mm", fit=430)
    sheet.text(70, 478, facts["tagline"], Face("fredoka", 500), 32, pal["dark"], anchor="lm", fit=520)
    sheet.text(70, h - 62, facts["size"], Face("fredoka", 700), 46, "#ffffff", anchor="lm")
    sheet.text(w - 60, h - 34, facts["front_note"], BOLD, 22, "#ffffff", anchor="rm", fit=420)
    sheet.rect((290, h - 112, 292, h - 20), metal(product))
    micro_line(sheet, product, 310, h - 62, 380, "#ffffff")
    seal(sheet, product, 690, 84, 54)
