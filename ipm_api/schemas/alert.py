"""Warnings to officers."""

from typing import Any

from marshmallow import Schema, fields

from ipm_api.ports import PORTS
from ipm_api.schemas.fields import ReaderText


class PortResponse(Schema):
    """A port."""

    locode = fields.String(required=True, metadata={"description": "UN/LOCODE, as NLRTM"})
    name = fields.String(required=True)


class AlertResponse(Schema):
    """One warning."""

    id = fields.UUID(required=True)
    title = ReaderText(required=True, attribute="titles")
    text = ReaderText(required=True, attribute="texts")
    priority = fields.String(required=True, attribute="priority.value")
    urgent = fields.Boolean(required=True)
    right_holder = fields.String(required=True, attribute="right_holder.name")
    product_id = fields.UUID(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    ports = fields.List(
        fields.Nested(PortResponse),
        required=True,
        metadata={"description": "where it is read first; empty: everywhere"},
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Ports with their names."""
        if attr == "ports":
            return [PORTS[locode] for locode in obj.ports if locode in PORTS]
        return super().get_attribute(obj, attr, default)


class AlertListResponse(Schema):
    """``GET /alerts``"""

    alerts = fields.List(fields.Nested(AlertResponse), required=True)
    ports = fields.List(
        fields.Nested(PortResponse),
        required=True,
        metadata={"description": "of the officer's country, to choose one on the phone"},
    )
