"""What an officer decided, as it is read: a person's, always."""

from marshmallow import Schema, fields


class CheckResponse(Schema):
    """What the officer answered at one feature."""

    feature_id = fields.UUID(required=True)
    answer = fields.String(required=True, attribute="answer.value")


class VerdictResponse(Schema):
    """What the officer decided."""

    verdict = fields.String(required=True, attribute="verdict.value")
    reason = fields.String(required=True, attribute="verdict_reason")
    product_id = fields.UUID(required=True, allow_none=True, attribute="verdict_product_id")
    at = fields.AwareDateTime(required=True, attribute="verdict_at")
    undo_until = fields.AwareDateTime(
        required=True, metadata={"description": "until then DELETE takes it back"}
    )
    checks = fields.List(fields.Nested(CheckResponse), required=True)


class EarlierVerdictResponse(Schema):
    """A verdict that was corrected or taken back; it stays in the record."""

    verdict = fields.String(required=True, attribute="verdict.value")
    reason = fields.String(required=True)
    product_id = fields.UUID(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True, attribute="recorded_at")
    undone_at = fields.AwareDateTime(required=True, allow_none=True)
