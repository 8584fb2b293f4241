"""The demonstration's statistics are filled, once, by people who cannot sign in."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from ipm_api.models.account import Account
from ipm_api.models.inspection import Inspection
from ipm_api.operations.statistics import Measure, own_statistics
from ipm_api.policy import actor_of
from seed_products.past_year import add_past_year

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def test_two_years_are_filled_once(session, publisher, make_product):
    """Both a year that is over and one that is not have something to show, and to hide."""
    make_product(publisher)
    for _ in range(2):
        add_past_year(session, publisher, NOW)
    count = session.scalar(select(func.count()).select_from(Inspection))
    assert count is not None
    assert 200 < count < 1500
    past = own_statistics(session, publisher, 2025, moment=NOW)
    assert past.years == [2026, 2025]
    for measure in (Measure.READS, Measure.INSPECTIONS, Measure.SUSPECT):
        table = past.tables[measure]
        assert "FR" in table.rows
        assert any(None in row.counts for row in table.rows.values())
    assert own_statistics(session, publisher, 2026, moment=NOW).months == 5
    add_past_year(session, publisher, NOW)
    assert session.scalar(select(func.count()).select_from(Inspection)) == count
    officers = session.scalars(select(Account).where(Account.name == "Invented officer"))
    assert all(actor_of(account) is None for account in officers)
