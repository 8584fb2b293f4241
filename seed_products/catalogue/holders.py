"""Invented right holders and their brands."""

from seed_products.records import SeedBrand, SeedContact, SeedRight, SeedRightHolder


def _contact(name: str, role: str, key: str, phone: str) -> SeedContact:
    mailbox = name.split()[0].lower()
    return SeedContact(name, role, f"{mailbox}@{key}.example", phone)


RIGHT_HOLDERS = (
    SeedRightHolder(
        "lumenhart", "Lumenhart Laboratoires SA", "FR", "9521041",
        (_contact("Helene Vasseur", "Brand protection", "lumenhart", "+33 1 99 00 41 10"),),
    ),
    SeedRightHolder(
        "kestrane", "Kestrane Sport AG", "DE", "9522277",
        (_contact("Jurgen Adelmann", "Anti-counterfeiting", "kestrane", "+49 30 23125 120"),),
    ),
    SeedRightHolder(
        "norvolt", "Norvolt Components BV", "NL", "9523380",
        (_contact("Mieke Terhorst", "Product integrity", "norvolt", "+31 85 888 0140"),),
    ),
    SeedRightHolder(
        "brambledale", "Brambledale Provisions Ltd", "IE", "9524619",
        (_contact("Eoin Carrick", "Legal counsel", "brambledale", "+353 20 910 0112"),),
    ),
    SeedRightHolder(
        "pomkin", "Pomkin Legetoj A/S", "DK", "9525558",
        (_contact("Signe Aabye", "Product safety", "pomkin", "+45 32 55 01 60"),),
    ),
)  # fmt: skip

_BRANDS = (
    ("doloven", "lumenhart", "Doloven", (5,)),
    ("brovidel", "lumenhart", "Brovidel", (5,)),
    ("averlune", "lumenhart", "Averlune", (3,)),
    ("valcour", "lumenhart", "Ombre Valcour", (3,)),
    ("kestrane", "kestrane", "Kestrane", (25, 28)),
    ("marrowick", "kestrane", "Marrowick", (18, 25)),
    ("tidemar", "kestrane", "Tidemar", (14,)),
    ("zundra", "norvolt", "Zündra", (7, 12)),
    ("voltessa", "norvolt", "Voltessa", (9,)),
    ("sonaquill", "norvolt", "Sonaquill", (9,)),
    ("millowen", "brambledale", "Millowen", (30,)),
    ("tarrick", "brambledale", "Glen Tarrick", (33,)),
    ("corvant", "brambledale", "Corvant", (34,)),
    ("suravel", "brambledale", "Suravel", (3, 5)),
    ("brikolo", "pomkin", "Brikolo", (28,)),
    ("berlunt", "pomkin", "Bérlunt", (28,)),
)


def _rights(number: int, classes: tuple[int, ...]) -> tuple[SeedRight, ...]:
    mark = SeedRight("trademark", "EUIPO", f"{990412000 + number * 37}", classes, f"{2029 + number % 6}-05-31")
    if number % 3:
        return (mark,)
    design = SeedRight("design", "EUIPO", f"{990077000 + number * 11}-0001", (), f"{2031 + number % 4}-11-30")
    return mark, design


BRANDS = tuple(
    SeedBrand(key, holder, name, _rights(number, classes))
    for number, (key, holder, name, classes) in enumerate(_BRANDS, start=1)
)
