"""Who has looked at a product: by country and month, never who it was."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.models.account import Account
from ipm_api.models.audit_event import AuditEvent
from ipm_api.operations.product import own_product
from ipm_api.policy import Actor

MONTHS = 12  # that are shown; a month is shown when it is over
STEPS = (5, 10, 25, 50, 100, 250, 500, 1000)
"""
What is said is "at least so often". Fewer than the first is not said at all; exact numbers of one
product, beside the sum of all in the statistics, would give away the small numbers of another.
"""


@dataclass(frozen=True, slots=True)
class Looks:
    """
    How often a guide was read.

    Attributes:
        months: "2026-10", newest first.
        countries: ISO codes with at least one number that is said.
        at_least: (country, month) → one of STEPS. A reader counts once a day.
    """

    months: list[str]
    countries: list[str]
    at_least: dict[tuple[str, str], int]


def looks_at(
    session: Session, actor: Actor, product_id: uuid.UUID, *, moment: datetime | None = None
) -> Looks:
    """
    Readers of one's own product by country and month; that this was read is recorded.

    Args:
        moment: the present, for tests.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    own_product(session, actor, product_id)
    begin = (moment or now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    at = func.timezone("UTC", AuditEvent.at)
    month = func.to_char(at, "YYYY-MM")
    day = func.concat(cast(AuditEvent.account_id, String), func.to_char(at, "DD"))
    rows = session.execute(
        select(Account.country, month, func.count(day.distinct()))
        .join(Account, Account.id == AuditEvent.account_id)
        .where(
            AuditEvent.action == "guide.read",
            AuditEvent.subject == str(product_id),
            AuditEvent.at >= begin.replace(year=begin.year - 1),
            AuditEvent.at < begin,
        )
        .group_by(Account.country, month)
    )
    said = {
        (country, when): max(step for step in STEPS if step <= number)
        for country, when, number in rows
        if number >= STEPS[0]
    }
    audit.record(session, actor, "readership.read", product_id)
    session.commit()
    countries = sorted({country for country, _ in said})
    return Looks(sorted({when for _, when in said}, reverse=True), countries, said)
