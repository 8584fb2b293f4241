"""Reference images: uploaded with an immediate word on quality, held back when doubtful."""

import uuid

from sqlalchemy import any_, or_, select
from sqlalchemy.orm import Session, aliased

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    ImageView,
    ReferenceImage,
)
from ipm_api.operations.image_admission import UploadedImage, admit_image
from ipm_api.operations.image_editing import places_on
from ipm_api.operations.product import locked_product
from ipm_api.operations.product_content import discard_image
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.published_product import picture_is_shown, read_versions, versions_for
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.stored_picture import PhotoDecoder, Upload
from ipm_api.operations.upload_quota import charge_files
from ipm_api.policy import ADMINISTRATORS, READERS, RIGHT_HOLDER, Actor


def add_reference_image(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    product_id: uuid.UUID,
    upload: Upload,
    *,
    kind: ImageKind = ImageKind.GENUINE,
    view: ImageView = ImageView.FRONT,
    captions: Texts | None = None,
    version_id: uuid.UUID | None = None,
) -> UploadedImage:
    """
    Keep a picture of one's own product. Another right holder's artwork is held back.

    Args:
        version_id: of a known counterfeit, which one of the product's it shows.

    Raises:
        NotFound: no such product or version, or another right holder's.
        ImageRefused: unreadable, or no photo could ever be recognised by it.
        DigestMismatch: see decode_upload.
        StorageFailed: the store could not keep it.
        QuotaReached: as much as may come in a day was sent.
    """
    owned_product(session, actor, product_id)  # not one's own: nothing is counted
    charge_files(session, actor, files=1, size=len(upload.data))
    parts = (session, actor, index, images, decoder, product_id, upload)
    added = admit_image(
        *parts, kind=kind, view=view, captions=captions or {}, version_id=version_id
    )
    session.commit()
    return added


def remove_reference_image(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> None:
    """
    Take a picture out of one's own product; readers see that when it is published again.

    ``restore_image`` undoes it.

    Raises:
        NotFound: no such product or image, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    image = next((i for i in product.images if i.id == image_id), None)
    if image is None:
        raise NotFound("The image")
    image.freed_places = places_on(product, image)
    discard_image(session, product, image)
    product.changed_at = now()
    audit.record(session, actor, "image.removed", image_id)
    session.commit()


def readable_image(session: Session, actor: Actor, image_id: uuid.UUID) -> ReferenceImage:
    """
    A picture that *actor* may look at: one's own; of a published guide; or up for decision.

    Raises:
        NotFound: no such picture for this reader.
    """
    if actor.party in READERS:
        return _published_image(session, actor, image_id)
    query = (
        select(ReferenceImage)
        .join(Product, ReferenceImage.product_id == Product.id)
        .where(ReferenceImage.id == image_id, ReferenceImage.state != ImageState.TAKEN_DOWN)
    )
    if actor.party in RIGHT_HOLDER:
        query = query.where(Product.right_holder_id == actor.right_holder_id)
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


def _published_image(session: Session, actor: Actor, image_id: uuid.UUID) -> ReferenceImage:
    owner = select(ReferenceImage.product_id).where(ReferenceImage.id == image_id)
    query = versions_for(actor).where(
        ProductVersion.product_id == owner.scalar_subquery(),
        any_(ProductVersion.image_ids) == image_id,
    )
    for one in read_versions(session, actor, query):
        for image in one.product.images:
            if image.id == image_id and picture_is_shown(image, one.levels):
                spend(session, actor, [one.product.id])
                session.commit()
                return image
    raise NotFound("The image")
