"""Passwords: changed, forgotten, and what ends with them (AC-6)."""

import pytest
from sqlalchemy import select

from ipm_api.errors import Invalid, NotFound, SignInFailed, TooManyAttempts
from ipm_api.models.account import Role
from ipm_api.models.job import Job
from ipm_api.models.one_time_token import OneTimeToken, Purpose
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations import one_time_token
from ipm_api.operations.account import disable_account
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.password import (
    LINK_LIFE,
    LINKS_PER_DAY,
    change_password,
    request_reset,
    reset_password,
)
from ipm_api.operations.sign_in import (
    ATTEMPTS_PER_ACCOUNT,
    actor_of_token,
    issue_token,
    sign_in,
)
from ipm_api.operations.team import change_role
from tests.conftest import PASSWORD, SYSTEM

NEW = "another long password"
ADDRESS = "192.0.2.1"


def link_of(session, config):
    """The token of the newest mail's link, as the mail carries it."""
    mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at.desc())).first()
    return signed_token(config.secret_key, mail.link_purpose, mail.link_id)


def ask(session, run_jobs, email):
    request_reset(session, email=email, address=ADDRESS)
    run_jobs()


def test_a_changed_password_ends_every_other_session_in_all_workers(
    make_api, session, make_account, actor_for
):
    """Two apps, as two workers have them: what one of them ends is ended in the other."""
    account = make_account(Role.OFFICER)
    here, elsewhere = issue_token(session, account), issue_token(session, account)
    workers = [make_api(), make_api()]

    def statuses(token):
        headers = {"Authorization": f"Bearer {token}"}
        return [w.get("/api/v1/accounts/me", headers=headers).status_code for w in workers]

    assert statuses(here) == statuses(elsewhere) == [200, 200]
    change_password(session, actor_for(account), here, current=PASSWORD, new=NEW)
    assert statuses(here) == [200, 200]
    assert statuses(elsewhere) == [401, 401]
    disable_account(session, SYSTEM, account.id)
    assert statuses(here) == [401, 401]


def test_a_changed_role_ends_the_sessions_of_that_right_holder(
    session, make_right_holder, make_account, actor_for, token_for
):
    """AC-6: who was a publisher does not publish from an open page."""
    holder = make_right_holder()
    boss = actor_for(make_account(Role.ORGANISATION_ADMINISTRATOR, holder))
    publisher = make_account(Role.PUBLISHER, holder)
    token = token_for(publisher)
    change_role(session, boss, publisher.memberships[0].id, Role.MEMBER)
    assert actor_of_token(session, token) is None


def test_the_old_password_is_asked_for_and_guessing_it_is_slow(session, make_account, actor_for):
    """A borrowed session does not become an account."""
    account = make_account(Role.OFFICER)
    actor, token = actor_for(account), issue_token(session, account)
    for current, new, field in (("wrong", NEW, "current"), (PASSWORD, "short", "new")):
        with pytest.raises(Invalid) as refusal:
            change_password(session, actor, token, current=current, new=new)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    for _ in range(ATTEMPTS_PER_ACCOUNT - 1):  # one was wrong above
        with pytest.raises(Invalid):
            change_password(session, actor, token, current="wrong", new=NEW)
    with pytest.raises(TooManyAttempts):
        change_password(session, actor, token, current=PASSWORD, new=NEW)


def test_a_link_by_mail_sets_a_password_once(session, config, run_jobs, make_account):
    """Single use; every session ends; the database holds nothing that opens it."""
    account = make_account(Role.OFFICER)
    token = issue_token(session, account)
    ask(session, run_jobs, account.email.upper())
    link = link_of(session, config)
    assert link.encode() not in str(session.execute(select(OutgoingMail)).all()).encode()
    with pytest.raises(Invalid):
        reset_password(session, token=link, new="short")
    session.rollback()
    reset_password(session, token=link, new=NEW)
    assert actor_of_token(session, token) is None
    with pytest.raises(SignInFailed):
        sign_in(session, email=account.email, password=PASSWORD, address=ADDRESS)
    assert sign_in(session, email=account.email, password=NEW, address=ADDRESS)
    with pytest.raises(NotFound):
        reset_password(session, token=link, new=NEW)


def test_a_link_holds_thirty_minutes_and_only_the_last_one_counts(
    session, config, run_jobs, make_account, monkeypatch
):
    """Old mails in a mailbox open nothing."""
    account = make_account(Role.OFFICER)
    ask(session, run_jobs, account.email)
    first = link_of(session, config)
    ask(session, run_jobs, account.email)
    second = link_of(session, config)
    with pytest.raises(NotFound):
        reset_password(session, token=first, new=NEW)
    session.rollback()
    later = one_time_token.now() + LINK_LIFE
    monkeypatch.setattr(one_time_token, "now", lambda: later)
    with pytest.raises(NotFound):
        reset_password(session, token=second, new=NEW)


def test_a_stranger_is_answered_like_a_member(session, run_jobs, make_account, count_queries):
    """The same statements, so the same time; the mail, if there is one, is written later."""
    account = make_account(Role.OFFICER)
    disabled = make_account(Role.OFFICER)
    disable_account(session, SYSTEM, disabled.id)
    numbers = []
    for email in (account.email, "nobody@example.org", disabled.email):
        with count_queries() as queries:
            request_reset(session, email=email, address=ADDRESS)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert len(session.scalars(select(Job.task).where(Job.task == "mail_reset_link")).all()) == 3
    run_jobs()
    assert session.scalars(select(OutgoingMail.recipient)).all() == [account.email]
    assert session.scalars(select(OneTimeToken.purpose)).all() == [Purpose.PASSWORD_RESET]


def test_one_address_gets_so_many_links_a_day(session):
    """Nobody's mailbox is filled in our name; told to all alike."""
    for _ in range(LINKS_PER_DAY):
        request_reset(session, email="nobody@example.org", address=ADDRESS)
    with pytest.raises(TooManyAttempts):
        request_reset(session, email=" NOBODY@example.org", address=ADDRESS)


def test_only_failures_count_towards_the_throttle(session, make_account):
    """AC-8: who signs in on twenty devices is nobody who guesses."""
    account = make_account(Role.OFFICER)
    for _ in range(12):
        assert sign_in(session, email=account.email, password=PASSWORD, address=ADDRESS)
