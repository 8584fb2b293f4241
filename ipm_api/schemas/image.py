"""Reference images: what they show and where their pictures are."""

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ipm_api.schemas.fields import ReaderText
from ipm_api.sentence import Sentence

SMALLEST_PLACE = 0.005  # of the picture's width or height


class ImageQuery(Schema):
    """``GET /images/{id}``"""

    size = fields.String(load_default="full", validate=validate.OneOf(["thumbnail", "full"]))


class PlaceQuery(Schema):
    """A place on a reference image, in fractions of its width and height; at first, all of it."""

    x = fields.Float(load_default=0.0, validate=validate.Range(min=0, max=1))
    y = fields.Float(load_default=0.0, validate=validate.Range(min=0, max=1))
    width = fields.Float(load_default=1.0, validate=validate.Range(min=SMALLEST_PLACE, max=1))
    height = fields.Float(load_default=1.0, validate=validate.Range(min=SMALLEST_PLACE, max=1))

    @validates_schema
    def lies_in_the_picture(self, data: dict[str, Any], **_: Any) -> None:
        """A place does not end outside of its picture."""
        for start, extent in (("x", "width"), ("y", "height")):
            if data[start] + data[extent] > 1 + 1e-6:
                raise ValidationError([Sentence("This place ends outside of the image.")], extent)


class ImageResponse(Schema):
    """One accepted reference image."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, attribute="kind.value")
    view = fields.String(required=True, attribute="view.value")
    caption = ReaderText(required=True, attribute="captions")
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    url = fields.String(required=True)
    thumbnail_url = fields.String(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Addresses come from the id."""
        if attr == "url":
            return image_url(obj)
        if attr == "thumbnail_url":
            return f"{image_url(obj)}?size=thumbnail"
        return super().get_attribute(obj, attr, default)


def image_url(image: Any) -> str:
    """Where the picture of a reference image is."""
    return f"/api/v1/images/{image.id}"


def thumbnail_url(images: Iterable[Any]) -> str | None:
    """Of the first accepted genuine picture, or None."""
    for image in images:
        if is_shown(image) and image.kind.value == "genuine":
            return f"{image_url(image)}?size=thumbnail"
    return None


def is_shown(image: Any) -> bool:
    """False for a picture that an administrator has not accepted."""
    return bool(image.state.value == "accepted")
