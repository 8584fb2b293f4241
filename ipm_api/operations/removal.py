"""Taking something of an organisation out of all guides, and back: the row stays."""

from typing import TypeVar

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.models.brand import Brand, IntellectualPropertyRight
from ipm_api.models.right_holder import Contact
from ipm_api.models.supply_chain import Trader, TradeRoute
from ipm_api.policy import Actor

Row = TypeVar("Row", Brand, Contact, IntellectualPropertyRight, Trader, TradeRoute)


def remove(session: Session, actor: Actor, row: Row, noun: str) -> Row:
    """Remove *row*, which is *actor*'s own; *noun* as in the audit trail."""
    row.removed_at = now()
    audit.record(session, actor, f"{noun}.removed", row.id)
    session.commit()
    return row


def restore(session: Session, actor: Actor, row: Row, noun: str) -> Row:
    """Undo ``remove``."""
    row.removed_at = None
    audit.record(session, actor, f"{noun}.restored", row.id)
    session.commit()
    return row
