"""How often an answer of each band is right, and how sure that share is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from image_index.ranking import Band

NORMAL_95 = 1.959964  # standard deviations that hold 95 % of a normal distribution
STRENGTH_STEPS = (0.0, 0.5, 1.5, 3.0, 6.0, 12.0, 25.0, 50.0)  # lower ends of the table's rows


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The best candidate for one photo of a registered product."""

    band: Band
    strength: float
    right: bool


def wilson_interval(hits: int, count: int) -> tuple[float, float]:
    """
    The 95 % confidence interval of a share.

    Source:
        Wilson, *Probable inference*, JASA 1927: unlike the textbook's, it is never empty at 0 or 1.
    """
    if not count:
        return 0.0, 1.0
    share, z2 = hits / count, NORMAL_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    reach = NORMAL_95 / (1 + z2 / count)
    reach *= math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def reliability(answers: Sequence[FirstAnswer]) -> dict[str, Any]:
    """Per band, and per step of strength: how many first answers there were, how many right."""
    bands = {band.value: _row([a for a in answers if a.band is band]) for band in Band}
    ends = [*STRENGTH_STEPS[1:], math.inf]
    steps = {
        f"{low:g}-{high:g}": _row([a for a in answers if low <= a.strength < high])
        for low, high in zip(STRENGTH_STEPS, ends, strict=True)
    }
    return {"band": bands, "strength": steps}


def _row(answers: Sequence[FirstAnswer]) -> dict[str, Any]:
    right = sum(answer.right for answer in answers)
    low, high = wilson_interval(right, len(answers))
    return {
        "n": len(answers),
        "right": round(right / len(answers), 4) if answers else None,
        "interval": [round(low, 4), round(high, 4)],
    }
