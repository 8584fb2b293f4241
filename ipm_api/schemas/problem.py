"""The error document, for the OpenAPI description; problems.py writes it."""

from marshmallow import Schema, fields


class ProblemResponse(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"description": "stable; /api/v1/problems/…"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "a sentence for a person"})
    instance = fields.String(required=True, metadata={"description": "number of the request"})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "field → sentences"},
    )
    code = fields.String(metadata={"description": "why a picture was refused"})
