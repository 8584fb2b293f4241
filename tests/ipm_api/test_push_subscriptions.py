"""Which phones are told: begun and ended with a session, one officer each."""

from sqlalchemy import select

from ipm_api.models.account import AccessToken, Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.operations.account import disable_account
from ipm_api.operations.own_session import end_own_session, end_own_sessions
from ipm_api.operations.push_subscription import GATHERED, MOST, subscribe
from ipm_api.operations.sign_in import end_other_sessions
from ipm_api.sealing import seal_of
from tests.conftest import SYSTEM
from tests.ipm_api.parallel import at_once
from tests.ipm_api.told_phones import URL, subscriptions


def test_only_ones_own_phone_can_be_withdrawn(api, session, told_phone):
    """There is no address to name: a session speaks of its own phone."""
    _, mine = told_phone("mine")
    told_phone("theirs")
    assert api.delete(URL, headers=mine).status_code == 204
    assert len(subscriptions(session)) == 1
    assert api.delete(URL, headers=mine).status_code == 404
    assert len(subscriptions(session)) == 1


def test_a_phone_that_changes_hands_tells_the_new_officer_alone(
    session, told_phone, answer_to, push_service, run_jobs
):
    """Phones are shared between shifts."""
    before, _ = told_phone("shared")
    after, _ = told_phone("shared")
    assert [row.account_id for row in subscriptions(session)] == [after.account_id]
    answer_to(before)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_an_officer_has_a_few_phones(session, told_phone, make_account):
    """The one that was not seen longest goes."""
    account = make_account(Role.OFFICER)
    for number in range(MOST + 1):
        told_phone(f"phone-{number}", account)
    assert len(subscriptions(session)) == MOST


def test_a_phone_that_is_still_there_writes_nothing(session, api, told_phone, push_service):
    """It says so at every opening."""
    _, headers = told_phone()
    count = len(session.scalars(select(AuditEvent.at)).all())
    api.put(URL, json={"endpoint": push_service.address("phone")}, headers=headers)
    session.expire_all()
    assert len(session.scalars(select(AuditEvent.at)).all()) == count


def test_signing_out_ends_it(session, api, told_phone):
    """This told_phone, and no other of the officer."""
    officer, headers = told_phone("a")
    told_phone("b")
    api.delete("/api/v1/tokens/current", headers=headers)
    assert [row.account_id != officer.account_id for row in subscriptions(session)] == [True]


def test_ending_sessions_and_accounts_ends_it(session, told_phone, actor_for, make_account):
    """From a page, for a lost phone; by an administrator, for a closed account."""
    one, _ = told_phone("one")
    token = session.scalars(select(AccessToken)).one()
    end_own_session(session, one, token.id)
    assert subscriptions(session) == []
    everywhere, _ = told_phone("two")
    end_own_sessions(session, everywhere)
    assert subscriptions(session) == []
    closed, _ = told_phone("three")
    disable_account(session, SYSTEM, closed.account_id)
    assert subscriptions(session) == []


def test_a_new_password_leaves_the_phone_that_asked_for_it_alone(
    session, told_phone, make_account, token_for
):
    """Whoever has an old one is told nothing any more."""
    account = make_account(Role.OFFICER)
    told_phone("a", account)
    _, headers = told_phone("b", account)
    end_other_sessions(session, account.id, headers["Authorization"].removeprefix("Bearer "))
    session.commit()
    (kept,) = subscriptions(session)
    (token,) = session.scalars(select(AccessToken))
    assert kept.session_id == token.id
    end_other_sessions(session, account.id, token_for(account))
    session.commit()
    assert subscriptions(session) == []


def test_two_windows_of_one_phone_may_say_so_at_once(
    engine, session, config, push_service, make_account, token_for, actor_for
):
    """Both are opened when the phone is."""
    account = make_account(Role.OFFICER)
    officer, token = actor_for(account), token_for(account)
    address, services = push_service.address("phone"), (push_service.origin,)
    seal = seal_of(config)
    works = [lambda own: subscribe(own, officer, token, address, services, seal)] * 6
    assert at_once(engine, works) == [None] * 6
    assert len(subscriptions(session)) == 1


def test_beginning_and_ending_are_in_the_audit_trail(session, api, told_phone):
    """With whom, and nothing of the address."""
    officer, headers = told_phone()
    api.delete(URL, headers=headers)
    events = session.scalars(select(AuditEvent).where(AuditEvent.action.like("push.%"))).all()
    assert {event.account_id for event in events} == {officer.account_id}
    assert sorted(event.action for event in events) == ["push.subscribed", "push.unsubscribed"]
