"""No right holder's artwork under another's name: pictures near others' wait for a decision."""

import uuid
from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, Select, cast, func, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from image_index.errors import FeaturesRefused
from image_index.features import ReferenceFeatures
from image_index.perceptual_hash import (
    NEAR_DUPLICATE_DHASH_BITS,
    NEAR_DUPLICATE_PHASH_BITS,
    PerceptualHash,
)
from image_index.resemblance import (
    GENERIC_BRANDS,
    GENERIC_INLIERS,
    Resemblance,
    compare_pair,
    find_resembling,
    is_same_print,
)
from ipm_api.live_index import PublishedIndex
from ipm_api.models.product import Product
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    IndexChange,
    ReferenceDescription,
    ReferenceImage,
)
from ipm_api.operations.held_back_image import ask_right_holder
from ipm_api.operations.index_change import latest_change
from ipm_api.policy import RIGHT_HOLDER, Actor, require

RESEMBLES_ANOTHER = "resembles-another"
MATCHES_TOO_MUCH = "matches-too-much"

COMPARED_PICTURES = 20  # of others with nearly the same hashes, the nearest first


def hold_back_copies(
    session: Session,
    index: PublishedIndex,
    right_holder_id: uuid.UUID,
    image: ReferenceImage,
    features: ReferenceFeatures,
) -> None:
    """
    Hold *image* back if others' published pictures resemble it; the caller commits.

    Args:
        right_holder_id: whose picture it is.
        index: asked for what others published.
        features: of the picture.
    """
    until = latest_change(session)
    own = {
        str(product_id)
        for product_id in session.scalars(
            select(Product.id).where(Product.right_holder_id == right_holder_id)
        )
    }
    found = find_resembling(features, partial(index.shortlist, session), own.__contains__)
    image.compared_until = until
    _judge(session, right_holder_id, image, found)


def hold_back_what_resembles(session: Session, product: Product) -> list[ReferenceImage]:
    """
    Compare the pictures of *product* with what others published since they were uploaded.

    To be called before they enter the index; the caller holds the product and commits. Returns
    those that are held back now.
    """
    until = latest_change(session)
    return [
        image for image in product.images if hold_back_if_copied(session, product, image, until)
    ]


def hold_back_if_copied(
    session: Session, product: Product, image: ReferenceImage, until: int
) -> bool:
    """
    Compare one picture with what others published since it was last compared.

    Args:
        until: the newest change of the index when the caller began.

    Returns:
        True if it is held back now.
    """
    if image.kind is not ImageKind.GENUINE or image.state is not ImageState.ACCEPTED:
        return False
    features = _features_of(session, image.id)
    newer = _published_by_others_since(session, product, image) if features else []
    found = [
        resemblance
        for reference_id, product_id, stored in newer
        if features is not None and (known := _read(stored)) is not None
        for resemblance in compare_pair(features, str(reference_id), str(product_id), known)
    ]
    image.compared_until = until
    held = _judge(session, product.right_holder_id, image, found)
    if held:
        ask_right_holder(session, image)
    return held


def copied_from(
    session: Session,
    right_holder_id: uuid.UUID,
    hashes: PerceptualHash,
    features: ReferenceFeatures,
) -> ReferenceImage | None:
    """
    Another right holder's accepted picture, draft or published, that a new one copies, or None.

    Args:
        right_holder_id: whose the new picture is.
        hashes, features: of the new picture; hashes propose, features decide.
    """
    anothers = Product.right_holder_id != right_holder_id
    accepted = ReferenceImage.state == ImageState.ACCEPTED
    for image in session.scalars(_by_hash(hashes, anothers, accepted).limit(COMPARED_PICTURES)):
        known = _features_of(session, image.id)
        if known is None or is_same_print(features, known):
            return image
    return None


def nearest_by_hash(
    session: Session, hashes: PerceptualHash, *conditions: ColumnElement[bool]
) -> ReferenceImage | None:
    """The picture with nearly the same hashes among those that fit *conditions*, or None."""
    return session.scalar(_by_hash(hashes, *conditions).limit(1))


def _by_hash(hashes: PerceptualHash, *conditions: ColumnElement[bool]) -> Select[ReferenceImage]:
    """Pictures with nearly the same hashes, the nearest first."""
    phash, dhash = hashes.bits()
    phash_distance = func.bit_count(ReferenceImage.phash.op("#")(cast(phash, BIT(64))))
    dhash_distance = func.bit_count(ReferenceImage.dhash.op("#")(cast(dhash, BIT(64))))
    return (
        select(ReferenceImage)
        .join(ReferenceImage.product)
        .where(
            phash_distance <= NEAR_DUPLICATE_PHASH_BITS,
            dhash_distance <= NEAR_DUPLICATE_DHASH_BITS,
            *conditions,
        )
        .order_by(phash_distance + dhash_distance, ReferenceImage.uploaded_at)
    )


def own_lookalike(session: Session, actor: Actor, image: ReferenceImage) -> ReferenceImage | None:
    """Another of one's own pictures with nearly the same hashes as *image*, or None."""
    require(actor, RIGHT_HOLDER)
    hashes = PerceptualHash(int(image.phash, 2), int(image.dhash, 2))
    return nearest_by_hash(
        session,
        hashes,
        Product.right_holder_id == actor.right_holder_id,
        ReferenceImage.id != image.id,
        ReferenceImage.state.not_in((ImageState.REFUSED, ImageState.TAKEN_DOWN)),
        ReferenceImage.removed_at.is_(None),
    )


def _judge(
    session: Session,
    right_holder_id: uuid.UUID,
    image: ReferenceImage,
    found: Sequence[Resemblance],
) -> bool:
    """
    Hold *image* back for the first copy among what was *found*, or for matching too much.

    Returns whether that was so.
    """
    pictures = {
        other.id: (other, brand_id)
        for other, brand_id in session.execute(
            select(ReferenceImage, Product.brand_id)
            .join(Product, ReferenceImage.product_id == Product.id)
            .where(
                ReferenceImage.id.in_([uuid.UUID(one.reference_id) for one in found]),
                ReferenceImage.state == ImageState.ACCEPTED,
                Product.right_holder_id != right_holder_id,
            )
        )
    }
    known = [(one, *pictures[i]) for one in found if (i := uuid.UUID(one.reference_id)) in pictures]
    copied = next((other for one, other, _ in known if one.is_copy), None)
    brands = {brand_id for one, _, brand_id in known if one.inliers >= GENERIC_INLIERS}
    if copied is None and len(brands) < GENERIC_BRANDS:
        return False
    image.state = ImageState.HELD_BACK
    image.held_back_for = RESEMBLES_ANOTHER if copied is not None else MATCHES_TOO_MUCH
    image.resembles_id = copied.id if copied is not None else None
    return True


def _published_by_others_since(
    session: Session, product: Product, image: ReferenceImage
) -> Sequence[tuple[uuid.UUID, uuid.UUID, bytes]]:
    newer = (
        select(IndexChange.image_id)
        .where(IndexChange.number > image.compared_until, IndexChange.added)
        .distinct()
    )
    rows = session.execute(
        select(ReferenceImage.id, ReferenceImage.product_id, ReferenceDescription.features)
        .join(ReferenceDescription, ReferenceDescription.image_id == ReferenceImage.id)
        .join(Product, ReferenceImage.product_id == Product.id)
        .where(
            ReferenceImage.id.in_(newer),
            ReferenceImage.state == ImageState.ACCEPTED,
            Product.right_holder_id != product.right_holder_id,
        )
    )
    return [(image_id, product_id, features) for image_id, product_id, features in rows]


def _features_of(session: Session, image_id: uuid.UUID) -> ReferenceFeatures | None:
    row = session.get(ReferenceDescription, image_id)
    return _read(row.features) if row is not None else None


def _read(stored: bytes) -> ReferenceFeatures | None:
    """Stored features, or None if they are of another version: described anew at start."""
    try:
        return ReferenceFeatures.from_bytes(stored)
    except FeaturesRefused:
        return None
