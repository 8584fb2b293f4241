"""
Serial and lot numbers by their form: a small language that is read without backtracking.

``L`` a letter, ``N`` a digit, ``A`` a letter or digit, ``H`` a hexadecimal digit; ``"LOT"`` these
very characters; blanks and ``- / . : _ # + ( )`` stand for themselves; ``N{6}`` six times,
``N{6,8}`` six to eight times; ``[…]`` may be absent. ``LL-N{6}`` is ``AB-123456``.
"""

import random
import string
from dataclasses import dataclass

from ipm_api.errors import Invalid
from ipm_api.sentence import Sentence

LONGEST = 60  # characters of a number that a format describes
LONGEST_PATTERN = 200  # characters

_CLASSES = {
    "L": string.ascii_uppercase,
    "N": string.digits,
    "A": string.digits + string.ascii_uppercase,
    "H": string.digits + "ABCDEF",
}
_THEMSELVES = frozenset(" -/.:_#+()")


@dataclass(frozen=True, slots=True)
class SerialFormat:
    """
    A chain of places, each with the characters that may stand there.

    Attributes:
        places: allowed characters, place by place.
        skips: from place → places to which one may go on without a character; always forwards.
    """

    places: tuple[str, ...]
    skips: dict[int, frozenset[int]]

    def matches(self, text: str) -> bool:
        """True if all of *text* has this form; case and outer blanks aside."""
        text = text.strip().upper()
        if len(text) > len(self.places):
            return False
        reached = self._with_skips({0})
        for character in text:
            reached = self._with_skips(
                {p + 1 for p in reached if p < len(self.places) and character in self.places[p]}
            )
        return len(self.places) in reached

    def example(self, rng: random.Random) -> str:
        """Some text of this form."""
        text, place = "", 0
        while place < len(self.places):
            onwards = sorted(self.skips.get(place, ()))
            if onwards and rng.random() < 0.5:
                place = rng.choice(onwards)
            else:
                text += rng.choice(self.places[place])
                place += 1
        return text

    def _with_skips(self, reached: set[int]) -> set[int]:
        for place in range(len(self.places)):
            if place in reached:
                reached |= self.skips.get(place, frozenset())
        return reached


def parse_format(pattern: str) -> SerialFormat:
    """
    Read a pattern.

    Raises:
        Invalid: not of the language above; the field is ``pattern``.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise _wrong(Sentence("At most %(most)s characters.", most=LONGEST_PATTERN))
    places: list[str] = []
    skips: dict[int, set[int]] = {}
    group: int | None = None  # where an open bracket began
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "[" and group is None:
            group = len(places)
        elif character == "]" and group is not None and group < len(places):
            skips.setdefault(group, set()).add(len(places))
            group = None
        elif character == '"':
            end = pattern.find('"', at)
            if end <= at:
                raise _wrong(Sentence('Close the quotation mark: "LOT".'))
            places.extend(pattern[at:end].upper())
            at = end + 1
        elif character in _CLASSES or character in _THEMSELVES:
            least, most, at = _times(pattern, at)
            start = len(places)
            places.extend([_CLASSES.get(character, character)] * most)
            for place in range(start + least, start + most):
                skips.setdefault(place, set()).add(start + most)
        else:
            raise _wrong(
                Sentence(
                    "“%(character)s” has no meaning here. Put fixed letters and digits in "
                    'quotation marks: "LOT".',
                    character=character,
                )
            )
        if len(places) > LONGEST:
            raise _wrong(Sentence("A number has at most %(most)s characters.", most=LONGEST))
    if group is not None:
        raise _wrong(Sentence("Close the bracket: […]."))
    if not places:
        raise _wrong(Sentence("Write the form, for example LL-NNNNNN."))
    return SerialFormat(tuple(places), {p: frozenset(onwards) for p, onwards in skips.items()})


def matches(pattern: str, text: str) -> bool:
    """
    True if *text* has the form of *pattern*.

    Raises:
        Invalid: see parse_format.
    """
    return parse_format(pattern).matches(text)


def _times(pattern: str, at: int) -> tuple[int, int, int]:
    """Least, most, and where the pattern goes on, after a class at *at* - 1."""
    if not pattern.startswith("{", at):
        return 1, 1, at
    end = pattern.find("}", at)
    numbers = pattern[at + 1 : end].split(",") if end > 0 else []
    if len(numbers) not in (1, 2) or not all(
        n.isascii() and n.isdigit() and len(n) <= 2 for n in numbers
    ):
        raise _wrong(Sentence("Write how often as N{6} or N{6,8}."))
    least, most = int(numbers[0]), int(numbers[-1])
    if not 0 <= least <= most or most == 0 or most > LONGEST:
        raise _wrong(Sentence("Write how often as N{6} or N{6,8}."))
    return least, most, end + 1


def _wrong(sentence: Sentence) -> Invalid:
    return Invalid({"pattern": [sentence]})
