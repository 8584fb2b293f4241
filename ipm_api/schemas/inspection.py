"""Inspections: what comes back to an officer. Never a score."""

import uuid
from typing import Any

from marshmallow import Schema, fields, validate

from ipm_api.quality_texts import photo_advice
from ipm_api.schemas.feature import FeatureResponse
from ipm_api.schemas.image import ImageResponse, image_url
from ipm_api.schemas.product import (
    ProductNameResponse,
    ProductResponse,
)
from ipm_api.schemas.verdict import EarlierVerdictResponse, VerdictResponse

NOT_IN_THE_LIST = (
    "Not in the list? It may simply not be registered. That alone says nothing about the goods."
)
BARCODE_SAYS = ("agrees", "belongs-to-other-product", "not-registered", "none")


class PhotoResponse(Schema):
    """One photo: a receipt, and what to do better next time."""

    id = fields.UUID(required=True)
    client_id = fields.String(required=True, allow_none=True)
    sha256 = fields.String(
        required=True,
        attribute="original_sha256",
        metadata={"description": "of the original, as declared before anything was sent"},
    )
    size = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)
    original_arrived_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "null: only the smaller copy is here yet"},
    )
    copy_sha256 = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "of the smaller copy that came first, if one did"},
    )
    url = fields.String(required=True)
    advice = fields.List(fields.String(), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The address comes from the ids, the words from what was measured."""
        if attr == "url":
            return f"/api/v1/inspections/{obj.inspection_id}/photos/{obj.id}"
        if attr == "advice":
            return photo_advice(obj.quality_problems)
        return super().get_attribute(obj, attr, default)


class CodeResponse(Schema):
    """A product number of the article, and the published products that carry it."""

    gtin = fields.String(required=True)
    scanned = fields.Boolean(required=True, metadata={"description": "by the phone, or typed"})
    photo_ids = fields.List(fields.UUID(), required=True)
    products = fields.List(fields.Nested(ProductNameResponse), required=True)


class CandidateFeatureResponse(FeatureResponse):
    """A feature of a candidate, and the same place on the officer's photo."""

    photo_id = fields.UUID(required=True, allow_none=True)
    photo_crop_url = fields.String(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """`(feature, id of the photo that shows it, url)` comes in."""
        feature, photo_id, url = obj
        if attr == "photo_id":
            return photo_id
        return url if attr == "photo_crop_url" else super().get_attribute(feature, attr, default)


class CodeCheckResponse(Schema):
    """A number of the scanned code beside what the right holder declared of this product."""

    kind = fields.String(required=True, validate=validate.OneOf(["gtin", "serial", "lot"]))
    as_declared = fields.Boolean(
        required=True, metadata={"description": "False is a sign to check, never a verdict"}
    )


class CandidateResponse(Schema):
    """A product that resembles the article. The order is the only order there is."""

    rank = fields.Integer(required=True)
    band = fields.String(required=True, validate=validate.OneOf(["strong", "possible", "barcode"]))
    barcode_agrees = fields.Boolean(required=True, allow_none=True)
    barcode_says = fields.String(
        required=True,
        validate=validate.OneOf(BARCODE_SAYS),
        metadata={"description": "not-registered says nothing about the goods"},
    )
    barcode_names = fields.List(
        fields.Nested(ProductNameResponse),
        required=True,
        metadata={"description": "other products to which a code on the photos belongs"},
    )
    code_checks = fields.List(fields.Nested(CodeCheckResponse), required=True)
    contradicted_by = fields.List(
        fields.Nested(ProductNameResponse),
        required=True,
        metadata={"description": "products that other photos of the article show as strongly"},
    )
    product = fields.Nested(ProductResponse, required=True)
    reference_image_url = fields.String(required=True, allow_none=True)
    views_seen = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "views of the product that the photos show: front, back, …"},
    )
    features = fields.List(fields.Nested(CandidateFeatureResponse), required=True)
    counterfeit_images = fields.List(fields.Nested(ImageResponse), required=True)


class InspectionResponse(Schema):
    """An inspection with everything that an officer compares."""

    id = fields.UUID(required=True)
    client_id = fields.String(required=True, allow_none=True)
    started_at = fields.AwareDateTime(required=True)
    barcode = fields.String(required=True)
    place = fields.String(required=True)
    notes = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoResponse), required=True)
    codes = fields.List(fields.Nested(CodeResponse), required=True)
    candidates = fields.List(fields.Nested(CandidateResponse), required=True)
    note = fields.String(required=True)
    verdict = fields.Nested(VerdictResponse, required=True, allow_none=True)
    earlier_verdicts = fields.List(fields.Nested(EarlierVerdictResponse), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """An InspectionReport comes in; candidates whose guide is gone are left out."""
        inspection = obj.inspection
        if attr == "candidates":
            return [
                candidate_parts(obj, candidate)
                for candidate in inspection.candidates
                if candidate.product_id in obj.guides
            ]
        if attr == "codes":
            return obj.codes
        if attr == "note":
            return NOT_IN_THE_LIST
        if attr == "verdict":
            return inspection if inspection.verdict else None
        return super().get_attribute(inspection, attr, default)


def candidate_parts(report: Any, candidate: Any) -> dict[str, Any]:
    """What CandidateResponse dumps, from a candidate whose guide is in *report*."""
    guide = report.guides[candidate.product_id]
    seen = [sighting.reference_image_id for sighting in candidate.sightings]
    matched = [image for image in guide.images if image.id in seen]
    crops = f"/api/v1/inspections/{report.inspection.id}/features"
    carriers = {product.id: product for code in report.codes for product in code.products}
    others = [product for id_, product in carriers.items() if id_ != candidate.product_id]
    return {
        "rank": candidate.rank,
        "band": candidate.band.value,
        "barcode_agrees": candidate.barcode_agrees,
        "barcode_says": barcode_says(candidate, others),
        "barcode_names": others,
        "code_checks": report.code_checks(candidate.product_id),
        "contradicted_by": [
            report.guides[product_id].product
            for product_id in map(uuid.UUID, candidate.contradicted_by)
            if product_id in report.guides
        ],
        "product": guide.product,
        "reference_image_url": image_url(matched[0]) if matched else None,
        "views_seen": list(dict.fromkeys(image.view.value for image in matched)),
        "features": [
            (
                feature,
                report.places.get(feature.id),
                f"{crops}/{feature.id}/crop" if feature.id in report.places else None,
            )
            for feature in guide.features
        ],
        "counterfeit_images": [
            image for image in guide.images if image.kind.value == "known-counterfeit"
        ],
    }


def barcode_says(candidate: Any, others: list[Any]) -> str:
    """One of BARCODE_SAYS; *others* are the other products that carry a code of the article."""
    if candidate.barcode_agrees is None:
        return "none"
    if candidate.barcode_agrees:
        return "agrees"
    return "belongs-to-other-product" if others else "not-registered"


class InspectionInListResponse(Schema):
    """An inspection in a list."""

    id = fields.UUID(required=True)
    client_id = fields.String(required=True, allow_none=True)
    started_at = fields.AwareDateTime(required=True)
    barcode = fields.String(required=True)
    place = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoResponse), required=True)
    verdict = fields.String(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The word of the verdict alone."""
        if attr == "verdict":
            return obj.verdict.value if obj.verdict else None
        return super().get_attribute(obj, attr, default)


class InspectionListResponse(Schema):
    """``GET /inspections``, newest first."""

    inspections = fields.List(fields.Nested(InspectionInListResponse), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "cursor of the next page"}
    )
