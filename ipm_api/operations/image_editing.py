"""What a right holder changes about a picture that is there: what it shows, its place, its end."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView, ReferenceImage
from ipm_api.operations.image_admission import BLOCKING, version_of
from ipm_api.operations.product import locked_product, own_product
from ipm_api.operations.product_owner import owned_product
from ipm_api.policy import Actor
from ipm_api.quality_texts import kept_text
from ipm_api.sentence import Sentence

UNDO = timedelta(days=30)  # so long a removed picture can be brought back
LONGEST_CAPTION = 500  # characters

_PLACES = {
    "image_id": ("region_x", "region_y", "region_width", "region_height", "polygon"),
    "counterpart_image_id": (
        "counterpart_x",
        "counterpart_y",
        "counterpart_width",
        "counterpart_height",
    ),
}
"""Columns of a feature that say where it is on the picture that the key names."""


def own_image(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> tuple[Product, ReferenceImage]:
    """
    A picture of one's own product that is not removed.

    Raises:
        NotFound: no such product or picture, or another right holder's.
    """
    product = own_product(session, actor, product_id)
    return product, _of(product, image_id)


def update_image(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    image_id: uuid.UUID,
    *,
    kind: ImageKind,
    view: ImageView,
    captions: Texts,
    version_id: uuid.UUID | None = None,
) -> ReferenceImage:
    """
    Say anew what a picture shows.

    Raises:
        NotFound: no such product, picture or version, or another right holder's.
        Invalid: a caption is too long, or no photo could be recognised by the picture as genuine.
    """
    product = locked_product(session, actor, product_id)
    image = _of(product, image_id)
    wrong: dict[str, list[str]] = {}
    if any(len(text) > LONGEST_CAPTION for text in captions.values()):
        wrong["captions"] = [Sentence("At most %(most)s characters.", most=LONGEST_CAPTION)]
    blocking = [problem for problem in BLOCKING if problem.value in image.quality_problems]
    if kind is ImageKind.GENUINE and image.kind is not kind and blocking:
        wrong["kind"] = [kept_text(blocking[0], image.keypoints)]
    if wrong:
        raise Invalid(wrong)
    if kind is ImageKind.GENUINE and image.kind is not kind:
        image.compared_until = 0  # pictures of counterfeits are not compared with others'
    shown = image.counterfeit_version
    is_kept = version_id is None and kind is image.kind and shown and shown.removed_at is not None
    if not is_kept:  # no form offers a removed version; its picture stays as secret as it was
        image.counterfeit_version_id = version_of(session, product, kind, version_id)
    image.kind, image.view = kind, view
    image.captions = {tag: text.strip() for tag, text in captions.items() if text.strip()}
    product.changed_at = now()
    audit.record(session, actor, "image.changed", image.id)
    session.commit()
    return image


def order_images(
    session: Session, actor: Actor, product_id: uuid.UUID, image_ids: Sequence[uuid.UUID]
) -> None:
    """
    Put some pictures into this order, in the places that they hold together.

    Raises:
        NotFound: no such product or picture, or another right holder's.
        Invalid: a picture stands twice in the order.
    """
    product = locked_product(session, actor, product_id)
    ordered = [_of(product, image_id) for image_id in image_ids]
    if len(set(image_ids)) != len(image_ids):
        raise Invalid({"order": [Sentence("An image stands twice in this order.")]})
    places = sorted(image.position for image in ordered)
    for image, position in zip(ordered, places, strict=True):
        image.position = position
    product.changed_at = now()
    audit.record(session, actor, "image.ordered", product.id)
    session.commit()


def move_image(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID, *, later: bool
) -> None:
    """
    Change places with the picture of the same view before or after it; at the end nothing happens.

    Raises:
        NotFound: no such product or picture, or another right holder's.
    """
    product = own_product(session, actor, product_id)
    image = _of(product, image_id)
    same_view = [other.id for other in product.images if other.view is image.view]
    place = same_view.index(image.id)
    other = place + (1 if later else -1)
    if 0 <= other < len(same_view):
        same_view[place], same_view[other] = same_view[other], same_view[place]
    order_images(session, actor, product_id, same_view)


def removed_images(session: Session, actor: Actor, product_id: uuid.UUID) -> list[ReferenceImage]:
    """
    Pictures that can be brought back, latest removed first.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    owned_product(session, actor, product_id)
    return list(
        session.scalars(
            select(ReferenceImage)
            .where(
                ReferenceImage.product_id == product_id,
                ReferenceImage.removed_at > now() - UNDO,
                ReferenceImage.state != ImageState.TAKEN_DOWN,
            )
            .order_by(ReferenceImage.removed_at.desc(), ReferenceImage.id)
        )
    )


def restore_image(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> ReferenceImage:
    """
    Bring a removed picture back, last in order, with the places of features that have none since.

    Raises:
        NotFound: no such product or removed picture, or another right holder's.
        Conflict: it was removed too long ago.
    """
    product = locked_product(session, actor, product_id)
    image = session.scalar(
        select(ReferenceImage).where(
            ReferenceImage.id == image_id,
            ReferenceImage.product_id == product.id,
            ReferenceImage.removed_at.is_not(None),
            ReferenceImage.state != ImageState.TAKEN_DOWN,
        )
    )
    if image is None or image.removed_at is None:
        raise NotFound("The image")
    if image.removed_at < now() - UNDO:
        raise Conflict(Sentence("It was removed too long ago. Upload it again."))
    bring_back(product, image)
    audit.record(session, actor, "image.restored", image.id)
    session.commit()
    return image


def bring_back(product: Product, image: ReferenceImage) -> None:
    """Undo ``discard_image``, as far as features were not drawn elsewhere; the caller commits."""
    image.removed_at = None
    image.position = len(product.images) + 1
    features = {str(feature.id): feature for feature in product.features}
    for place in image.freed_places:
        feature = features.get(place["feature"])
        if feature is None or getattr(feature, place["on"]) is not None:
            continue  # removed, or drawn elsewhere since
        setattr(feature, place["on"], image.id)
        for name, value in place["columns"].items():
            setattr(feature, name, value)
    image.freed_places = []
    product.changed_at = now()


def places_on(product: Product, image: ReferenceImage) -> list[dict[str, object]]:
    """Where features are drawn on *image*, as ``ReferenceImage.freed_places`` keeps it."""
    return [
        {
            "feature": str(feature.id),
            "on": key,
            "columns": {name: getattr(feature, name) for name in names},
        }
        for feature in product.features
        for key, names in _PLACES.items()
        if getattr(feature, key) == image.id
    ]


def _of(product: Product, image_id: uuid.UUID) -> ReferenceImage:
    for image in product.images:
        if image.id == image_id:
            return image
    raise NotFound("The image")
