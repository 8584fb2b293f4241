"""The short form of a seizure report."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from ipm_api.amount import amount_text
from ipm_api.schemas.fields import PlainText

UNITS = ("pieces", "pairs", "sets", "packages", "kg", "l", "m")
TRANSPORTS = ("sea", "air", "road", "rail", "river", "post", "express", "person")


def _amount(places: int) -> Any:
    """A number as text, "120" or "12.50": no machine rounds it on its way."""
    shape = validate.Regexp(rf"\A[0-9]{{1,11}}(\.[0-9]{{1,{places}}})?\Z")
    return fields.String(load_default=None, allow_none=True, validate=shape)


def _of_a_place(least: float, most: float) -> Any:
    def check(value: float) -> None:
        if not least <= value <= most:
            raise ValidationError(f"Between {least:g} and {most:g} degrees.")

    return check


class SeizureFields(Schema):
    """What the officer writes; empty where it is not known yet."""

    goods = PlainText(required=True, maximum=500)
    quantity = _amount(3)
    unit = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(UNITS))
    origin = PlainText(maximum=2, load_default="", metadata={"description": "ISO 3166"})
    route = PlainText(maximum=500, load_default="")
    transport = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(TRANSPORTS)
    )
    value = _amount(2)
    currency = PlainText(maximum=3, load_default="", metadata={"description": "ISO 4217"})
    hs_code = PlainText(maximum=10, load_default="")
    place = PlainText(maximum=200, load_default="")
    latitude = fields.Float(load_default=None, allow_none=True, validate=_of_a_place(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=_of_a_place(-180, 180))
    seized_on = fields.Date(load_default=None, allow_none=True)
    right_holder = PlainText(maximum=200, load_default="")
    legal_ground = PlainText(maximum=1_000, load_default="")


class SeizureRequest(SeizureFields):
    """``PUT /inspections/{id}/seizure``"""

    @post_load
    def as_numbers(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Decimals out of their text."""
        amounts = {name: data[name] and Decimal(data[name]) for name in ("quantity", "value")}
        return data | amounts


class SeizureResponse(SeizureFields):
    """``GET /inspections/{id}/seizure``; of what was never written, empty fields."""

    saved_at = fields.AwareDateTime(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The words of choices, and amounts as text."""
        value = super().get_attribute(obj, attr, default)
        if attr in ("unit", "transport"):
            return getattr(value, "value", value)
        return amount_text(value) if isinstance(value, Decimal) else value
