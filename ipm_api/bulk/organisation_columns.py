"""Sheets of what belongs to the organisation: brands, rights, whom to reach, who trades."""

from ipm_api.bulk.column import Column, Sheet
from ipm_api.bulk.kinds import (
    CODES,
    COUNTRIES,
    COUNTRY,
    DATE,
    DIGITS,
    LANGUAGES,
    LINES,
    NUMBERS,
    YES,
    choice,
    text,
    texts,
)

_PRODUCT_OR_NONE = Column("product", text(60))
_BRAND_OR_NONE = Column("brand", text(200))

RIGHT_SHEETS: tuple[Sheet, ...] = (
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
            # kind|country|number|valid until
            Column("recordations", LINES, example="recordation|FR|2026-1234|2027-05-31"),
        ),
        ("brand", "type", "office", "number"),
    ),
)

DESK_SHEETS: tuple[Sheet, ...] = (
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
            Column("duty", choice("administrative", "technical", "both"), example="technical"),
            Column("hours", LINES, example="mon 09:00-17:30;tue 09:00-17:30"),
            Column("always", YES, example="no"),
            Column("countries", COUNTRIES, example="FR;BE"),
            Column("brand", text(200), example="Asteria"),
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
            Column("identifiers", LINES, example="EORI FR123456789"),
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
            Column("notes", texts(2000)),
            # locode|name|country|latitude|longitude|mode|customs office
            Column("stops", LINES, example="FRMRS|||||sea;NLRTM"),
            Column("months", NUMBERS, example="3;4;5"),
        ),
        ("product", "brand", "name"),
    ),
)
