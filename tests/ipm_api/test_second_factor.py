"""A second factor: each code once, whoever sends it how often; asked for where a password is."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.errors import (
    Conflict,
    Invalid,
    NotSignedIn,
    SecondFactorNeeded,
    SignInFailed,
    TooManyAttempts,
)
from ipm_api.models.account import Role, SignInCounter
from ipm_api.models.second_factor import RecoveryCode, Totp
from ipm_api.operations.code import (
    ATTEMPTS_PER_CODE,
    ATTEMPTS_PER_DAY,
    ATTEMPTS_PER_HOUR,
    RECOVERY_CODES,
    STEP,
    accept_code,
    count_code,
)
from ipm_api.operations.second_factor import (
    app_to_set_up,
    confirm_app,
    forget_second_factors,
    new_recovery_codes,
    own_second_factors,
    remove_app,
)
from ipm_api.operations.sign_in import actor_of_token, finish_sign_in, issue_token, sign_in
from ipm_api.policy import Party
from tests.conftest import PASSWORD
from tests.ipm_api.parallel import at_once
from tests.ipm_api.totp import SEAL, code_of, set_up

ADDRESS = "192.0.2.1"
KEPT = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ROUNDS = int(os.environ.get("IPM_ROUNDS", "10"))  # of races; AC-7 asks for 500

pytestmark = pytest.mark.usefixtures("same_step")


def enter(session, account, code=""):
    return sign_in(
        session, email=account.email, password=PASSWORD, address=ADDRESS, code=code, seal=SEAL
    )


@pytest.fixture
def no_limits(monkeypatch):
    """Races are tried more often than a person may."""
    for limit in ("ATTEMPTS_PER_CODE", "ATTEMPTS_PER_HOUR", "ATTEMPTS_PER_DAY"):
        monkeypatch.setattr(f"ipm_api.operations.code.{limit}", 1_000_000)


def test_a_code_sent_twenty_times_at_the_same_instant_works_once(
    engine, session, make_account, actor_for, no_limits
):
    """AC-7: the row is locked; whoever comes second finds the time step used."""
    account = make_account(Role.OFFICER)
    set_up(session, account, actor_for)

    def send(code):
        def work(own):
            accepted = accept_code(own, account.id, code, SEAL)
            own.commit()
            return accepted

        return work

    for round_ in range(ROUNDS):
        session.get_one(Totp, account.id).last_counter = 0
        session.commit()
        answers = at_once(engine, [send(code_of(session, account))] * 20)
        assert sorted(answers) == [False] * 19 + [True], round_


def test_a_recovery_code_works_once_too(engine, session, make_account, actor_for, no_limits):
    """Twenty at the same instant: one row can be deleted once."""
    account = make_account(Role.OFFICER)
    codes = set_up(session, account, actor_for)
    session.commit()

    def work(own):
        accepted = accept_code(own, account.id, codes[0].upper().replace("-", " "), SEAL)
        own.commit()
        return accepted

    assert sorted(at_once(engine, [work] * 20)) == [False] * 19 + [True]
    kept = session.scalars(select(RecoveryCode.code_sha256)).all()
    assert len(kept) == RECOVERY_CODES - 1
    assert all(len(sha256) == 32 for sha256 in kept)


def test_codes_are_slowed_down_like_passwords(session, make_account, actor_for):
    """AC-8: five per five minutes, whichever way they are sent; six digits are soon guessed."""
    account = make_account(Role.OFFICER)
    set_up(session, account, actor_for)
    session.query(SignInCounter).delete()
    with pytest.raises(SecondFactorNeeded) as step:
        enter(session, account)
    for number in range(ATTEMPTS_PER_CODE):
        with pytest.raises(SignInFailed):
            finish_sign_in(session, ticket=step.value.ticket, code=f"00000{number}", seal=SEAL)
    with pytest.raises(TooManyAttempts):
        finish_sign_in(session, ticket=step.value.ticket, code=code_of(session, account), seal=SEAL)
    with pytest.raises(TooManyAttempts):
        enter(session, account, code_of(session, account))


@pytest.mark.parametrize(
    ("limit", "window"), [(ATTEMPTS_PER_HOUR, 3600), (ATTEMPTS_PER_DAY, 86400)]
)
def test_patient_guessing_comes_no_further(
    session, make_account, actor_for, monkeypatch, limit, window
):
    """AC-8: five in every five minutes would be 1,440 a day."""
    account = make_account(Role.OFFICER)
    set_up(session, account, actor_for)
    session.query(SignInCounter).delete()
    session.commit()
    start = now().replace(hour=0, minute=0, second=1)
    step = timedelta(seconds=window // (limit + 2))
    moments = [start + step * number for number in range(limit + 1)]
    if window == 86400:
        monkeypatch.setattr("ipm_api.operations.code.ATTEMPTS_PER_HOUR", 1_000)
    monkeypatch.setattr("ipm_api.operations.code.ATTEMPTS_PER_CODE", 1_000)
    for moment in moments[:-1]:
        monkeypatch.setattr("ipm_api.operations.throttle.now", lambda moment=moment: moment)
        count_code(session, account.id)
    monkeypatch.setattr("ipm_api.operations.throttle.now", lambda: moments[-1])
    with pytest.raises(TooManyAttempts):
        count_code(session, account.id)


def test_a_password_alone_is_half_of_the_way(session, make_account, actor_for):
    """Nothing opens between the steps; the ticket opens the second one once."""
    account = make_account(Role.OFFICER)
    set_up(session, account, actor_for)
    with pytest.raises(SecondFactorNeeded) as step:
        enter(session, account)
    ticket = step.value.ticket
    assert actor_of_token(session, ticket) is None
    with pytest.raises(NotSignedIn):
        finish_sign_in(session, ticket=ticket + "x", code=code_of(session, account), seal=SEAL)
    token = finish_sign_in(session, ticket=ticket, code=code_of(session, account), seal=SEAL)
    assert actor_of_token(session, token).party is Party.OFFICER
    with pytest.raises(NotSignedIn):
        finish_sign_in(session, ticket=ticket, code=code_of(session, account, 1), seal=SEAL)


def test_a_code_of_another_time_or_person_is_refused(session, make_account, actor_for):
    """One step before and after, for clocks that differ; nobody else's."""
    account, other = make_account(Role.OFFICER), make_account(Role.OFFICER)
    set_up(session, account, actor_for)
    codes = set_up(session, other, actor_for)
    for wrong in (code_of(session, account, 4), code_of(session, other), codes[0], "", "12345"):
        session.query(SignInCounter).delete()
        with pytest.raises((SignInFailed, SecondFactorNeeded)):
            enter(session, account, wrong)
    assert STEP == 30
    assert enter(session, account, code_of(session, account, 1))


def test_setting_up_takes_the_password_and_the_right_code(session, make_account, actor_for):
    """A borrowed session sets nothing up; a code that was misread locks nobody out."""
    account = make_account(Role.OFFICER)
    actor, token = actor_for(account), issue_token(session, account)
    other = issue_token(session, account)
    assert "issuer=IPM" in app_to_set_up(session, actor, SEAL)
    assert app_to_set_up(session, actor, SEAL) == app_to_set_up(session, actor, SEAL)
    for current, code, field in (
        ("wrong", code_of(session, account), "current"),
        (PASSWORD, "000000", "code"),
    ):
        with pytest.raises(Invalid) as refusal:
            confirm_app(session, actor, token, current=current, code=code, seal=SEAL)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    assert enter(session, account)  # not yet asked for
    confirm_app(session, actor, token, current=PASSWORD, code=code_of(session, account), seal=SEAL)
    assert actor_of_token(session, token) is not None
    assert actor_of_token(session, other) is None  # other sessions ended
    with pytest.raises(Conflict):
        app_to_set_up(session, actor, SEAL)


def test_where_it_is_required_it_comes_before_everything(session, make_account, actor_for):
    """Administrators, officers, publishers; members and trainers may do without."""
    officer, trainer = make_account(Role.OFFICER), make_account(Role.TRAINER)
    token = issue_token(session, officer)

    def party(token):
        return actor_of_token(session, token, second_factor_required=True).party

    assert party(token) is Party.ARRIVING
    assert party(issue_token(session, trainer)) is Party.TRAINER
    actor = actor_for(officer)
    app_to_set_up(session, actor, SEAL)
    confirm_app(session, actor, token, current=PASSWORD, code=code_of(session, officer), seal=SEAL)
    assert party(token) is Party.OFFICER
    with pytest.raises(Conflict):
        remove_app(session, actor, current=PASSWORD, required=True)
    session.rollback()
    remove_app(session, actor, current=PASSWORD, required=False)
    assert own_second_factors(session, actor).recovery_codes_left == 0


def test_new_recovery_codes_end_the_old_ones(session, make_account, actor_for):
    """A list that was lost can be made worthless."""
    account = make_account(Role.OFFICER)
    old = set_up(session, account, actor_for)
    new = new_recovery_codes(session, actor_for(account), current=PASSWORD)
    assert not set(old) & set(new)
    assert not accept_code(session, account.id, old[0], SEAL)
    assert accept_code(session, account.id, new[0], SEAL)
    forget_second_factors(session, account.id)
    session.commit()
    assert enter(session, account)


def test_the_api_asks_for_the_code(api, session, make_account, actor_for):
    """The phone learns that a code is missing from the type of the problem."""
    account = make_account(Role.OFFICER)
    set_up(session, account, actor_for)
    entry = {"email": account.email, "password": PASSWORD}
    missing = api.post("/api/v1/tokens", json=entry)
    assert (missing.status_code, missing.json["type"]) == (
        401,
        "/api/v1/problems/second-factor-needed",
    )
    wrong = api.post("/api/v1/tokens", json=entry | {"code": "000000"})
    assert (wrong.status_code, wrong.json["type"]) == (401, "/api/v1/problems/sign-in-failed")
    right = api.post("/api/v1/tokens", json=entry | {"code": code_of(session, account)})
    assert right.status_code == 201
    guess = api.post("/api/v1/tokens", json=entry | {"password": "wrong"})
    assert guess.json["type"] == "/api/v1/problems/sign-in-failed"  # nothing about the factor


def test_an_officer_without_what_is_required_reaches_nothing(make_api, session, make_account):
    """The token of the password alone opens no address of the API."""
    client = make_api(second_factor_required=True)
    account = make_account(Role.OFFICER)
    headers = {"Authorization": f"Bearer {issue_token(session, account)}"}
    assert client.get("/api/v1/products", headers=headers).status_code == 403
    assert client.get("/api/v1/accounts/me", headers=headers).json["role"] == "arriving"
