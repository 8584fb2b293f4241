"""Signing in: slow for those who guess, the same answer for every refusal, ended at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from ipm_api.errors import SignInFailed, TooManyAttempts
from ipm_api.jobs.clean_up import ANSWERS_KEPT, clean_up
from ipm_api.models.account import AccessToken, Role, SignInCounter
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.idempotency_record import IdempotencyRecord
from ipm_api.operations import sign_in as sign_in_operations
from ipm_api.operations import throttle
from ipm_api.operations.account import disable_account, own_account
from ipm_api.operations.one_time_token import digest
from ipm_api.operations.right_holder import reinstate_right_holder, suspend_right_holder
from ipm_api.operations.sign_in import (
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
    TOKEN_LIFE,
    actor_of_token,
    sign_in,
    sign_out,
)
from ipm_api.operations.throttle import DAY, WINDOW
from ipm_api.policy import Party
from tests.conftest import PASSWORD, SYSTEM
from tests.ipm_api.parallel import at_once

NOON = datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)
ADDRESS = "192.0.2.1"


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that signing in sees, so that no window ends during a test."""

    def set_to(moment):
        for module in (sign_in_operations, throttle):
            monkeypatch.setattr(module, "now", lambda: moment)

    set_to(NOON)
    return set_to


def failing(session, email, password=PASSWORD, address=ADDRESS):
    with pytest.raises(SignInFailed) as refusal:
        sign_in(session, email=email, password=password, address=address)
    return str(refusal.value)


def test_every_refusal_reads_the_same(session, clock, make_account, make_right_holder):
    """Unknown, wrong, disabled, suspended: an address book cannot be tried out."""
    officer = make_account(Role.OFFICER)
    disabled = make_account(Role.OFFICER)
    disable_account(session, SYSTEM, disabled.id)
    suspended = make_account(Role.PUBLISHER, right_holder := make_right_holder())
    suspend_right_holder(session, SYSTEM, right_holder.id)
    answers = {
        failing(session, "nobody@example.org"),
        failing(session, officer.email, "wrong"),
        failing(session, disabled.email),
        failing(session, suspended.email),
        failing(session, ""),
        failing(session, "x" * 5000),
        failing(session, "nul\0@example.org"),
        failing(session, officer.email, "\ud800"),
    }
    assert len(answers) == 1


def test_the_password_is_looked_at_for_unknown_people_too(session, clock, monkeypatch):
    """Otherwise the time of the answer tells who has an account."""
    looked_at = []
    verify = sign_in_operations._verify
    monkeypatch.setattr(
        sign_in_operations, "_verify", lambda h, p: looked_at.append(h) or verify(h, p)
    )
    failing(session, "nobody@example.org")
    assert looked_at == [sign_in_operations._NOBODY]


def test_twenty_guesses_at_once_are_ten_guesses(engine, session, clock, monkeypatch):
    """The counter is atomic over threads and workers: exactly so many, not one more."""
    monkeypatch.setattr(
        sign_in_operations, "_verify", lambda h, p: False
    )  # argon2 is not the point

    def guess(number):
        return lambda s: sign_in(s, email=" A@b.org ", password="x", address=f"192.0.2.{number}")

    answers = at_once(engine, [guess(n) for n in range(20)])
    kinds = [type(answer) for answer in answers]
    assert kinds.count(SignInFailed) == ATTEMPTS_PER_ACCOUNT
    assert kinds.count(TooManyAttempts) == 20 - ATTEMPTS_PER_ACCOUNT
    waits = {a.retry_after for a in answers if isinstance(a, TooManyAttempts)}
    assert all(0 < wait <= WINDOW.total_seconds() + 1 for wait in waits)


def test_the_right_password_does_not_pass_a_reached_limit(
    session, clock, monkeypatch, make_account
):
    """A guesser must not learn which guess was right; the next window is open again."""
    account = make_account(Role.OFFICER)
    with monkeypatch.context() as quick:
        quick.setattr(sign_in_operations, "_verify", lambda h, p: False)
        for _ in range(ATTEMPTS_PER_ACCOUNT):
            failing(session, account.email.upper())
    with pytest.raises(TooManyAttempts):
        sign_in(session, email=account.email, password=PASSWORD, address="198.51.100.7")
    clock(NOON + WINDOW)
    assert sign_in(session, email=account.email, password=PASSWORD, address=ADDRESS)


def test_one_address_tries_so_many_accounts(session, clock, monkeypatch):
    """One password against a thousand names is guessing too."""
    monkeypatch.setattr(sign_in_operations, "_verify", lambda h, p: False)
    for number in range(ATTEMPTS_PER_ADDRESS):
        failing(session, f"{number}@example.org")
    with pytest.raises(TooManyAttempts):
        sign_in(session, email="another@example.org", password="x", address=ADDRESS)
    failing(session, "another@example.org", address="198.51.100.7")


def test_a_token_ends_when_it_should(session, clock, make_account):
    """After a shift, and at sign-out at once; the other token of the same person lives on."""
    account = make_account(Role.OFFICER)
    tokens = [
        sign_in(session, email=account.email.upper(), password=PASSWORD, address=ADDRESS)[0]
        for _ in range(2)
    ]
    actor = actor_of_token(session, tokens[0])
    assert actor.account_id == account.id
    assert own_account(session, actor).email == account.email
    sign_out(session, actor, tokens[0])
    assert actor_of_token(session, tokens[0]) is None
    clock(NOON + TOKEN_LIFE - timedelta(seconds=1))
    assert actor_of_token(session, tokens[1]) is not None
    clock(NOON + TOKEN_LIFE)
    assert actor_of_token(session, tokens[1]) is None
    assert actor_of_token(session, "\ud800 no token") is None


def test_only_the_digest_of_a_token_is_kept(session, make_account, token_for):
    """Who reads the database cannot sign in with it."""
    token = token_for(make_account(Role.OFFICER))
    row = session.scalars(select(AccessToken)).one()
    assert len(row.token_sha256) == 32
    assert token.encode() not in row.token_sha256


@pytest.mark.parametrize("act", ["disable", "suspend"])
def test_who_is_shut_out_is_signed_out(session, make_right_holder, make_account, token_for, act):
    """The next request of every worker is refused, and no session waits for a reinstatement."""
    right_holder = make_right_holder()
    account = make_account(Role.PUBLISHER, right_holder)
    token = token_for(account)
    assert actor_of_token(session, token).party is Party.PUBLISHER
    if act == "disable":
        disable_account(session, SYSTEM, account.id)
        account.disabled = False
        session.commit()
    else:
        suspend_right_holder(session, SYSTEM, right_holder.id)
        reinstate_right_holder(session, SYSTEM, right_holder.id)
    assert actor_of_token(session, token) is None
    assert session.scalar(select(func.count(AccessToken.account_id))) == 0


def test_a_sign_in_that_overtakes_the_shutting_out_opens_nothing(session, make_account, token_for):
    """Even a token written after the sessions were ended belongs to nobody who may act."""
    account = make_account(Role.OFFICER)
    disable_account(session, SYSTEM, account.id)
    assert actor_of_token(session, token_for(account)) is None


def test_cleaning_up_takes_only_what_has_expired(session, make_account, token_for, clock):
    """Tokens, counters and kept answers that nobody can use any more."""
    from ipm_api.database import now

    account = make_account(Role.OFFICER)
    clock(now())
    old, new = token_for(account), token_for(account)
    session.get(AccessToken, digest(old)).expires_at = now() - timedelta(seconds=1)
    for key, age in (("old", ANSWERS_KEPT + timedelta(minutes=1)), ("new", timedelta())):
        session.add(
            IdempotencyRecord(
                account_id=account.id, key=key, request_sha256=b"x", created_at=now() - age
            )
        )
    for key, age in (("old", 2 * DAY), ("new", timedelta())):
        session.add(SignInCounter(key=key, window_start=now() - age, attempts=1))
    session.commit()
    assert clean_up(session) == 3
    assert clean_up(session) == 0
    assert actor_of_token(session, new) is not None
    assert session.scalars(select(SignInCounter.key)).all() == ["new"]
    assert session.scalars(select(IdempotencyRecord.key)).all() == ["new"]


def test_failures_are_in_the_trail_without_the_name_that_was_tried(session, clock):
    """A person who types the password into the name field must not find it in a log."""
    failing(session, "My Secret Password")
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.account_id, event.details) == ("sign-in.failed", None, {})
