"""Signing in, and who one is."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import PlainText


class SignInRequest(Schema):
    """``POST /tokens``"""

    email = PlainText(required=True, minimum=1, maximum=254)
    password = PlainText(required=True, minimum=1, maximum=1_000, load_only=True)
    code = PlainText(load_default="", maximum=40, load_only=True)  # of a second factor


class AccountResponse(Schema):
    """One's own account."""

    name = fields.String(required=True)
    role = fields.String(required=True, attribute="party.value")
    country = fields.String(required=True)


class TokenResponse(Schema):
    """What to send as ``Authorization: Bearer …`` from now on."""

    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    account = fields.Nested(AccountResponse, required=True)
    phone_key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "of officers: 256 bits in base64, to seal what a phone keeps"},
    )
    idle_minutes = fields.Integer(
        required=True, metadata={"description": "after so long without a touch, lock the phone"}
    )
