"""Phones are told that an answer has come: by a push that says nothing, to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ipm_api.database import now
from ipm_api.jobs.clean_up import PHONES_KEPT, clean_up
from ipm_api.models.account import AccessToken, Account, Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.job import Job, JobState
from ipm_api.operations.push_subscription import GATHERED
from ipm_api.operations.question import read_question
from ipm_api.operations.system_health import system_health
from ipm_api.push_service import BROWSERS
from tests.conftest import SYSTEM
from tests.ipm_api.told_phones import subscriptions


def test_a_push_says_nothing_but_look(told_phone, answer_to, push_service, run_jobs):
    """The browser's maker learns no goods, no right holder, no officer; RFC 8292 is kept to."""
    officer, _ = told_phone()
    answer_to(officer, name="CANARYPRODUCT", brand="CANARYBRAND")
    run_jobs(ahead=GATHERED)
    assert push_service.faults == []
    assert push_service.taken == ["/push/phone"]
    (seen,) = push_service.seen
    for word in ("CANARY", "SECRET7", officer.name, str(officer.account_id), "@example.org"):
        assert word.lower() not in seen.lower()


def test_answers_within_a_minute_are_one_push(told_phone, answer_to, push_service, run_jobs):
    """Ten answers must not shake a phone ten times; a later one does again."""
    officer, _ = told_phone()
    answer_to(officer)
    answer_to(officer)
    assert run_jobs() == 0  # they are still being gathered
    run_jobs(ahead=GATHERED)
    assert push_service.taken == ["/push/phone"]
    answer_to(officer)
    run_jobs(ahead=GATHERED)
    assert len(push_service.taken) == 2


def test_who_has_read_the_answer_already_is_left_in_peace(
    session, told_phone, answer_to, push_service, run_jobs
):
    """The app was open."""
    officer, _ = told_phone()
    read_question(session, officer, answer_to(officer).id)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


def test_an_answer_asks_for_the_same_work_whoever_listens(session, answer_to, officer):
    """What a right holder could time, or count, does not tell whether a phone is told."""
    answer_to(officer)
    (job,) = session.scalars(select(Job).where(Job.task == "tell_officer"))
    assert (job.right_holder_id, job.account_id) == (None, None)


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(
    status, session, told_phone, answer_to, push_service, run_jobs
):
    """A push service wants to hear of it no more."""
    officer, _ = told_phone()
    push_service.answers["/push/phone"] = (status, {})
    answer_to(officer)
    run_jobs(ahead=GATHERED)
    assert subscriptions(session) == []
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "push.forgotten")).all()


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [(503, {}, 10), (429, {"Retry-After": "120"}, 120), (500, {"Retry-After": "soon"}, 10)],
)
def test_a_busy_push_service_is_asked_again_when_it_says(
    status, headers, wait, session, told_phone, answer_to, push_service, run_jobs
):
    """And the phone is kept."""
    officer, _ = told_phone()
    push_service.answers["/push/phone"] = (status, headers)
    answer_to(officer)
    session.execute(update(Job).values(due_at=now()))  # the minute is over
    run_jobs()
    assert [row.refused for row in subscriptions(session)] == [status]
    assert run_jobs(ahead=timedelta(seconds=wait - 5)) == 0
    assert run_jobs(ahead=timedelta(seconds=wait + 1)) == 1
    assert push_service.taken == ["/push/phone"]
    assert [row.refused for row in subscriptions(session)] == [None]


def test_a_push_service_that_does_not_like_how_we_ask_is_not_asked_again(
    session, told_phone, answer_to, push_service, run_jobs, runtime
):
    """Another try would be refused, too; an administrator reads of it on the page of health."""
    officer, _ = told_phone()
    push_service.answers["/push/phone"] = (400, {})
    answer_to(officer)
    run_jobs(ahead=timedelta(days=1))
    assert (len(push_service.seen), push_service.taken) == (1, [])
    assert [row.refused for row in subscriptions(session)] == [400]
    health = system_health(session, SYSTEM, runtime.index, runtime.config.data)
    (line,) = (one for one in health if one.name == "Notices to phones")
    assert "(400): check IPM_PUSH_CONTACT" in line.trouble


def test_a_redirection_is_not_followed(told_phone, answer_to, push_service, run_jobs):
    """Else a push service could send us anywhere."""
    officer, _ = told_phone()
    push_service.answers["/push/phone"] = (307, {"Location": "/push/elsewhere"})
    answer_to(officer)
    run_jobs(ahead=timedelta(days=1))
    assert len(push_service.seen) == 1


def test_a_push_service_that_was_taken_off_the_list_gets_nothing_more(
    told_phone, answer_to, push_service, run_jobs, runtime
):
    """The setting of now counts."""
    officer, _ = told_phone()
    object.__setattr__(runtime.config, "push_services", BROWSERS)
    answer_to(officer)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": Role.TRAINER}])
def test_who_is_no_officer_any_more_is_told_nothing(
    change, session, told_phone, answer_to, push_service, run_jobs
):
    """Looked at again when the push is sent, even if the phone were kept; nothing fails by it."""
    officer, _ = told_phone()
    answer_to(officer)
    for name, value in change.items():
        setattr(session.get_one(Account, officer.account_id), name, value)
    run_jobs(ahead=GATHERED)
    assert push_service.seen == []
    assert session.scalars(select(Job).where(Job.state == JobState.FAILED)).all() == []


def test_an_answer_after_the_shift_is_told(session, told_phone, answer_to, push_service, run_jobs):
    """The legal time is counted in days, a sign-in in hours; it ends after a month unseen."""
    officer, _ = told_phone()
    (token,) = session.scalars(select(AccessToken))
    token.expires_at = now()
    clean_up(session)
    answer_to(officer)
    run_jobs(ahead=GATHERED)
    assert push_service.taken == ["/push/phone"]
    (row,) = subscriptions(session)
    row.renewed_at = now() - PHONES_KEPT
    clean_up(session)
    assert subscriptions(session) == []
