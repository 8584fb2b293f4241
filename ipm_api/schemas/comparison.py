"""Where an article looks unlike the genuine product: places to look at, never a verdict."""

import math
from typing import Any

from marshmallow import Schema, fields, validate

from ipm_api.schemas.fields import ReaderText
from ipm_api.schemas.image import image_url

VISIBILITIES = ("visible", "outside-photo", "glare", "too-few-pixels")
ATTENTION = ("look-closely", "nothing-noticed")
NOT_A_VERDICT = (
    "These are places to look at. A difference may be wear, light or another edition; a "
    "counterfeit may show none."
)


class PointResponse(Schema):
    """A point of the officer's photo, in fractions of its width and height."""

    x = fields.Float(required=True)
    y = fields.Float(required=True)


class PlaceResponse(Schema):
    """A place of a reference image, in fractions of its width and height."""

    x = fields.Float(required=True)
    y = fields.Float(required=True)
    width = fields.Float(required=True)
    height = fields.Float(required=True)


class CounterfeitPlaceResponse(Schema):
    """A known counterfeit with which the photo agrees at a place."""

    image_id = fields.UUID(required=True, attribute="image.id")
    number = fields.Integer(
        required=True, metadata={"description": "its place among the counterfeit_images, from 1"}
    )
    caption = ReaderText(required=True, attribute="image.captions")
    crop_url = fields.String(required=True, metadata={"description": "the same place on it"})

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The address comes from the id and the region."""
        if attr == "crop_url":
            return _crop(f"{image_url(obj.image)}/crop", obj.region)
        return super().get_attribute(obj, attr, default)


class _Pair(Schema):
    """The same place twice: addresses are null where there is nothing to show."""

    photo_id = fields.UUID(required=True, allow_none=True)
    photo_crop_url = fields.String(required=True, allow_none=True)
    reference_crop_url = fields.String(required=True, allow_none=True)
    region = fields.Nested(PlaceResponse, required=True, allow_none=True)
    counterfeits = fields.List(fields.Nested(CounterfeitPlaceResponse), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Addresses come from ids and the region."""
        if attr == "photo_crop_url":
            return _photo_crop_url(obj)
        if attr == "reference_crop_url":
            return _crop(image_url(obj.image) + "/crop", obj.region) if obj.image else None
        return super().get_attribute(obj, attr, default)


class FeatureViewResponse(_Pair):
    """A distinguishing feature: can it be seen, and should one look closely."""

    feature_id = fields.UUID(required=True)
    visibility = fields.String(required=True, validate=validate.OneOf(VISIBILITIES))
    attention = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([*ATTENTION, None])
    )


class DifferentPlaceResponse(_Pair):
    """Another place that is unlike every genuine reference."""

    outline = fields.List(
        fields.Nested(PointResponse),
        required=True,
        metadata={"description": "its four corners on the photo"},
    )


class ComparisonResponse(Schema):
    """``GET /inspections/{id}/products/{id}/comparison``"""

    product_id = fields.UUID(required=True)
    features = fields.List(fields.Nested(FeatureViewResponse), required=True)
    places = fields.List(
        fields.Nested(DifferentPlaceResponse),
        required=True,
        metadata={"description": "most different first"},
    )
    order = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "ids of all features, the one to check first first"},
    )
    note = fields.Constant(NOT_A_VERDICT, required=True)


def _photo_crop_url(view: Any) -> str | None:
    if view.photo is None or view.image is None or view.region is None:
        return None
    photo = f"/api/v1/inspections/{view.photo.inspection_id}/photos/{view.photo.id}"
    return _crop(f"{photo}/places/{view.image.id}", view.region)


def _crop(address: str, region: Any) -> str:
    sides = ("x", "y", "width", "height")
    # rounded down, so that the place still ends inside of the picture
    query = "&".join(f"{side}={math.floor(getattr(region, side) * 1e5) / 1e5}" for side in sides)
    return f"{address}?{query}"
