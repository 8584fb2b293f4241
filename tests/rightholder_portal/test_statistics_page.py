"""A right holder sees how officers use its guides, and nothing about any one of them."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from ipm_api.errors import NotFound
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Band, Candidate, Inspection, Verdict
from ipm_api.operations.guide import read_guide
from ipm_api.operations.statistics import Measure, own_statistics
from rightholder_portal.bar_chart import HEIGHT, bars_of

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def look(session, make_account):
    """An officer of a country looks at an article in a month, and decides."""
    officers = {}

    def inspect(product, country, month, verdict=Verdict.SUSPECT, year=2026):
        if country not in officers:
            officers[country] = make_account(Role.OFFICER, country=country)
        at = datetime(year, month, 10, tzinfo=UTC)
        inspection = Inspection(
            account_id=officers[country].id,
            started_at=at,
            verdict=verdict,
            verdict_at=at,
            verdict_product_id=product.id,
            place="Port of Nowhere",
        )
        inspection.candidates = [Candidate(rank=1, product_id=product.id, band=Band.STRONG)]
        session.add(inspection)
        session.commit()

    return inspect


@pytest.fixture
def registered_in_2025(holder, session):
    holder.registered_at = datetime(2025, 6, 1, tzinfo=UTC)
    session.commit()


def test_counts_are_by_country_and_month_and_small_ones_hidden(
    session, owner, make_product, look, registered_in_2025
):
    """Six in France are told, two in Germany are not."""
    product = make_product(owner)
    for _ in range(6):
        look(product, "FR", 2)
    for _ in range(2):
        look(product, "DE", 2, Verdict.NOT_SUSPECT)
    for _ in range(7):
        look(product, "FR", 4)  # the month is not over
    found = own_statistics(session, owner, 2026, moment=NOW)
    assert found.years == [2026, 2025]
    assert found.months == 3
    for measure in (Measure.MATCHES, Measure.INSPECTIONS):
        table = found.tables[measure]
        assert table.rows["FR"].counts == (0, 6, 0)
        assert table.rows["DE"].counts == (0, None, 0)
        assert (table.total.count, table.total.exact) == (6, False)
    assert set(found.tables[Measure.SUSPECT].rows) == {"FR"}
    assert set(found.tables[Measure.NOT_SUSPECT].rows) == {"DE"}
    assert found.tables[Measure.CANNOT_TELL].is_empty


def test_one_article_with_two_products_is_two_matches_and_one_inspection(
    session, owner, make_product, look, registered_in_2025
):
    """Articles are counted, not rows."""
    one, two = make_product(owner), make_product(owner)
    for _ in range(5):
        look(one, "FR", 1)
    for inspection in session.scalars(select(Inspection)):
        inspection.candidates.append(Candidate(rank=2, product_id=two.id, band=Band.POSSIBLE))
    session.commit()
    tables = own_statistics(session, owner, 2026, moment=NOW).tables
    assert tables[Measure.MATCHES].total.count == 10
    assert tables[Measure.INSPECTIONS].total.count == 5


def test_reading_a_guide_counts_when_the_officer_opened_it(
    session, owner, make_product, make_account, actor_for
):
    """Trainers read too, and are not counted as officers; a candidate's guide is a match."""
    product = make_product(owner)
    officer, trainer = make_account(Role.OFFICER, country="TN"), make_account(Role.TRAINER)
    for _ in range(5):
        read_guide(session, actor_for(officer), product.id)
    read_guide(session, actor_for(trainer), product.id)
    session.add(
        AuditEvent(
            account_id=officer.id,
            action="guide.read",
            subject=str(product.id),
            details={"inspection": "some"},
        )
    )
    session.commit()
    present = session.scalar(select(AuditEvent.at).where(AuditEvent.action == "guide.read"))
    later = present.replace(year=present.year + 1)
    table = own_statistics(session, owner, present.year, moment=later).tables[Measure.READS]
    assert table.rows["TN"].counts[present.month - 1] == 5
    assert table.total.count == 5


def test_anothers_products_are_not_counted(session, owner, publisher, make_product, look):
    """Neither in the counts nor as a country of the table."""
    foreign = make_product(publisher)
    for _ in range(9):
        look(foreign, "FR", 1)
    tables = own_statistics(session, owner, moment=NOW).tables
    assert all(table.is_empty for table in tables.values())


@pytest.mark.parametrize("year", [2024, 2027, 1, 9999])
def test_there_are_years_from_registration_to_now(session, owner, registered_in_2025, year):
    """Others do not exist."""
    with pytest.raises(NotFound):
        own_statistics(session, owner, year, moment=NOW)


def test_statistics_take_a_constant_number_of_queries(
    session, owner, make_product, look, count_queries
):
    """However many products, countries and months."""

    def asked():
        with count_queries() as sent:
            own_statistics(session, owner, moment=NOW)
        return len(sent)

    for number in range(2):
        look(make_product(owner), ("FR", "DE")[number], 1)
    few = asked()
    look(make_product(owner), "ES", 2)
    assert asked() == few


@pytest.fixture
def busy_year(owner, make_product, look, session, holder):
    """The year before the present one, over and well filled."""
    year = datetime.now(UTC).year - 1
    holder.registered_at = datetime(year, 1, 1, tzinfo=UTC)
    session.commit()
    product = make_product(owner)
    for country, month, count in (("FR", 3, 12), ("FR", 4, 5), ("DE", 3, 2), ("MA", 7, 30)):
        for _ in range(count):
            look(product, country, month, year=year)
    return year


def test_the_page_says_it_in_a_chart_a_map_and_a_table(her, busy_year):
    """Hidden counts are said to be hidden."""
    page = her.get(f"/statistics?year={busy_year}&measure=matches").text
    for said in ("France", "Morocco", "&lt; 5", "at least 47", "≥ ", '#MA"/>', "<rect"):
        assert said in page
    assert "Port of Nowhere" not in page
    assert "Nothing was counted" in her.get(f"/statistics?year={busy_year}&measure=x").text


def test_a_strange_year_or_measure_is_no_error_of_ours(her):
    """Nonsense in the address is not found, or ignored."""
    for year in ("9999", "x", "-1", "٢٠٢٦", "1" * 500):
        assert her.get("/statistics", query_string={"year": year}).status_code == 404
    assert her.get("/statistics?measure='<b>").status_code == 200


def test_the_file_tells_what_the_page_tells(her, busy_year):
    """Small counts are hidden in it, too."""
    answer = her.get(f"/statistics/download?year={busy_year}")
    assert answer.mimetype == "text/csv"
    assert f"statistics-{busy_year}.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert ["Matches", "FR", "France", f"{busy_year}-03", "12"] in rows
    assert ["Matches", "DE", "Germany", f"{busy_year}-03", "fewer than 5"] in rows
    assert ["Matches", "FR", "France", str(busy_year), "17"] in rows
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "Port of Nowhere" not in answer.text


def test_reading_statistics_is_recorded(her, session, publishing):
    """Like every sensitive read."""
    her.get("/statistics")
    event = session.scalar(select(AuditEvent).where(AuditEvent.action == "statistics.read"))
    assert event.account_id == publishing.id


def test_bars_are_as_high_as_their_counts():
    """Half of the largest is half as high; nothing is divided by zero."""
    bars = bars_of([10, 5, 0])
    assert [bar.height for bar in bars] == [HEIGHT, HEIGHT / 2, 0]
    assert all(bar.y + bar.height == HEIGHT for bar in bars)
    assert [bar.height for bar in bars_of([0, 0])] == [0, 0]
    assert bars_of([]) == []
