"""Trades."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText


class CategoryResponse(Schema):
    """One trade."""

    slug = fields.String(required=True)
    name = ReaderText(required=True, attribute="names")


class CategoryListResponse(Schema):
    """``GET /categories``"""

    categories = fields.List(fields.Nested(CategoryResponse), required=True)
