"""The place of a distinguishing feature: on the reference, and on the officer's own photo."""

import uuid
from collections.abc import Iterable

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from image_index.arrays import Matrix3
from image_index.photo import encode_jpeg
from image_index.region import (
    LEAST_VISIBLE,
    Region,
    crop_photo,
    crop_reference,
    visible_share,
)
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.inspection import Inspection, InspectionPhoto, Sighting
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.published_product import picture_is_shown, read_versions, versions_for
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import OFFICERS, READERS, RIGHT_HOLDER, Actor, require


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
    return encode_jpeg(crop_reference(pixels, region), progressive=False)


def counterpart_crop(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    feature_id: uuid.UUID,
) -> bytes:
    """
    JPEG of the same place on a picture of a known counterfeit.

    Raises:
        NotFound: no such feature for this reader, or no such picture that its readers may see.
    """
    feature = _readable_feature(session, actor, feature_id)
    mine = actor.party in RIGHT_HOLDER
    image = feature.counterpart_image if mine else feature.shown_counterpart
    region = counterpart_region_of(feature)
    if image is None or region is None:
        raise NotFound("A counterpart of this feature")
    pixels = decoder.decode(images.get(image.picture_sha256))
    return encode_jpeg(crop_reference(pixels, region), progressive=False)


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
    sightings = session.scalars(
        select(Sighting)
        .join(InspectionPhoto, Sighting.photo_id == InspectionPhoto.id)
        .join(Inspection, InspectionPhoto.inspection_id == Inspection.id)
        .where(
            Inspection.id == inspection_id,
            Inspection.account_id == actor.account_id,
            Sighting.reference_image_id == image.id,
        )
        .options(joinedload(Sighting.photo))
        .order_by(InspectionPhoto.position)
    )
    sighting = sighting_of(feature, sightings)
    if sighting is None:
        raise NotFound("This place on the photos")
    crop = crop_photo(
        decoder.decode(images.get(sighting.photo.picture_sha256)),
        homography_of(sighting),
        region,
        reference_size=(image.width, image.height),
    )
    assert crop is not None  # sighting_of asked the same
    return encode_jpeg(crop, progressive=False)


def sighting_of(feature: DistinguishingFeature, sightings: Iterable[Sighting]) -> Sighting | None:
    """That of *sightings* which shows the place of *feature* largest, or None if none shows it."""
    if feature.image is None or feature.image.state is not ImageState.ACCEPTED:
        return None
    region = region_of(feature)
    if region is None:
        return None
    showing = [
        (visible_share(homography, region) * _size(homography, region), sighting)
        for sighting in sightings
        if sighting.reference_image_id == feature.image_id
        and visible_share(homography := homography_of(sighting), region) >= LEAST_VISIBLE
    ]
    return max(showing, key=lambda pair: pair[0])[1] if showing else None


def _size(homography: Matrix3, region: Region) -> float:
    """Share of the photo that *region* takes, by the map's area factor det(H) / w**3 there."""
    middle = np.array([region.x + region.width / 2, region.y + region.height / 2, 1.0])
    depth = float(middle @ homography[2])
    factor = abs(float(np.linalg.det(homography)) / depth**3)
    return factor * region.width * region.height


def homography_of(sighting: Sighting) -> Matrix3:
    """Unit coordinates of the upright reference to those of the photo."""
    return np.array(sighting.homography, dtype=np.float64).reshape(3, 3)


def region_of(feature: DistinguishingFeature) -> Region | None:
    """The place of *feature* on its reference image, or None if nobody drew one."""
    x, y = feature.region_x, feature.region_y
    width, height = feature.region_width, feature.region_height
    if x is None or y is None or width is None or height is None:
        return None
    return Region(x, y, width, height)


def counterpart_region_of(feature: DistinguishingFeature) -> Region | None:
    """The same place on the picture of a known counterfeit, or None if nobody drew it."""
    x, y = feature.counterpart_x, feature.counterpart_y
    width, height = feature.counterpart_width, feature.counterpart_height
    if x is None or y is None or width is None or height is None:
        return None
    return Region(x, y, width, height)


def _readable_feature(
    session: Session, actor: Actor, feature_id: uuid.UUID
) -> DistinguishingFeature:
    require(actor, READERS | RIGHT_HOLDER)
    feature = (
        _own_feature(session, actor, feature_id)
        if actor.party in RIGHT_HOLDER
        else _published_feature(session, actor, feature_id)
    )
    if feature is None:
        raise NotFound("The feature")
    return feature


def _own_feature(
    session: Session, actor: Actor, feature_id: uuid.UUID
) -> DistinguishingFeature | None:
    return session.scalar(
        select(DistinguishingFeature)
        .join(Product, DistinguishingFeature.product_id == Product.id)
        .where(
            DistinguishingFeature.id == feature_id,
            Product.right_holder_id == actor.right_holder_id,
        )
    )


def _published_feature(
    session: Session, actor: Actor, feature_id: uuid.UUID
) -> DistinguishingFeature | None:
    query = versions_for(actor).where(ProductVersion.feature_ids.contains([feature_id]))
    for one in read_versions(session, actor, query):
        for feature in one.product.features:
            image = feature.image  # held back means shown to no reader
            is_shown = image is not None and picture_is_shown(image, one.levels)
            if feature.id == feature_id and feature.level in one.levels and is_shown:
                spend(session, actor, [one.product.id])
                session.commit()
                return feature
    return None


def _place_of(feature: DistinguishingFeature) -> tuple[ReferenceImage, Region]:
    region = region_of(feature)
    if feature.image is None or region is None:
        raise NotFound("A place for this feature")
    return feature.image, region
