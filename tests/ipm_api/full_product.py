"""Every field of a product, and a colleague who writes in the same one."""

import pytest

from ipm_api.models.account import Role

FULL = {
    "model_number": "EC-50",
    "skus": ["EC50-A", "EC50-A", "EC50-B"],
    "nice_classes": [3],
    "variants": [
        {"names": {"en": "Travel"}, "marks": {"en": "30 ml"}, "gtin": "036000291452", "sku": "T"}
    ],
    "packaging": [
        {"level": "unit", "languages": ["en", "fr"], "papers": {"en": "Leaflet"}},
        {"level": "outer", "gtin": "10360002914529", "items": "12"},
    ],
    "serial_formats": [
        {"kind": "lot", "pattern": "LL-N{6}", "place": {"en": "Foot"}, "example": "AB-123456"}
    ],
    "price_bands": [{"country": "fr", "currency": "eur", "low": "10,5", "high": "19.90"}],
    "characteristics": [{"names": {"en": "Volume"}, "values": {"en": "50 ml"}}],
}


@pytest.fixture
def colleague(publisher, make_account, actor_for, session):
    """Somebody else of the same organisation."""
    from ipm_api.models.right_holder import RightHolder

    holder = session.get_one(RightHolder, publisher.right_holder_id)
    return actor_for(make_account(Role.MEMBER, holder))
