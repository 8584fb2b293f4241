"""Any place of a reference image, and the same place on an officer's photo of the product."""

import uuid

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from image_index.photo import encode_jpeg
from image_index.region import Region, crop_photo, crop_reference
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.inspection import Inspection, InspectionPhoto, Sighting
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.feature_crop import homography_of
from ipm_api.operations.published import readable
from ipm_api.operations.reference_image import readable_image
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import OFFICERS, Actor, require


def reference_place(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    image_id: uuid.UUID,
    region: Region,
) -> bytes:
    """
    JPEG of *region* of a picture that *actor* may look at, with some of what surrounds it.

    Raises:
        NotFound: no such picture for this reader.
    """
    image = readable_image(session, actor, image_id)
    pixels = decoder.decode(images.get(image.picture_sha256))
    return encode_jpeg(crop_reference(pixels, region), progressive=False)


def photo_place(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection_id: uuid.UUID,
    photo_id: uuid.UUID,
    image_id: uuid.UUID,
    region: Region,
) -> bytes:
    """
    JPEG of the same place on one's own photo, turned and scaled like the reference.

    Args:
        region: on the reference image *image_id*.

    Raises:
        NotFound: not one's own photo, the picture is not of a published product or was not found
            on the photo, or the place is outside of it.
    """
    require(actor, OFFICERS)
    row = session.execute(
        select(Sighting, InspectionPhoto, ReferenceImage)
        .join(InspectionPhoto, Sighting.photo_id == InspectionPhoto.id)
        .join(Inspection, InspectionPhoto.inspection_id == Inspection.id)
        .join(ReferenceImage, Sighting.reference_image_id == ReferenceImage.id)
        .join(ProductVersion, ReferenceImage.product_id == ProductVersion.product_id)
        .where(
            Inspection.id == inspection_id,
            Inspection.account_id == actor.account_id,
            InspectionPhoto.id == photo_id,
            ReferenceImage.id == image_id,
            ReferenceImage.state == ImageState.ACCEPTED,
            ReferenceImage.id == any_(ProductVersion.image_ids),
            readable(actor),
        )
    ).first()
    if row is None:
        raise NotFound("This place on the photo")
    sighting, photo, image = row
    crop = crop_photo(
        decoder.decode(images.get(photo.picture_sha256)),
        homography_of(sighting),
        region,
        reference_size=(image.width, image.height),
    )
    if crop is None:
        raise NotFound("This place on the photo")
    return encode_jpeg(crop, progressive=False)
