"""What the officer decided, and saw at each distinguishing feature."""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid
from ipm_api.models.inspection import CheckAnswer, FeatureCheck, Verdict
from ipm_api.operations.guide import guides
from ipm_api.operations.inspection import InspectionReport, own_inspection, read_inspection
from ipm_api.policy import Actor


def record_verdict(
    session: Session,
    actor: Actor,
    inspection_id: uuid.UUID,
    verdict: Verdict | str,
    *,
    reason: str = "",
    product_id: uuid.UUID | None = None,
    checks: Mapping[uuid.UUID, CheckAnswer | str] | None = None,
) -> InspectionReport:
    """
    Record what the officer decided. The first verdict may be corrected; each is in the trail.

    Args:
        verdict: one of Verdict, or its value.
        product_id: what the article was compared with, or None: a candidate, or a published
            product that the officer searched for because no photo found it.
        checks: feature id → what the officer saw there, one of CheckAnswer or its value.

    Raises:
        NotFound: no such inspection, or another officer's.
        Invalid: the product is no candidate and not published, or a feature is not shown for it.
    """
    decided = Verdict(verdict)
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    known = {candidate.product_id for candidate in inspection.candidates}
    guide = guides(session, actor, [product_id]).get(product_id) if product_id else None
    if product_id is not None and guide is None and product_id not in known:
        raise Invalid({"product_id": ["This product is not published."]})
    features = {feature.id for feature in guide.features} if guide else set()
    if not set(checks or {}) <= features:
        raise Invalid({"checks": ["A check does not belong to the chosen product."]})
    inspection.verdict = decided
    inspection.verdict_reason = reason
    inspection.verdict_product_id = product_id
    inspection.verdict_at = now()
    inspection.checks = []
    session.flush()
    inspection.checks = [
        FeatureCheck(feature_id=feature_id, answer=CheckAnswer(answer))
        for feature_id, answer in (checks or {}).items()
    ]
    audit.record(session, actor, "verdict.recorded", inspection.id, verdict=decided.value)
    session.commit()
    return read_inspection(session, actor, inspection.id)
