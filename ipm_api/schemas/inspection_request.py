"""Inspections: what an officer sends."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ipm_api.schemas.fields import PlainText, ScannedText
from ipm_api.schemas.product import LARGEST_PAGE, USUAL_PAGE

VERDICTS = ("suspect", "not-suspect", "genuine-unauthorised-channel", "cannot-tell")
CHECK_ANSWERS = ("as-genuine", "as-counterfeit", "cannot-tell", "cannot-see")
MAXIMUM_CHECKS = 200


class InspectionFields(Schema):
    """The text parts of the form of ``POST /inspections``."""

    barcode = ScannedText(load_default="", validate=validate.Length(max=500))
    place = PlainText(maximum=200, load_default="")
    notes = PlainText(maximum=4_000, load_default="")
    client_id = fields.String(validate=validate.Regexp(r"\A[\x21-\x7e]{1,80}\Z"))


class PhotoFields(Schema):
    """The text parts of the form of ``POST /inspections/{id}/photos``."""

    client_id = fields.String(validate=validate.Regexp(r"\A[\x21-\x7e]{1,80}\Z"))


class InspectionQuery(Schema):
    """``GET /inspections``"""

    limit = fields.Integer(
        load_default=USUAL_PAGE, validate=validate.Range(min=1, max=LARGEST_PAGE)
    )
    cursor = fields.String(validate=validate.Length(max=2_000))


class UndoQuery(Schema):
    """``DELETE /inspections/{id}/verdict``"""

    of = fields.AwareDateTime(
        metadata={
            "description": "time of the verdict that the officer saw; when another was recorded "
            "meanwhile, it stands and the answer is 409"
        }
    )


class PhotoQuery(Schema):
    """``GET /inspections/{id}/photos/{photo_id}``"""

    original = fields.String(load_default="0", validate=validate.OneOf(["0", "1"]))
    size = fields.String(load_default="full", validate=validate.OneOf(["thumbnail", "full"]))


class CheckRequest(Schema):
    """What the officer saw at one feature."""

    feature_id = fields.UUID(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(CHECK_ANSWERS))


class VerdictRequest(Schema):
    """``PUT /inspections/{id}/verdict``: a person's decision."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = PlainText(maximum=4_000, load_default="")
    product_id = fields.UUID(load_default=None, allow_none=True)
    checks = fields.List(
        fields.Nested(CheckRequest), load_default=list, validate=validate.Length(max=MAXIMUM_CHECKS)
    )
    instead_of = fields.AwareDateTime(
        allow_none=True,
        metadata={
            "description": "time of the verdict that the officer saw, null: none; when another "
            "was recorded meanwhile, it stands and the answer is 409"
        },
    )

    @post_load
    def answers_by_feature(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The last answer to a feature counts."""
        return data | {"checks": {check["feature_id"]: check["answer"] for check in data["checks"]}}
