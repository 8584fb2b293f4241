"""Product families as records: what the variants share and what sets each apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from seed_products.records import Texts


@dataclass(frozen=True)
class Variant:
    """
    One sister of a family.

    Attributes:
        label: flavour, strength or model, as printed.
        colours: palette roles that differ from the family's.
        facts: printed facts that differ from the family's.
        rows: rows put before the family's table.
        hs_code: its own, where it is another kind of goods than its sisters.
        table: its own facts instead of the family's.
    """

    label: str
    colours: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()
    hs_code: str = ""
    table: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Family:
    """
    Sister products of one brand.

    Attributes:
        noun: the article in one line, by language.
        misprint: a word of facts["text_en"] and how the known counterfeit spells it.
    """

    key: str
    brand: str
    layout: str
    category: str
    hs_code: str
    noun: Texts
    palette: Mapping[str, str]
    facts: Mapping[str, str]
    table: tuple[tuple[str, str], ...]
    misprint: tuple[str, str]
    variants: tuple[Variant, ...]
