"""Writes the audit trail. Every call belongs to the transaction of the act itself."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.models.audit_event import AuditEvent
from ipm_api.policy import Actor


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: uuid.UUID | None = None,
    **details: Any,
) -> None:
    """
    Add one event; it is kept if and only if the caller's transaction is.

    Args:
        action: noun and past participle, "product.published".
        subject: id of what it was done to.
        details: JSON values. Never texts of a guide, passwords, tokens or positions.
    """
    session.add(
        AuditEvent(
            account_id=actor.account_id,
            action=action,
            subject="" if subject is None else str(subject),
            details=details,
        )
    )
