"""Phones are told that an answer has come: by a push that says nothing, to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ipm_api.database import now
from ipm_api.jobs.clean_up import PHONES_KEPT, clean_up
from ipm_api.models.account import AccessToken, Account, Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.job import Job
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.models.question import Statement
from ipm_api.operations.account import disable_account
from ipm_api.operations.own_session import end_own_session, end_own_sessions
from ipm_api.operations.push_subscription import GATHERED, MOST
from ipm_api.operations.question import read_question
from ipm_api.operations.question_answer import answer
from ipm_api.push_service import BROWSERS, push_origin, push_services
from ipm_api.vapid import push_key
from tests.conftest import SYSTEM
from tests.ipm_api.asking import asked
from tests.loopback_push import fault_of

URL = "/api/v1/push-subscription"


@pytest.fixture
def phone(api, make_account, token_for, actor_for, push_service):
    """A signed-in phone that asked to be told: (officer, headers)."""

    def make(name="phone", account=None):
        account = account or make_account(Role.OFFICER)
        headers = {"Authorization": f"Bearer {token_for(account)}"}
        sent = api.put(URL, json={"endpoint": push_service.address(name)}, headers=headers)
        assert sent.status_code == 204
        return actor_for(account), headers

    return make


@pytest.fixture
def answered(session, publisher, make_product):
    """A right holder answers a question of an officer."""

    def make(officer, **product):
        question = asked(session, officer, make_product(publisher, **product))
        return answer(session, publisher, question.id, Statement.GENUINE, "Ours: lot SECRET7.")

    return make


def subscriptions(session):
    session.expire_all()
    return list(session.scalars(select(PushSubscription)))


def test_a_push_says_nothing_but_look(phone, answered, push_service, run_jobs):
    """The browser's maker learns no goods, no right holder, no officer; RFC 8292 is kept to."""
    officer, _ = phone()
    answered(officer, name="CANARYPRODUCT", brand="CANARYBRAND")
    run_jobs(ahead=GATHERED)
    assert push_service.faults == []
    assert push_service.taken == ["/push/phone"]
    (seen,) = push_service.seen
    for word in ("CANARY", "SECRET7", officer.name, str(officer.account_id), "@example.org"):
        assert word.lower() not in seen.lower()


def test_answers_within_a_minute_are_one_push(phone, answered, push_service, run_jobs):
    """Ten answers must not shake a phone ten times; a later one does again."""
    officer, _ = phone()
    answered(officer)
    answered(officer)
    assert run_jobs() == 0  # they are still being gathered
    run_jobs(ahead=GATHERED)
    assert push_service.taken == ["/push/phone"]
    answered(officer)
    run_jobs(ahead=GATHERED)
    assert len(push_service.taken) == 2


def test_who_has_read_the_answer_already_is_left_in_peace(
    session, phone, answered, push_service, run_jobs
):
    """The app was open."""
    officer, _ = phone()
    read_question(session, officer, answered(officer).id)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_an_answer_asks_for_the_same_work_whoever_listens(session, answered, officer):
    """What a right holder could time, or count, does not tell whether a phone is told."""
    answered(officer)
    (job,) = session.scalars(select(Job).where(Job.task == "tell_officer"))
    assert (job.right_holder_id, job.account_id) == (None, None)


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(
    status, session, phone, answered, push_service, run_jobs
):
    """A push service wants to hear of it no more."""
    officer, _ = phone()
    push_service.answers["/push/phone"] = (status, {})
    answered(officer)
    run_jobs(ahead=GATHERED)
    assert subscriptions(session) == []
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "push.forgotten")).all()


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [(503, {}, 10), (429, {"Retry-After": "120"}, 120), (500, {"Retry-After": "soon"}, 10)],
)
def test_a_busy_push_service_is_asked_again_when_it_says(
    status, headers, wait, session, phone, answered, push_service, run_jobs
):
    """And the phone is kept."""
    officer, _ = phone()
    push_service.answers["/push/phone"] = (status, headers)
    answered(officer)
    session.execute(update(Job).values(due_at=now()))  # the minute is over
    run_jobs()
    assert [row.refused for row in subscriptions(session)] == [status]
    assert run_jobs(ahead=timedelta(seconds=wait - 5)) == 0
    assert run_jobs(ahead=timedelta(seconds=wait + 1)) == 1
    assert push_service.taken == ["/push/phone"]
    assert [row.refused for row in subscriptions(session)] == [None]


def test_a_push_service_that_does_not_like_how_we_ask_is_not_asked_again(
    session, phone, answered, push_service, run_jobs
):
    """Another try would be refused, too; an administrator reads of it in the log."""
    officer, _ = phone()
    push_service.answers["/push/phone"] = (400, {})
    answered(officer)
    run_jobs(ahead=timedelta(days=1))
    assert (len(push_service.seen), push_service.taken) == (1, [])
    assert [row.refused for row in subscriptions(session)] == [400]


def test_a_redirection_is_not_followed(phone, answered, push_service, run_jobs):
    """Else a push service could send us anywhere."""
    officer, _ = phone()
    push_service.answers["/push/phone"] = (307, {"Location": "/push/elsewhere"})
    answered(officer)
    run_jobs(ahead=timedelta(days=1))
    assert len(push_service.seen) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://example.org/fcm.googleapis.com/x",
        "https://fcm.googleapis.com@example.org/x",
        "https://fcm.googleapis.com\\@example.org/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/a\r\nHost: example.org",
        "https://evilpush.apple.com/x",
        "https://push.apple.com/x",
        "https://FCM.googleapis.com/x",
        "file:///etc/passwd",
    ],
)
def test_a_push_goes_to_push_services_of_browsers_alone(endpoint):
    """An address that an officer's phone names must not make us ask other machines (UP-10)."""
    assert push_origin(endpoint, BROWSERS) is None


@pytest.mark.parametrize(
    "origin",
    [
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://web.push.apple.com",
        "https://wns2-par02p.notify.windows.com",
    ],
)
def test_the_makers_of_browsers_are_known(origin):
    """Without any setting."""
    assert push_origin(f"{origin}/w/?token=a%2bb", BROWSERS) == origin


def test_another_address_is_refused_beside_its_field(api, make_account, token_for):
    """With the reason, as every refusal."""
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    refused = api.put(URL, json={"endpoint": "https://127.0.0.1:9/x"}, headers=headers)
    assert refused.status_code == 400
    assert refused.content_type == "application/problem+json"
    assert refused.json["errors"] == {"endpoint": ["No push may be sent to this address."]}


def test_a_push_service_that_was_taken_off_the_list_gets_nothing_more(
    phone, answered, push_service, run_jobs, runtime
):
    """The setting of now counts."""
    officer, _ = phone()
    object.__setattr__(runtime.config, "push_services", BROWSERS)
    answered(officer)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_only_ones_own_phone_can_be_withdrawn(api, session, phone):
    """There is no address to name: a session speaks of its own phone."""
    _, mine = phone("mine")
    phone("theirs")
    assert api.delete(URL, headers=mine).status_code == 204
    assert len(subscriptions(session)) == 1
    assert api.delete(URL, headers=mine).status_code == 404
    assert len(subscriptions(session)) == 1


def test_a_phone_that_changes_hands_tells_the_new_officer_alone(
    session, phone, answered, push_service, run_jobs
):
    """Phones are shared between shifts."""
    before, _ = phone("shared")
    after, _ = phone("shared")
    assert [row.account_id for row in subscriptions(session)] == [after.account_id]
    answered(before)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_an_officer_has_a_few_phones(session, phone, make_account):
    """The one that was not seen longest goes."""
    account = make_account(Role.OFFICER)
    for number in range(MOST + 1):
        phone(f"phone-{number}", account)
    assert len(subscriptions(session)) == MOST


def test_a_phone_that_is_still_there_writes_nothing(session, api, phone, push_service):
    """It says so at every opening."""
    _, headers = phone()
    count = len(session.scalars(select(AuditEvent.at)).all())
    api.put(URL, json={"endpoint": push_service.address("phone")}, headers=headers)
    session.expire_all()
    assert len(session.scalars(select(AuditEvent.at)).all()) == count


def test_signing_out_ends_it(session, api, phone):
    """This phone, and no other of the officer."""
    officer, headers = phone("a")
    phone("b")
    api.delete("/api/v1/tokens/current", headers=headers)
    assert [row.account_id != officer.account_id for row in subscriptions(session)] == [True]


def test_ending_sessions_and_accounts_ends_it(session, phone, actor_for, make_account):
    """From a page, for a lost phone; by an administrator, for a closed account."""
    one, _ = phone("one")
    token = session.scalars(select(AccessToken)).one()
    end_own_session(session, one, token.id)
    assert subscriptions(session) == []
    everywhere, _ = phone("two")
    end_own_sessions(session, everywhere)
    assert subscriptions(session) == []
    closed, _ = phone("three")
    disable_account(session, SYSTEM, closed.account_id)
    assert subscriptions(session) == []


def test_a_closed_account_is_told_nothing_even_if_its_phone_were_kept(
    session, phone, answered, push_service, run_jobs
):
    """Looked at again when the push is sent."""
    officer, _ = phone()
    answered(officer)
    (row,) = subscriptions(session)
    session.get_one(Account, row.account_id).disabled = True
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_an_answer_after_the_shift_is_told(session, phone, answered, push_service, run_jobs):
    """The legal time is counted in days, a sign-in in hours; it ends after a month unseen."""
    officer, _ = phone()
    (token,) = session.scalars(select(AccessToken))
    token.expires_at = now()
    clean_up(session)
    answered(officer)
    run_jobs(ahead=GATHERED)
    assert push_service.taken == ["/push/phone"]
    (row,) = subscriptions(session)
    row.renewed_at = now() - PHONES_KEPT
    clean_up(session)
    assert subscriptions(session) == []


def test_the_database_holds_no_address(session, phone, push_service):
    """Who has it can reach the phone: a copy of the database must not."""
    phone("phone-7")
    (row,) = subscriptions(session)
    assert "phone-7" not in row.endpoint
    assert push_service.origin not in row.endpoint


def test_beginning_and_ending_are_in_the_audit_trail(session, api, phone):
    """With whom, and nothing of the address."""
    officer, headers = phone()
    api.delete(URL, headers=headers)
    events = session.scalars(select(AuditEvent).where(AuditEvent.action.like("push.%"))).all()
    assert {event.account_id for event in events} == {officer.account_id}
    assert sorted(event.action for event in events) == ["push.subscribed", "push.unsubscribed"]


def test_the_key_is_that_of_the_service_and_stays(api, phone, config):
    """A browser's subscription is bound to it; another one would be refused everywhere."""
    _, headers = phone()
    told = api.get(URL, headers=headers).json["public_key"]
    assert told == push_key(config).public
    assert (config.data / "push_key").stat().st_mode & 0o777 == 0o600
    header = push_key(config).authorization("https://a.example", "mailto:a@example.org", now())
    assert fault_of(header, "https://a.example") == ""
    assert fault_of(header, "https://b.example") == "token"
    late = push_key(config).authorization(
        "https://a.example", "mailto:a@example.org", now() - timedelta(days=1)
    )
    assert fault_of(late, "https://a.example") == "exp"


def test_a_service_may_send_none_at_all(make_api, make_account, token_for):
    """A network that lets nothing out."""
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    assert make_api(push_services=()).get(URL, headers=headers).json == {"public_key": None}


def test_a_wrong_list_of_push_services_stops_the_start():
    """A pattern for everything, or another machine without TLS, is an error of typing."""
    assert push_services("") == BROWSERS
    assert push_services("none") == ()
    assert push_services("a.example *.b.example") == ("a.example", "*.b.example")
    for wrong in ("*", "http://10.0.0.1:80", "https://a.example", "a.example/x", "none a.example"):
        with pytest.raises(ValueError, match="IPM_PUSH_SERVICES"):
            push_services(wrong)
