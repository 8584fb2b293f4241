"""Routes as lines on the map of the world."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import get_month_names
from flask import Flask

from rightholder_portal.language import locale
from rightholder_portal.map_projection import WIDTH, place

Stop = Mapping[str, Any]


def register_route_map(app: Flask) -> None:
    """Give the templates of *app* the filters on_map, route_paths and month_name."""
    app.add_template_filter(on_map)
    app.add_template_filter(route_paths)
    app.add_template_filter(month_name)


def on_map(stop: Stop) -> tuple[float, float]:
    """Units right and down."""
    x, y = place(stop["longitude"], stop["latitude"])
    return round(x, 1), round(y, 1)


def route_paths(stops: Sequence[Stop]) -> list[str]:
    """SVG paths from stop to stop; a leg over the Pacific leaves the map and comes back."""
    paths = []
    for one, other in itertools.pairwise(stops):
        (x, y), (to_x, to_y) = on_map(one), on_map(other)
        if abs(to_x - x) <= WIDTH / 2:
            paths.append(_bow(x, y, to_x, to_y))
        else:
            turn = WIDTH if to_x < x else -WIDTH
            paths += [_bow(x, y, to_x + turn, to_y), _bow(x - turn, y, to_x, to_y)]
    return paths


def month_name(number: int) -> str:
    """The month as the reader calls it, short."""
    return str(get_month_names("abbreviated", locale=locale())[number])


def _bow(x: float, y: float, to_x: float, to_y: float) -> str:
    """A slightly bent line, so that there and back are two."""
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2 - abs(to_x - x) * 0.12
    return f"M{x:.1f} {y:.1f}Q{middle_x:.1f} {middle_y:.1f} {to_x:.1f} {to_y:.1f}"
