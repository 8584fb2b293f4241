"""A right holder with thousands of invented products, written straight into the tables."""

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.gtin import check_digit
from ipm_api.languages import fold
from ipm_api.models.account import Account, Role
from ipm_api.models.brand import Brand, IntellectualPropertyRight, RightType
from ipm_api.models.distinguishing_feature import DistinguishingFeature, FeatureLevel, Tool
from ipm_api.models.product import Category, Product, ProductGtin, ProductState
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView, ReferenceImage
from ipm_api.models.right_holder import Contact, RightHolder, RightHolderState
from ipm_api.models.supply_chain import Trader, TradeRoute, TraderRole
from ipm_api.operations.account import new_account
from ipm_api.ports import PORTS

BRANDS = 200
TRADERS = 300
ROUTES = 40
BATCH = 1_000  # rows of one INSERT
_SYLLABLES = [first + vowel for first in "bdklmnrt" for vowel in "aeio"]


def build(session: Session, products: int, seed: int = 7) -> tuple[Account, list[uuid.UUID]]:
    """
    Write *products* products of one right holder, all that belongs to them, and ANALYZE.

    Returns:
        Somebody who publishes for it, and the ids of the products.
    """
    rng = random.Random(seed)
    holder = RightHolder(
        name="Measured Goods", country="FR", claim="-", state=RightHolderState.APPROVED
    )
    session.add(holder)
    session.flush()
    account = new_account(
        session,
        email="publisher@measured.example",
        name="A publisher",
        password="only for this measurement",
        role=Role.PUBLISHER,
        country="FR",
        right_holder_id=holder.id,
    )
    brands = _brands(session, rng, holder.id)
    categories = [row.slug for row in session.query(Category)]
    ids = []
    for start in range(0, products, BATCH):
        numbers = range(start, min(products, start + BATCH))
        rows = [_product(rng, n, holder.id, brands, categories) for n in numbers]
        session.execute(insert(Product), rows)
        session.execute(
            insert(ProductGtin), [_gtin(row["id"], n) for row, n in zip(rows, numbers, strict=True)]
        )
        session.execute(insert(ReferenceImage), [_image(row["id"]) for row in rows])
        session.execute(
            insert(DistinguishingFeature), [f for row in rows for f in _features(rng, row["id"])]
        )
        ids += [row["id"] for row in rows]
    _around(session, rng, holder.id, [brand_id for brand_id, _ in brands], ids)
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    return account, ids


def word(rng: random.Random, syllables: int = 3) -> str:
    """A word that no language has."""
    return "".join(rng.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _brands(
    session: Session, rng: random.Random, holder_id: uuid.UUID
) -> list[tuple[uuid.UUID, str]]:
    brands = [(uuid.uuid4(), f"{word(rng)} {n}") for n in range(BRANDS)]
    session.execute(
        insert(Brand),
        [{"id": id_, "right_holder_id": holder_id, "name": name} for id_, name in brands],
    )
    until = now().date()
    session.execute(
        insert(IntellectualPropertyRight),
        [
            {
                "brand_id": id_,
                "type": RightType.TRADE_MARK,
                "office": "EM",
                "number": f"{rng.randrange(10**9):09d}",
                "nice_classes": [rng.randrange(1, 46)],
                "valid_until": until + timedelta(days=rng.randrange(-30, 3000)),
            }
            for id_, _ in brands
            for _ in range(2)
        ],
    )
    return brands


def _product(
    rng: random.Random,
    number: int,
    holder_id: uuid.UUID,
    brands: list[tuple[uuid.UUID, str]],
    categories: list[str],
) -> dict[str, Any]:
    brand_id, brand = rng.choice(brands)
    names = {"en": f"{word(rng)} {word(rng)} {number}", "fr": f"{word(rng)} {number}"}
    descriptions = {tag: " ".join(word(rng) for _ in range(30)) for tag in ("en", "fr")}
    hs_code, model = f"{rng.randrange(10**6):06d}", f"{word(rng, 2).upper()}-{number}"
    words = [brand, *names.values(), *descriptions.values(), hs_code, model, _digits(number)]
    return {
        "id": uuid.uuid4(),
        "right_holder_id": holder_id,
        "brand_id": brand_id,
        "category_slug": rng.choice(categories),
        "names": names,
        "descriptions": descriptions,
        "sort_name": fold(names["en"]),
        "search_text": fold(" ".join(words)),
        "hs_code": hs_code,
        "model_number": model,
        "state": rng.choices(list(ProductState), (3, 6, 1))[0],
        "published_at": now(),
        "changed_at": now() - timedelta(minutes=rng.randrange(500_000)),
        "variants": [
            {"names": {"en": word(rng)}, "marks": {"en": word(rng)}, "gtin": "", "sku": model}
        ],
        "serial_formats": [
            {"kind": "lot", "pattern": "LL-N{6}", "place": {}, "reading": {}, "example": ""}
        ],
        "price_bands": [{"country": "", "currency": "EUR", "low": "10", "high": "20"}],
    }


def _digits(number: int) -> str:
    digits = f"0952{number:09d}"
    return digits + check_digit(digits)


def _gtin(product_id: uuid.UUID, number: int) -> dict[str, Any]:
    return {"product_id": product_id, "gtin": _digits(number)}


def _image(product_id: uuid.UUID) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "position": 1,
        "kind": ImageKind.GENUINE,
        "view": ImageView.FRONT,
        "state": ImageState.ACCEPTED,
        "original_sha256": "0" * 64,
        "picture_sha256": "0" * 64,
        "thumbnail_sha256": "0" * 64,
        "width": 800,
        "height": 800,
        "keypoints": 1000,
        "phash": "0" * 64,
        "dhash": "0" * 64,
    }


def _features(rng: random.Random, product_id: uuid.UUID) -> Iterator[dict[str, Any]]:
    for position in (1, 2, 3):
        yield {
            "product_id": product_id,
            "position": position,
            "titles": {"en": word(rng)},
            "where": {"en": word(rng)},
            "how_to_check": {"en": word(rng)},
            "genuine_shows": {"en": word(rng)},
            "counterfeit_shows": {"en": word(rng)},
            "tool": Tool.EYE,
            "level": FeatureLevel.OVERT,
        }


def _around(
    session: Session,
    rng: random.Random,
    holder_id: uuid.UUID,
    brand_ids: list[uuid.UUID],
    product_ids: list[uuid.UUID],
) -> None:
    """Contacts, traders and routes; most of them of single products or brands."""
    session.execute(
        insert(Contact),
        [
            {"right_holder_id": holder_id, "position": n, "name": word(rng), "email": "a@b.example"}
            for n in range(1, 11)
        ],
    )
    scopes = [
        *({"product_id": rng.choice(product_ids), "brand_id": None} for _ in range(TRADERS - 60)),
        *({"product_id": None, "brand_id": rng.choice(brand_ids)} for _ in range(50)),
        *({"product_id": None, "brand_id": None} for _ in range(10)),
    ]
    session.execute(
        insert(Trader),
        [
            scope
            | {
                "right_holder_id": holder_id,
                "role": rng.choice(list(TraderRole)),
                "name": word(rng),
                "country": "PT",
            }
            for scope in scopes
        ],
    )
    ports = list(PORTS.values())
    session.execute(
        insert(TradeRoute),
        [
            {
                "right_holder_id": holder_id,
                "brand_id": rng.choice(brand_ids),
                "name": word(rng),
                "stops": [
                    {
                        "locode": port.locode,
                        "name": port.name,
                        "country": port.country,
                        "latitude": port.latitude,
                        "longitude": port.longitude,
                        "mode": "sea",
                        "customs": "",
                    }
                    for port in rng.sample(ports, 4)
                ],
            }
            for _ in range(ROUTES)
        ],
    )
