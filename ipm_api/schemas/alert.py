"""Warnings to officers."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText


class AlertResponse(Schema):
    """One warning."""

    id = fields.UUID(required=True)
    title = ReaderText(required=True, attribute="titles")
    text = ReaderText(required=True, attribute="texts")
    priority = fields.String(required=True, attribute="priority.value")
    urgent = fields.Boolean(required=True)
    right_holder = fields.String(required=True, attribute="right_holder.name")
    product_id = fields.UUID(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True)


class AlertListResponse(Schema):
    """``GET /alerts``"""

    alerts = fields.List(fields.Nested(AlertResponse), required=True)
