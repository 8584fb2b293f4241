"""Why a reader looks at more products than is usual."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import PlainText


class ReasonRequest(Schema):
    """``POST /reading-reasons``"""

    reason = PlainText(required=True, minimum=1, maximum=500)
    password = PlainText(required=True, minimum=1, maximum=1_000, load_only=True)


class ReasonResponse(Schema):
    """Until when the reason counts."""

    until = fields.AwareDateTime(required=True)
