"""A photo that arrives in pieces: what is said before the first, and how far it is."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ipm_api.schemas.fields import PlainText
from ipm_api.schemas.inspection import InspectionResponse
from ipm_api.schemas.inspection_request import InspectionFields

LARGEST_SIZE = 2**31 - 1  # what the column holds; what a photo may have is less

_DIGEST = validate.Regexp(r"\A[0-9a-f]{64}\Z")
_SIZE = validate.Range(min=1, max=LARGEST_SIZE)


class PhotoUploadRequest(InspectionFields):
    """``POST /photo-uploads``: the same again asks how far it is."""

    client_id = fields.String(required=True, validate=validate.Regexp(r"\A[\x21-\x7e]{1,80}\Z"))
    sha256 = fields.String(required=True, validate=_DIGEST)
    size = fields.Integer(required=True, strict=True, validate=_SIZE)
    file_name = PlainText(maximum=300, load_default="")
    inspection_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "it is one more photo of this; else it begins an inspection"},
    )
    photo_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "it is the original of this photo of the inspection"},
    )
    original_sha256 = fields.String(
        load_default=None,
        allow_none=True,
        validate=_DIGEST,
        metadata={"description": "it is a smaller copy of a photo with this digest"},
    )
    original_size = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_SIZE)

    @validates_schema
    def both_or_none(self, data: dict[str, Any], **_: Any) -> None:
        """A copy names digest and size of what it is a copy of."""
        if (data.get("original_sha256") is None) != (data.get("original_size") is None):
            raise ValidationError("Say both SHA-256 and size of the original.", "original_size")


class PhotoUploadResponse(Schema):
    """How far a photo is."""

    id = fields.UUID(
        required=True,
        allow_none=True,
        attribute="upload_id",
        metadata={"description": "where the next piece goes; null: it has arrived"},
    )
    received = fields.Integer(required=True, metadata={"description": "bytes that are here"})
    inspection_id = fields.UUID(required=True, allow_none=True, dump_default=None)
    photo_id = fields.UUID(required=True, allow_none=True, dump_default=None)
    inspection = fields.Nested(
        InspectionResponse,
        required=True,
        allow_none=True,
        metadata={"description": "with the last piece of a new photo: what the photos say"},
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """A PhotoProgress comes in."""
        if attr in ("inspection_id", "photo_id"):
            return getattr(obj.arrived, attr, None)
        if attr == "inspection":
            return obj.arrived.report if obj.arrived else None
        return super().get_attribute(obj, attr, default)
