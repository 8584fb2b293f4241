"""Where a place of the world is on the vendored map: equirectangular, simple to compute with."""

WIDTH, HEIGHT = 1000, 500  # units of the whole sphere; degrees are equally long everywhere
VIEW_BOX = "0 15 1000 400"  # from 84.6° N to 59.4° S: without Antarctica


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """
    Degrees east and north → units right and down on ``static/maps/world.svg``.

    Raises:
        ValueError: not a place of the earth.
    """
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError("not a place of the earth")
    return (longitude + 180) / 360 * WIDTH, (90 - latitude) / 180 * HEIGHT


def degrees(x: float, y: float) -> tuple[float, float]:
    """Units right and down on the map → degrees east and north; the inverse of ``place``."""
    return x / WIDTH * 360 - 180, 90 - y / HEIGHT * 180
