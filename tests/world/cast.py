"""Who is there, what they own, and the canaries among it."""

from dataclasses import dataclass, field

import numpy as np

from image_index.arrays import RgbImage
from ipm_api.models.account import Account
from ipm_api.models.product import Product

PARTIES = (
    "anonymous",
    "pending",
    "member A",
    "publisher A",
    "publisher B",
    "representative A",
    "officer X",
    "officer Y",
    "trainer",
    "administrator",
    "second administrator",
    "national contact",
    "disabled",
)
OFFICERS = frozenset({"officer X", "officer Y"})
READERS = OFFICERS | {"trainer"}
ADMINISTRATORS = frozenset({"administrator", "second administrator"})
HOLDERS = frozenset({"member A", "publisher A", "publisher B", "representative A"})
NOBODY: frozenset[str] = frozenset()
ROLES_OF_HOLDERS = ("member", "publisher", "representative")
GTINS = {
    "A": "09521234543213",
    "B": "09521000000018",
    "draft A": "09521000000025",
    "draft B": "09521000000032",
    "hidden A": "09521000000049",
}
READERS_OF = {
    "A": READERS,
    "B": READERS,
    "draft A": NOBODY,
    "draft B": NOBODY,
    "hidden A": READERS - {"officer Y"},  # shared with the country of the others alone
}
"""Product → who reads it besides its right holder."""


SHARE = 0.05  # of a picture or crop; the frames take 10 % each, chance at most 2 %


@dataclass(frozen=True)
class Canary:
    """A word, or two colours of a picture, and who may see it besides its right holder."""

    word: str
    owner: str  # "A", "B" or an officer
    readers: frozenset[str]
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None

    def is_open_to(self, party: str) -> bool:
        """True for its right holder's people, its officer, and the readers."""
        own = party == self.owner or (
            party.endswith(f" {self.owner}") and party.split()[0] in ROLES_OF_HOLDERS
        )
        return own or party in self.readers


@dataclass
class World:
    """Who is there (by name of PARTIES), what they own, and the canaries among it."""

    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)  # broken off, by product
    inspections: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)
    photo_uploads: dict[str, str] = field(default_factory=dict)  # on their way, by officer
    others: dict[str, str] = field(default_factory=dict)  # "contact A", "trader draft B" … → id
    bulk: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    alerts: dict[str, str] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)

    def plant(self, place: str, owner: str, readers: frozenset[str]) -> str:
        """A new word for *place*."""
        word = f"canary{len(self.canaries):03d}{place}{owner.replace(' ', '')}".lower()
        self.canaries.append(Canary(word, owner, readers))
        return word

    def headers(self, party: str) -> dict[str, str]:
        """Of a request by *party*."""
        token = self.tokens.get(party)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def leaks(self, party: str, text: str) -> list[str]:
        """The words in *text* that *party* must not see."""
        text = text.lower()
        if "canary" not in text:
            return []
        return [
            canary.word
            for canary in self.canaries
            if canary.word in text and not canary.is_open_to(party)
        ]

    def picture_leaks(self, party: str, pixels: RgbImage) -> list[str]:
        """The pictures, by their colours, that *party* must not see and that *pixels* shows."""
        return [
            canary.word
            for canary in self.canaries
            if canary.colours is not None
            and not canary.is_open_to(party)
            and all(_share(pixels, colour) > SHARE for colour in canary.colours)
        ]


def _share(pixels: RgbImage, colour: tuple[int, int, int]) -> float:
    distance = np.abs(pixels[::4, ::4].astype(np.int16) - np.array(colour, dtype=np.int16)).max(
        axis=2
    )
    return float((distance < 14).mean())
