"""Reference images: uploaded with an immediate word on quality, held back when doubtful."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, cast, func, or_, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session, aliased, joinedload

from image_index.features import FEATURES_VERSION, describe_reference
from image_index.perceptual_hash import (
    NEAR_DUPLICATE_DHASH_BITS,
    NEAR_DUPLICATE_PHASH_BITS,
    PerceptualHash,
    perceptual_hash,
)
from image_index.quality import Quality, QualityProblem, assess_quality
from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Conflict, ImageRefused, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    ImageView,
    ReferenceDescription,
    ReferenceImage,
)
from ipm_api.operations.index_change import add_to_index, remove_from_index
from ipm_api.operations.product import lock_product, locked_product, own_product
from ipm_api.operations.published import published
from ipm_api.operations.stored_picture import (
    PhotoDecoder,
    Upload,
    clean_file_name,
    decode_upload,
    keep_picture,
)
from ipm_api.policy import ADMINISTRATORS, READERS, RIGHT_HOLDER, Actor, require
from ipm_api.quality_texts import reference_text

BLOCKING = frozenset({QualityProblem.TOO_FEW_KEYPOINTS, QualityProblem.TOO_SMALL})
"""Problems with which a genuine picture cannot be found again; others only warn."""


@dataclass(frozen=True, slots=True)
class UploadedImage:
    """
    What came of an upload.

    Attributes:
        image: the row.
        quality: measured on the picture.
        warnings: sentences; the picture was kept all the same.
        near_duplicate: an own picture with the same artwork, or None.
    """

    image: ReferenceImage
    quality: Quality
    warnings: list[str]
    near_duplicate: ReferenceImage | None


@dataclass(frozen=True, slots=True)
class HeldBackImage:
    """A doubtful picture beside the one that it resembles; for administrators."""

    image: ReferenceImage
    resembles: ReferenceImage | None


def add_reference_image(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    product_id: uuid.UUID,
    upload: Upload,
    *,
    kind: ImageKind = ImageKind.GENUINE,
    view: ImageView = ImageView.FRONT,
    captions: Texts | None = None,
) -> UploadedImage:
    """
    Keep a picture of one's own product. Another right holder's artwork is held back.

    Raises:
        NotFound: no such product, or another right holder's.
        ImageRefused: unreadable, or no photo could ever be recognised by it.
        DigestMismatch: see decode_upload.
        StorageFailed: the store could not keep it.
    """
    own_product(session, actor, product_id)  # before the work of looking at the picture
    pixels = decode_upload(decoder, upload)
    quality = assess_quality(pixels)
    blocking = [problem for problem in quality.problems if problem in BLOCKING]
    if kind is ImageKind.GENUINE and blocking:
        raise ImageRefused(blocking[0].value, reference_text(blocking[0], quality))
    hashes = perceptual_hash(pixels)
    features = describe_reference(pixels).to_bytes()
    mine = Product.right_holder_id == actor.right_holder_id
    foreign = _nearest(session, hashes, ~mine, ReferenceImage.state == ImageState.ACCEPTED)
    own = _nearest(session, hashes, mine, ReferenceImage.state != ImageState.REFUSED)
    stored = keep_picture(images, upload, pixels)
    phash, dhash = hashes.bits()
    product = locked_product(session, actor, product_id)
    image = ReferenceImage(
        product_id=product.id,
        position=len(product.images) + 1,
        kind=kind,
        view=view,
        state=ImageState.ACCEPTED if foreign is None else ImageState.HELD_BACK,
        resembles_id=None if foreign is None else foreign.id,
        original_sha256=stored.original_sha256,
        picture_sha256=stored.picture_sha256,
        thumbnail_sha256=stored.thumbnail_sha256,
        width=pixels.shape[1],
        height=pixels.shape[0],
        file_name=clean_file_name(upload.file_name),
        keypoints=quality.keypoints,
        phash=phash,
        dhash=dhash,
        captions=captions or {},
    )
    product.images.append(image)
    product.changed_at = now()
    session.flush()
    session.add(
        ReferenceDescription(
            image_id=image.id,
            version=FEATURES_VERSION,
            features=features,
        )
    )
    session.flush()
    if product.state is ProductState.PUBLISHED and _searchable(image):
        add_to_index(session, image)
    audit.record(session, actor, "image.added", image.id, state=image.state.value)
    session.commit()
    warnings = [reference_text(problem, quality) for problem in quality.problems]
    return UploadedImage(image, quality, warnings, own)


def remove_reference_image(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> None:
    """
    Remove a picture from one's own product and from the index.

    Raises:
        NotFound: no such product or image, or another right holder's.
        Conflict: it is the last genuine picture of a published product.
    """
    product = locked_product(session, actor, product_id)
    image = next((i for i in product.images if i.id == image_id), None)
    if image is None:
        raise NotFound("The image")
    if product.state is ProductState.PUBLISHED and _searchable(image):
        if sum(_searchable(other) for other in product.images) == 1:
            raise Conflict(
                "A published product needs a genuine picture. Add another one first, or withdraw."
            )
        remove_from_index(session, image)
    for feature in product.features:
        if feature.image_id == image.id:
            feature.image_id = feature.region_x = feature.region_y = None
            feature.region_width = feature.region_height = None
    product.images.remove(image)
    for position, other in enumerate(product.images, start=1):
        other.position = position
    product.changed_at = now()
    audit.record(session, actor, "image.removed", image_id)
    session.commit()


def readable_image(session: Session, actor: Actor, image_id: uuid.UUID) -> ReferenceImage:
    """
    A picture that *actor* may look at: one's own; of a published guide; or up for decision.

    Raises:
        NotFound: no such picture for this reader.
    """
    query = (
        select(ReferenceImage)
        .join(Product, ReferenceImage.product_id == Product.id)
        .where(ReferenceImage.id == image_id)
    )
    if actor.party in RIGHT_HOLDER:
        query = query.where(Product.right_holder_id == actor.right_holder_id)
    elif actor.party in READERS:
        query = query.where(published(), ReferenceImage.state == ImageState.ACCEPTED)
    elif actor.party in ADMINISTRATORS:
        held_back = aliased(ReferenceImage)
        query = query.where(
            or_(
                ReferenceImage.state == ImageState.HELD_BACK,
                select(held_back.id)
                .where(
                    held_back.resembles_id == ReferenceImage.id,
                    held_back.state == ImageState.HELD_BACK,
                )
                .exists(),
            )
        )
    else:
        raise NotFound("The image")
    image = session.scalar(query)
    if image is None:
        raise NotFound("The image")
    return image


def held_back_images(session: Session, actor: Actor) -> list[HeldBackImage]:
    """Pictures that wait for an administrator, oldest first."""
    require(actor, ADMINISTRATORS)
    other = aliased(ReferenceImage)
    rows = session.execute(
        select(ReferenceImage, other)
        .outerjoin(other, ReferenceImage.resembles_id == other.id)
        .where(ReferenceImage.state == ImageState.HELD_BACK)
        .options(
            joinedload(ReferenceImage.product).joinedload(Product.brand),
            joinedload(other.product).joinedload(Product.brand),
        )
        .order_by(ReferenceImage.uploaded_at)
    )
    return [HeldBackImage(image, resembles) for image, resembles in rows]


def decide_held_back_image(
    session: Session, actor: Actor, image_id: uuid.UUID, *, accept: bool
) -> None:
    """
    Accept or refuse a held-back picture.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such picture.
        Conflict: it is decided already.
    """
    require(actor, ADMINISTRATORS)
    image = session.get(ReferenceImage, image_id)
    if image is None:
        raise NotFound("The image")
    lock_product(session, image.product_id)  # nobody decides, publishes or withdraws meanwhile
    image = session.get(ReferenceImage, image_id)
    if image is None:
        raise NotFound("The image")
    if image.state is not ImageState.HELD_BACK:
        raise Conflict("This picture is decided already.")
    image.state = ImageState.ACCEPTED if accept else ImageState.REFUSED
    if image.product.state is ProductState.PUBLISHED and _searchable(image):
        add_to_index(session, image)
    audit.record(session, actor, "image.accepted" if accept else "image.refused", image.id)
    session.commit()


def _searchable(image: ReferenceImage) -> bool:
    return image.kind is ImageKind.GENUINE and image.state is ImageState.ACCEPTED


def _nearest(
    session: Session, hashes: PerceptualHash, *conditions: ColumnElement[bool]
) -> ReferenceImage | None:
    """
    The picture with nearly the same hashes, or None.

    Asked for one's own and for others' apart, so that no number of own copies hides another's.
    """
    phash, dhash = hashes.bits()
    phash_distance = func.bit_count(ReferenceImage.phash.op("#")(cast(phash, BIT(64))))
    dhash_distance = func.bit_count(ReferenceImage.dhash.op("#")(cast(dhash, BIT(64))))
    return session.scalar(
        select(ReferenceImage)
        .join(ReferenceImage.product)
        .where(
            phash_distance <= NEAR_DUPLICATE_PHASH_BITS,
            dhash_distance <= NEAR_DUPLICATE_DHASH_BITS,
            *conditions,
        )
        .order_by(phash_distance + dhash_distance, ReferenceImage.uploaded_at)
        .limit(1)
    )
