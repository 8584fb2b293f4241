"""Invented logos, as outlines around a centre; `emblem` draws one by name."""

from collections.abc import Callable

import numpy as np

from seed_products.artwork.paints import Fill
from seed_products.artwork.sheet import Sheet, circle_points
from seed_products.artwork.typefaces import Face

Outline = list[tuple[float, float]]


def _polar(cx: float, cy: float, radii: list[float], start: float = -90) -> Outline:
    angles = np.radians(start + np.arange(len(radii)) * 360 / len(radii))
    return [
        (cx + r * float(np.cos(a)), cy + r * float(np.sin(a)))
        for r, a in zip(radii, angles, strict=True)
    ]


def _leaf(cx: float, cy: float, length: float, width: float, turn: float) -> Outline:
    """A pointed oval from (cx, cy) outwards at *turn* degrees."""
    t = np.linspace(0, 1, 15)
    half = width / 2 * np.sin(np.pi * t) ** 0.8
    along = np.concatenate([t, t[::-1]]) * length
    across = np.concatenate([half, -half[::-1]])
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return [(cx + float(a * c - b * s), cy + float(a * s + b * c)) for a, b in zip(along, across, strict=True)]


def _capsule(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """Two halves of a capsule in a disc; the left one is cut out of it."""
    halves = [
        [
            (cx + side * (0.06 + 0.55 * t) * r, cy - side * r * 0.12 + s * r * 0.3 * float(np.sqrt(max(1 - t**4, 0))))
            for t, s in [(float(t), 1) for t in np.linspace(0, 1, 24)] + [(float(t), -1) for t in np.linspace(1, 0, 24)]
        ]
        for side in (-1, 1)
    ]
    sheet.polygons([circle_points(cx, cy, r, r), halves[0]], fill)
    sheet.polygon(halves[1], second)


def _sun(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    sheet.polygon(_polar(cx, cy, [r, r * 0.68] * 16), fill)
    sheet.ellipse(cx, cy, r * 0.58, r * 0.58, second)
    sheet.ellipse(cx, cy, r * 0.44, r * 0.44, fill)


def _wave(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    sheet.ellipse(cx, cy, r, r, fill)
    x = np.linspace(-0.86, 0.86, 40)
    for row, offset in enumerate((-0.22, 0.1, 0.42)):
        reach = np.sqrt(np.maximum(0.92 - offset**2, 0.02))
        inside = x[np.abs(x) < reach - 0.08]
        y = offset + 0.1 * np.sin(inside * 7 + row * 0.8)
        sheet.line([(cx + float(px) * r, cy + float(py) * r) for px, py in zip(inside, y, strict=True)], second, 0.13 * r)


def _lotus(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    base = cy + 0.65 * r
    for turn, length in ((-150, 1.05), (-30, 1.05), (-120, 1.3), (-60, 1.3)):
        sheet.polygon(_leaf(cx, base, length * r, 0.46 * r, turn), fill)
    sheet.polygon(_leaf(cx, base, 1.5 * r, 0.5 * r, -90), second)


def _sprig(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    sheet.line([(cx, cy + r), (cx, cy - 0.7 * r)], fill, 0.07 * r)
    for i in range(4):
        y = cy + 0.75 * r - i * 0.42 * r
        for turn in (-35, -145):
            sheet.polygon(_leaf(cx, y, (0.85 - 0.1 * i) * r, 0.34 * r, turn), fill if turn == -35 else second)
    sheet.polygon(_leaf(cx, cy - 0.5 * r, 0.6 * r, 0.3 * r, -90), fill)


def _crest(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """A parted shield under a crown."""
    t = np.linspace(0, 1, 14)
    right = [(cx + float(0.75 * np.sqrt(1 - u**3)) * r, cy - 0.45 * r + float(u) * 1.4 * r) for u in t]
    left = [(2 * cx - px, py) for px, py in right[::-1]]
    shield = [*right, *left]
    sheet.polygon(shield, fill)
    inner = [(cx + (px - cx) * 0.86, cy + 0.2 * r + (py - cy - 0.2 * r) * 0.88) for px, py in shield]
    sheet.polygon(inner, second)
    sheet.polygon(
        [(cx - 0.62 * r, cy + 0.05 * r), (cx, cy - 0.3 * r), (cx + 0.62 * r, cy + 0.05 * r), (cx + 0.62 * r, cy + 0.3 * r), (cx, cy - 0.05 * r), (cx - 0.62 * r, cy + 0.3 * r)],
        fill,
    )
    sheet.polygon(_polar(cx, cy + 0.5 * r, [0.24 * r, 0.1 * r] * 5), fill)
    crown = [(-0.5, -0.55), (-0.62, -1.0), (-0.28, -0.75), (0, -1.12), (0.28, -0.75), (0.62, -1.0), (0.5, -0.55)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in crown], fill)
    for px, py in ((-0.62, -1.02), (0, -1.15), (0.62, -1.02)):
        sheet.ellipse(cx + px * r, cy + py * r, 0.08 * r, 0.08 * r, fill)


def _ship(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """A two-masted caravel."""
    hull = [(-0.95, 0.35), (0.8, 0.35), (1.05, 0.12), (0.72, 0.8), (-0.7, 0.8)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in hull], fill)
    for mast, top, reach in ((-0.3, -1.0, 0.75), (0.42, -0.7, 0.5)):
        sheet.rect((cx + mast * r - 0.03 * r, cy + top * r, cx + mast * r + 0.03 * r, cy + 0.35 * r), fill)
        t = np.linspace(0, 1, 12)
        belly = [(cx + mast * r + float(np.sin(np.pi * u) * 0.5 + 0.1 * u) * reach * r, cy + (top + float(u) * (0.22 - top)) * r) for u in t]
        sheet.polygon([*belly, (cx + (mast - 0.42 * reach) * r, cy + 0.2 * r)], second)
    sheet.polygon([(cx - 0.3 * r, cy - r), (cx - 0.75 * r, cy - 0.9 * r), (cx - 0.3 * r, cy - 0.8 * r)], fill)


def _stag(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """Antlers over a long head."""
    head = [(-0.2, 0.0), (0.2, 0.0), (0.3, 0.22), (0.13, 0.95), (0, 1.05), (-0.13, 0.95), (-0.3, 0.22)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in head], fill)
    for side in (-1, 1):
        sheet.polygon(_leaf(cx + side * 0.2 * r, cy + 0.1 * r, 0.5 * r, 0.22 * r, -90 + side * 75), fill)
        stem = [(0.12, 0.02), (0.32, -0.3), (0.62, -0.55), (0.7, -1.0)]
        sheet.line([(cx + side * px * r, cy + py * r) for px, py in stem], fill, 0.1 * r)
        for at, tip in (((0.3, -0.28), (0.18, -0.72)), ((0.5, -0.45), (0.45, -0.95)), ((0.6, -0.55), (0.98, -0.78))):
            sheet.line([(cx + side * at[0] * r, cy + at[1] * r), (cx + side * tip[0] * r, cy + tip[1] * r)], fill, 0.08 * r)
        sheet.ellipse(cx + side * 0.13 * r, cy + 0.3 * r, 0.045 * r, 0.045 * r, second)


def _wings(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """A falcon that hovers: curved wings, and a fanned tail in the second colour."""
    wing = [(0.1, -0.32), (0.34, -0.5), (0.66, -0.82), (1.05, -0.92), (0.9, -0.5), (0.66, -0.2), (0.4, -0.02), (0.14, 0.2)]
    for side in (-1, 1):
        sheet.polygon([(cx + side * px * r, cy + py * r) for px, py in wing], fill)
    body = [(-0.12, -0.4), (0.0, -0.56), (0.12, -0.4), (0.18, -0.1), (0.1, 0.34), (-0.1, 0.34), (-0.18, -0.1)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in body], fill)
    for turn in (-24, 0, 24):
        sheet.polygon(_leaf(cx, cy + 0.2 * r, 0.74 * r, 0.22 * r, 90 + turn), second)


def _piston(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """A gear with a spark."""
    teeth = [r if (i // 2) % 2 else r * 0.82 for i in range(48)]
    sheet.polygons([_polar(cx, cy, teeth), circle_points(cx, cy, 0.6 * r, 0.6 * r)], fill)
    spark = [(0.12, -0.62), (-0.34, 0.1), (-0.04, 0.1), (-0.14, 0.62), (0.34, -0.14), (0.04, -0.14)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in spark], second)


def _bolt(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    sheet.rect((cx - r, cy - r, cx + r, cy + r), fill, radius=0.32 * r)
    bolt = [(0.3, -0.8), (-0.5, 0.14), (-0.06, 0.14), (-0.28, 0.82), (0.52, -0.2), (0.08, -0.2)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in bolt], second)


def _ripples(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """Sound spreading from a drop."""
    for radius in (1.0, 0.72):
        sheet.ellipse(cx, cy, radius * r, radius * r, fill, stroke=0.12 * r)
    sheet.ellipse(cx, cy, 0.4 * r, 0.4 * r, second)
    sheet.polygon(_leaf(cx - 0.28 * r, cy - 0.28 * r, 0.9 * r, 0.5 * r, -135), second)


def _peaks(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    sheet.polygon([(cx - r, cy + 0.7 * r), (cx - 0.15 * r, cy - 0.85 * r), (cx + 0.6 * r, cy + 0.7 * r)], fill)
    sheet.polygon([(cx + 0.05 * r, cy + 0.7 * r), (cx + 0.55 * r, cy - 0.3 * r), (cx + 1.05 * r, cy + 0.7 * r)], fill)
    snow = [(-0.15, -0.85), (-0.47, -0.25), (-0.28, -0.35), (-0.12, -0.15), (0.02, -0.35), (0.14, -0.25)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in snow], second)


def _brick(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """Three stacked studded blocks."""
    for x, y, colour in ((-0.5, 0.55, fill), (0.5, 0.55, second), (0, -0.1, fill)):
        left, top = cx + (x - 0.46) * r, cy + (y - 0.3) * r
        sheet.rect((left, top, left + 0.92 * r, top + 0.58 * r), colour, radius=0.06 * r)
        for stud in (0.1, 0.54):
            sheet.rect((left + stud * r, top - 0.13 * r, left + (stud + 0.28) * r, top), colour)


def _bear(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    for side in (-1, 1):
        sheet.ellipse(cx + side * 0.62 * r, cy - 0.62 * r, 0.36 * r, 0.36 * r, fill)
        sheet.ellipse(cx + side * 0.62 * r, cy - 0.62 * r, 0.18 * r, 0.18 * r, second)
    sheet.ellipse(cx, cy, 0.9 * r, 0.82 * r, fill)
    sheet.ellipse(cx, cy + 0.32 * r, 0.45 * r, 0.35 * r, second)
    for px, py, pr in ((-0.34, -0.12, 0.1), (0.34, -0.12, 0.1), (0, 0.18, 0.14)):
        sheet.ellipse(cx + px * r, cy + py * r, pr * r, pr * r * 0.9, "#2b211c")


def _wheat(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    for side in (-1, 1):
        for i in range(5):
            y, x = cy + (0.75 - 0.32 * i) * r, cx + side * (0.55 + 0.14 * np.sin(i / 4 * np.pi)) * r
            sheet.polygon(_leaf(x, y, 0.42 * r, 0.2 * r, -90 - side * 50), fill)
            sheet.polygon(_leaf(x, y, 0.42 * r, 0.2 * r, -90 + side * 35), second)


def _moon(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """A crescent holding a drop of milk."""
    angles = np.radians(np.linspace(50, 310, 40))
    outer = [(cx + r * float(np.cos(a)), cy + r * float(np.sin(a))) for a in angles]
    inner = [(cx + 0.3 * r + 0.76 * r * float(np.cos(a)), cy + 0.77 * r * float(np.sin(a))) for a in np.radians(np.linspace(295, 65, 40))]
    sheet.polygon([*outer, *inner], fill)
    sheet.polygon([*_leaf(cx + 0.35 * r, cy + 0.45 * r, 1.0 * r, 0.55 * r, -90)], second)


def _monogram(letters: str) -> Callable[[Sheet, float, float, float, Fill, Fill], None]:
    def draw(sheet: Sheet, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
        sheet.ellipse(cx, cy, r, r, fill, stroke=0.05 * r)
        sheet.ellipse(cx, cy, 0.9 * r, 0.9 * r, fill, stroke=0.02 * r)
        face = Face("cormorant", 600)
        sheet.text(cx - 0.2 * r, cy - 0.08 * r, letters[0], face, 1.25 * r, fill, anchor="mm")
        sheet.text(cx + 0.22 * r, cy + 0.12 * r, letters[1], face, 1.25 * r, second, anchor="mm")

    return draw


EMBLEMS: dict[str, Callable[[Sheet, float, float, float, Fill, Fill], None]] = {
    "capsule": _capsule, "sun": _sun, "wave": _wave, "lotus": _lotus, "sprig": _sprig,
    "crest": _crest, "ship": _ship, "stag": _stag, "wings": _wings, "piston": _piston,
    "bolt": _bolt, "ripples": _ripples, "peaks": _peaks, "brick": _brick, "bear": _bear,
    "wheat": _wheat, "moon": _moon, "av": _monogram("AV"), "ov": _monogram("OV"),
}  # fmt: skip


def emblem(sheet: Sheet, name: str, cx: float, cy: float, r: float, fill: Fill, second: Fill) -> None:
    """
    Draw a logo of radius *r* pixels around (cx, cy).

    Raises:
        KeyError: no emblem of that name.
    """
    EMBLEMS[name](sheet, cx, cy, r, fill, second)
