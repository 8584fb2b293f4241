"""A right holder's own product, to read and to edit; texts in all their languages."""

from typing import Any

from marshmallow import Schema, fields, validate

from ipm_api.schemas.fields import PlainText

MAXIMUM_LINES = 100  # of a list
_LONGEST = 4_000  # characters of a text


def _texts() -> Any:
    tag = fields.String(validate=validate.Length(max=20))
    return fields.Dict(keys=tag, values=PlainText(maximum=_LONGEST))


def _lines() -> Any:
    line = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True))
    return fields.List(line, validate=validate.Length(max=MAXIMUM_LINES))


class OwnProductFields(Schema):
    """What can be edited. Lists are written as a whole; their shapes are in docs/api.md."""

    brand_id = fields.UUID()
    category = PlainText(maximum=40)
    names = _texts()
    descriptions = _texts()
    hs_code = PlainText(maximum=20)
    model_number = PlainText(maximum=60)
    nice_classes = fields.List(fields.Integer(), validate=validate.Length(max=45))
    gtins = fields.List(PlainText(maximum=40), validate=validate.Length(max=500))
    skus = fields.List(PlainText(maximum=60), validate=validate.Length(max=500))
    variants = _lines()
    packaging = _lines()
    serial_formats = _lines()
    price_bands = _lines()
    characteristics = _lines()


class OwnProductChange(OwnProductFields):
    """``PATCH /own-products/{id}``: what is not named stays; an empty text removes its language."""


class OwnProductResponse(OwnProductFields):
    """``GET /own-products/{id}``; the header ETag is for If-Match."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, attribute="state.value")
    revision = fields.Integer(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Numbers instead of rows."""
        if attr == "gtins":
            return [row.gtin for row in obj.gtins]
        if attr == "category":
            return obj.category_slug
        return super().get_attribute(obj, attr, default)
