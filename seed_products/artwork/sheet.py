"""A sheet to draw packaging on; it remembers where each named element is and can draw it wrong."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import cv2
import numpy as np
from PIL import Image

from image_index.arrays import GreyImage, RgbImage
from seed_products.artwork.lettering import set_line, turned
from seed_products.artwork.paints import Fill, rgb, turn_hue
from seed_products.artwork.shapes import Box, circle_points, rounded
from seed_products.artwork.typefaces import Face, typeface
from seed_products.records import Difference, Region

SUBPIXEL_BITS = 4  # cv2's fixed-point coordinates: 1/16 px


class Sheet:
    """
    Paper of *width* x *height* pixels.

    Everything drawn inside ``with sheet.element("logo"):`` counts towards the region
    of "logo", measured as the genuine drawing makes it. *differences* (by element)
    change how an element is drawn, never the measured place or the flow of the rest.
    """

    def __init__(
        self,
        width: int,
        height: int,
        paper: Fill,
        differences: Mapping[str, Difference] | None = None,
    ) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width, height), "#ffffff")
        self._differences = differences or {}
        self._active: list[str] = []
        self._boxes: dict[str, Box] = {}
        self.rect((0, 0, width, height), paper)

    @property
    def image(self) -> RgbImage:
        """(height, width, 3) uint8."""
        return np.array(self._image, np.uint8)

    def regions(self) -> dict[str, Region]:
        """Where each element is, in unit coordinates, inside the picture."""
        found = {}
        for key, box in self._boxes.items():
            pad = 0.006 * max(self.width, self.height)
            left, top = max(box.left - pad, 0), max(box.top - pad, 0)
            right, bottom = min(box.right + pad, self.width), min(box.bottom + pad, self.height)
            found[key] = Region(
                left / self.width,
                top / self.height,
                (right - left) / self.width,
                (bottom - top) / self.height,
            )
        return found

    @contextmanager
    def element(self, key: str) -> Iterator[None]:
        """All drawing inside belongs to the element *key*."""
        self._active.append(key)
        yield
        self._active.pop()

    def stamp(self, mask: GreyImage, left: float, top: float, fill: Fill) -> Box:
        """Lay *fill* through the (H, W) uint8 *mask* at whole pixels; the genuine place is returned."""
        x, y = round(left), round(top)
        height, width = mask.shape
        box = Box(x, y, x + width, y + height)
        for key in self._active:
            self._boxes[key] = self._boxes[key].union(box) if key in self._boxes else box
        if not width or not height:
            return box
        changes = [self._differences[key] for key in self._active if key in self._differences]
        if any(change.kind == "missing" for change in changes):
            return box
        paint = fill(width, height) if callable(fill) else np.full((1, 1, 3), rgb(fill), np.uint8)
        for change in changes:
            if change.kind == "colour":
                paint = turn_hue(paint, change.hue)
            x += round(change.shift[0] * self.width)
            y += round(change.shift[1] * self.height)
        source: Image.Image | tuple[int, ...]
        source = Image.fromarray(paint) if callable(fill) else tuple(paint[0, 0].tolist())
        self._image.paste(source, (x, y, x + width, y + height), Image.fromarray(mask))
        return box

    def polygon(self, points: Sequence[tuple[float, float]], fill: Fill) -> Box:
        """One closed outline, smooth edges."""
        return self.polygons([points], fill)

    def polygons(self, outlines: Sequence[Sequence[tuple[float, float]]], fill: Fill) -> Box:
        """Several closed outlines as one shape; where two overlap there is a hole (even-odd)."""
        arrays = [np.asarray(outline, np.float64) for outline in outlines]
        everything = np.concatenate(arrays)
        low = np.floor(everything.min(0)) - 1
        size = np.ceil(everything.max(0)) + 2 - low
        mask = np.zeros((int(size[1]), int(size[0])), np.uint8)
        fixed = [np.rint((a - low) * (1 << SUBPIXEL_BITS)).astype(np.int32) for a in arrays]
        cv2.fillPoly(mask, fixed, 255, cv2.LINE_AA, SUBPIXEL_BITS)
        return self.stamp(mask, low[0], low[1], fill)

    def rect(self, box: Sequence[float], fill: Fill, radius: float = 0, stroke: float = 0) -> Box:
        """A rectangle, filled, or with *stroke* only its frame of that width."""
        outer = rounded(Box(*box), radius)
        if not stroke:
            if not radius:
                left, top, right, bottom = (round(v) for v in box)
                shape = (max(bottom - top, 0), max(right - left, 0))
                return self.stamp(np.full(shape, 255, np.uint8), left, top, fill)
            return self.polygon(outer, fill)
        inner = rounded(Box(*box).grown(-stroke), max(radius - stroke, 0))
        return self.polygons([outer, inner], fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: Fill, stroke: float = 0) -> Box:
        """A filled ellipse, or with *stroke* a ring."""
        outlines = [circle_points(cx, cy, rx, ry)]
        if stroke:
            outlines.append(circle_points(cx, cy, rx - stroke, ry - stroke))
        return self.polygons(outlines, fill)

    def line(self, points: Sequence[tuple[float, float]], fill: Fill, width: float = 2) -> Box:
        """An open line with square ends; short bends only."""
        array = np.asarray(points, np.float64)
        step = np.gradient(array, axis=0)
        normal = np.stack([-step[:, 1], step[:, 0]], -1)
        normal /= np.maximum(np.hypot(normal[:, 0], normal[:, 1])[:, None], 1e-9)
        both = np.concatenate([array + normal * width / 2, (array - normal * width / 2)[::-1]])
        return self.polygon([(float(px), float(py)) for px, py in both], fill)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        face: Face,
        size: float,
        fill: Fill,
        *,
        anchor: str = "lt",
        tracking: float = 0,
        fit: float | None = None,
        turn: float = 0,
    ) -> Box:
        """
        One line of type.

        Args:
            anchor: l, m or r for *x*; t (top of the capitals), m or s (baseline) for *y*.
            tracking: extra space between letters, as a share of the size.
            fit: width in pixels that the line is made smaller to fit into.
            turn: degrees anticlockwise about (x, y), which is then the middle.
        """
        size = self._fitted(words, face, size, tracking, fit)
        genuine = set_line(words, face, size, tracking)
        drawn_words, drawn_face = self._changed(words, face)
        drawn = genuine
        if (drawn_words, drawn_face) != (words, face):
            drawn_size = self._fitted(drawn_words, drawn_face, size, tracking, genuine.advance * 1.04)
            drawn = set_line(drawn_words, drawn_face, drawn_size, tracking)
        if turn:
            drawn_mask, genuine_mask = (turned(line.mask, turn) for line in (drawn, genuine))
            places = [(x - m.shape[1] / 2, y - m.shape[0] / 2) for m in (drawn_mask, genuine_mask)]
        else:
            drawn_mask, genuine_mask = drawn.mask, genuine.mask
            places = [line.place(x, y, anchor) for line in (drawn, genuine)]
        self.stamp(drawn_mask, *places[0], fill)
        left, top = places[1]
        return Box(left, top, left + genuine_mask.shape[1], top + genuine_mask.shape[0])

    def paragraph(
        self,
        box: Sequence[float],
        words: str,
        face: Face,
        size: float,
        fill: Fill,
        *,
        leading: float = 1.3,
        align: str = "l",
    ) -> Box:
        """Words wrapped into the width of *box*; lines that would pass its bottom are left out."""
        area = Box(*box)
        font = typeface(face, max(round(size), 5))
        lines, line = [], ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > area.width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
        used = Box(area.left, area.top, area.left, area.top)
        x = {"l": area.left, "m": area.cx, "r": area.right}[align]
        for number, content in enumerate(lines):
            top = area.top + number * size * leading
            if top + size > area.bottom:
                break
            used = used.union(self.text(x, top, content, face, size, fill, anchor=f"{align}t"))
        return used

    def arc_text(
        self, cx: float, cy: float, radius: float, words: str, face: Face, size: float, fill: Fill,
        *, middle: float = -90, tracking: float = 0.1,
    ) -> None:
        """Type on a circle, centred on the angle *middle* (degrees, -90 = top); read from outside."""
        words, face = self._changed(words, face)
        font = typeface(face, round(size))
        inward = 1 if middle < 0 else -1
        widths = [font.getlength(letter) + tracking * size for letter in words]
        angle = np.radians(middle) - inward * sum(widths) / radius / 2
        for letter, width in zip(words, widths, strict=True):
            at = angle + inward * width / radius / 2
            if letter != " ":
                mask = turned(set_line(letter, face, size, 0, whole=True).mask, -np.degrees(at) - 90 * inward)
                self.stamp(
                    mask,
                    cx + radius * np.cos(at) - mask.shape[1] / 2,
                    cy + radius * np.sin(at) - mask.shape[0] / 2,
                    fill,
                )
            angle += inward * width / radius

    def _changed(self, words: str, face: Face) -> tuple[str, Face]:
        for key in self._active:
            change = self._differences.get(key)
            if change is not None and change.kind == "misspelt":
                words = words.replace(change.right, change.wrong)
            elif change is not None and change.kind == "font":
                face = face._replace(family=change.wrong)
        return words, face

    @staticmethod
    def _fitted(words: str, face: Face, size: float, tracking: float, fit: float | None) -> float:
        if fit is None:
            return size
        length = typeface(face, 100).getlength(words) / 100 + tracking * max(len(words) - 1, 0)
        return min(size, fit / max(length, 1e-6))
