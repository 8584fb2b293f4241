"""The public half of the key that signs what leaves the service."""

from marshmallow import Schema, fields, validate


class SigningKeyResponse(Schema):
    """``GET /signing-key``"""

    algorithm = fields.String(required=True, validate=validate.OneOf(["Ed25519"]))
    public_key = fields.String(required=True, metadata={"description": "64 hexadecimal digits"})
    fingerprint = fields.String(
        required=True, metadata={"description": "the first 16 digits of its SHA-256, to compare"}
    )
