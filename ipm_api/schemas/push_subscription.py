"""Telling a phone that an answer has come."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import PlainText

MAXIMUM_ADDRESS = 2000


class PushKeyResponse(Schema):
    """``GET /push-subscription``"""

    public_key = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "what the browser subscribes with (P-256, uncompressed, base64url); "
            "null: this service sends no pushes"
        },
    )


class PushSubscriptionRequest(Schema):
    """``PUT /push-subscription``"""

    endpoint = PlainText(
        required=True,
        minimum=1,
        maximum=MAXIMUM_ADDRESS,
        metadata={"description": "the address that the browser gave, at a push service"},
    )
