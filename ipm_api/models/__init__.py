"""All tables; importing this package registers every one of them with the metadata."""

from ipm_api.models import (
    account,
    alert,
    audit_event,
    brand,
    distinguishing_feature,
    idempotency_record,
    inspection,
    product,
    reference_image,
    right_holder,
)

__all__ = [
    "account",
    "alert",
    "audit_event",
    "brand",
    "distinguishing_feature",
    "idempotency_record",
    "inspection",
    "product",
    "reference_image",
    "right_holder",
]
