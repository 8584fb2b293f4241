"""Sheets of what stands in a product itself. Aliases are GS1 attribute names and common words."""

from ipm_api.bulk.column import Column, Sheet
from ipm_api.bulk.kinds import (
    CODES,
    COUNTRY,
    DECIMAL,
    DIGITS,
    GTIN,
    GTINS,
    LANGUAGES,
    LINES,
    NUMBER,
    NUMBERS,
    choice,
    text,
    texts,
)

_PRODUCT = Column("product", text(60), required=True, example="EC-50")

PRODUCT_SHEETS: tuple[Sheet, ...] = (
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
                LINES,
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
            Column("marks", texts(1000), example="blue cap"),
            Column("gtin", GTIN),
            Column("sku", text(200)),
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
            Column("papers", texts(1000)),
            Column("description", texts(1000)),
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
            Column("pattern", text(200), example="LL-NNNNNN"),
            Column("place", texts(1000), example="under the flacon"),
            Column("reading", texts(1000)),
            Column("example", text(200), example="AB-123456"),
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
            Column("value", texts(1000), "values", example="50 ml"),
        ),
        ("product",),
        part_of="characteristics",
    ),
)
