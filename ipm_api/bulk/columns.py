"""
THE registry of columns: import, export, templates and documentation all follow it.

A new field of the catalogue is one line here, if its name is the attribute of the draft or row
that holds it. Aliases are GS1 attribute names (GDSN) and words that people use.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ipm_api.bulk.kinds import (
    CODES,
    COUNTRIES,
    COUNTRY,
    DATE,
    DECIMAL,
    DIGITS,
    GTIN,
    GTINS,
    LANGUAGES,
    NUMBER,
    NUMBERS,
    YES,
    Kind,
    choice,
    text,
    texts,
)


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column, or one per language.

    Attributes:
        name: its heading in our own files; ``name[en]`` if the kind is by language.
        kind: how a cell is read and written.
        field: the attribute, or key, that holds it; the name unless said otherwise.
        aliases: other headings that mean the same.
        example: for the template.
    """

    name: str
    kind: Kind
    field: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""

    @property
    def attribute(self) -> str:
        """Where the value is."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One kind of row.

    Attributes:
        name: of the sheet, or of the CSV file in a ZIP.
        columns: in their order.
        key: the columns that say which thing a row is about.
        part_of: the field of a product that a row is an item of; "" if a row is a thing itself.
        about: what it says, in a few words.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    part_of: str = ""

    @property
    def is_about_a_product(self) -> bool:
        """True if a row names, or may name, the product that it belongs to."""
        return self.columns[0].name == "product"

    def column(self, name: str) -> Column:
        """The column *name* (KeyError: none)."""
        return _BY_NAME[self.name][name]


_LEVEL = Column("level", choice("overt", "covert", "forensic"), example="overt")
_PRODUCT = Column("product", text(60), required=True, example="EC-50")
_PRODUCT_OR_NONE = Column("product", text(60))
_BRAND_OR_NONE = Column("brand", text(200))
_WHOLE_BRAND = Column("whole_brand", YES)

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "brands",
        "your brands",
        (
            Column(
                "name", text(200), aliases=("brand", "brandName"), required=True, example="Asteria"
            ),
        ),
        ("name",),
    ),
    Sheet(
        "rights",
        "registered rights behind the brands",
        (
            Column("brand", text(200), aliases=("brandName",), required=True, example="Asteria"),
            Column(
                "type",
                choice(
                    "trade-mark",
                    "design",
                    "copyright",
                    "patent",
                    "geographical-indication",
                    "plant-variety",
                ),
                required=True,
                example="trade-mark",
            ),
            Column(
                "office", text(40), aliases=("RegistrationOfficeCode",), required=True, example="EM"
            ),
            Column(
                "number",
                DIGITS,
                aliases=("RegistrationNumber",),
                required=True,
                example="018000001",
            ),
            Column("nice_classes", NUMBERS, aliases=("ClassNumber",), example="3;18"),
            Column("vienna_codes", CODES, aliases=("ViennaCode",)),
            Column("locarno_classes", CODES),
            Column("valid_until", DATE, aliases=("ExpiryDate",), example="2031-05-31"),
        ),
        ("brand", "type", "office", "number"),
    ),
    Sheet(
        "products",
        "one row per product",
        (
            Column("reference", text(60), aliases=("id", "article"), example="EC-50"),
            Column(
                "brand",
                text(200),
                aliases=("brandName", "brand name"),
                required=True,
                example="Asteria",
            ),
            Column(
                "category",
                text(40),
                aliases=("gpcCategoryCode", "gpc", "trade"),
                required=True,
                example="perfume",
            ),
            Column(
                "name",
                texts(200),
                "names",
                ("productName", "tradeItemDescription", "regulatedProductName", "product name"),
                required=True,
                example="Eau Claire 50 ml",
            ),
            Column(
                "description",
                texts(4000),
                "descriptions",
                ("tradeItemMarketingMessage", "productDescription", "marketing text"),
                example="Toilet water in a glass flacon.",
            ),
            Column(
                "hs_code",
                DIGITS,
                aliases=("importClassificationValue", "customs tariff", "commodity code", "taric"),
                example="330300",
            ),
            Column(
                "gtins", GTINS, aliases=("gtin", "ean", "barcode", "upc"), example="09521234543213"
            ),
            Column("model_number", text(60), aliases=("manufacturerPartNumber", "model")),
            Column(
                "skus",
                CODES,
                aliases=("sku", "additionalTradeItemIdentification", "article number"),
                example="EC-50",
            ),
            Column("nice_classes", NUMBERS, example="3"),
            Column(
                "pictures",
                CODES,
                aliases=("picture", "image", "images", "referencedFile"),
                example="EC-50_front.jpg;EC-50_back.jpg",
            ),
        ),
        ("reference",),
    ),
    Sheet(
        "variants",
        "colours, sizes and other variants of a product",
        (
            _PRODUCT,
            Column("name", texts(), "names", example="Refill"),
            Column("marks", texts(), example="blue cap"),
            Column("gtin", GTIN),
            Column("sku", text(60)),
        ),
        ("product",),
        part_of="variants",
    ),
    Sheet(
        "packaging",
        "layers of packaging, from the unit outwards",
        (
            _PRODUCT,
            Column("level", choice("unit", "inner", "outer", "pallet"), example="outer"),
            Column("gtin", GTIN),
            Column("items", NUMBER, example="12"),
            Column("languages", LANGUAGES, example="en;fr"),
            Column("papers", texts(500)),
            Column("description", texts(500)),
        ),
        ("product",),
        part_of="packaging",
    ),
    Sheet(
        "serial_formats",
        "how serial and lot numbers look",
        (
            _PRODUCT,
            Column("kind", choice("serial", "lot"), example="lot"),
            Column("pattern", text(60), example="LL-NNNNNN"),
            Column("place", texts(), example="under the flacon"),
            Column("reading", texts(500)),
            Column("example", text(60), example="AB-123456"),
        ),
        ("product",),
        part_of="serial_formats",
    ),
    Sheet(
        "price_bands",
        "what the genuine product costs",
        (
            _PRODUCT,
            Column("country", COUNTRY, example="FR"),
            Column("currency", text(3), example="EUR"),
            Column("low", DECIMAL, example="39"),
            Column("high", DECIMAL, example="59"),
        ),
        ("product",),
        part_of="price_bands",
    ),
    Sheet(
        "characteristics",
        "other facts: net content, material, weight",
        (
            _PRODUCT,
            Column("name", texts(), "names", example="Net content"),
            Column("value", texts(500), "values", example="50 ml"),
        ),
        ("product",),
        part_of="characteristics",
    ),
    Sheet(
        "counterfeit_versions",
        "makes of counterfeits that were seen",
        (
            _PRODUCT,
            Column("name", texts(), "names", required=True, example="second run, blue cap"),
            Column("how_to_tell", texts(2000)),
            Column("first_seen", DATE),
            Column("last_seen", DATE),
            Column("where_seen", text(200)),
            _LEVEL,
            _WHOLE_BRAND,
        ),
        ("product", "name"),
    ),
    Sheet(
        "pictures",
        "reference images: files of the ZIP",
        (
            _PRODUCT,
            Column("file", text(255), required=True, example="EC-50_front.jpg"),
            Column("kind", choice("genuine", "known-counterfeit"), example="genuine"),
            Column(
                "view",
                choice("front", "back", "label", "detail", "packaging", "accessory"),
                example="front",
            ),
            Column("caption", texts(500), "captions"),
        ),
        ("product", "file"),
    ),
    Sheet(
        "features",
        "distinguishing features, in the order of the checks",
        (
            _PRODUCT,
            Column("title", texts(), "titles", required=True, example="Edge of the emblem"),
            Column("where", texts(500), example="on the front"),
            Column("how_to_check", texts(2000)),
            Column("genuine_shows", texts(2000), required=True, example="Sharp edges."),
            Column("counterfeit_shows", texts(2000), example="Blurred edges."),
            Column(
                "tool",
                choice("eye", "touch", "ruler", "magnifier", "uv-lamp", "scanner", "laboratory"),
                example="eye",
            ),
            _LEVEL,
            Column("picture", text(255), example="EC-50_front.jpg"),
            Column("region", text(100), example="0.1 0.1 0.3 0.2"),
        ),
        ("product", "title"),
    ),
    Sheet(
        "contacts",
        "whom officers reach, in this order",
        (
            Column("name", text(200), required=True, example="Brand protection desk"),
            Column("role", texts()),
            Column("email", text(254), example="desk@example.org"),
            Column("telephone", text(40), example="+33 1 00 00 00 00"),
            Column("languages", LANGUAGES, example="en;fr"),
            Column("time_zone", text(60), example="Europe/Paris"),
        ),
        ("name",),
    ),
    Sheet(
        "traders",
        "factories, licensees, importers, distributors",
        (
            _PRODUCT_OR_NONE,
            _BRAND_OR_NONE,
            Column(
                "role",
                choice(
                    "factory",
                    "licensee",
                    "authorised-importer",
                    "distributor",
                    "warehouse",
                    "broker",
                ),
                required=True,
                example="factory",
            ),
            Column("name", text(200), required=True, example="Verrerie du Lac SA"),
            Column("country", COUNTRY, required=True, example="FR"),
            Column("address", text(500)),
            Column("identifiers", CODES, example="EORI FR123456789"),
            Column("valid_from", DATE),
            Column("valid_until", DATE),
        ),
        ("product", "brand", "role", "name"),
    ),
    Sheet(
        "routes",
        "ways that genuine goods take",
        (
            _PRODUCT_OR_NONE,
            _BRAND_OR_NONE,
            Column("name", text(200), required=True, example="Grasse to Rotterdam"),
            Column("notes", texts(500)),
            Column(
                "stops",
                CODES,
                example="FRMRS Marseille FR 43.3 5.4 sea;NLRTM Rotterdam NL 51.9 4.1",
            ),
            Column("months", NUMBERS, example="3;4;5"),
        ),
        ("product", "brand", "name"),
    ),
)

BY_NAME = {sheet.name: sheet for sheet in SHEETS}
_BY_NAME = {sheet.name: {column.name: column for column in sheet.columns} for sheet in SHEETS}
PARTS = tuple(sheet for sheet in SHEETS if sheet.part_of)
"""Sheets whose rows are items of a product's lists."""


def headings(sheet: Sheet, languages: tuple[str, ...]) -> Iterator[str]:
    """The headings of our own files, with a column per language where texts are."""
    for column in sheet.columns:
        if column.kind.by_language:
            yield from (f"{column.name}[{language}]" for language in languages)
        else:
            yield column.name


__all__ = ["BY_NAME", "COUNTRIES", "PARTS", "SHEETS", "Column", "Sheet", "headings"]
