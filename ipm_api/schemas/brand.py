"""Brands and the rights behind them."""

from marshmallow import Schema, fields


class BrandResponse(Schema):
    """A brand in a list."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class BrandListResponse(Schema):
    """``GET /brands``"""

    brands = fields.List(fields.Nested(BrandResponse), required=True)


class RecordationResponse(Schema):
    """What customs of a country has on record about a right."""

    kind = fields.String(required=True)
    country = fields.String(required=True)
    number = fields.String(required=True)
    valid_until = fields.String(required=True)


class RightResponse(Schema):
    """A registered right."""

    type = fields.String(required=True, attribute="type.value")
    office = fields.String(required=True)
    number = fields.String(required=True)
    nice_classes = fields.List(fields.Integer(), required=True)
    vienna_codes = fields.List(fields.String(), required=True)
    locarno_classes = fields.List(fields.String(), required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    recordations = fields.List(fields.Nested(RecordationResponse), required=True)


class RightHolderResponse(Schema):
    """Whose brand it is."""

    name = fields.String(required=True)
    country = fields.String(required=True)


class BrandOfGuideResponse(BrandResponse):
    """A brand with what an officer needs to know of its rights."""

    right_holder = fields.Nested(RightHolderResponse, required=True)
    rights = fields.List(fields.Nested(RightResponse), required=True)
