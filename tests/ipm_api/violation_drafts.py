"""One entry of each list of what is known of those who copy."""

from datetime import date

from ipm_api.models.reference_image import ImageKind
from ipm_api.models.violation import InfringementType, SignKind
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    RouteDraft,
    SignDraft,
    VersionDraft,
)

VERSION = VersionDraft(names={"en": "Blue cap"}, how_to_tell={"en": "The cap is blue."})
CASE = InfringementDraft(date(2024, 5, 6), InfringementType.SEIZURE, notes={"en": "In a lorry."})
SIGN = SignDraft(SignKind.PRICE, {"en": "Under 3 EUR."})
ROUTE = RouteDraft(
    {"en": "By the north"},
    stops=({"name": "Shanghai", "country": "CN"}, {"name": "Antwerp", "country": "BE"}),
)


def fake_of(product):
    """Its known-counterfeit picture."""
    return next(image for image in product.images if image.kind is ImageKind.KNOWN_COUNTERFEIT)
