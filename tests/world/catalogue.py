"""Of each right holder: a brand, a right, a contact, a published product and a draft."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.models.brand import RightType
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.supply_chain import TraderRole
from ipm_api.operations.brand import create_brand
from ipm_api.operations.contact import add_contact
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.picture_upload import FileToSend, start_upload
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.right import add_right
from ipm_api.operations.sharing import SharingDraft, share
from ipm_api.operations.stored_picture import Upload
from ipm_api.operations.supply_chain import add_route, add_trader
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.policy import Actor, actor_of
from ipm_api.runtime import Runtime
from tests.conftest import jpeg, label
from tests.world.cast import GTINS, NOBODY, OFFICERS, READERS, READERS_OF, Canary, World
from tests.world.violations import add_violations


def add_catalogue(session: Session, runtime: Runtime, world: World, owner: str) -> None:
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    brand = create_brand(session, actor, name=world.plant("brand", owner, READERS))
    right = add_right(
        session,
        actor,
        brand.id,
        type=RightType.TRADE_MARK,
        office="EM",
        number=world.plant("right", owner, READERS),
        nice_classes=[3],
        valid_until=None,
        recordations=[{"country": "US", "number": world.plant("recordation", owner, READERS)}],
    )
    contact = add_contact(
        session,
        actor,
        name=world.plant("contact", owner, READERS),
        role={"en": "Desk"},
        email="desk@example.org",
        telephone="+33 1 00 00 00 00",
        languages="en,fr",
        time_zone="Europe/Paris",
    )
    world.others |= {f"right {owner}": str(right.id), f"contact {owner}": str(contact.id)}
    for key, readers in READERS_OF.items():
        if not key.endswith(owner):
            continue
        state = key.removesuffix(owner)
        product = create_product(
            session,
            actor,
            ProductDraft(
                brand_id=brand.id,
                category="perfume",
                names={"en": world.plant(f"{state.strip()}name", owner, readers)},
                descriptions={"en": world.plant(f"{state.strip()}text", owner, readers)},
                hs_code="330300",
                gtins=(GTINS[key],),
                **_details(world, owner, readers),
            ),
        )
        _supply_chain(session, actor, world, product, key, owner, readers)
        front = _picture(session, runtime, world, product, key, owner, readers)
        fake = next(i.id for i in product.images if i.kind is ImageKind.KNOWN_COUNTERFEIT)
        seen_at = {
            FeatureLevel.OVERT: readers,
            FeatureLevel.COVERT: readers & OFFICERS,
            FeatureLevel.FORENSIC: NOBODY,
        }
        world.others[f"record {key}"] = add_violations(
            session,
            actor,
            product,
            lambda place, level, state=state, seen_at=seen_at: world.plant(
                f"{state.strip()}{level.value}{place}", owner, seen_at[level]
            ),
        )
        for level in FeatureLevel:
            seen_by = seen_at[level]
            add_feature(
                session,
                actor,
                product.id,
                FeatureDraft(
                    **{
                        name: {
                            "en": world.plant(
                                f"{level.value}{name.replace('_', '')}", owner, seen_by
                            )
                        }
                        for name in (
                            "titles",
                            "genuine_shows",
                            "counterfeit_shows",
                            "where",
                            "how_to_check",
                        )
                    },
                    level=level,
                    image_id=front,
                    polygon=((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5)),
                    counterpart_image_id=fake,
                    counterpart_region=(0.1, 0.1, 0.4, 0.4),
                ),
            )
        if state == "hidden ":
            share(session, actor, SharingDraft(countries=("FR",)), product_id=product.id)
        if readers:
            publish_product(session, actor, product.id)
        world.products[key] = product
        file_name = f"{world.plant('brokenoff', owner, NOBODY)}.jpg"
        begun = FileToSend(file_name, 1000, hashlib.sha256(file_name.encode()).hexdigest())
        world.uploads[key] = str(start_upload(session, actor, product.id, begun).id)


def _picture(
    session: Session,
    runtime: Runtime,
    world: World,
    product: Product,
    key: str,
    owner: str,
    readers: frozenset[str],
):
    """A front and a known counterfeit, each with a frame of two colours that no other has."""
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    front_id = None
    for kind in (ImageKind.GENUINE, ImageKind.KNOWN_COUNTERFEIT):
        number = len([canary for canary in world.canaries if canary.colours])
        shade, other = 20 + 28 * (number % 8), 90 * (number // 8)
        colours = ((shade, 250, 5 + other), (250, shade, 240 - other))
        picture = label(1000 + number, 400, 540).copy()
        picture[:, :20], picture[:, 20:40] = colours  # on the left, where the features' crops are
        picture[:, -40:-20], picture[:, -20:] = colours
        data = jpeg(picture)
        upload = Upload(data, file_name=f"{world.plant('file', owner, NOBODY)}.jpg")
        image = add_reference_image(
            session,
            actor,
            runtime.index,
            runtime.images,
            runtime.decoder,
            product.id,
            upload,
            kind=kind,
            captions={"en": world.plant("caption", owner, readers)},
        ).image
        word = world.plant("picture", owner, readers)
        world.canaries[-1] = Canary(word, owner, readers, colours)
        if kind is ImageKind.GENUINE:
            world.pictures[key] = data
            front_id = image.id
    return front_id


def _details(world: World, owner: str, readers: frozenset[str]) -> dict[str, Any]:
    """A canary in every further field of a product."""

    def text(place: str) -> dict[str, str]:
        return {"en": world.plant(place, owner, readers)}

    return {
        "model_number": world.plant("model", owner, readers),
        "skus": (world.plant("sku", owner, NOBODY),),
        "variants": ({"names": text("variant"), "marks": text("marks")},),
        "packaging": (
            {"level": "unit", "papers": text("papers"), "description": text("packaging")},
        ),
        "serial_formats": (
            {"kind": "lot", "pattern": "LL", "place": text("serial"), "reading": text("reading")},
        ),
        "price_bands": ({"currency": "EUR", "low": "1", "high": "2"},),
        "characteristics": ({"names": text("feature"), "values": text("value")},),
    }


def _supply_chain(
    session: Session,
    actor: Actor,
    world: World,
    product: Product,
    key: str,
    owner: str,
    readers: frozenset[str],
) -> None:
    scope = Scope(product_id=product.id)
    trader = add_trader(
        session,
        actor,
        TraderDraft(TraderRole.FACTORY, world.plant("trader", owner, readers), "PT"),
        scope,
    )
    route = add_route(
        session,
        actor,
        RouteDraft(
            world.plant("route", owner, readers),
            [
                {"locode": "PTLEI"},
                {
                    "name": world.plant("stop", owner, readers),
                    "country": "FR",
                    "latitude": 48,
                    "longitude": 2,
                },
            ],
        ),
        scope,
    )
    world.others |= {f"trader {key}": str(trader.id), f"route {key}": str(route.id)}
