"""Whom officers reach, and whether somebody answers now."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.right_holder import Contact, ContactDuty
from ipm_api.opening_hours import availability, time_zones
from ipm_api.operations.brand import create_brand
from ipm_api.operations.contact import (
    add_contact,
    move_contact,
    own_contacts,
    reachable_contacts,
    remove_contact,
    restore_contact,
    update_contact,
)

OFFICE = {day: ["09:00", "17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def contact(**fields):
    return Contact(
        **{"name": "Desk", "time_zone": "Asia/Tokyo", "hours": OFFICE, "always": False} | fields
    )


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), True, None),  # Monday 09:00 in Tokyo
        (datetime(2026, 11, 23, 8, 29, tzinfo=UTC), True, None),
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), False, "2026-11-24T09:00"),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), False, "2026-11-30T09:00"),  # over the weekend
    ],
)
def test_hours_are_those_of_the_contacts_clock(moment, is_open, opens):
    """An officer in Rotterdam sees at once that Tokyo has gone home."""
    now = availability(contact(), moment)
    assert now.is_open is is_open
    assert (now.opens_at and now.opens_at.strftime("%Y-%m-%dT%H:%M")) == opens
    assert now.local_time.utcoffset().total_seconds() == 9 * 3600


def test_night_shifts_end_the_next_day():
    """A desk that works from ten to six in the morning is one span."""
    night = contact(time_zone="UTC", hours={"mon": ["22:00", "06:00"]})
    assert availability(night, datetime(2026, 11, 24, 5, 59, tzinfo=UTC)).is_open
    assert not availability(night, datetime(2026, 11, 24, 6, 0, tzinfo=UTC)).is_open
    assert not availability(night, MONDAY_NOON).is_open


def test_day_and_night_and_unknown_hours_are_tried():
    """Without hours nobody is told to wait."""
    assert availability(contact(always=True), MONDAY_NOON).is_open
    assert availability(contact(hours={}), MONDAY_NOON).is_open


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
)
def test_the_next_opening_is_open_and_nothing_before_it_is(moment, zone):
    """Also where clocks are changed in between."""
    desk = contact(time_zone=zone)
    now = availability(desk, moment)
    if now.is_open:
        return
    assert now.opens_at > now.local_time
    assert availability(desk, now.opens_at).is_open
    middle = now.local_time.astimezone(UTC) + (now.opens_at - now.local_time) / 2
    assert not availability(desk, middle).is_open


def test_every_time_zone_of_the_list_is_one():
    """A name that no clock knows would make every guide of the right holder fail."""
    assert {"Europe/Paris", "UTC", "Asia/Kolkata"} <= set(time_zones())
    for zone in time_zones():
        availability(contact(time_zone=zone), MONDAY_NOON)


def test_those_for_the_brand_and_country_come_first_then_the_order(session, publisher):
    """The next ones are the deputies: whom to ask when the first is silent."""
    brand = create_brand(session, publisher, name="Maison")
    holder = publisher.right_holder_id
    for name, fields in (
        ("General", {}),
        ("Deputy", {}),
        ("France", {"countries": ["FR"]}),
        ("Brand", {"brand_id": brand.id}),
        ("Brand in France", {"brand_id": brand.id, "countries": ["FR"]}),
        ("Germany", {"countries": ["DE"]}),
    ):
        add_contact(session, publisher, name=name, email="d@example.org", **fields)

    def names(brand_id, country):
        found = reachable_contacts(session, holder, brand_id, country, MONDAY_NOON)
        return [each.contact.name for each in found]

    assert names(brand.id, "FR") == ["Brand in France", "Brand", "France", "General", "Deputy"]
    assert names(None, "DE") == ["Germany", "General", "Deputy"]


def test_contacts_are_written_moved_removed_and_restored(session, publisher):
    """Undo instead of a question; the order is the right holder's."""
    a, b, c = (
        add_contact(session, publisher, name=name, telephone="+33 1") for name in ("A", "B", "C")
    )
    move_contact(session, publisher, c.id, up=True)
    move_contact(session, publisher, a.id, up=True)  # already first
    assert [row.name for row in own_contacts(session, publisher)] == ["A", "C", "B"]
    remove_contact(session, publisher, a.id)
    assert [row.name for row in own_contacts(session, publisher)] == ["C", "B"]
    move_contact(session, publisher, b.id, up=True)
    restore_contact(session, publisher, a.id)
    assert {row.name for row in own_contacts(session, publisher)} == {"A", "B", "C"}
    update_contact(session, publisher, a.id, duty=ContactDuty.TECHNICAL, hours=OFFICE)
    assert (a.duty, a.name, a.hours["mon"]) == (ContactDuty.TECHNICAL, "A", ["09:00", "17:30"])


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("name", "", "name"),
        ("name", "x" * 201, "name"),
        ("telephone", "1" * 41, "telephone"),
        ("email", "x" * 250 + "@a.org", "email"),
        ("email", "nobody", "email"),
        ("languages", "English!", "languages"),
        ("languages", ",".join(["en"] * 40), "languages"),
        ("time_zone", "Mars/Olympus", "time_zone"),
        ("hours", {"mon": ["9", "17:00"]}, "hours-mon"),
        ("countries", ["France"], "countries"),
        ("role", {"en": "x" * 201}, "role"),
    ],
)
def test_what_is_too_long_or_wrong_is_refused_never_cut(session, publisher, field, value, place):
    """A telephone number that lost its last digit reaches a stranger."""
    fields = {"name": "Desk", "telephone": "+33 1"} | {field: value}
    with pytest.raises(Invalid) as refused:
        add_contact(session, publisher, **fields)
    assert list(refused.value.fields) == [place]


def test_nobody_touches_anothers_contacts(
    session, publisher, make_right_holder, make_account, actor_for
):
    """Not yours and not there are the same."""
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    mine = add_contact(session, publisher, name="A", telephone="+33 1")
    brand = create_brand(session, publisher, name="Maison")
    for attempt in (
        lambda: update_contact(session, rival, mine.id, name="B"),
        lambda: move_contact(session, rival, mine.id, up=True),
        lambda: remove_contact(session, rival, mine.id),
        lambda: restore_contact(session, rival, mine.id),
        lambda: add_contact(session, rival, name="B", telephone="+1", brand_id=brand.id),
    ):
        with pytest.raises(NotFound):
            attempt()
        session.rollback()
