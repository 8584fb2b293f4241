"""Whether the service can work."""

from marshmallow import Schema, fields


class HealthResponse(Schema):
    """``GET /health``; a problem document says when something is not ready."""

    status = fields.String(required=True)
    database = fields.String(required=True)
