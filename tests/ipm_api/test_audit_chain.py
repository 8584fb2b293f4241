"""EV-2, EV-3: every event has its link; edits, removals, additions, moves and cuts are found."""

import uuid

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.migrate import downgrade, migrate
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent, AuditLink
from ipm_api.operations.audit_chain import verify_audit_chain
from ipm_api.operations.audit_log import AuditQuestion, export_audit_log, search_audit_log
from tests.conftest import SYSTEM
from tests.ipm_api.parallel import at_once

ODD = {
    "é": "“quoted” \\ / \n\t\x01 \u2028 😀",
    "a": [1, 2.50, 1e20, True, None, {}],
    "Z": {"b": -1},
}


@pytest.fixture
def trail(session):
    """A trail of ten events, committed one by one."""
    for number in range(10):
        audit.record(session, SYSTEM, "tested", uuid.uuid4(), number=number, **ODD)
        session.commit()
    return session


def tamper(session, *statements):
    """As somebody with all rights over the database would."""
    session.execute(text("SET LOCAL session_replication_role = replica"))
    for statement in statements:
        session.execute(text(statement))
    session.commit()


def faults(session):
    return " ".join(verify_audit_chain(session, SYSTEM).faults)


def test_a_trail_that_nobody_touched_is_whole(trail):
    """Python computes every hash that the database made, whatever the details hold."""
    report = verify_audit_chain(trail, SYSTEM)
    assert (report.links, report.faults) == (10, [])
    again = verify_audit_chain(trail, SYSTEM, position=10, head=report.head)
    assert (again.links, again.faults) == (11, [])  # the first verification is an event


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE audit_event SET action = 'other' WHERE number = 4"], "Event 4 is not what"),
        (["UPDATE audit_event SET at = at + interval '1 s' WHERE number = 4"], "Event 4 is not"),
        (["UPDATE audit_event SET details = '{}' WHERE number = 4"], "Event 4 is not what"),
        (["DELETE FROM audit_event WHERE number = 4"], "event of link 4 is missing"),
        (
            [
                "DELETE FROM audit_link WHERE number = 4",
                "DELETE FROM audit_event WHERE number = 4",
            ],
            "Link 4 is missing",
        ),
        (
            [
                "INSERT INTO audit_event (at, action, subject, details)"
                " VALUES (now(), 'x', '', '{}')"
            ],
            "1 events stand beside the chain",
        ),
        (
            [
                "UPDATE audit_link SET number = -4 WHERE number = 4",
                "UPDATE audit_link SET number = 4 WHERE number = 5",
                "UPDATE audit_link SET number = 5 WHERE number = -4",
            ],
            "Event 4 is not what",
        ),
        (["UPDATE audit_link SET sha256 = previous_sha256 WHERE position = 4"], "Link 5 does not"),
    ],
)
def test_tampering_is_found(trail, statements, said):
    """Edit, delete, insert, swap: each leaves a link that does not fit."""
    tamper(trail, *statements)
    assert said in faults(trail)


def test_a_cut_tail_is_found_with_a_noted_head(trail):
    """Nothing inside of a chain says how long it was: the head must be kept elsewhere."""
    noted = verify_audit_chain(trail, SYSTEM)
    tamper(
        trail,
        "DELETE FROM audit_link WHERE position > 8",
        "DELETE FROM audit_event WHERE number > 8",
    )
    report = verify_audit_chain(trail, SYSTEM, position=noted.links, head=noted.head)
    assert "the tail was cut" in " ".join(report.faults)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_event CASCADE",
        "TRUNCATE audit_link",
        "DELETE FROM audit_link",
        "UPDATE audit_link SET position = 99",
    ],
)
def test_the_chain_is_only_ever_added_to(trail, statement):
    """Also by the service's own database account; emptying a table is a change too."""
    with pytest.raises(DBAPIError, match="only ever added"):
        trail.execute(text(statement))
    trail.rollback()


def test_many_at_once_make_one_chain(engine, session):
    """No fork, no gap: forty writers, some of whom give up half-way."""

    def write(own, number):
        audit.record(own, SYSTEM, "tested", number=number)
        own.flush()
        if number % 5 == 0:
            own.rollback()
        else:
            own.commit()

    at_once(engine, [lambda s, n=n: write(s, n) for n in range(40)])
    report = verify_audit_chain(session, SYSTEM)
    assert (report.links, report.faults) == (32, [])


def test_events_that_were_there_before_are_linked_by_the_migration(engine, session):
    """In the order of their numbers; the chain starts with the first."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS chained WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE chained"))
    url = engine.url.set(database="chained")
    address = url.render_as_string(hide_password=False)
    migrate(address, "0004")
    other = create_engine(url)
    try:
        with other.begin() as connection:
            for number in range(3):
                connection.execute(
                    text(
                        "INSERT INTO audit_event (at, action, subject, details)"
                        " VALUES (now(), :a, '', '{\"n\": 1}')"
                    ),
                    {"a": f"a{number}"},
                )
        migrate(address)
        with Session(other) as own:
            report = verify_audit_chain(own, SYSTEM)
            assert (report.links, report.faults) == (3, [])
        downgrade(address, "0004")
    finally:
        other.dispose()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE chained WITH (FORCE)"))


def test_the_log_is_searched_and_paged_and_reading_it_is_recorded(session, make_account, actor_for):
    """By person, action, subject and time; a hundred at a time."""
    person = actor_for(make_account(Role.OFFICER, email="ana@port.example"))
    subject = uuid.uuid4()
    for number in range(150):
        audit.record(session, person if number % 2 else SYSTEM, "product.tested", subject)
    session.commit()

    def found(**asked):
        rows, more = search_audit_log(session, SYSTEM, AuditQuestion(**asked))
        return len(rows), more is not None

    assert found(action="product.") == (100, True)
    assert found(person="ANA@port", action="product.tested") == (75, False)
    assert found(person="-", action="product.tested") == (75, False)
    assert found(subject=str(subject), person="nobody such") == (0, False)
    assert found(subject=str(uuid.uuid4())) == (0, False)
    rows, more = search_audit_log(session, SYSTEM, AuditQuestion(action="product."))
    after, end = search_audit_log(session, SYSTEM, AuditQuestion(action="product."), more)
    assert (len(after), end) == (50, None)
    assert rows[-1].event.number > after[0].event.number
    searched = select(func.count(AuditEvent.number)).where(AuditEvent.action == "audit.searched")
    assert session.scalar(searched) == 7
    assert "ana@port" not in repr(session.scalars(select(AuditEvent.details)).all())
    assert len(list(export_audit_log(session, SYSTEM, AuditQuestion(action="product.")))) == 150
    exported = select(func.count(AuditEvent.number)).where(AuditEvent.action == "audit.exported")
    assert session.scalar(exported) == 1
    assert session.scalar(select(func.count(AuditLink.position))) == session.scalar(
        select(func.count(AuditEvent.number))
    )
