"""A new picture: looked at, compared with what others registered, kept or refused."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.distinctiveness import lacking_distinction
from image_index.features import FEATURES_VERSION, ReferenceFeatures, describe_reference
from image_index.perceptual_hash import perceptual_hash
from image_index.quality import Quality, QualityProblem, assess_quality
from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import ImageRefused, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.product import Product
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    ImageView,
    ReferenceDescription,
    ReferenceImage,
)
from ipm_api.operations.held_back_image import ask_right_holder
from ipm_api.operations.image_gate import (
    RESEMBLES_ANOTHER,
    copied_from,
    hold_back_copies,
    nearest_by_hash,
)
from ipm_api.operations.product import lock_product
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.stored_picture import (
    PhotoDecoder,
    Upload,
    clean_file_name,
    decode_upload,
    keep_picture,
)
from ipm_api.operations.upload_quota import charge_pixels
from ipm_api.policy import Actor
from ipm_api.quality_texts import reference_text
from ipm_api.sentence import Sentence

BLOCKING = frozenset(
    {
        QualityProblem.TOO_FEW_KEYPOINTS,
        QualityProblem.TOO_SMALL,
        QualityProblem.ONLY_BARCODE,
        QualityProblem.REPETITIVE,
    }
)
"""Problems with which a genuine picture finds nothing, or everything; others only warn."""


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
    warnings: list[Sentence]
    near_duplicate: ReferenceImage | None


def admit_image(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    product_id: uuid.UUID,
    upload: Upload,
    *,
    kind: ImageKind,
    view: ImageView,
    captions: Texts,
    version_id: uuid.UUID | None,
) -> UploadedImage:
    """
    What ``reference_image.add_reference_image`` does; the caller commits.

    Raises:
        NotFound, ImageRefused, DigestMismatch, StorageFailed: see there.
    """
    product = owned_product(session, actor, product_id)  # before looking at the picture
    pixels = decode_upload(decoder, upload)
    features = describe_reference(pixels)
    quality, problems = _quality(pixels, features)
    blocking = [problem for problem in problems if problem in BLOCKING]
    if kind is ImageKind.GENUINE and blocking:
        raise ImageRefused(blocking[0].value, reference_text(blocking[0], quality))
    hashes = perceptual_hash(pixels)
    mine = Product.right_holder_id == actor.right_holder_id
    foreign = copied_from(session, product.right_holder_id, hashes, features)
    own = nearest_by_hash(
        session,
        hashes,
        mine,
        ReferenceImage.state.not_in((ImageState.REFUSED, ImageState.TAKEN_DOWN)),
        ReferenceImage.removed_at.is_(None),
    )
    phash, dhash = hashes.bits()
    image = ReferenceImage(
        kind=kind,
        view=view,
        state=ImageState.ACCEPTED if foreign is None else ImageState.HELD_BACK,
        held_back_for="" if foreign is None else RESEMBLES_ANOTHER,
        resembles_id=None if foreign is None else foreign.id,
        width=pixels.shape[1],
        height=pixels.shape[0],
        file_name=clean_file_name(upload.file_name),
        keypoints=quality.keypoints,
        quality_problems=[problem.value for problem in problems],
        phash=phash,
        dhash=dhash,
        captions=captions,
        counterfeit_version_id=version_of(session, product, kind, version_id),
        uploaded_by=actor.account_id,
    )
    if foreign is None and kind is ImageKind.GENUINE:
        hold_back_copies(session, index, product.right_holder_id, image, features)
    stored = keep_picture(images, upload, pixels)
    image.original_sha256 = stored.original_sha256
    image.picture_sha256 = stored.picture_sha256
    image.thumbnail_sha256 = stored.thumbnail_sha256
    lock_product(session, product_id)
    product = owned_product(session, actor, product_id)
    image.product_id = product.id
    image.position = _next_position(session, product.id)
    session.add(image)
    product.changed_at = now()
    session.flush()
    stored_features = features.to_bytes()
    session.add(
        ReferenceDescription(image_id=image.id, version=FEATURES_VERSION, features=stored_features)
    )
    session.flush()
    if image.state is ImageState.HELD_BACK:
        ask_right_holder(session, image)
    charge_pixels(session, actor, image.width * image.height)
    audit.record(session, actor, "image.added", image.id, state=image.state.value)
    warnings = [reference_text(problem, quality) for problem in problems]
    return UploadedImage(image, quality, warnings, own)


def _next_position(session: Session, product_id: uuid.UUID) -> int:
    last = session.scalar(
        select(func.max(ReferenceImage.position)).where(
            ReferenceImage.product_id == product_id, ReferenceImage.removed_at.is_(None)
        )
    )
    return (last or 0) + 1


def _quality(pixels: RgbImage, features: ReferenceFeatures) -> tuple[Quality, list[QualityProblem]]:
    """What was measured, and all that is wrong with it as a reference."""
    quality = assess_quality(pixels)
    generic = lacking_distinction(pixels, features)
    return quality, [*quality.problems, *([generic] if generic is not None else [])]


def version_of(
    session: Session, product: Product, kind: ImageKind, version_id: uuid.UUID | None
) -> uuid.UUID | None:
    """
    *version_id*, if it is a version of the product's known counterfeits that was not removed.

    Raises:
        NotFound: it is not.
    """
    if version_id is None or kind is not ImageKind.KNOWN_COUNTERFEIT:
        return None
    version = session.get(CounterfeitVersion, version_id)
    if version is None or version.product_id != product.id or version.removed_at is not None:
        raise NotFound("The version")
    return version.id
