"""Whom officers reach."""

from typing import Any

from marshmallow import Schema, fields

from ipm_api.database import now
from ipm_api.opening_hours import availability
from ipm_api.schemas.fields import ReaderText


class ContactResponse(Schema):
    """Whom to call, and whether somebody answers now."""

    name = fields.String(required=True)
    role = ReaderText(required=True)
    email = fields.String(required=True)
    telephone = fields.String(required=True)
    languages = fields.String(required=True)
    time_zone = fields.String(required=True)
    duty = fields.String(required=True, attribute="duty.value")
    is_open = fields.Boolean(required=True)
    local_time = fields.AwareDateTime(required=True)
    opens_at = fields.AwareDateTime(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What the clock at the contact's says."""
        if attr in ("is_open", "local_time", "opens_at"):
            return getattr(availability(obj, now()), attr)
        return super().get_attribute(obj, attr, default)
