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
    reference_crop_url = fields.String(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """A place on a picture that readers do not see is no place."""
        if attr == "region":
            return obj if has_place(obj) else None
        if attr == "image_id":
            return obj.image_id if has_place(obj) else None
        if attr == "reference_crop_url":
            return f"/api/v1/features/{obj.id}/crop" if has_place(obj) else None
        return super().get_attribute(obj, attr, default)


def has_place(feature: Any) -> bool:
    """True if the feature is drawn on a picture that readers see."""
    return feature.image is not None and is_shown(feature.image) and feature.region_x is not None
