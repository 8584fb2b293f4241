"""What a scanned code says."""

from typing import Any

from marshmallow import Schema, fields, validate

from ipm_api.schemas.fields import ScannedText
from ipm_api.schemas.product import ProductResponse

NOT_REGISTERED = (
    "No product with this number is registered here. That says nothing about the goods."
)
NO_NUMBER = "This code holds no product number. That says nothing about the goods."
NOT_A_TRADE_ITEM = (
    "This number was given out by a shop, a region or a publisher: it names no product the world "
    "over. That says nothing about the goods."
)


class BarcodeRequest(Schema):
    """``POST /barcodes`` with a text; a photo is sent as in ``POST /inspections``."""

    text = ScannedText(required=True, validate=validate.Length(min=1, max=4_300))


class NumberCheckResponse(Schema):
    """A serial or lot number beside the forms that the right holder declared."""

    product_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["serial", "lot"]))
    as_declared = fields.Boolean(
        required=True, metadata={"description": "False is a sign to check, never a verdict"}
    )


class BarcodeResponse(Schema):
    """One code."""

    text = fields.String(required=True, attribute="scan.raw")
    kind = fields.String(required=True, attribute="scan.kind.value")
    gtin = fields.String(required=True, allow_none=True, attribute="scan.gtin")
    lot = fields.String(required=True, allow_none=True, attribute="scan.lot")
    serial = fields.String(required=True, allow_none=True, attribute="scan.serial")
    expiry = fields.Date(required=True, allow_none=True, attribute="scan.expiry")
    is_trade_item = fields.Boolean(required=True, attribute="scan.is_trade_item")
    products = fields.List(fields.Nested(ProductResponse), required=True)
    number_checks = fields.List(fields.Nested(NumberCheckResponse), required=True)
    note = fields.String(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What an empty answer means, in a sentence."""
        if attr != "note":
            return super().get_attribute(obj, attr, default)
        if obj.products:
            return None
        if obj.scan.gtin is None:
            return NO_NUMBER
        return NOT_REGISTERED if obj.scan.is_trade_item else NOT_A_TRADE_ITEM


class BarcodeListResponse(Schema):
    """``POST /barcodes``; no code on a photo is an answer."""

    barcodes = fields.List(fields.Nested(BarcodeResponse), required=True)
