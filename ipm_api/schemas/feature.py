"""Distinguishing features."""

from typing import Any

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText
from ipm_api.schemas.image import is_shown


class RegionResponse(Schema):
    """A place on the reference image, in fractions of its width and height."""

    x = fields.Float(required=True, attribute="region_x")
    y = fields.Float(required=True, attribute="region_y")
    width = fields.Float(required=True, attribute="region_width")
    height = fields.Float(required=True, attribute="region_height")


class CornerResponse(Schema):
    """A corner of an outline, in fractions of the reference image's width and height."""

    x = fields.Float(required=True)
    y = fields.Float(required=True)


class CounterpartResponse(Schema):
    """The same place on a picture of a known counterfeit, and its outline there."""

    image_id = fields.UUID(required=True, attribute="counterpart_image_id")
    region = fields.Nested(RegionResponse, required=True)
    crop_url = fields.String(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """A feature comes in."""
        if attr == "crop_url":
            return f"/api/v1/features/{obj.id}/counterpart"
        if attr == "region":
            sides = ("x", "y", "width", "height")
            return {f"region_{side}": getattr(obj, f"counterpart_{side}") for side in sides}
        return super().get_attribute(obj, attr, default)


class FeatureResponse(Schema):
    """One thing to check, and how genuine and counterfeit goods differ there."""

    id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    title = ReaderText(required=True, attribute="titles")
    where = ReaderText(required=True)
    how_to_check = ReaderText(required=True)
    tool = fields.String(required=True, attribute="tool.value")
    level = fields.String(required=True, attribute="level.value")
    genuine_shows = ReaderText(required=True)
    counterfeit_shows = ReaderText(required=True)
    image_id = fields.UUID(required=True, allow_none=True)
    region = fields.Nested(RegionResponse, required=True, allow_none=True)
    polygon = fields.List(
        fields.Nested(CornerResponse),
        required=True,
        allow_none=True,
        metadata={"description": "the outline, if it is no rectangle; region bounds it"},
    )
    technology = fields.String(required=True, allow_none=True, attribute="technology.value")
    reference_crop_url = fields.String(required=True, allow_none=True)
    counterpart = fields.Nested(CounterpartResponse, required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """A place on a picture that readers do not see is no place."""
        if attr == "region":
            return obj if has_place(obj) else None
        if attr == "polygon":
            corners = obj.polygon if has_place(obj) else None
            return [{"x": x, "y": y} for x, y in corners] if corners else None
        if attr == "technology.value":
            return obj.technology.value if obj.technology else None
        if attr == "counterpart":
            return obj if obj.shown_counterpart is not None else None
        if attr == "image_id":
            return obj.image_id if has_place(obj) else None
        if attr == "reference_crop_url":
            return f"/api/v1/features/{obj.id}/crop" if has_place(obj) else None
        return super().get_attribute(obj, attr, default)


def has_place(feature: Any) -> bool:
    """True if the feature is drawn on a picture that readers see."""
    return feature.image is not None and is_shown(feature.image) and feature.region_x is not None
