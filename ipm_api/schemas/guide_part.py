"""Parts of a guide that stand in lists: variants, packaging, serial numbers, prices, facts."""

from marshmallow import Schema, fields

from ipm_api.schemas.fields import ReaderText


class VariantResponse(Schema):
    """The same article in another colour, size or wording."""

    name = ReaderText(required=True, attribute="names")
    marks = ReaderText(required=True)
    gtin = fields.String(required=True)
    sku = fields.String(required=True)


class PackagingResponse(Schema):
    """A layer of packaging, from the single article to the pallet."""

    level = fields.String(required=True)
    gtin = fields.String(required=True)
    items = fields.Integer(required=True, allow_none=True)
    languages = fields.List(fields.String(), required=True)
    papers = ReaderText(required=True)
    description = ReaderText(required=True)


class SerialFormatResponse(Schema):
    """The form of serial or lot numbers; the language is in ipm_api/serial_format.py."""

    kind = fields.String(required=True)
    pattern = fields.String(required=True)
    place = ReaderText(required=True)
    reading = ReaderText(required=True)
    example = fields.String(required=True)


class PriceBandResponse(Schema):
    """What the genuine article costs."""

    country = fields.String(required=True)
    currency = fields.String(required=True)
    low = fields.String(required=True)
    high = fields.String(required=True)


class CharacteristicResponse(Schema):
    """A technical fact."""

    name = ReaderText(required=True, attribute="names")
    value = ReaderText(required=True, attribute="values")
