"""Things printed on every packaging: barcodes, batch panels, disposal marks, tables of small print."""

from collections.abc import Sequence

import cv2
import numpy as np
import zxingcpp

from seed_products.artwork.paints import Fill
from seed_products.artwork.sheet import Box, Sheet
from seed_products.artwork.typefaces import Face

LEFT_CODES = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
PARITIES = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split()
QUIET_LEFT, QUIET_RIGHT = 11, 7  # modules, GS1 General Specifications 5.2.3.4
DIGITS = Face("mono")


def check_digit(digits: str) -> str:
    """The GS1 check digit for *digits* without one."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def ean13_modules(gtin: str) -> str:
    """
    The 95 modules of an EAN-13, "1" is a bar.

    Raises:
        ValueError: not 13 digits, or a wrong check digit.

    Source:
        GS1 General Specifications, 5.2.1 (symbol character encodation).
    """
    if len(gtin) != 13 or not gtin.isdigit() or check_digit(gtin[:-1]) != gtin[-1]:
        raise ValueError(f"not a GTIN-13: {gtin}")
    left = []
    for digit, parity in zip(gtin[1:7], PARITIES[int(gtin[0])], strict=True):
        code = LEFT_CODES[int(digit)]
        inverted = code.translate(str.maketrans("01", "10"))
        left.append(code if parity == "L" else inverted[::-1])
    right = [LEFT_CODES[int(d)].translate(str.maketrans("01", "10")) for d in gtin[7:]]
    return "101" + "".join(left) + "01010" + "".join(right) + "101"


def ean13(
    sheet: Sheet, x: float, y: float, gtin: str, *, module: int = 2, height: float = 110,
    ink: Fill = "#111111", paper: Fill = "#ffffff",
) -> Box:
    """An EAN-13 with quiet zones and digits; *x*, *y* is the left top of its white patch."""
    modules = ean13_modules(gtin)
    width = (QUIET_LEFT + 95 + QUIET_RIGHT) * module
    box = Box(round(x), round(y), round(x) + width, round(y + height))
    sheet.rect(box, paper)
    bars_left, top = box.left + QUIET_LEFT * module, box.top + 3 * module
    digit_size = 9 * module
    for i, bit in enumerate(modules):
        if bit == "1":
            guard = i < 3 or 45 <= i < 50 or i >= 92
            bottom = box.bottom - (digit_size * (0.45 if guard else 0.95))
            left = bars_left + i * module
            sheet.rect((left, top, left + module, bottom), ink)
    base = box.bottom - module * 0.8
    sheet.text(bars_left - 9 * module, base, gtin[0], DIGITS, digit_size, ink, anchor="ls")
    for group, start in ((gtin[1:7], 3), (gtin[7:], 50)):
        for i, digit in enumerate(group):
            middle = bars_left + (start + 7 * i + 3.5) * module
            sheet.text(middle, base, digit, DIGITS, digit_size, ink, anchor="ms")
    return box


def data_matrix(
    sheet: Sheet, x: float, y: float, element_string: str, *, module: int = 4, ink: Fill = "#111111"
) -> Box:
    """A GS1 DataMatrix of "(01)…(17)…(10)…(21)…" on a white patch."""
    code = zxingcpp.create_barcode(element_string, zxingcpp.DataMatrix, gs1=True, force_square=True)
    cells = np.array(code.to_image(scale=1, add_quiet_zones=True), np.uint8)
    dark = cv2.resize(255 - cells, None, fx=module, fy=module, interpolation=cv2.INTER_NEAREST)
    height, width = dark.shape
    box = sheet.rect((round(x), round(y), round(x) + width, round(y) + height), "#ffffff")
    sheet.stamp(np.asarray(dark, np.uint8), box.left, box.top, ink)
    return box


def small_table(
    sheet: Sheet, box: Box, rows: Sequence[tuple[str, str]], size: float, ink: Fill, *,
    face: Face = Face("roboto", 400), bold: Face = Face("roboto", 700), line: float = 1,
) -> Box:
    """Two columns with hairlines; stops at the bottom of *box*."""
    pitch = size * 1.55
    used = Box(box.left, box.top, box.right, box.top)
    sheet.rect((box.left, box.top, box.right, box.top + 2 * line), ink)
    for i, (name, value) in enumerate(rows):
        top = box.top + i * pitch
        if top + pitch > box.bottom:
            break
        weight = bold if not name.startswith(" ") else face
        indent = 0 if not name.startswith(" ") else size
        value_box = sheet.text(box.right, top + pitch * 0.55, value, bold, size, ink, anchor="rm")
        room = value_box.left - box.left - indent - size * 0.5
        sheet.text(
            box.left + indent, top + pitch * 0.55, name.strip(), weight, size, ink, anchor="lm", fit=room
        )
        sheet.rect((box.left, top + pitch, box.right, top + pitch + line), ink)
        used = used.union(Box(box.left, top, box.right, top + pitch))
    return used


def batch_panel(
    sheet: Sheet, x: float, y: float, lines: Sequence[tuple[str, str]], size: float, ink: Fill,
    *, printed: Fill = "#15151f", label_face: Face = Face("roboto", 600),
) -> Box:
    """LOT / EXP … : printed labels, values from the factory's ink-jet."""
    used = None
    for i, (label, value) in enumerate(lines):
        top = y + i * size * 1.55
        label_box = sheet.text(x, top, label, label_face, size, ink)
        value_box = sheet.text(x + size * 3.1, top, value, DIGITS, size, printed)
        both = label_box.union(value_box)
        used = both if used is None else used.union(both)
    return used if used is not None else Box(x, y, x, y)


def recycling(sheet: Sheet, cx: float, cy: float, r: float, ink: Fill, code: str = "PAP 21") -> None:
    """Three chasing arrows with a material code."""
    for turn in (-90, 30, 150):
        a, b = np.radians(turn), np.radians(turn + 120)
        ax, ay, bx, by = cx + r * np.cos(a), cy + r * np.sin(a), cx + r * np.cos(b), cy + r * np.sin(b)
        start, end = 0.2, 0.74
        tail = (ax + (bx - ax) * start, ay + (by - ay) * start)
        head = (ax + (bx - ax) * end, ay + (by - ay) * end)
        sheet.line([tail, head], ink, r * 0.2)
        dx, dy = (bx - ax) / (1.73 * r), (by - ay) / (1.73 * r)
        tip = (head[0] + dx * r * 0.34, head[1] + dy * r * 0.34)
        side = r * 0.26
        sheet.polygon(
            [tip, (head[0] - dy * side, head[1] + dx * side), (head[0] + dy * side, head[1] - dx * side)],
            ink,
        )
    sheet.text(cx, cy + r * 0.8, code, Face("roboto", 600), r * 0.42, ink, anchor="mt")


def no_bin(sheet: Sheet, cx: float, cy: float, r: float, ink: Fill) -> None:
    """A bin on wheels with a diagonal through it."""
    sheet.polygon(
        [(cx - 0.6 * r, cy - 0.5 * r), (cx + 0.6 * r, cy - 0.5 * r), (cx + 0.42 * r, cy + 0.7 * r), (cx - 0.42 * r, cy + 0.7 * r)],
        ink,
    )
    sheet.rect((cx - 0.75 * r, cy - 0.75 * r, cx + 0.75 * r, cy - 0.58 * r), ink)
    sheet.ellipse(cx - 0.25 * r, cy + 0.82 * r, 0.16 * r, 0.16 * r, ink)
    sheet.line([(cx - 0.95 * r, cy + 0.95 * r), (cx + 0.95 * r, cy - 0.95 * r)], ink, 0.14 * r)


def open_jar(sheet: Sheet, cx: float, cy: float, r: float, ink: Fill, months: str = "12M") -> None:
    """Months of use after opening."""
    sheet.rect((cx - 0.75 * r, cy - 0.35 * r, cx + 0.75 * r, cy + 0.9 * r), ink, radius=0.18 * r, stroke=0.12 * r)
    lid = [(-0.8, -0.62), (0.62, -1.0), (0.68, -0.74), (-0.74, -0.36)]
    sheet.polygon([(cx + px * r, cy + py * r) for px, py in lid], ink)
    sheet.text(cx, cy + 0.28 * r, months, Face("roboto", 700), 0.62 * r, ink, anchor="mm")


def conformity(sheet: Sheet, cx: float, cy: float, r: float, ink: Fill, letters: str = "QX") -> None:
    """An invented conformity mark: two letters in a hexagon."""
    points = [(cx + r * np.cos(a), cy + r * np.sin(a)) for a in np.radians(np.arange(0, 360, 60))]
    inner = [(cx + 0.84 * r * np.cos(a), cy + 0.84 * r * np.sin(a)) for a in np.radians(np.arange(0, 360, 60))]
    sheet.polygons([points, inner], ink)
    sheet.text(cx, cy, letters, Face("exo", 800), r * 0.85, ink, anchor="mm")
