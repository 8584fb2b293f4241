"""What invented officers did before the demonstration began, so that statistics have something."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.account import Account, Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Band, Candidate, Inspection, Verdict
from ipm_api.models.product import Product
from ipm_api.models.right_holder import RightHolder
from ipm_api.policy import Actor

_COUNTRIES = {"FR": 9, "MA": 6, "BR": 4, "NL": 5, "AE": 3, "SN": 1}
"""Country → inspections in a usual month."""

_VERDICTS = (
    *[Verdict.SUSPECT] * 6,
    *[Verdict.NOT_SUSPECT] * 9,
    Verdict.UNAUTHORISED_CHANNEL,
    *[Verdict.CANNOT_TELL] * 2,
    None,
)


def add_past_year(session: Session, publisher: Actor, moment: datetime | None = None) -> None:
    """
    Add readings and inspections of *publisher*'s products since January of last year.

    The officers cannot sign in: their accounts are closed and have no password. A second call adds
    nothing.
    """
    moment = moment or now()
    begin = datetime(moment.year - 1, 1, 1, tzinfo=UTC)
    holder = session.get_one(RightHolder, publisher.right_holder_id)
    if holder.registered_at <= begin:
        return
    holder.registered_at = begin
    own = Product.right_holder_id == holder.id
    products = list(session.scalars(select(Product).where(own).order_by(Product.sort_name)))
    numbers = random.Random(952)
    for country, usual in _COUNTRIES.items():
        officer = Account(
            email=f"past-{country.lower()}@ipm.example",
            name="Invented officer",
            password_hash="!",  # noqa: S106 - fits no password
            role=Role.OFFICER,
            country=country,
            disabled=True,
        )
        session.add(officer)
        session.flush()
        day = begin
        while day < moment:
            for _ in range(numbers.randint(0, 2 * usual)):
                at = day + timedelta(hours=numbers.uniform(0, 24 * 28))
                if at < moment:
                    _look(session, officer, numbers.choice(products), numbers, at)
            day = (day + timedelta(days=32)).replace(day=1)
    session.commit()


def _look(
    session: Session, officer: Account, product: Product, numbers: random.Random, at: datetime
) -> None:
    verdict = numbers.choice(_VERDICTS)
    inspection = Inspection(account_id=officer.id, started_at=at)
    inspection.candidates = [Candidate(rank=1, product_id=product.id, band=Band.STRONG)]
    if verdict is not None:
        inspection.verdict, inspection.verdict_at = verdict, at
        inspection.verdict_product_id = product.id
    session.add(inspection)
    session.add(
        AuditEvent(account_id=officer.id, action="guide.read", subject=str(product.id), at=at)
    )
