"""Questions to right holders, as the phone asks and reads them."""

from typing import Any

from marshmallow import Schema, fields

from ipm_api.schemas.fields import PlainText

MAXIMUM_TEXT = 4000


class QuestionRequest(Schema):
    """``POST /questions``"""

    text = PlainText(required=True, minimum=1, maximum=MAXIMUM_TEXT)
    product_id = fields.UUID(load_default=None, allow_none=True)
    brand_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "instead of the product, where no product fits"},
    )
    inspection_id = fields.UUID(load_default=None, allow_none=True)
    photo_ids = fields.List(
        fields.UUID(),
        load_default=list,
        metadata={"description": "photos of the inspection that the right holder may see"},
    )
    perishable = fields.Boolean(load_default=False)
    tell_authority = fields.Boolean(
        load_default=False,
        metadata={"description": "also tell which authority asks, not only the country"},
    )


class MessageRequest(Schema):
    """``POST /questions/{id}/messages``"""

    text = PlainText(required=True, minimum=1, maximum=MAXIMUM_TEXT)


class MessageResponse(Schema):
    """One message; a statement is what the right holder says, never a verdict."""

    id = fields.UUID(required=True)
    from_officer = fields.Boolean(required=True)
    statement = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    sent_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The word of the statement."""
        if attr == "statement":
            return obj.statement.value if obj.statement else None
        return super().get_attribute(obj, attr, default)


class QuestionResponse(Schema):
    """One question with its messages, first one first."""

    id = fields.UUID(required=True)
    right_holder = fields.String(required=True, attribute="brand.right_holder.name")
    brand = fields.String(required=True, attribute="brand.name")
    product_id = fields.UUID(required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    photo_ids = fields.List(fields.UUID(), required=True)
    perishable = fields.Boolean(required=True)
    asked_at = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(
        required=True, metadata={"description": "when the legal time of the officer's country ends"}
    )
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    unread = fields.Integer(required=True, metadata={"description": "answers not read yet"})
    messages = fields.List(fields.Nested(MessageResponse), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What is counted."""
        if attr == "photo_ids":
            return [photo.photo_id for photo in obj.photos]
        if attr == "unread":
            return sum(not m.from_officer and m.read_at is None for m in obj.messages)
        return super().get_attribute(obj, attr, default)


class QuestionListResponse(Schema):
    """``GET /questions``, the latest first."""

    questions = fields.List(fields.Nested(QuestionResponse), required=True)


class UnreadResponse(Schema):
    """``GET /questions/unread``"""

    unread = fields.Integer(required=True, metadata={"description": "answers not read yet"})
