"""
Draws ``static/maps/world.svg`` from the outlines of Natural Earth; run once per new release.

``python -m rightholder_portal.map_outlines countries-50m.json`` reads the TopoJSON of the npm
package ``world-atlas`` (ISC; its data, Natural Earth, is in the public domain). Borders are shared
arcs, rounded once, so that neighbours still touch. Every country is one path whose id is its
ISO 3166-1 alpha-2 code; the group ``world`` holds all of them.
"""

import json
import sys
from collections.abc import Iterable
from math import hypot
from pathlib import Path
from statistics import mean
from typing import Any

from babel.core import get_global

from rightholder_portal.map_projection import HEIGHT, WIDTH, place

TARGET = Path(__file__).parent / "static" / "maps" / "world.svg"
TOLERANCE = 0.35  # units: a third of a pixel of a map that is 1000 pixels wide
SMALLEST = 0.6  # square units: smaller islands are left out, unless a country has nothing larger
_WITHOUT_NUMBER = {"Kosovo": "XK"}
_LEFT_OUT = {"AQ"}

Point = tuple[float, float]


def code_of(geometry: dict[str, Any]) -> str | None:
    """ISO 3166-1 alpha-2 of a country of the atlas; None if it has none (Somaliland …)."""
    aliases = get_global("territory_aliases").get(str(geometry.get("id")), [])
    code = aliases[0] if aliases else _WITHOUT_NUMBER.get(geometry["properties"]["name"])
    return None if code in _LEFT_OUT else code


def outlines(atlas: dict[str, Any]) -> dict[str, list[list[Point]]]:
    """Code → rings in units of the map, each closed; tiny islands go, a tiny country is a dot."""
    arcs = [_arc(arc, atlas["transform"]) for arc in atlas["arcs"]]
    found: dict[str, list[list[Point]]] = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code is None:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
        kept = [ring for ring in rings if area(ring) >= SMALLEST] or [_dot(max(rings, key=area))]
        kept += [shifted for ring in kept for shifted in _on_the_other_edge(ring)]
        found.setdefault(code, []).extend(kept)
    return found


def area(ring: list[Point]) -> float:
    """Square units inside of a closed ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def drawing(countries: dict[str, list[list[Point]]]) -> str:
    """The whole file."""
    paths = "\n".join(
        f'<path id="{code}" d="{"".join(map(_path, rings))}"/>'
        for code, rings in sorted(countries.items())
    )
    return (
        "<!-- Natural Earth (public domain), see rightholder_portal/map_outlines.py -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g id="world">\n{paths}\n</g></svg>\n'
    )


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker: ends stay, and points that lie TOLERANCE beside the line between."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = hypot(x1 - x0, y1 - y0)

    def beside(point: Point) -> float:
        if not length:
            return hypot(point[0] - x0, point[1] - y0)
        return abs((x1 - x0) * (y0 - point[1]) - (x0 - point[0]) * (y1 - y0)) / length

    if len(points) < 3:
        return points
    farthest = max(range(1, len(points) - 1), key=lambda n: beside(points[n]))
    if beside(points[farthest]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: farthest + 1])[:-1] + simplified(points[farthest:])


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Differences of whole numbers → rounded units, without the points that nobody would see."""
    x = y = 0
    points: list[Point] = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        longitude = x * transform["scale"][0] + transform["translate"][0]
        latitude = y * transform["scale"][1] + transform["translate"][1]
        right, down = place(max(-180, min(180, longitude)), max(-90, min(90, latitude)))
        points.append((right, down))
    return [(round(right, 1), round(down, 1)) for right, down in simplified(_unwrapped(points))]


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs one after another; ``~n`` is arc n backwards, as TopoJSON has it."""
    points = [p for n in numbers for p in (arcs[n] if n >= 0 else reversed(arcs[~n]))]
    ring = list(_without_repeats(_unwrapped(points)))
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _unwrapped(points: Iterable[Point]) -> list[Point]:
    """What crosses 180° goes on beyond the edge of the map instead of jumping to the other one."""
    found: list[Point] = []
    for right, down in points:
        turns = round((found[-1][0] - right) / WIDTH) if found else 0
        found.append((right + turns * WIDTH, down))
    return found


def _dot(ring: list[Point]) -> list[Point]:
    """A country that is too small to draw, as a lozenge that can be seen."""
    x, y = round(mean(x for x, _ in ring), 1), round(mean(y for _, y in ring), 1)
    return [(x - 1, y), (x, y - 1), (x + 1, y), (x, y + 1)]


def _on_the_other_edge(ring: list[Point]) -> list[list[Point]]:
    """The same ring once more where it comes back in; what is outside is cut off by the view."""
    turns = {-1} if max(x for x, _ in ring) > WIDTH else set()
    turns |= {1} if min(x for x, _ in ring) < 0 else set()
    return [[(x + turn * WIDTH, y) for x, y in ring] for turn in sorted(turns)]


def _without_repeats(points: Iterable[Point]) -> Iterable[Point]:
    last = None
    for point in points:
        if point != last:
            yield point
        last = point


def _path(ring: list[Point]) -> str:
    """Differences again, because they are short."""
    (x, y), rest = ring[0], ring[1:]
    said = f"M{x:g} {y:g}l"
    steps = []
    for right, down in rest:
        steps.append(f"{round(right - x, 1):g} {round(down - y, 1):g}")
        x, y = right, down
    return (said + " ".join(steps) + "z").replace(" -", "-")


if __name__ == "__main__":
    TARGET.write_text(drawing(outlines(json.loads(Path(sys.argv[1]).read_text()))))
