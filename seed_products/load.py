"""Registers the invented goods through the service's own operations, with their checks."""

import multiprocessing
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import cv2
from sqlalchemy import select
from sqlalchemy.orm import Session

from image_index.photo import encode_jpeg
from ipm_api.database import now
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.account import Account
from ipm_api.models.alert import Alert, AlertPriority
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.brand import RightType
from ipm_api.models.distinguishing_feature import FeatureLevel, Tool
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.application import apply_to_join
from ipm_api.operations.brand import create_brand, own_brands
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.right import add_right
from ipm_api.operations.stored_picture import PhotoDecoder, Upload
from ipm_api.policy import Actor, Party
from seed_products.accounts import (
    DEMO_PASSWORD,
    DEMO_PEOPLE,
    add_people,
    approve_by_two,
    owner_of,
    proof_of,
)
from seed_products.artwork import draw_counterfeit, draw_features, draw_product
from seed_products.catalogue import BRANDS, PRODUCTS, RIGHT_HOLDERS
from seed_products.guide_facts import add_contacts, add_supply_chain, facts_of
from seed_products.past_year import add_past_year
from seed_products.published_past import add_published_past
from seed_products.records import SeedBrand, SeedFeature, SeedProduct, SeedRightHolder
from seed_products.violations import add_known_violations
from seed_products.waiting import add_what_waits

Progress = Callable[[int, int, str], None]
"""Called with how many products are done, how many there are, and the name of the last one."""

_SYSTEM = Actor(Party.ADMINISTRATOR, name="seed")
_TOOLS = {"uv lamp": Tool.UV_LAMP}
_QUALITY = 92  # of the JPEGs


@dataclass(frozen=True)
class DrawnProduct:
    """A product with its pictures as files, ready to be uploaded."""

    product: SeedProduct
    genuine: list[tuple[str, bytes]]  # view, JPEG
    counterfeit: list[tuple[str, bytes]]
    features: list[SeedFeature]


def is_loaded(session: Session) -> bool:
    """True if the demonstration accounts exist: then the goods do, too."""
    first = select(Account.id).where(Account.email == DEMO_PEOPLE[0].email)
    return session.scalar(first) is not None


def load_seed(
    session: Session,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    progress: Progress,
) -> None:
    """
    Register right holders, brands, products, pictures and features, publish, add accounts.

    A run that was stopped half-way is taken up again: what is complete is left alone.
    """
    publishers = {holder.key: register(session, holder) for holder in RIGHT_HOLDERS}
    for holder in RIGHT_HOLDERS:
        add_supply_chain(session, publishers[holder.key], holder)
    holder_of = {brand.key: brand.right_holder for brand in BRANDS}
    brand_ids = {
        brand.key: add_seed_brand(session, publishers[brand.right_holder], brand)
        for brand in BRANDS
    }
    missing = [p for p in PRODUCTS if not _is_published(session, brand_ids[p.brand], p)]
    complete = len(PRODUCTS) - len(missing)
    for done, drawn in enumerate(_drawn_ahead(missing), start=complete + 1):
        actor = publishers[holder_of[drawn.product.brand]]
        add_seed_product(
            session, actor, index, images, decoder, brand_ids[drawn.product.brand], drawn
        )
        progress(done, len(PRODUCTS), drawn.product.names["en"])
    if session.scalar(select(Alert.id)) is None:
        _add_alert(session, publishers[RIGHT_HOLDERS[0].key])
    rival = RIGHT_HOLDERS[1].key
    copier = next(brand.key for brand in BRANDS if brand.right_holder == rival)
    copied = next(p for p in PRODUCTS if holder_of[p.brand] != rival)
    _add_copy(session, publishers[rival], index, images, decoder, brand_ids[copier], copied)
    add_past_year(session, publishers[RIGHT_HOLDERS[0].key])
    add_published_past(session, publishers[RIGHT_HOLDERS[0].key])
    add_what_waits(session, _SYSTEM)
    add_people(session, _SYSTEM, publishers)


def _drawn_ahead(products: list[SeedProduct]) -> Iterator[DrawnProduct]:
    """Draw in other processes while this one registers."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(os.cpu_count(), initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        yield from pool.imap(draw_for_upload, products)


def draw_for_upload(product: SeedProduct) -> DrawnProduct:
    """Draw one product, its known counterfeit and the places of its features."""
    return DrawnProduct(
        product=product,
        genuine=[(p.view, encode_jpeg(p.image, quality=_QUALITY)) for p in draw_product(product)],
        counterfeit=[
            (p.view, encode_jpeg(p.image, quality=_QUALITY)) for p in draw_counterfeit(product)
        ],
        features=list(draw_features(product)),
    )


def _is_published(session: Session, brand_id: uuid.UUID, seed: SeedProduct) -> bool:
    """True if the product is complete; what a stopped run left of it is removed."""
    for product in session.scalars(select(Product).where(Product.brand_id == brand_id)):
        if product.names == dict(seed.names):
            if product.state is ProductState.PUBLISHED:
                return True
            session.delete(product)
    session.commit()
    return False


def register(session: Session, holder: SeedRightHolder) -> Actor:
    existing = session.scalar(select(RightHolder).where(RightHolder.name == holder.name))
    if existing is not None and existing.state is RightHolderState.APPROVED:
        return owner_of(session, existing)
    right_holder = existing or apply_to_join(
        session,
        organisation=holder.name,
        country=holder.country,
        proof=proof_of(holder),
        email=f"owner@{holder.key}.example",
        name=holder.contacts[0].name,
        password=DEMO_PASSWORD,
    )
    approve_by_two(session, _SYSTEM, ApprovalKind.RIGHT_HOLDER, right_holder.id)
    actor = owner_of(session, right_holder)
    add_contacts(session, actor, holder)
    return actor


def add_seed_brand(session: Session, actor: Actor, brand: SeedBrand) -> uuid.UUID:
    for own in own_brands(session, actor):
        if own.name == brand.name:
            return own.id
    added = create_brand(session, actor, name=brand.name)
    for right in brand.rights:
        add_right(
            session,
            actor,
            added.id,
            type=RightType.TRADE_MARK if right.type == "trademark" else RightType(right.type),
            office=right.office,
            number=right.number,
            nice_classes=list(right.nice_classes),
            valid_until=date.fromisoformat(right.valid_until),
        )
    return added.id


def add_seed_product(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    brand_id: uuid.UUID,
    drawn: DrawnProduct,
) -> None:
    seed = drawn.product
    product = create_product(
        session,
        actor,
        ProductDraft(
            brand_id=brand_id,
            category=seed.category,
            names=dict(seed.names),
            descriptions=dict(seed.descriptions),
            hs_code=seed.hs_code,
            gtins=seed.gtins,
            **facts_of(seed),
        ),
    )
    by_view = {}
    for view, data in drawn.genuine:
        upload = Upload(data, f"{seed.key}-{view}.jpg")
        image = add_reference_image(
            session, actor, index, images, decoder, product.id, upload, view=ImageView(view)
        ).image
        assert image.state is ImageState.ACCEPTED, (seed.key, view)
        by_view[view] = image.id
    captions = {
        language: " ".join(difference.statement[language] for difference in seed.differences)
        for language in ("en", "fr")
    }
    for view, data in drawn.counterfeit:
        add_reference_image(
            session,
            actor,
            index,
            images,
            decoder,
            product.id,
            Upload(data, f"{seed.key}-counterfeit-{view}.jpg"),
            kind=ImageKind.KNOWN_COUNTERFEIT,
            view=ImageView(view),
            captions=captions,
        )
    for feature in drawn.features:
        add_feature(session, actor, product.id, _draft(feature, by_view[feature.text.view]))
    if seed.key == PRODUCTS[0].key:
        add_known_violations(session, actor, product)
    publish_product(session, actor, product.id)


def _add_copy(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    brand_id: uuid.UUID,
    copied: SeedProduct,
) -> None:
    """A rival's artwork uploaded as one's own: an administrator finds it held back."""
    names = {"en": "New carton", "fr": "Nouvel étui"}
    if session.scalar(select(Product.id).where(Product.names == names)) is not None:
        return
    draft = ProductDraft(brand_id=brand_id, category=copied.category, names=names)
    product = create_product(session, actor, draft)
    front = draw_product(copied)[0].image
    upload = Upload(encode_jpeg(front, quality=70), "carton.jpg")
    add_reference_image(session, actor, index, images, decoder, product.id, upload)


def _draft(feature: SeedFeature, image_id: uuid.UUID) -> FeatureDraft:
    text, region = feature.text, feature.region
    return FeatureDraft(
        titles=dict(text.title),
        where=dict(text.where),
        how_to_check=dict(text.how_to_check),
        genuine_shows=dict(text.genuine_shows),
        counterfeit_shows=dict(text.counterfeit_shows),
        tool=_TOOLS.get(text.tool) or Tool(text.tool),
        level=FeatureLevel(text.level),
        image_id=image_id,
        region=(region.x, region.y, region.width, region.height),
    )


def _add_alert(session: Session, actor: Actor) -> None:
    today = now().date()
    draft = AlertDraft(
        titles={
            "en": "Copies in mixed consignments",
            "fr": "Copies dans des envois groupés",
        },
        texts={
            "en": "Cartons with a misspelt back text were found among genuine goods.",
            "fr": "Des étuis au texte arrière mal orthographié se trouvaient parmi des originaux.",
        },
        countries=[],
        priority=AlertPriority.URGENT,
        valid_from=today,
        valid_until=today + timedelta(days=90),
    )
    create_alert(session, actor, draft)
