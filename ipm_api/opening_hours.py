"""When a contact answers, in its own time zone."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from ipm_api.models.right_holder import Contact

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Availability:
    """
    What a clock on the contact's wall says.

    Attributes:
        local_time: now, where the contact is.
        is_open: answers now; True also when no hours are named and it may be tried.
        opens_at: when it opens next, local; None when it is open or names no hours.
    """

    local_time: datetime
    is_open: bool
    opens_at: datetime | None


@cache
def time_zones() -> tuple[str, ...]:
    """Names of the IANA list, in order."""
    return tuple(sorted(z for z in zoneinfo.available_timezones() if "/" in z or z == "UTC"))


def availability(contact: Contact, moment: datetime) -> Availability:
    """Whether *contact* answers at *moment* (with a zone)."""
    zone = zoneinfo.ZoneInfo(contact.time_zone if contact.time_zone in time_zones() else "UTC")
    local = moment.astimezone(zone)
    if contact.always or not contact.hours:
        return Availability(local, True, None)
    spans = [_span(contact, local, day, zone) for day in range(-1, 8)]
    known = [span for span in spans if span is not None]
    if any(start <= local < end for start, end in known):
        return Availability(local, True, None)
    later = [start for start, _ in known if start > local]
    return Availability(local, False, min(later) if later else None)


def _span(
    contact: Contact, local: datetime, day: int, zone: zoneinfo.ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Opening and closing *day* days after *local*; hours that end before they begin end the
    next day."""
    date = local.date() + timedelta(days=day)
    hours = contact.hours.get(WEEKDAYS[date.weekday()])
    if not hours:
        return None
    opens, closes = (time.fromisoformat(text) for text in hours)
    start = datetime.combine(date, opens, zone)
    end = datetime.combine(date + timedelta(days=closes <= opens), closes, zone)
    # compared as instants: on the day of a change of the clocks, an hour is missing or doubled
    return start.astimezone(UTC).astimezone(zone), end.astimezone(UTC).astimezone(zone)
