"""
The thirteen digits that explain a profile best, and how much worse the next best are.

Only numbers with a right check digit compete. All of them are weighed, by dynamic programming
over digit and running check sum (Viterbi 1967), for each of the ten first digits at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from image_index.barcode_model import SETS, Misfits

_WEIGHTS = [3, 1] * 6  # of digits 2 to 13 in the check sum; the first counts once
_TEN, _TWELVE = np.arange(10), np.arange(12)
_KIND = np.array([[0 if kind == "L" else 10 for kind in sets] for sets in SETS])
_LEFT = _KIND[:, :, None] + _TEN  # (10, 6, 10): row among the 20 left digits
# place of sum s and digit d before the digit was added, so that gathering replaces scattering
_BEFORE = {w: (_TEN[:, None] - w * _TEN) % 10 for w in (1, 3)}


@dataclass(frozen=True, slots=True)
class Digits:
    """The best explanation of a profile."""

    text: str  # 13 digits, check digit right
    misfit: float  # sum of squared differences
    runner_up: float  # the same of the best other number; infinite where it was not asked for


def best_digits(costs: Misfits, *, runner_up: bool = False) -> Digits:
    """The number with the least misfit to the first profile of *costs*."""
    steps = [
        costs.left[0, i][_LEFT[:, i, :, None], _LEFT[:, i + 1, None, :]] for i in range(5)
    ]  # (first digit, digit, next digit)
    steps.append(costs.centre[0][_LEFT[:, 5]])
    steps += [np.broadcast_to(step, (10, 10, 10)) for step in costs.right[0]]
    start, end = costs.start[0][_LEFT[:, 0]], costs.end[0]

    free = np.zeros((1, 12, 10), np.float32)
    totals, choices = _solve(start, steps, end, free)
    first, digit = np.unravel_index(totals[0].argmin(), (10, 10))
    values, total = [int(digit)], 0
    for choice, weight in zip(reversed(choices), reversed(_WEIGHTS), strict=False):
        before = (total - weight * values[-1]) % 10
        values.append(int(choice[0, first, before, values[-1]]))
        total = before
    values.reverse()
    text = "".join(str(value) for value in (first, *values))
    misfit = float(totals[0, first, digit])
    if not runner_up:
        return Digits(text, misfit, float("inf"))

    barred = np.zeros((12, 12, 10), np.float32)  # any other number differs in one of 13 places
    barred[_TWELVE, _TWELVE, values] = np.inf
    others, _ = _solve(start, steps, end, barred)
    totals[0, first] = np.inf
    return Digits(text, misfit, float(min(others.min(), totals[0].min())))


def _solve(
    start: npt.NDArray[np.float32],
    steps: list[npt.NDArray[np.float32]],
    end: npt.NDArray[np.float32],
    barred: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], list[npt.NDArray[np.intp]]]:
    """
    Least sums over all numbers with a right check digit.

    Args:
        start: (first digit, second digit).
        steps: eleven of (first digit, digit, next digit), from the second digit on.
        end: (last digit,).
        barred: (F, 12, 10) added to the digits after the first, F problems at once.

    Returns:
        (F, first digit, last digit) sums; and for each step (F, first digit, check sum before
        the next digit, next digit) the digit before it, for a single problem only.
    """
    sums = np.full((len(barred), 10, 10, 10), np.inf, np.float32)  # F, first, check sum, digit
    for digit in range(10):
        after = (_TEN + _WEIGHTS[0] * digit) % 10
        sums[:, _TEN, after, digit] = start[:, digit] + barred[:, None, 0, digit]
    choices = []
    for place, step in enumerate(steps, start=1):
        every = sums[..., None] + step[None, :, None]
        if len(barred) == 1:
            choices.append(every.argmin(3))
        best = every.min(3)
        sums = best[:, :, _BEFORE[_WEIGHTS[place]], _TEN] + barred[:, None, None, place]
    return sums[:, :, 0] + end, choices
