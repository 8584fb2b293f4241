"""Canaries in everything that is known of those who copy, at every level."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.violation import InfringementType, SignKind, WarningSign
from ipm_api.operations.violation import add_record
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    RouteDraft,
    SignDraft,
    VersionDraft,
)
from ipm_api.policy import Actor


def add_violations(
    session: Session,
    actor: Actor,
    product: Product,
    plant: Callable[[str, FeatureLevel], str],
) -> str:
    """One entry of each list and level, all for the whole brand; returns the last sign's id."""
    sign = ""
    for level in FeatureLevel:
        options = {"level": level, "whole_brand": True}

        def say(place: str, level: FeatureLevel = level) -> dict[str, str]:
            return {"en": plant(place, level)}

        def word(place: str, level: FeatureLevel = level) -> str:
            return plant(place, level)

        for draft in (
            VersionDraft(
                names=say("version"),
                how_to_tell=say("tell"),
                where_seen=word("seen"),
                **options,
            ),
            InfringementDraft(
                happened_on=date(2024, 5, 6),
                type=InfringementType.SEIZURE,
                place=word("port"),
                parties="" if level is FeatureLevel.OVERT else word("party"),
                notes=say("case"),
                **options,
            ),
            SignDraft(kind=SignKind.PRICE, texts=say("sign"), **options),
            RouteDraft(
                names=say("route"),
                notes=say("way"),
                stops=(
                    {"name": word("stop"), "country": "CN", "locode": ""},
                    {"name": "Antwerp", "country": "BE", "locode": "BEANR"},
                ),
                **options,
            ),
        ):
            record = add_record(session, actor, product.id, draft)
            if isinstance(record, WarningSign):
                sign = str(record.id)
    return sign
