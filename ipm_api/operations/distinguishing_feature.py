"""A right holder writes what tells genuine from counterfeit."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Invalid, NotFound
from ipm_api.languages import text_in
from ipm_api.models.distinguishing_feature import (
    DistinguishingFeature,
    FeatureLevel,
    TechnologyFamily,
    Tool,
)
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.product import locked_product
from ipm_api.policy import Actor
from ipm_api.polygon import Outline, bounds_of, outline_fault, outline_of
from ipm_api.sentence import Sentence

Rectangle = tuple[float, float, float, float]
"""x, y, width, height in fractions of a picture."""

SMALLEST_SIDE = 0.005  # of the picture: half a percent; smaller is a slip of the finger


@dataclass(frozen=True, slots=True)
class FeatureDraft:
    """
    What a right holder writes; texts by language tag, places in fractions of their image.

    Attributes:
        region: x, y, width, height.
        polygon: corners of the place if it is no rectangle; then it decides the region.
        counterpart_image_id: a picture of a known counterfeit of the product.
        counterpart_region: the same place on that picture.
    """

    titles: Texts
    genuine_shows: Texts
    counterfeit_shows: Texts = field(default_factory=dict)
    where: Texts = field(default_factory=dict)
    how_to_check: Texts = field(default_factory=dict)
    tool: Tool = Tool.EYE
    level: FeatureLevel = FeatureLevel.OVERT
    image_id: uuid.UUID | None = None
    region: Rectangle | None = None
    polygon: Outline | None = None
    technology: TechnologyFamily | None = None
    counterpart_image_id: uuid.UUID | None = None
    counterpart_region: Rectangle | None = None


def add_feature(
    session: Session, actor: Actor, product_id: uuid.UUID, draft: FeatureDraft
) -> DistinguishingFeature:
    """
    Add a check, as the last one.

    Raises:
        NotFound: no such product, or another right holder's.
        Invalid: title or genuine text missing; image and region not both given or not in place.
    """
    product = locked_product(session, actor, product_id)
    feature = DistinguishingFeature(position=len(product.features) + 1)
    _write(product, feature, draft)
    product.features.append(feature)
    product.changed_at = now()
    session.flush()
    audit.record(session, actor, "feature.added", feature.id)
    session.commit()
    return feature


def update_feature(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    feature_id: uuid.UUID,
    draft: FeatureDraft,
) -> DistinguishingFeature:
    """
    Write a check anew.

    Raises:
        NotFound: no such product or feature, or another right holder's.
        Invalid: see add_feature.
    """
    product = locked_product(session, actor, product_id)
    feature = _feature_of(product, feature_id)
    _write(product, feature, draft)
    product.changed_at = now()
    audit.record(session, actor, "feature.changed", feature.id)
    session.commit()
    return feature


def move_feature(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    feature_id: uuid.UUID,
    position: int,
) -> None:
    """
    Put a check at *position* (1 is first; out of range means the nearest end).

    Raises:
        NotFound: no such product or feature, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    feature = _feature_of(product, feature_id)
    others = [other for other in product.features if other is not feature]
    others.insert(max(0, min(position - 1, len(others))), feature)
    _number(others)
    audit.record(session, actor, "feature.moved", feature.id)
    session.commit()
    session.expire(product, ["features"])


def remove_feature(
    session: Session, actor: Actor, product_id: uuid.UUID, feature_id: uuid.UUID
) -> None:
    """
    Remove a check.

    Raises:
        NotFound: no such product or feature, or another right holder's.
    """
    product = locked_product(session, actor, product_id)
    feature = _feature_of(product, feature_id)
    product.features.remove(feature)
    _number(product.features)
    product.changed_at = now()
    audit.record(session, actor, "feature.removed", feature_id)
    session.commit()


def _feature_of(product: Product, feature_id: uuid.UUID) -> DistinguishingFeature:
    for feature in product.features:
        if feature.id == feature_id:
            return feature
    raise NotFound("The feature")


def _number(features: list[DistinguishingFeature]) -> None:
    for position, feature in enumerate(features, start=1):
        feature.position = position


def _write(product: Product, feature: DistinguishingFeature, draft: FeatureDraft) -> None:
    wrong: dict[str, list[str]] = {}
    if not text_in(draft.titles, ()).strip():
        wrong["titles"] = [Sentence("Give the feature a short title.")]
    if not text_in(draft.genuine_shows, ()).strip():
        wrong["genuine_shows"] = [Sentence("Say what the genuine product shows here.")]
    outline = outline_of(draft.polygon) if draft.polygon is not None else None
    fault = outline_fault(outline) if outline is not None else None
    region = bounds_of(outline) if outline and fault is None else draft.region
    kinds = {image.id: image.kind for image in product.images}
    if draft.image_id is not None and kinds.get(draft.image_id) is not ImageKind.GENUINE:
        wrong["image_id"] = [
            Sentence("Choose one of the genuine reference images of this product.")
        ]
    if fault is not None:
        wrong["region"] = [fault]
    elif (draft.image_id is None) != (region is None):
        wrong["region"] = [Sentence("Draw the region on an image, or leave both empty.")]
    elif region is not None and not _lies_in_the_picture(region):
        wrong["region"] = [Sentence("The region must be drawn inside the image.")]
    fake_id, counterpart = draft.counterpart_image_id, draft.counterpart_region
    if fake_id is not None and kinds.get(fake_id) is not ImageKind.KNOWN_COUNTERFEIT:
        wrong["counterpart_image_id"] = [
            Sentence("Choose a known-counterfeit image of this product.")
        ]
    elif (fake_id is None) != (counterpart is None):
        wrong["counterpart"] = [
            Sentence("Draw the same place on the counterfeit, or leave both empty.")
        ]
    elif counterpart is not None and not _lies_in_the_picture(counterpart):
        wrong["counterpart"] = [Sentence("The place must be drawn inside the image.")]
    if wrong:
        raise Invalid(wrong)
    feature.titles = draft.titles
    feature.where = draft.where
    feature.how_to_check = draft.how_to_check
    feature.genuine_shows = draft.genuine_shows
    feature.counterfeit_shows = draft.counterfeit_shows
    feature.tool = draft.tool
    feature.technology = draft.technology
    feature.level = draft.level
    feature.image_id = draft.image_id
    feature.polygon = [list(corner) for corner in outline] if outline else None
    x, y, width, height = _cut(region)
    feature.region_x, feature.region_y = x, y
    feature.region_width, feature.region_height = width, height
    feature.counterpart_image_id = fake_id
    x, y, width, height = _cut(counterpart)
    feature.counterpart_x, feature.counterpart_y = x, y
    feature.counterpart_width, feature.counterpart_height = width, height


def _cut(region: Rectangle | None) -> Rectangle | tuple[None, None, None, None]:
    """*region* without the hair that it may end outside of the picture."""
    if region is None:
        return None, None, None, None
    x, y, width, height = region
    return x, y, min(width, 1 - x), min(height, 1 - y)


def _lies_in_the_picture(region: Rectangle) -> bool:
    x, y, width, height = region  # comparisons with NaN are false: refused
    return (
        x >= 0
        and y >= 0
        and width >= SMALLEST_SIDE
        and height >= SMALLEST_SIDE
        and x + width <= 1.0001
        and y + height <= 1.0001
    )
