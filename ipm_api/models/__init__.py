"""All tables; importing this package registers every one of them with the metadata."""

from ipm_api.models import (
    account,
    alert,
    audit_event,
    brand,
    counterfeit_version,
    distinguishing_feature,
    idempotency_record,
    inspection,
    job,
    product,
    product_change,
    reference_image,
    right_holder,
    supply_chain,
    violation,
)

__all__ = [
    "account",
    "alert",
    "audit_event",
    "brand",
    "counterfeit_version",
    "distinguishing_feature",
    "idempotency_record",
    "inspection",
    "job",
    "product",
    "product_change",
    "reference_image",
    "right_holder",
    "supply_chain",
    "violation",
]
