"""What a shape is filled with: a colour, or a pattern that knows the size it has to fill."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import RgbImage

Colour = str | tuple[int, int, int]
Paint = Callable[[int, int], RgbImage]
"""(width, height) in pixels → (height, width, 3) uint8."""
Fill = Colour | Paint

GOLD = ("#7a5a1c", "#f6e3a1", "#b98b2f", "#fff6d0", "#8f6a22")
SILVER = ("#7d8288", "#f3f5f6", "#a6abb0", "#ffffff", "#80868c")
COPPER = ("#7a3f1f", "#f4c7a1", "#b5673a", "#ffe6d0", "#85482a")


def rgb(colour: Colour) -> tuple[int, int, int]:
    """The colour "#rrggbb" as three numbers 0..255."""
    if isinstance(colour, tuple):
        return colour
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> tuple[int, int, int]:
    """*share* of *second* in *first*."""
    a, b = np.array(rgb(first), float), np.array(rgb(second), float)
    red, green, blue = np.rint(a + (b - a) * share).astype(int).tolist()
    return red, green, blue


def turn_hue(image: RgbImage, degrees: float) -> RgbImage:
    """(H, W, 3) uint8 with every hue turned; greys stay grey."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    hue = hsv[..., 0].astype(np.int32) + round(degrees / 2)
    hsv[..., 0] = (hue % 180).astype(np.uint8)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def _ramp(values: npt.NDArray[np.float64], colours: tuple[Colour, ...]) -> RgbImage:
    """Values 0..1 of any shape to colours spread evenly over 0..1."""
    stops = np.linspace(0, 1, len(colours))
    table = np.array([rgb(c) for c in colours], float)
    steps = np.linspace(0, 1, 1024)
    channels = [np.interp(steps, stops, table[:, i]) for i in range(3)]
    ramp = np.rint(np.stack(channels, -1)).astype(np.uint8)
    return ramp[(values * 1023).astype(np.int16)]


def _axes(width: int, height: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """x and y of every pixel, 0..1."""
    x = np.linspace(0, 1, width)[None, :].repeat(height, 0)
    y = np.linspace(0, 1, height)[:, None].repeat(width, 1)
    return x, y


def _linear(colours: tuple[Colour, ...], angle: float, width: int, height: int) -> RgbImage:
    x, y = _axes(width, height)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    along = x * c + y * s
    low, high = min(0, c) + min(0, s), max(0, c) + max(0, s)
    return _ramp((along - low) / max(high - low, 1e-6), colours)


def linear(*colours: Colour, angle: float = 90) -> Paint:
    """A gradient; 0 degrees runs left to right, 90 top to bottom."""
    return partial(_linear, colours, angle)


def _radial(colours: tuple[Colour, ...], cx: float, cy: float, width: int, height: int) -> RgbImage:
    x, y = _axes(width, height)
    aspect = height / max(width, 1)
    distance = np.hypot(x - cx, (y - cy) * aspect)
    return _ramp(np.clip(distance / max(0.75, 0.75 * aspect), 0, 1), colours)


def radial(*colours: Colour, cx: float = 0.5, cy: float = 0.5) -> Paint:
    """A glow from (cx, cy), unit coordinates, outwards."""
    return partial(_radial, colours, cx, cy)


def foil(colours: tuple[Colour, ...] = GOLD, angle: float = 20) -> Paint:
    """Hot-stamped metal: light and dark bands."""
    return linear(*colours, *colours[:3], angle=angle)


def _hologram(seed: int, width: int, height: int) -> RgbImage:
    x, y = _axes(width, height)
    px = x * width / max(width, height)
    py = y * height / max(width, height)
    rings = np.sin(np.hypot(px - 0.3, py - 0.4) * 46 + seed)
    rays = np.sin(np.arctan2(py - 0.3, px - 0.4) * 24)
    hue = (px * 1.3 + py * 0.9 + 0.10 * rings + 0.05 * rays + seed * 0.137) % 1
    hsv = np.stack(
        [hue * 179, 95 + 50 * rings, np.clip(215 + 35 * rays * rings, 0, 255)], -1
    ).astype(np.uint8)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def hologram(seed: int = 1) -> Paint:
    """Diffraction foil: rainbow with fine rings and rays."""
    return partial(_hologram, seed)


def _weave(base: Colour, thread: Colour, pitch: float, width: int, height: int) -> RgbImage:
    x = np.arange(width)[None, :].repeat(height, 0)
    y = np.arange(height)[:, None].repeat(width, 1)
    wave = np.sin((x + y) * np.pi / pitch) * np.sin((x - y) * np.pi / pitch)
    return _ramp(np.clip(wave * 0.5 + 0.5, 0, 1), (base, thread))


def weave(base: Colour, thread: Colour, pitch: float = 9) -> Paint:
    """A small diamond pattern, *pitch* pixels wide."""
    return partial(_weave, base, thread, pitch)


def _stripes(colours: tuple[Colour, ...], pitch: float, angle: float, width: int, height: int) -> RgbImage:
    x = np.arange(width)[None, :] * np.cos(np.radians(angle))
    y = np.arange(height)[:, None] * np.sin(np.radians(angle))
    band = np.floor((x + y) / pitch).astype(int) % len(colours)
    return np.array([rgb(c) for c in colours], np.uint8)[band]


def stripes(*colours: Colour, pitch: float = 20, angle: float = 45) -> Paint:
    """Even bands of *pitch* pixels."""
    return partial(_stripes, colours, pitch, angle)
