"""What the seed catalogue is made of: plain records, no drawing and no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from image_index.arrays import RgbImage

Texts = Mapping[str, str]
"""One text in several languages: {"en": …, "fr": …}."""

View = Literal["front", "back"]
Level = Literal["overt", "covert", "forensic"]
DifferenceKind = Literal["misspelt", "colour", "missing", "moved", "font"]


@dataclass(frozen=True)
class SeedContact:
    """Someone at the right holder whom customs may call."""

    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True)
class SeedRightHolder:
    """An invented company."""

    key: str
    name: str
    country: str  # ISO 3166-1 alpha-2
    company_prefix: str  # GS1: 7 digits, "952" and the holder's four
    contacts: tuple[SeedContact, ...]


@dataclass(frozen=True)
class SeedRight:
    """A registered right that a seizure could rest on."""

    type: Literal["trademark", "design", "patent"]
    office: str
    number: str
    nice_classes: tuple[int, ...]  # empty unless a trade mark
    valid_until: str  # ISO 8601 date


@dataclass(frozen=True)
class SeedBrand:
    """An invented brand of one right holder."""

    key: str
    right_holder: str
    name: str
    rights: tuple[SeedRight, ...]


@dataclass(frozen=True)
class FeatureText:
    """A distinguishing feature in words; *element* names the drawn part that it is about."""

    element: str
    view: View
    title: Texts
    where: Texts
    how_to_check: Texts
    tool: Literal["eye", "touch", "ruler", "uv lamp", "magnifier"]
    genuine_shows: Texts
    counterfeit_shows: Texts
    level: Level = "overt"


@dataclass(frozen=True)
class Region:
    """A part of a reference picture, in unit coordinates (0..1, origin top left)."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class SeedFeature:
    """A distinguishing feature and the place where the artwork really shows it."""

    text: FeatureText
    region: Region


@dataclass(frozen=True)
class Difference:
    """
    How a known counterfeit differs in one element.

    Attributes:
        element, view: the drawn part that differs.
        kind: what was done to it.
        wrong: misspelt: the wrong wording of *right*; font: the wrong family.
        right: misspelt: the wording it replaces.
        shift: moved: dx, dy as shares of the picture's width and height.
        hue: colour: turn of the hue in degrees.
        statement: the difference in words.
    """

    element: str
    view: View
    kind: DifferenceKind
    statement: Texts
    right: str = ""
    wrong: str = ""
    shift: tuple[float, float] = (0.0, 0.0)
    hue: float = 0.0


@dataclass(frozen=True)
class SeedProduct:
    """
    One article as sold.

    Attributes:
        layout: which drawing of `seed_products.artwork` makes its packaging.
        palette: colours "#rrggbb" by role, as the layout asks for them.
        facts: words and numbers that the layout prints.
        table: rows of the ingredients or the specification on the back.
        differences: of the known counterfeit; empty when none is known.
    """

    key: str
    brand: str
    names: Texts
    gtins: tuple[str, ...]  # 13 digits, check digit included
    hs_code: str  # 6 digits
    category: str
    descriptions: Texts
    layout: str
    palette: Mapping[str, str]
    facts: Mapping[str, str]
    table: tuple[tuple[str, str], ...]
    features: tuple[FeatureText, ...]
    differences: tuple[Difference, ...] = field(default=())

    @property
    def gtin(self) -> str:
        """The GTIN printed on the packaging."""
        return self.gtins[0]


@dataclass(frozen=True)
class SeedPicture:
    """One drawn face of a product; (H, W, 3) uint8 sRGB, about 1200 px on the long side."""

    view: View
    image: RgbImage
