"""How long a right holder has to answer, counted as a country counts working days."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKEND = (6, 7)
"""Saturday and Sunday, as ISO numbers them (Monday is 1)."""


@dataclass(frozen=True, slots=True)
class LegalPeriod:
    """
    The rule of one country.

    Attributes:
        working_days: to answer on detained goods; EU: 10 (Regulation 608/2013, article 23).
        perishable_working_days: the same for perishable goods; EU: 3.
        weekend: ISO numbers of the days on which nobody works.
        holidays: days off besides.
        time_zone: IANA name of the zone in which days begin and end.
    """

    country: str
    working_days: int = 10
    perishable_working_days: int = 3
    weekend: tuple[int, ...] = WEEKEND
    holidays: frozenset[date] = field(default_factory=frozenset)
    time_zone: str = "UTC"

    def deadline(self, asked_at: datetime, *, perishable: bool = False) -> datetime:
        """
        The end of the last working day; the day of the question does not count.

        Args:
            asked_at: with a zone.

        Returns:
            Midnight at the end of that day, in the country's zone.
        """
        zone = ZoneInfo(self.time_zone)
        days = self.perishable_working_days if perishable else self.working_days
        last = asked_at.astimezone(zone).date()
        while days:
            last += timedelta(days=1)
            days -= is_working_day(last, self.weekend, self.holidays)
        return datetime.combine(last + timedelta(days=1), time(), zone)


def is_working_day(day: date, weekend: Collection[int], holidays: Collection[date]) -> bool:
    """True if people work on *day*."""
    return day.isoweekday() not in weekend and day not in holidays
