"""Names of the administrators who decided, for the pages where others decide."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account
from ipm_api.models.approval import Approval
from ipm_api.policy import ADMINISTRATORS, Actor, require


def names_of_deciders(
    session: Session, actor: Actor, approvals: Iterable[Approval]
) -> dict[uuid.UUID, str]:
    """Account → name, of everybody who asked for, approved or refused one of *approvals*."""
    require(actor, ADMINISTRATORS)
    people = {
        person
        for approval in approvals
        for person in (
            approval.requested_by_id,
            approval.first_by_id,
            approval.second_by_id,
            approval.refused_by_id,
        )
        if person is not None
    }
    accounts = session.scalars(select(Account).where(Account.id.in_(people)))
    return {account.id: account.name for account in accounts}
