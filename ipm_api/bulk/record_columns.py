"""Sheets of what belongs to a product, and is looked at beside it."""

from ipm_api.bulk.column import Column, Sheet
from ipm_api.bulk.kinds import DATE, YES, choice, text, texts

_PRODUCT = Column("product", text(60), required=True, example="EC-50")
_LEVEL = Column("level", choice("overt", "covert", "forensic"), example="overt")
_WHOLE_BRAND = Column("whole_brand", YES)

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
)
