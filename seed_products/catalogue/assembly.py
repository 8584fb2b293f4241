"""Makes products of families: GTINs, batch codes, features, known counterfeits."""

from collections.abc import Iterable, Sequence

from seed_products.artwork.symbols import check_digit
from seed_products.catalogue.families import Family, Variant
from seed_products.catalogue.wording import (
    features,
    missing_hologram,
    misspelt,
    moved_logo,
    other_colour,
    other_font,
)
from seed_products.records import Difference, SeedBrand, SeedProduct, SeedRightHolder

OTHER_FACES = {"cinzel": "russo", "cormorant": "exo", "lobster": "anton", "montserrat": "playfair"}
ADDRESSES = {
    "FR": "14 quai des Tanneurs, 00000 Valmorin, France",
    "DE": "Ufergasse 9, 00000 Hohenwiek, Germany",
    "NL": "Dokstraat 41, 0000 AA Terhaven, Netherlands",
    "IE": "3 Millrace Lane, Carrowdale, Ireland",
    "DK": "Skibsvej 22, 0000 Lundborg, Denmark",
}


def assemble(
    families: Iterable[Family], brands: Sequence[SeedBrand], holders: Sequence[SeedRightHolder]
) -> tuple[SeedProduct, ...]:
    """
    Every variant of every family as a product; two of three have a known counterfeit.

    Raises:
        KeyError: a family names an unknown brand, or a brand an unknown right holder.
    """
    brand_of = {brand.key: brand for brand in brands}
    holder_of = {holder.key: holder for holder in holders}
    products = []
    for family in families:
        brand = brand_of[family.brand]
        holder = holder_of[brand.right_holder]
        for variant in family.variants:
            products.append(make_product(family, variant, brand, holder, len(products)))
    return tuple(products)


def make_product(
    family: Family, variant: Variant, brand: SeedBrand, holder: SeedRightHolder, number: int
) -> SeedProduct:
    """One product; *number* (below 9000) decides its GTIN, its batch and its counterfeit."""
    body = f"{holder.company_prefix}{(number * 719 + 10127) % 100000:05d}"
    gtin = body + check_digit(body)
    facts = {**family.facts, **variant.facts, "variant": variant.label, "brand_name": brand.name}
    year, month = 29 + number % 4, 1 + number * 5 % 12
    lot = f"{chr(65 + number * 7 % 26)}{100000 + number * 7919 % 900000}"
    facts |= {"lot": lot, "expiry": f"{year}{month:02d}28", "maker": holder.name}
    facts["address"] = ADDRESSES[holder.country]
    made = f"{year - 4}-{month:02d}"
    facts["batch"] = f"LOT={lot}|MFG=20{made}|EXP=20{year}-{month:02d}"
    if family.category not in ("medicine", "food", "cosmetics", "perfume", "tobacco"):
        facts["batch"] = f"LOT={lot}|MFG=20{made}|SER={lot[0]}{number * 6151 + 20011:06d}"
    facts.setdefault("stamp", f"{lot[0]}{number * 977 + 31009}")
    printed = facts["name"].replace("|", " ")
    label = variant.label
    return SeedProduct(
        key=f"{family.key}-{number:02d}",
        brand=brand.key,
        names={
            "en": f"{brand.name} {printed} {label}, {family.noun['en']}",
            "fr": f"{brand.name} {printed} {label}, {family.noun['fr']}",
        },
        gtins=(gtin,),
        hs_code=variant.hs_code or family.hs_code,
        category=family.category,
        descriptions={
            "en": f"{family.noun['en'].capitalize()} by {holder.name}; variant {label}.",
            "fr": f"{family.noun['fr'].capitalize()} de {holder.name} ; variante {label}.",
        },
        layout=family.layout,
        palette={**family.palette, **variant.colours},
        facts=facts,
        table=variant.table or variant.rows + family.table,
        features=features(brand.name, label, family.misprint, family.layout),
        differences=_differences(family, number),
    )


def _differences(family: Family, number: int) -> tuple[Difference, ...]:
    right, wrong = family.misprint
    spelling = misspelt("back", right, wrong)
    font = other_font(OTHER_FACES.get(family.facts["face"], "cinzel"))
    panel = other_colour("variant", 140)
    if family.layout in ("cigarettes", "shoe-label", "car-part"):  # dark type: no hue to turn
        panel = other_colour("logo", 140)
    kinds = {
        0: (missing_hologram(), spelling),
        1: (moved_logo(0.03, 0.035), font),
        3: (panel, spelling),
        4: (spelling,),
        6: (font, missing_hologram()),
        7: (moved_logo(-0.02, 0.045), panel if panel.element != "logo" else font),
    }
    return kinds.get(number % 9, ())
