"""Products in a list, and as a guide."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from ipm_api.errors import InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.schemas.brand import BrandOfGuideResponse, BrandResponse
from ipm_api.schemas.category import CategoryResponse
from ipm_api.schemas.contact import ContactResponse
from ipm_api.schemas.feature import FeatureResponse
from ipm_api.schemas.fields import PlainText, ReaderText
from ipm_api.schemas.guide_part import (
    CharacteristicResponse,
    PackagingResponse,
    PriceBandResponse,
    SerialFormatResponse,
    VariantResponse,
)
from ipm_api.schemas.image import ImageResponse, thumbnail_url
from ipm_api.schemas.supply_chain import RouteResponse, TraderResponse
from ipm_api.schemas.violation import (
    CounterfeitVersionResponse,
    InfringementResponse,
    SuspiciousRouteResponse,
    WarningSignResponse,
)

_VIOLATIONS = {
    "counterfeit_versions": "versions",
    "infringements": "infringements",
    "warning_signs": "signs",
    "suspicious_routes": "routes",
}
_OF_THE_GUIDE = frozenset(
    {
        "features",
        "images",
        "contacts",
        "version",
        "published_at",
        "checked_at",
        "months_unchecked",
    }
)
LARGEST_PAGE = 100
USUAL_PAGE = 50


class GtinText(fields.String):
    """GTIN-8, -12, -13 or -14; loaded as 14 digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return parse_gtin(text)
        except InvalidGtin as error:
            raise ValidationError(str(error)) from error


class ProductQuery(Schema):
    """``GET /products``; all conditions must hold."""

    q = PlainText(maximum=200, load_default="")
    brand = fields.UUID()
    category = PlainText(maximum=40)
    hs_code = fields.String(load_default="", validate=validate.Regexp(r"\A[0-9]{0,10}\Z"))
    gtin = GtinText(validate=validate.Length(max=14), metadata={"maxLength": 40})
    limit = fields.Integer(
        load_default=USUAL_PAGE, validate=validate.Range(min=1, max=LARGEST_PAGE)
    )
    cursor = fields.String(validate=validate.Length(max=2_000))


class PreviewQuery(Schema):
    """``GET /previews/{id}``"""

    reader = fields.String(load_default="officer", validate=validate.OneOf(["officer", "trainer"]))


class ProductNameResponse(Schema):
    """A product that is only named."""

    id = fields.UUID(required=True)
    name = ReaderText(required=True, attribute="names")
    brand = fields.Nested(BrandResponse, required=True)


class ProductResponse(Schema):
    """A product in a list."""

    id = fields.UUID(required=True)
    name = ReaderText(required=True, attribute="names")
    brand = fields.Nested(BrandResponse, required=True)
    category = fields.Nested(CategoryResponse, required=True)
    gtins = fields.List(fields.String(), required=True)
    hs_code = fields.String(required=True)
    thumbnail_url = fields.String(required=True, allow_none=True)
    changed_at = fields.AwareDateTime(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Numbers instead of rows, an address instead of pictures."""
        if attr == "gtins":
            return [row.gtin for row in obj.gtins]
        if attr == "thumbnail_url":
            return thumbnail_url(obj.images)
        return super().get_attribute(obj, attr, default)


class ProductListResponse(Schema):
    """``GET /products``"""

    products = fields.List(fields.Nested(ProductResponse), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "cursor of the next page"}
    )


class GuideResponse(ProductResponse):
    """``GET /products/{id}``: all that this reader may know. A Guide comes in."""

    version = fields.Integer(
        required=True, metadata={"description": "number of what is published; 0 in a preview"}
    )
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    checked_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "when the right holder last said that it is right"},
    )
    months_unchecked = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "months since then, if that is longer than it should be"},
    )
    description = ReaderText(required=True, attribute="descriptions")
    brand = fields.Nested(BrandOfGuideResponse, required=True)
    features = fields.List(fields.Nested(FeatureResponse), required=True)
    images = fields.List(fields.Nested(ImageResponse), required=True)
    contacts = fields.List(fields.Nested(ContactResponse), required=True)
    model_number = fields.String(required=True)
    variants = fields.List(fields.Nested(VariantResponse), required=True)
    packaging = fields.List(fields.Nested(PackagingResponse), required=True)
    serial_formats = fields.List(fields.Nested(SerialFormatResponse), required=True)
    price_bands = fields.List(fields.Nested(PriceBandResponse), required=True)
    characteristics = fields.List(fields.Nested(CharacteristicResponse), required=True)
    traders = fields.List(fields.Nested(TraderResponse), required=True, attribute="chain.traders")
    routes = fields.List(fields.Nested(RouteResponse), required=True, attribute="chain.routes")
    counterfeit_versions = fields.List(fields.Nested(CounterfeitVersionResponse), required=True)
    infringements = fields.List(fields.Nested(InfringementResponse), required=True)
    warning_signs = fields.List(fields.Nested(WarningSignResponse), required=True)
    suspicious_routes = fields.List(fields.Nested(SuspiciousRouteResponse), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Features, images and contacts are those of this reader, not the product's."""
        if attr in _OF_THE_GUIDE:
            return getattr(obj, attr)
        if attr in ("chain.traders", "chain.routes"):
            return getattr(obj.chain, attr.removeprefix("chain."))
        if attr in _VIOLATIONS:
            return getattr(obj.violations, _VIOLATIONS[attr])
        return super().get_attribute(obj.product, attr, default)
