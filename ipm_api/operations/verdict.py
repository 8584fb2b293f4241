"""What the officer decided, and saw at each distinguishing feature."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.inspection import UNDO_WITHIN, CheckAnswer, FeatureCheck, Inspection, Verdict
from ipm_api.models.recorded_verdict import RecordedVerdict
from ipm_api.operations.guide import guides
from ipm_api.operations.inspection import InspectionReport, own_inspection, read_inspection
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence

ANY_VERDICT = datetime.min.replace(tzinfo=UTC)
"""Of *instead_of*: whatever stands is replaced."""


def record_verdict(
    session: Session,
    actor: Actor,
    inspection_id: uuid.UUID,
    verdict: Verdict | str,
    *,
    reason: str = "",
    product_id: uuid.UUID | None = None,
    checks: Mapping[uuid.UUID, CheckAnswer | str] | None = None,
    instead_of: datetime | None = ANY_VERDICT,
) -> InspectionReport:
    """
    Record what the officer decided. A verdict may be corrected; each one is kept as it was.

    Args:
        verdict: one of Verdict, or its value.
        product_id: what the article was compared with, or None: a candidate, or a published
            product that the officer searched for because no photo found it.
        checks: feature id → what the officer saw there, one of CheckAnswer or its value.
        instead_of: time of the verdict that the officer saw, None: there was none. A verdict that
            waited on a phone does not replace a later one unseen; the same again is no change.

    Raises:
        NotFound: no such inspection, or another officer's.
        Conflict: another verdict than that of *instead_of* stands.
        Invalid: the product is no candidate and not published, or a feature is not shown for it.
    """
    decided = Verdict(verdict)
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    given = {key: CheckAnswer(answer) for key, answer in (checks or {}).items()}
    if instead_of is not ANY_VERDICT and inspection.verdict_at != instead_of:
        if not _is_recorded(inspection, decided, reason, product_id, given):
            raise Conflict("Another verdict was recorded meanwhile. It stands.")
        return read_inspection(session, actor, inspection.id)
    known = {candidate.product_id for candidate in inspection.candidates}
    guide = guides(session, actor, [product_id]).get(product_id) if product_id else None
    if product_id is not None and guide is None and product_id not in known:
        raise Invalid({"product_id": ["This product is not published."]})
    features = {feature.id for feature in guide.features} if guide else set()
    if not set(given) <= features:
        raise Invalid({"checks": ["A check does not belong to the chosen product."]})
    recorded = RecordedVerdict(
        number=len(inspection.verdicts) + 1,
        verdict=decided,
        reason=reason,
        product_id=product_id,
        version_number=guide.version if guide else None,
        checks=[{"feature_id": str(id_), "answer": one.value} for id_, one in given.items()],
        recorded_at=now(),
    )
    inspection.verdicts.append(recorded)
    _let_hold(session, inspection, recorded)
    audit.record(session, actor, "verdict.recorded", inspection.id, verdict=decided.value)
    session.commit()
    return read_inspection(session, actor, inspection.id)


def undo_verdict(
    session: Session, actor: Actor, inspection_id: uuid.UUID, *, of: datetime | None = None
) -> InspectionReport:
    """
    Take the verdict back: the one before it holds again, or none. Both stay in the record.

    Without a verdict there is nothing to do.

    Args:
        of: time of the verdict that the officer saw. A wish that waited on a phone, or is sent
            again because its answer was lost, takes back no other one.

    Raises:
        NotFound: no such inspection, or another officer's.
        Conflict: it was recorded too long ago; another one can still be recorded. Or another
            verdict than that of *of* stands.
    """
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    if of is not None and inspection.verdict_at != of:
        if not any(one.recorded_at == of and one.undone_at for one in inspection.verdicts):
            raise Conflict("Another verdict was recorded meanwhile. It stands.")
        return read_inspection(session, actor, inspection.id)
    if inspection.verdict is not None:
        assert inspection.undo_until is not None
        if now() > inspection.undo_until:
            minutes = int(UNDO_WITHIN.total_seconds() // 60)
            raise Conflict(
                Sentence(
                    "A verdict can be undone for %(minutes)s minutes. Record another one.",
                    minutes=minutes,
                )
            )
        holding = [one for one in inspection.verdicts if one.undone_at is None]
        holding[-1].undone_at = now()
        _let_hold(session, inspection, holding[-2] if len(holding) > 1 else None)
        audit.record(session, actor, "verdict.undone", inspection.id, number=holding[-1].number)
        session.commit()
    return read_inspection(session, actor, inspection.id)


def _let_hold(session: Session, inspection: Inspection, one: RecordedVerdict | None) -> None:
    """Say on *inspection* which verdict holds."""
    inspection.verdict = one.verdict if one else None
    inspection.verdict_reason = one.reason if one else ""
    inspection.verdict_product_id = one.product_id if one else None
    inspection.verdict_at = one.recorded_at if one else None
    inspection.checks = []
    session.flush()
    inspection.checks = [
        FeatureCheck(feature_id=uuid.UUID(check["feature_id"]), answer=CheckAnswer(check["answer"]))
        for check in (one.checks if one else [])
    ]


def _is_recorded(
    inspection: Inspection,
    verdict: Verdict,
    reason: str,
    product_id: uuid.UUID | None,
    checks: Mapping[uuid.UUID, CheckAnswer],
) -> bool:
    """True if this very verdict stands: its answer was lost on the way to the phone."""
    return (
        inspection.verdict is verdict
        and inspection.verdict_reason == reason
        and inspection.verdict_product_id == product_id
        and {check.feature_id: check.answer for check in inspection.checks} == checks
    )
