"""Outlines and boxes in pixels."""

from typing import NamedTuple

import numpy as np


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def cx(self) -> float:
        return (self.left + self.right) / 2

    @property
    def cy(self) -> float:
        return (self.top + self.bottom) / 2

    def union(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def circle_points(cx: float, cy: float, rx: float, ry: float) -> list[tuple[float, float]]:
    """An ellipse as an outline."""
    count = int(np.clip(max(rx, ry), 24, 240))
    return [
        (cx + rx * float(np.cos(a)), cy + ry * float(np.sin(a)))
        for a in np.linspace(0, 2 * np.pi, count, endpoint=False)
    ]


def rounded(box: Box, radius: float) -> list[tuple[float, float]]:
    """A rectangle with round corners as an outline."""
    if radius <= 0:
        return [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    radius = min(radius, box.width / 2, box.height / 2)
    corners = [
        (box.right - radius, box.top + radius, -90),
        (box.right - radius, box.bottom - radius, 0),
        (box.left + radius, box.bottom - radius, 90),
        (box.left + radius, box.top + radius, 180),
    ]
    return [
        (cx + radius * float(np.cos(a)), cy + radius * float(np.sin(a)))
        for cx, cy, start in corners
        for a in np.radians(np.linspace(start, start + 90, 9))
    ]
