"""What officers did with one's own products: counts by country and month, the small ones hidden."""

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, String, cast, distinct, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Candidate, Inspection, Verdict
from ipm_api.models.product import Product
from ipm_api.models.right_holder import RightHolder
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.small_counts import CountTable, publish

MONTHS = 12


class Measure(enum.Enum):
    """What is counted. None is the sum of others: a sum would give away what they hide."""

    READS = "guide-reads"  # an officer opened a guide, found by words or a product number
    MATCHES = "matches"  # a product was shown as a candidate for an article
    INSPECTIONS = "inspections"  # articles for which at least one of the products was shown
    SUSPECT = "verdict-suspect"
    NOT_SUSPECT = "verdict-not-suspect"
    UNAUTHORISED_CHANNEL = "verdict-genuine-unauthorised-channel"
    CANNOT_TELL = "verdict-cannot-tell"


_MEASURE_OF = {verdict: Measure(f"verdict-{verdict.value}") for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Statistics:
    """
    One calendar year (UTC) of a right holder.

    Attributes:
        year: which one.
        years: those that there are, the latest first.
        months: how many months of it are over; only these are counted.
        tables: measure → what may be told.
    """

    year: int
    years: list[int]
    months: int
    tables: dict[Measure, CountTable]


def own_statistics(
    session: Session, actor: Actor, year: int | None = None, *, moment: datetime | None = None
) -> Statistics:
    """
    How officers used the actor's products in *year*; that it was read is recorded.

    A month is counted when it is over, so that nobody watches a colleague's work as it happens.

    Args:
        year: None is the present one.
        moment: the present, for tests.

    Raises:
        NotFound: a year before the organisation was registered, or to come.
    """
    require(actor, RIGHT_HOLDER)
    present = (moment or now()).astimezone(UTC)
    holder = session.get_one(RightHolder, actor.right_holder_id)
    years = list(range(present.year, min(holder.registered_at.year, present.year) - 1, -1))
    chosen = present.year if year is None else year
    if chosen not in years:
        raise NotFound("The year")
    over = chosen < present.year
    months = MONTHS if over else present.month - 1
    tables = {
        measure: publish(_by_country(rows, months), over=over)
        for measure, rows in _counted(session, actor, chosen).items()
    }
    audit.record(session, actor, "statistics.read", actor.right_holder_id, year=chosen)
    session.commit()
    return Statistics(chosen, years, months, tables)


_Count = tuple[str, int, int]  # country, month from 1, how often


def _counted(session: Session, actor: Actor, year: int) -> dict[Measure, list[_Count]]:
    own = Product.right_holder_id == actor.right_holder_id
    reads = (
        select(func.count())
        .select_from(Product)
        .join(AuditEvent, AuditEvent.subject == cast(Product.id, String))
        .join(Account, Account.id == AuditEvent.account_id)
        .where(own, AuditEvent.action == "guide.read", ~AuditEvent.details.has_key("inspection"))
    )
    shown = (
        select()
        .select_from(Candidate)
        .join(Candidate.product)
        .join(Candidate.inspection)
        .join(Inspection.account)
        .where(own)
    )
    decided = (
        select(func.count())
        .select_from(Inspection)
        .join(Product, Product.id == Inspection.verdict_product_id)
        .join(Inspection.account)
        .where(own, Inspection.verdict.is_not(None))
    )
    started, matches = Inspection.started_at, shown.add_columns(func.count())
    articles = shown.add_columns(func.count(distinct(Inspection.id)))
    found: dict[Measure, list[_Count]] = {measure: [] for measure in Measure}
    found[Measure.READS] = _rows(session, reads, AuditEvent.at, year)
    found[Measure.MATCHES] = _rows(session, matches, started, year)
    found[Measure.INSPECTIONS] = _rows(session, articles, started, year)
    for verdict, measure in _MEASURE_OF.items():
        of_kind = decided.where(Inspection.verdict == verdict)
        found[measure] = _rows(session, of_kind, Inspection.verdict_at, year)
    return found


def _rows(
    session: Session, query: Select[int], at: InstrumentedAttribute[Any], year: int
) -> list[_Count]:
    """Officers' counts of *query* in *year*, grouped; times are compared as they are indexed."""
    month = extract("month", func.timezone("UTC", at))
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    grouped = (
        query.add_columns(Account.country, month)
        .where(Account.role == Role.OFFICER, at >= begin, at < end)
        .group_by(Account.country, month)
    )
    return [(country, int(number), count) for count, country, number in session.execute(grouped)]


def _by_country(rows: Iterable[_Count], months: int) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * months)
    for country, month, count in rows:
        if month <= months:
            counts[country][month - 1] = count
    return counts
