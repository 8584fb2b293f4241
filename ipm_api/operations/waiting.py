"""What waits for administrators, counted."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from ipm_api.models.account import Account
from ipm_api.models.approval import Approval, ApprovalKind, Decision
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.policy import ADMINISTRATORS, Actor, require


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    Counts of one kind.

    Attributes:
        waiting: subjects that wait for a decision.
        half: those of them that one administrator has approved.
        yours: those that *actor* has approved already: others must look at them.
    """

    waiting: int
    half: int
    yours: int


def waiting_decisions(session: Session, actor: Actor) -> dict[str, Waiting]:
    """Kind of subject ("right-holder", "account", "image", "second-factor") → counts."""
    require(actor, ADMINISTRATORS)
    halves = {
        kind: (half, yours)
        for kind, half, yours in session.execute(
            select(
                Approval.kind,
                func.count(Approval.first_by_id),
                func.count(Approval.id).filter(Approval.first_by_id == actor.account_id),
            )
            .where(Approval.decision == Decision.WAITING)
            .group_by(Approval.kind)
        )
    }
    refused = _latest_is_refused()
    counts = {
        ApprovalKind.RIGHT_HOLDER: select(func.count(RightHolder.id)).where(
            RightHolder.state == RightHolderState.PENDING, ~refused
        ),
        ApprovalKind.ACCOUNT: select(func.count(Account.id)).where(
            ~Account.approved, ~Account.disabled
        ),
        ApprovalKind.IMAGE: select(func.count(ReferenceImage.id)).where(
            ReferenceImage.state == ImageState.HELD_BACK
        ),
        ApprovalKind.SECOND_FACTOR: select(func.count(Approval.id)).where(
            Approval.kind == ApprovalKind.SECOND_FACTOR, Approval.decision == Decision.WAITING
        ),
    }
    return {
        kind.value: Waiting(session.scalars(query).one(), *halves.get(kind, (0, 0)))
        for kind, query in counts.items()
    }


def _latest_is_refused() -> ColumnElement[bool]:
    """Condition on RightHolder: refused, and nobody has reconsidered since."""
    latest = aliased(Approval)
    return (
        select(latest.decision)
        .where(latest.kind == ApprovalKind.RIGHT_HOLDER, latest.subject_id == RightHolder.id)
        .order_by(latest.requested_at.desc())
        .limit(1)
        .scalar_subquery()
        .is_not_distinct_from(Decision.REFUSED)
    )
