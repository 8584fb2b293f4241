"""The place of a distinguishing feature: on the reference, and on the officer's own photo."""

import uuid

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from image_index.comparison import Region, crop_photo, crop_reference
from image_index.photo import encode_jpeg
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.inspection import Candidate, Inspection, InspectionPhoto, Sighting
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.published import published
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import LEVELS_SHOWN, OFFICERS, READERS, RIGHT_HOLDER, Actor, require


def reference_crop(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    feature_id: uuid.UUID,
) -> bytes:
    """
    JPEG of the feature's region on its reference image, with some of what surrounds it.

    Raises:
        NotFound: no such feature for this reader, or it has no region.
    """
    feature = _readable_feature(session, actor, feature_id)
    image, region = _place_of(feature)
    pixels = decoder.decode(images.get(image.picture_sha256))
    return encode_jpeg(crop_reference(pixels, region))


def photo_crop(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection_id: uuid.UUID,
    feature_id: uuid.UUID,
) -> bytes:
    """
    JPEG of the same place on the officer's photo, turned and scaled like the reference.

    Raises:
        NotFound: not one's own inspection, no such feature for this reader, or the place is on
            none of the photos.
    """
    require(actor, OFFICERS)
    feature = _readable_feature(session, actor, feature_id)
    image, region = _place_of(feature)
    rows = session.execute(
        select(Sighting, InspectionPhoto)
        .join(Candidate, Sighting.candidate_id == Candidate.id)
        .join(Inspection, Candidate.inspection_id == Inspection.id)
        .join(InspectionPhoto, Sighting.photo_id == InspectionPhoto.id)
        .where(
            Inspection.id == inspection_id,
            Inspection.account_id == actor.account_id,
            Candidate.product_id == feature.product_id,
            Sighting.reference_image_id == image.id,
        )
        .order_by(InspectionPhoto.position)
    )
    for sighting, photo in rows:
        crop = crop_photo(
            decoder.decode(images.get(photo.picture_sha256)),
            np.array(sighting.homography, dtype=np.float64).reshape(3, 3),
            region,
            reference_size=(image.width, image.height),
        )
        if crop is not None:
            return encode_jpeg(crop)
    raise NotFound("This place on the photos")


def _readable_feature(
    session: Session, actor: Actor, feature_id: uuid.UUID
) -> DistinguishingFeature:
    require(actor, READERS | RIGHT_HOLDER)
    query = (
        select(DistinguishingFeature)
        .join(Product, DistinguishingFeature.product_id == Product.id)
        .where(DistinguishingFeature.id == feature_id)
    )
    if actor.party in RIGHT_HOLDER:
        query = query.where(Product.right_holder_id == actor.right_holder_id)
    else:
        query = query.join(ReferenceImage, DistinguishingFeature.image_id == ReferenceImage.id)
        query = query.where(
            published(),
            DistinguishingFeature.level.in_(LEVELS_SHOWN[actor.party]),
            ReferenceImage.state == ImageState.ACCEPTED,  # held back means shown to no reader
        )
    feature = session.scalar(query)
    if feature is None:
        raise NotFound("The feature")
    return feature


def _place_of(feature: DistinguishingFeature) -> tuple[ReferenceImage, Region]:
    x, y = feature.region_x, feature.region_y
    width, height = feature.region_width, feature.region_height
    if feature.image is None or x is None or y is None or width is None or height is None:
        raise NotFound("A place for this feature")
    return feature.image, Region(x, y, width, height)
