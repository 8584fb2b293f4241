"""What the invented products say besides pictures: codes, packaging, numbers, prices, companies."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.models.supply_chain import TraderRole
from ipm_api.operations.contact import add_contact
from ipm_api.operations.supply_chain import add_route, add_trader, own_supply_chain
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.policy import Actor
from seed_products.records import SeedProduct, SeedRightHolder

OFFICE_HOURS = {day: ["08:30", "17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
TIME_ZONES = {
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "NL": "Europe/Amsterdam",
    "IE": "Europe/Dublin",
    "DK": "Europe/Copenhagen",
}
_HOME_PORTS = {"FR": "FRLEH", "DE": "DEHAM", "NL": "NLRTM", "IE": "IEDUB", "DK": "DKAAR"}
_PRICES = {"medicine": 12, "food": 4, "toys": 30, "electronics": 45, "spirits": 40, "perfume": 70}
_USUAL_PRICE = 25  # EUR


def facts_of(seed: SeedProduct) -> dict[str, Any]:
    """Fields of a ProductDraft besides names, codes and category."""
    price = _PRICES.get(seed.category, _USUAL_PRICE)
    number = seed.key.rpartition("-")[2]
    return {
        "model_number": seed.key.upper(),
        "skus": (f"{seed.brand[:3].upper()}-{number}",),
        "packaging": (
            {
                "level": "unit",
                "languages": ["en", "fr"],
                "description": {
                    "en": "Printed box with hologram",
                    "fr": "Boîte imprimée avec hologramme",
                },
            },
            {
                "level": "outer",
                "items": 24,
                "papers": {
                    "en": "Packing list with the lot numbers",
                    "fr": "Liste de colisage avec les numéros de lot",
                },
            },
        ),
        "serial_formats": (
            {
                "kind": "lot",
                "pattern": "LN{6}",
                "example": seed.facts["lot"],
                "place": {"en": "Back, beside the barcode", "fr": "Au dos, près du code-barres"},
                "reading": {
                    "en": "A letter and six digits, the same on every carton",
                    "fr": "Une lettre et six chiffres, les mêmes sur chaque carton",
                },
            },
        ),
        "price_bands": ({"currency": "EUR", "low": f"{price}.00", "high": f"{price * 3 // 2}.00"},),
        "characteristics": tuple(
            {"names": {"en": name}, "values": {"en": value}} for name, value in seed.table[:8]
        ),
    }


def add_contacts(session: Session, actor: Actor, holder: SeedRightHolder) -> None:
    """Whom officers reach, in office hours of their country."""
    for contact in holder.contacts:
        add_contact(
            session,
            actor,
            name=contact.name,
            role={"en": contact.role},
            email=contact.email,
            telephone=contact.phone,
            languages="en",
            time_zone=TIME_ZONES[holder.country],
            hours=OFFICE_HOURS,
        )


def add_supply_chain(session: Session, actor: Actor, holder: SeedRightHolder) -> None:
    """A factory, an importer and two routes of one right holder; nothing if it has them."""
    chain = own_supply_chain(session, actor)
    if chain.traders or chain.routes:
        return
    short = holder.name.split()[0]
    home = _HOME_PORTS[holder.country]
    for role, name, country, identifier in (
        (TraderRole.FACTORY, f"{short} Manufacturing", "PT", "PT500000000"),
        (
            TraderRole.IMPORTER,
            f"{short} Import North",
            holder.country,
            f"{holder.country}100200300",
        ),
    ):
        add_trader(
            session,
            actor,
            TraderDraft(
                role,
                name,
                country,
                identifiers=[{"scheme": "EORI", "value": identifier}],
                valid_from=date(2025, 1, 1),
            ),
            Scope(),
        )
    for route in (
        RouteDraft(
            "From the factory, by sea", [{"locode": "PTLEI", "mode": "sea"}, {"locode": home}]
        ),
        RouteDraft(
            "Parts from Asia, before the season",
            [
                {"locode": "CNSHA", "mode": "sea"},
                {"locode": "SGSIN", "mode": "sea"},
                {"locode": "EGPSD", "mode": "sea"},
                {"locode": home, "customs": "Port office"},
            ],
            months=[6, 7, 8, 9],
        ),
    ):
        add_route(session, actor, route, Scope())
