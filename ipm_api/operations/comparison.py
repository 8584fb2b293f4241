"""Where an officer's photos look unlike the genuine product: places to look at, no verdict."""

import enum
import uuid
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from image_index.comparison import Visibility
from image_index.region import Region
from ipm_api import audit
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.inspection import Inspection, InspectionPhoto, Sighting
from ipm_api.models.reference_image import ImageKind, ReferenceImage
from ipm_api.operations.feature_crop import homography_of, region_of, sighting_of
from ipm_api.operations.guide import Guide, guides
from ipm_api.operations.inspection import own_inspection
from ipm_api.operations.photo_comparison import (
    PhotoComparison,
    PlaceSeen,
    Question,
    compare_photo,
)
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import Actor

MAXIMUM_PHOTOS = 3  # compared for one answer
MAXIMUM_PLACES = 5  # beside the declared features, over all photos
MAXIMUM_PICTURES = 2  # further genuine pictures, and known counterfeits, of one view


class Attention(enum.StrEnum):
    """How much a visible feature deserves a look; no finer order is ever shown."""

    LOOK_CLOSELY = "look-closely"
    NOTHING_NOTICED = "nothing-noticed"


@dataclass(frozen=True, slots=True)
class CounterfeitPlace:
    """A known counterfeit that looks like the photo at a place; *number* counts from 1."""

    image: ReferenceImage
    number: int
    region: Region  # of the same place, on its picture


@dataclass(frozen=True, slots=True)
class FeatureSeen:
    """One distinguishing feature of the guide; photo, image and region are None if not visible."""

    feature_id: uuid.UUID
    visibility: Visibility
    attention: Attention | None
    photo: InspectionPhoto | None
    image: ReferenceImage | None
    region: Region | None
    counterfeits: list[CounterfeitPlace]

    @property
    def photo_id(self) -> uuid.UUID | None:
        """Of the photo that shows it best."""
        return self.photo.id if self.photo else None


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of a photo, in fractions of its width and height."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DifferentPlace:
    """Another place that is unlike the genuine reference; *outline* is on the photo."""

    photo: InspectionPhoto
    image: ReferenceImage
    region: Region
    unlikeness: float  # orders places and never leaves the server
    outline: list[Corner]
    counterfeits: list[CounterfeitPlace]

    @property
    def photo_id(self) -> uuid.UUID:
        """Of the photo on which it lies."""
        return self.photo.id


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """Every feature that this officer may know of, and other places, most different first."""

    product_id: uuid.UUID
    features: list[FeatureSeen]
    places: list[DifferentPlace]
    order: list[uuid.UUID]  # of all features: which to check first, see check_order


@dataclass(frozen=True, slots=True)
class _Compared:
    """One photo, compared."""

    sighting: Sighting
    image: ReferenceImage
    feature_ids: list[uuid.UUID]  # of its declared places, in their order
    counterfeits: list[tuple[int, ReferenceImage]]  # numbered as in the guide
    found: PhotoComparison

    def counterfeits_at(self, place: PlaceSeen) -> list[CounterfeitPlace]:
        """Those that the photo resembles at *place*."""
        named = [(*self.counterfeits[seen.number], seen.region) for seen in place.counterfeits]
        return [CounterfeitPlace(image, number, region) for number, image, region in named]


def compare_product(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection_id: uuid.UUID,
    product_id: uuid.UUID,
) -> ComparisonReport:
    """
    Compare the photos of one's own inspection with a published product; that is recorded.

    A product that no photo shows has no places, and all its features are outside of the photos.

    Raises:
        NotFound: no such inspection, another officer's, or the product is not published.
    """
    inspection, guide = _own_with_guide(session, actor, inspection_id, product_id)
    compared = [
        _compare(sighting, guide, images, decoder) for sighting in _worth_it(inspection, guide)
    ]
    features = [
        _feature_seen(feature.id, compared)
        for feature in guide.features
        if region_of(feature) is not None and feature.image in guide.images
    ]
    places = [
        DifferentPlace(
            one.sighting.photo,
            one.image,
            place.region,
            place.unlikeness,
            _outline(one.sighting, place.region),
            one.counterfeits_at(place),
        )
        for one in compared
        for place in one.found.others
    ]
    places.sort(key=lambda place: -place.unlikeness)
    audit.record(session, actor, "comparison.read", product_id, inspection=str(inspection_id))
    session.commit()
    order = check_order(guide.features, features)
    return ComparisonReport(product_id, features, places[:MAXIMUM_PLACES], order)


def check_order(features: list[DistinguishingFeature], seen: list[FeatureSeen]) -> list[uuid.UUID]:
    """
    Ids of *features*, the one that separates best first.

    First where this article looks unlike the genuine one or like a counterfeit, then what can be
    judged, on the photos or by hand, then what the photos do not show well enough. Within each,
    as the right holder ordered them: who knows both goods knows best (decision 23).
    """
    views = {view.feature_id: view for view in seen}

    def turn(feature: DistinguishingFeature) -> int:
        view = views.get(feature.id)
        if view is None:
            return 1  # nobody drew its place: it is judged by hand
        if view.visibility is not Visibility.VISIBLE:
            return 2
        return 0 if view.attention is Attention.LOOK_CLOSELY else 1

    return [one.id for one in sorted(features, key=lambda one: (turn(one), one.position))]


def _own_with_guide(
    session: Session, actor: Actor, inspection_id: uuid.UUID, product_id: uuid.UUID
) -> tuple[Inspection, Guide]:
    """One refusal for what is foreign, missing or unpublished: they are never told apart."""
    try:
        inspection = own_inspection(session, actor, inspection_id)
    except NotFound:
        raise NotFound("The comparison") from None
    guide = guides(session, actor, [product_id]).get(product_id)
    if guide is None:
        raise NotFound("The comparison")
    if all(candidate.product_id != product_id for candidate in inspection.candidates):
        spend(session, actor, [product_id])
    return inspection, guide


def _worth_it(inspection: Inspection, guide: Guide) -> list[Sighting]:
    """
    The few sightings that are compared, at most one of each photo.

    First those that show a feature largest, then of each reference image the strongest, then the
    rest, strongest first.
    """
    accepted = {image.id for image in guide.images}
    sightings = sorted(
        (
            sighting
            for photo in inspection.photos
            for sighting in photo.sightings
            if sighting.product_id == guide.product.id and sighting.reference_image_id in accepted
        ),
        key=lambda sighting: -float(sighting.evidence["strength"]),
    )
    largest = [sighting_of(feature, sightings) for feature in guide.features]
    strongest = {s.reference_image_id: s for s in reversed(sightings)}
    ranked = [*filter(None, largest), *strongest.values(), *sightings]
    return list(dict.fromkeys(ranked))[:MAXIMUM_PHOTOS]


def _compare(
    sighting: Sighting, guide: Guide, images: ImageStore, decoder: PhotoDecoder
) -> _Compared:
    image = next(one for one in guide.images if one.id == sighting.reference_image_id)
    declared = {
        feature.id: region
        for feature in guide.features
        if feature.image_id == image.id and (region := region_of(feature)) is not None
    }
    known = [one for one in guide.images if one.kind is ImageKind.KNOWN_COUNTERFEIT]
    counterfeits = [
        (number, one) for number, one in enumerate(known, start=1) if one.view is image.view
    ][:MAXIMUM_PICTURES]
    others = [
        one
        for one in guide.images
        if one.kind is ImageKind.GENUINE and one.view is image.view and one is not image
    ][:MAXIMUM_PICTURES]
    question = Question(
        photo=sighting.photo.picture_sha256,
        reference=image.picture_sha256,
        homography=tuple(sighting.homography),
        others=tuple(one.picture_sha256 for one in others),
        counterfeits=tuple(one.picture_sha256 for _, one in counterfeits),
        regions=tuple(declared.values()),
    )
    found = compare_photo(question, images, decoder)
    return _Compared(sighting, image, list(declared), counterfeits, found)


def _feature_seen(feature_id: uuid.UUID, compared: list[_Compared]) -> FeatureSeen:
    """The feature on the photo that shows it best: visible before glare before far away."""
    order = [Visibility.VISIBLE, Visibility.GLARE, Visibility.TOO_FEW_PIXELS, Visibility.OUTSIDE]
    views: list[tuple[_Compared, PlaceSeen]] = [
        (one, place)
        for one in compared
        for id_, place in zip(one.feature_ids, one.found.declared, strict=True)
        if id_ == feature_id
    ]
    best = min(views, key=lambda view: order.index(view[1].visibility), default=None)
    if best is None or best[1].visibility is Visibility.OUTSIDE:
        return FeatureSeen(feature_id, Visibility.OUTSIDE, None, None, None, None, [])
    one, place = best
    counterfeits = one.counterfeits_at(place)
    attention = None
    if place.visibility is Visibility.VISIBLE:
        is_worth_a_look = place.is_unlike or bool(counterfeits)
        attention = Attention.LOOK_CLOSELY if is_worth_a_look else Attention.NOTHING_NOTICED
    return FeatureSeen(
        feature_id,
        place.visibility,
        attention,
        one.sighting.photo,
        one.image,
        place.region,
        counterfeits,
    )


def _outline(sighting: Sighting, region: Region) -> list[Corner]:
    """The corners of *region* on the photo, clockwise as on the reference, cut at its edges."""
    right, bottom = region.x + region.width, region.y + region.height
    corners = [
        (region.x, region.y, 1),
        (right, region.y, 1),
        (right, bottom, 1),
        (region.x, bottom, 1),
    ]
    mapped = np.array(corners) @ homography_of(sighting).T
    places = np.clip(mapped[:, :2] / mapped[:, 2:], 0, 1)
    return [Corner(float(x), float(y)) for x, y in places]
