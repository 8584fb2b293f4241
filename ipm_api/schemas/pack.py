"""Guides that a phone carries along, and the signed list of them."""

import base64
import hashlib
import json
from typing import Any

from marshmallow import Schema, fields

from ipm_api.schemas.contact import ContactResponse
from ipm_api.schemas.image import image_url
from ipm_api.schemas.product import GuideResponse, ProductResponse

FORMAT = "ipm guides 1"
"""Signed with the rest, so that no other signature of the service passes for one of a list."""


class FavouriteListResponse(Schema):
    """``GET /favourites``"""

    products = fields.List(fields.Nested(ProductResponse), required=True)


class PackResponse(Schema):
    """``GET /packs/{name}``"""

    manifest = fields.String(
        required=True,
        metadata={
            "description": "JSON, signed as it stands: {format, name, language, issued_at, "
            "valid_until, guides: [{product_id, version, sha256}]}"
        },
    )
    signature = fields.String(
        required=True,
        metadata={"description": "Ed25519 over the UTF-8 bytes, hexadecimal; see /signing-key"},
    )


class CarriedContactResponse(ContactResponse):
    """Whom to call, with the hours, since nobody knows when it will be read."""

    class Meta:
        """Without what a clock said."""

        exclude = ("is_open", "local_time", "opens_at")

    always = fields.Boolean(required=True)
    hours = fields.Dict(required=True)


class CarriedGuideResponse(GuideResponse):
    """A guide as ``GET /products/{id}`` gives it, of overt features only."""

    contacts = fields.List(fields.Nested(CarriedContactResponse), required=True)


class CarriedDocumentResponse(Schema):
    """``GET /packs/{name}/guides/{id}``; its SHA-256 stands in the list."""

    guide = fields.Nested(CarriedGuideResponse, required=True)
    pictures = fields.Dict(
        required=True, metadata={"description": "address → small JPEG in base64"}
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Pictures by the addresses that the guide names."""
        if attr == "pictures":
            pictures = _by_address(obj)
            return {url: base64.b64encode(data).decode() for url, data in pictures.items()}
        return super().get_attribute(obj, attr, default)


def document_of(carried: Any) -> bytes:
    """The document of a CarriedGuide: the same bytes for the same content."""
    dumped = CarriedDocumentResponse().dump(carried)
    return json.dumps(dumped, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def entry_of(carried: Any) -> dict[str, Any]:
    """The line of a CarriedGuide in the list of its pack."""
    return {
        "product_id": str(carried.guide.product.id),
        "version": carried.guide.version,
        "sha256": hashlib.sha256(document_of(carried)).hexdigest(),
    }


def _by_address(carried: Any) -> dict[str, bytes]:
    thumbnails = {image.id: image for image in carried.guide.images}
    of_versions = [one.images for one in carried.guide.violations.versions]
    thumbnails |= {image.id: image for images in of_versions for image in images}
    found = {
        f"{image_url(thumbnails[id_])}?size=thumbnail": data
        for id_, data in carried.thumbnails.items()
    }
    for name, cut in (("crop", carried.crops), ("counterpart", carried.counterparts)):
        found |= {f"/api/v1/features/{id_}/{name}": data for id_, data in cut.items()}
    return found
