"""Sheets of what belongs to a product, and is looked at beside it."""

from ipm_api.bulk.column import Column, Sheet
from ipm_api.bulk.kinds import (
    COUNTRY,
    DATE,
    DECIMAL,
    LINES,
    NUMBER,
    YES,
    choice,
    text,
    texts,
)

_PRODUCT = Column("product", text(60), required=True, example="EC-50")
_LEVEL = Column("level", choice("overt", "covert", "forensic"), example="overt")
_WHOLE_BRAND = Column("whole_brand", YES)

_CASES = ["seizure", "detention", "raid", "test-purchase", "online-offer", "court-case", "other"]
_OUTCOMES = ["open", "destroyed", "released", "settled", "judgment", "taken-down", "other"]
_SIGNS = [
    "origin",
    "price",
    "invoice",
    "sales-page",
    "tag",
    "other-indicator",
    "misdeclared",
    "separate-shipments",
    "mixed-with-genuine",
    "changed-route",
    "false-certificate",
    "other-concealment",
]

RECORD_SHEETS: tuple[Sheet, ...] = (
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
            Column("version", text(300), example="second run, blue cap"),
        ),
        ("product", "file"),
    ),
    Sheet(
        "features",
        "distinguishing features, in the order of the checks",
        (
            _PRODUCT,
            Column("title", texts(4000), "titles", required=True, example="Edge of the emblem"),
            Column("where", texts(4000), example="on the front"),
            Column("how_to_check", texts(4000)),
            Column("genuine_shows", texts(4000), required=True, example="Sharp edges."),
            Column("counterfeit_shows", texts(4000), example="Blurred edges."),
            Column(
                "tool",
                choice("eye", "touch", "ruler", "magnifier", "uv-lamp", "scanner", "laboratory"),
                example="eye",
            ),
            _LEVEL,
            Column("picture", text(255), example="EC-50_front.jpg"),
            Column("region", text(100), example="0.1 0.1 0.3 0.2"),
            Column("polygon", LINES, example="0.1 0.1;0.4 0.1;0.2 0.3"),
            Column("counterpart", text(255), example="fake_front.jpg"),
            Column("counterpart_region", text(100), example="0.1 0.1 0.3 0.2"),
            Column(
                "technology",
                choice("electronic", "marking", "chemical-physical", "mechanical", "digital-media"),
                example="marking",
            ),
        ),
        ("product", "title"),
    ),
    Sheet(
        "infringements",
        "past cases",
        (
            _PRODUCT,
            Column("happened_on", DATE, required=True, example="2026-03-31"),
            Column("type", choice(*_CASES), example="seizure"),
            Column("country", COUNTRY, example="BE"),
            Column("place", text(200), example="Antwerp"),
            Column("quantity", NUMBER),
            Column("value", DECIMAL),
            Column("currency", text(3)),
            Column("outcome", choice(*_OUTCOMES)),
            Column("parties", text(1000)),
            Column("notes", texts(2000)),
            Column("version", text(300), example="second run, blue cap"),
            _LEVEL,
            _WHOLE_BRAND,
        ),
        ("product", "happened_on", "type", "country", "place"),
    ),
    Sheet(
        "warning_signs",
        "indicators and ways of concealment",
        (
            _PRODUCT,
            Column("kind", choice(*_SIGNS), example="price"),
            Column("text", texts(2000), "texts", required=True, example="Less than 20 EUR."),
            _LEVEL,
            _WHOLE_BRAND,
        ),
        ("product", "kind", "text"),
    ),
    Sheet(
        "suspicious_routes",
        "ways that counterfeits took",
        (
            _PRODUCT,
            Column("name", texts(), "names", required=True, example="By post from the south"),
            # locode|place|country
            Column("stops", LINES, example="|Mersin|TR;|Piraeus|GR"),
            Column("notes", texts(2000)),
            _LEVEL,
            _WHOLE_BRAND,
        ),
        ("product", "name"),
    ),
)
