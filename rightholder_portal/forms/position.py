"""Where an entry of a list shall go: dragged to a position, or one place up or down."""

from collections.abc import Mapping


def position_of(form: Mapping[str, str], now: int) -> int:
    """The position that *form* asks for; an entry that is at *now* goes one down by default."""
    wished = form.get("position", "")
    if wished.isascii() and wished.isdigit() and len(wished) < 5:
        return int(wished)
    return now + (-1 if form.get("direction") == "up" else 1)
