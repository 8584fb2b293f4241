"""Reference images: uploaded with an immediate word on quality, held back when doubtful."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Conflict, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import (
    ImageKind,
    ImageState,
    ImageView,
    ReferenceImage,
)
from ipm_api.operations.image_admission import UploadedImage, admit_image, is_searchable
from ipm_api.operations.image_editing import places_on
from ipm_api.operations.index_change import remove_from_index
from ipm_api.operations.product import locked_product
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.published import picture_shown, published
from ipm_api.operations.stored_picture import PhotoDecoder, Upload
from ipm_api.operations.upload_quota import charge_files
from ipm_api.policy import (
    ADMINISTRATORS,
    LEVELS_SHOWN,
    READERS,
    RIGHT_HOLDER,
    Actor,
)


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
    Remove a picture from one's own product and from the index; ``restore_image`` undoes it.

    Raises:
        NotFound: no such product or image, or another right holder's.
        Conflict: it is the last genuine picture of a published product.
    """
    product = locked_product(session, actor, product_id)
    image = next((i for i in product.images if i.id == image_id), None)
    if image is None:
        raise NotFound("The image")
    if product.state is ProductState.PUBLISHED and is_searchable(image):
        if sum(is_searchable(other) for other in product.images) == 1:
            raise Conflict(
                "A published product needs a genuine picture. Add another one first, or withdraw."
            )
        remove_from_index(session, image)
    image.freed_places = places_on(product, image)
    for feature in product.features:
        if feature.image_id == image.id:
            feature.image_id = feature.region_x = feature.region_y = None
            feature.region_width = feature.region_height = feature.polygon = None
        if feature.counterpart_image_id == image.id:
            feature.counterpart_image_id = None
            feature.counterpart_x = feature.counterpart_y = None
            feature.counterpart_width = feature.counterpart_height = None
    image.removed_at = now()
    left = [other for other in product.images if other is not image]
    for position, other in enumerate(left, start=1):
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
        query = query.where(
            published(),
            ReferenceImage.state == ImageState.ACCEPTED,
            picture_shown(LEVELS_SHOWN[actor.party]),
        )
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
