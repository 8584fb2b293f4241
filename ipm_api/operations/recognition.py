"""
How well a right holder's pictures are recognised, and which of its own products they rival.

Measured in an index of the right holder's own pictures alone: whatever others registered changes
neither a result nor the time that it takes, so nothing of theirs can be learnt from it.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from image_index.errors import FeaturesRefused, ImageIndexError
from image_index.features import FEATURES_VERSION, ReferenceFeatures
from image_index.index import ImageIndex
from image_index.recognisability import Recognisability, measure_recognisability
from ipm_api.database import now
from ipm_api.errors import StorageFailed
from ipm_api.image_store import ImageStore
from ipm_api.jobs.queue import enqueue
from ipm_api.models.product import Product
from ipm_api.models.recognition import Recognition
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    ReferenceDescription,
    ReferenceImage,
)
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import RIGHT_HOLDER, Actor, require

COMPARED_PICTURES = 300  # of other own products: same brand first, then same trade, then newest

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Confusion:
    """Another own product that simulated photos of a picture lead to as well."""

    product: Product
    image_id: uuid.UUID
    conditions: list[str]
    is_ahead: bool


def ask_for_measurement(session: Session, actor: Actor, product_id: uuid.UUID) -> int:
    """
    Have the product's unmeasured genuine pictures measured; returns how many there are.

    Raises:
        NotFound: no such product, or another right holder's.
        QueueFull: too much of one's own work waits.
    """
    product = owned_product(session, actor, product_id)
    count = len(_unmeasured(session, product.id))
    if count:
        key = f"recognition:{product_id}"
        enqueue(session, actor, "measure_recognition", key=key, product_id=str(product_id))
        session.commit()
    return count


def measure_pictures(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    product_id: uuid.UUID,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """
    Measure the product's unmeasured genuine pictures, each committed for itself.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    product = owned_product(session, actor, product_id)
    waiting = _unmeasured(session, product.id)
    others = _other_pictures(session, product) if waiting else ImageIndex()
    for done, (image, stored) in enumerate(waiting):
        progress(done, len(waiting))
        try:
            features = ReferenceFeatures.from_bytes(stored)
            pixels = decoder.decode(images.get(image.picture_sha256))
        except (FeaturesRefused, ImageIndexError, StorageFailed):
            continue  # described anew, or found damaged, by what looks after that
        found = measure_recognisability(pixels, features, str(image.id), str(product.id), others)
        session.merge(_row(image.id, found, len(others)))
        session.commit()
    progress(len(waiting), len(waiting))


def measured(session: Session, actor: Actor, product_id: uuid.UUID) -> dict[uuid.UUID, Recognition]:
    """
    What was measured of the product's pictures, by image.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    owned_product(session, actor, product_id)
    rows = session.scalars(
        select(Recognition)
        .join(ReferenceImage, ReferenceImage.id == Recognition.image_id)
        .where(ReferenceImage.product_id == product_id)
    )
    return {row.image_id: row for row in rows if row.version == FEATURES_VERSION}


def own_confusions(
    session: Session, actor: Actor, found: Sequence[Recognition]
) -> dict[uuid.UUID, list[Confusion]]:
    """By image, the own products that it rivals and that still exist, most often first."""
    require(actor, RIGHT_HOLDER)
    ids = {uuid.UUID(one["product_id"]) for row in found for one in row.confusions}
    products = {
        product.id: product
        for product in session.scalars(
            select(Product)
            .where(Product.id.in_(ids), Product.right_holder_id == actor.right_holder_id)
            .options(joinedload(Product.brand))
        )
    }
    return {
        row.image_id: [
            Confusion(
                products[uuid.UUID(one["product_id"])],
                uuid.UUID(one["image_id"]),
                one["conditions"],
                one["ahead"],
            )
            for one in row.confusions
            if uuid.UUID(one["product_id"]) in products
        ]
        for row in found
    }


def _unmeasured(session: Session, product_id: uuid.UUID) -> list[tuple[ReferenceImage, bytes]]:
    rows = session.execute(
        select(ReferenceImage, ReferenceDescription.features)
        .join(ReferenceDescription, ReferenceDescription.image_id == ReferenceImage.id)
        .outerjoin(
            Recognition,
            (Recognition.image_id == ReferenceImage.id) & (Recognition.version == FEATURES_VERSION),
        )
        .where(
            ReferenceImage.product_id == product_id,
            ReferenceImage.removed_at.is_(None),
            ReferenceImage.kind == ImageKind.GENUINE,
            ReferenceDescription.version == FEATURES_VERSION,
            Recognition.image_id.is_(None),
        )
        .order_by(ReferenceImage.position)
    )
    return [(image, features) for image, features in rows]


def _other_pictures(session: Session, product: Product) -> ImageIndex:
    """An index of the right holder's other products; nobody else's are in it."""
    rows = session.execute(
        select(ReferenceImage.id, ReferenceImage.product_id, ReferenceDescription.features)
        .join(ReferenceDescription, ReferenceDescription.image_id == ReferenceImage.id)
        .join(Product, ReferenceImage.product_id == Product.id)
        .where(
            Product.right_holder_id == product.right_holder_id,
            Product.id != product.id,
            ReferenceImage.kind == ImageKind.GENUINE,
            ReferenceImage.state == ImageState.ACCEPTED,
            ReferenceImage.removed_at.is_(None),
            ReferenceDescription.version == FEATURES_VERSION,
        )
        .order_by(
            func.coalesce(Product.brand_id == product.brand_id, False).desc(),
            (Product.category_slug == product.category_slug).desc(),
            ReferenceImage.uploaded_at.desc(),
            ReferenceImage.id,
        )
        .limit(COMPARED_PICTURES)
    )
    index = ImageIndex()
    for image_id, product_id, stored in rows:
        index.add(str(image_id), str(product_id), ReferenceFeatures.from_bytes(stored))
    return index


def _row(image_id: uuid.UUID, found: Recognisability, compared: int) -> Recognition:
    by_product: dict[str, dict[str, object]] = {}
    for rival in found.rivals:
        seen = by_product.setdefault(
            rival.product_id,
            {
                "product_id": rival.product_id,
                "image_id": rival.reference_id,
                "conditions": [],
                "ahead": False,
            },
        )
        conditions = seen["conditions"]
        assert isinstance(conditions, list)
        conditions.append(rival.condition)
        seen["ahead"] = seen["ahead"] or rival.is_ahead
    ordered = sorted(by_product.values(), key=lambda one: -len(str(one["conditions"])))
    return Recognition(
        image_id=image_id,
        version=FEATURES_VERSION,
        measured_at=now(),
        spread=found.spread,
        photos=[{"condition": name, "outcome": how} for name, how in found.outcomes.items()],
        confusions=ordered,
        compared_with=compared,
    )
