"""
Several texts in one cell, with a mark between them; each may hold the mark, and backslashes.

A mark inside of a text is written behind a backslash. A backslash is doubled only where it would
be read as one of those: what people write by hand, ``back\\slash``, is taken as it is.
"""

import re
from collections.abc import Iterable


def joined(texts: Iterable[str], mark: str) -> str:
    """*texts* in one cell; ``parted`` is the inverse."""
    return mark.join(_guarded(text, mark) for text in texts)


def parted(cell: str, mark: str) -> list[str]:
    """The texts of *cell*, without the space around each."""
    parts = [""]
    for piece in re.findall(rf"\\\\|\\{re.escape(mark)}|.", cell, re.DOTALL):
        if piece == mark:
            parts.append("")
        else:
            parts[-1] += piece[1:] if len(piece) > 1 else piece
    return [part.strip() for part in parts]


def fields(texts: Iterable[str], mark: str = "|") -> str:
    """As ``joined``, without what is empty at the end: ``FRMRS|||||sea``."""
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return joined(kept, mark)


def _guarded(text: str, mark: str) -> str:
    doubled = re.sub(rf"\\(?=\\|{re.escape(mark)}|$)", r"\\\\", text)
    return doubled.replace(mark, f"\\{mark}")
