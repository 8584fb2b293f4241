"""Authorised companies and the routes of genuine goods."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText


class IdentifierResponse(Schema):
    """A number by which a company is known."""

    scheme = fields.String(required=True)
    value = fields.String(required=True)


class TraderResponse(Schema):
    """A company that may handle the goods today."""

    role = fields.String(required=True, attribute="role.value")
    name = fields.String(required=True)
    country = fields.String(required=True)
    address = fields.String(required=True)
    identifiers = fields.List(fields.Nested(IdentifierResponse), required=True)
    valid_until = fields.Date(required=True, allow_none=True)


class RouteStopResponse(Schema):
    """A port or another place; ``mode`` is how goods go on from it."""

    locode = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)
    mode = fields.String(required=True)
    customs = fields.String(required=True)


class RouteResponse(Schema):
    """A way that genuine goods take."""

    name = fields.String(required=True)
    months = fields.List(fields.Integer(), required=True)
    notes = ReaderText(required=True)
    stops = fields.List(fields.Nested(RouteStopResponse), required=True)
