"""The command line, on the test's database and a folder of its own."""

import io

import pytest
from sqlalchemy import select, text

from ipm_api import audit
from ipm_api.cli import main
from ipm_api.models.account import Account
from ipm_api.models.audit_event import AuditEvent
from ipm_api.operations.evidence import damaged_evidence
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.sign_in import sign_in
from ipm_api.operations.stored_picture import Upload
from ipm_api.policy import Party
from tests.conftest import PASSWORD, SYSTEM
from tests.ipm_api.photos import photo_of, picture


@pytest.fixture
def ipm(session, config, monkeypatch):
    """Runs a command with *typed* on its standard input; returns the exit code."""
    monkeypatch.setenv("IPM_DATA", str(config.data))
    monkeypatch.setenv("IPM_DATABASE_URL", config.database_url)

    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        session.rollback()
        return main(list(arguments))

    return run


def account(**changes):
    options = {
        "email": "a@example.org",
        "name": "A",
        "country": "FR",
        "role": "administrator",
    } | changes
    return ["create-account"] + [f"--{name}={value}" for name, value in options.items()]


def test_an_account_is_created_that_can_sign_in(session, ipm, capsys):
    """How the first administrator comes in; the password is not an argument that others see."""
    assert ipm(*account(), typed=f"{PASSWORD}\n") == 0
    assert "a@example.org can sign in." in capsys.readouterr().out
    session.expire_all()
    _, created = sign_in(session, email="a@example.org", password=PASSWORD, address="")
    assert created.party is Party.ADMINISTRATOR
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.created")).one()
    assert event.account_id is None


@pytest.mark.parametrize(
    ("changes", "typed"),
    [({"country": "France"}, PASSWORD), ({"email": "nobody"}, PASSWORD), ({}, "short")],
)
def test_what_is_wrong_is_said_in_one_line(session, ipm, capsys, changes, typed):
    """Exit code 2, no traceback, nobody added."""
    assert ipm(*account(**changes), typed=typed) == 2
    assert capsys.readouterr().err.startswith("ipm: ")
    assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("role", ["publisher", "member"])
def test_nobody_joins_a_right_holder_from_the_command_line(ipm, capsys, role):
    """Those accounts belong to an organisation, which applies through the portal."""
    with pytest.raises(SystemExit):
        ipm(*account(role=role), typed=PASSWORD)


def test_a_wrong_setting_is_said_in_one_line(ipm, capsys, monkeypatch):
    """The operator sees which variable."""
    monkeypatch.setenv("IPM_PORT", "eighty")
    assert ipm("clean-up") == 2
    assert "IPM_PORT" in capsys.readouterr().err


def test_damaged_and_missing_evidence_is_found(session, runtime, officer, ipm, capsys):
    """Every kept original is read and compared; the exit code tells cron."""
    parts = (runtime.index, runtime.images, runtime.decoder)
    photos = [photo_of(1), photo_of(2), photo_of(3)]
    report = submit_inspection(session, officer, *parts, [Upload(p.data) for p in photos])
    names = [photo.original_sha256 for photo in report.inspection.photos]
    paths = [runtime.config.images / n[:2] / n[2:4] / n for n in names]
    assert ipm("verify-evidence") == 0
    assert damaged_evidence(session, SYSTEM, runtime.images) == []
    data = paths[0].read_bytes()
    paths[0].chmod(0o640)
    paths[0].write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
    paths[1].unlink()
    capsys.readouterr()
    assert ipm("verify-evidence") == 1
    out = capsys.readouterr().out
    assert {name for name in names if name in out} == set(names[:2])
    assert set(damaged_evidence(session, SYSTEM, runtime.images)) == set(names[:2])


def test_the_other_commands_do_their_work(session, publisher, make_product, ipm, capsys, config):
    """Migrate, clean up, build the index: each says what it did and may be repeated."""
    make_product(publisher, picture=picture(1))
    for _ in range(2):
        assert ipm("migrate") == 0
        assert ipm("clean-up") == 0
        assert "0 expired rows removed" in capsys.readouterr().out
        assert ipm("build-index") == 0
        assert "1 reference images in the index" in capsys.readouterr().out
    assert (config.index / "index.snapshot").exists()


def test_the_audit_trail_is_verified_and_its_first_broken_link_named(session, ipm, capsys):
    """Exit code 1; the printed position and head find what was cut off later."""
    for number in range(5):
        audit.record(session, SYSTEM, "tested", number=number)
        session.commit()
    assert ipm("verify-audit") == 0
    said = capsys.readouterr().out
    noted = said.splitlines()[-1].split()
    assert said.startswith("5 links, none broken.")
    assert ipm("verify-audit", *noted) == 0
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text("UPDATE audit_event SET action = 'other' WHERE number = 3"))
    session.execute(text("UPDATE audit_event SET action = 'other' WHERE number = 4"))
    session.commit()
    assert ipm("verify-audit") == 1
    assert "Event 3 is not what was written. (2 in all)" in capsys.readouterr().out
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text("DELETE FROM audit_event WHERE number >= 3"))
    session.execute(text("DELETE FROM audit_link WHERE number >= 3"))
    session.commit()
    assert ipm("verify-audit") == 0  # a tail that was cut is found by what was noted alone
    assert ipm("verify-audit", *noted) == 1
    assert "The noted link 5 is gone" in capsys.readouterr().out
    assert ipm("verify-audit", "--position", "5") == 2
