"""What is known of those who copy a product, as far as the reader may know."""

from typing import Any

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText
from ipm_api.schemas.image import ImageResponse, is_shown


class CounterfeitVersionResponse(Schema):
    """One make of a counterfeit."""

    id = fields.UUID(required=True)
    level = fields.String(required=True, attribute="level.value")
    name = ReaderText(required=True, attribute="names")
    how_to_tell = ReaderText(required=True)
    first_seen = fields.Date(required=True, allow_none=True)
    last_seen = fields.Date(required=True, allow_none=True)
    where_seen = fields.String(required=True)
    images = fields.List(fields.Nested(ImageResponse), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Accepted pictures only."""
        if attr == "images":
            return [image for image in obj.images if is_shown(image)]
        return super().get_attribute(obj, attr, default)


class InfringementResponse(Schema):
    """One past case."""

    id = fields.UUID(required=True)
    level = fields.String(required=True, attribute="level.value")
    happened_on = fields.Date(required=True)
    country = fields.String(required=True)
    place = fields.String(required=True)
    type = fields.String(required=True, attribute="type.value")
    quantity = fields.Integer(required=True, allow_none=True)
    value = fields.String(required=True, allow_none=True, metadata={"description": "an amount"})
    currency = fields.String(required=True)
    outcome = fields.String(required=True, attribute="outcome.value")
    parties = fields.String(required=True)
    notes = ReaderText(required=True)


class WarningSignResponse(Schema):
    """An indicator, or a way of concealment."""

    id = fields.UUID(required=True)
    level = fields.String(required=True, attribute="level.value")
    kind = fields.String(required=True, attribute="kind.value")
    is_concealment = fields.Boolean(required=True, attribute="kind.is_concealment")
    text = ReaderText(required=True, attribute="texts")


class StopResponse(Schema):
    """A place on a route."""

    name = fields.String(required=True)
    country = fields.String(required=True)
    locode = fields.String(required=True)


class SuspiciousRouteResponse(Schema):
    """A way that counterfeits took."""

    id = fields.UUID(required=True)
    level = fields.String(required=True, attribute="level.value")
    name = ReaderText(required=True, attribute="names")
    notes = ReaderText(required=True)
    stops = fields.List(fields.Nested(StopResponse), required=True)
