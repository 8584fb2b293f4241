"""Sending twice does it once (API-3)."""

import io
import threading

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.idempotency_record import IdempotencyRecord
from ipm_api.models.inspection import Inspection, InspectionPhoto
from ipm_api.operations import idempotent_request
from tests.conftest import jpeg, label

PHOTO = jpeg(label(5, 400, 540))
OTHER = jpeg(label(6, 400, 540))


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


def send(api: FlaskClient, me: dict[str, str], key: str, photo: bytes = PHOTO):
    return api.post(
        "/api/v1/inspections",
        data=photo,
        content_type="image/jpeg",
        headers=me | {"Idempotency-Key": key},
    )


def count(session, table) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def test_the_same_request_gets_the_same_answer_and_does_nothing_more(api, me, session):
    """A phone that lost the answer sends again."""
    first, second = send(api, me, "k"), send(api, me, "k")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert count(session, Inspection) == count(session, InspectionPhoto) == 1


def test_the_same_key_with_another_request_is_refused(api, me, session):
    """A client that draws its keys badly learns of it instead of losing a photo."""
    inspection = send(api, me, "k").json["id"]
    other_body = send(api, me, "k", OTHER)
    other_path = api.post(
        f"/api/v1/inspections/{inspection}/photos",
        data=PHOTO,
        content_type="image/jpeg",
        headers=me | {"Idempotency-Key": "k"},
    )

    for answer in (other_body, other_path):
        assert answer.status_code == 422
        assert answer.json["type"].endswith("/idempotency-key-reused")
    assert count(session, InspectionPhoto) == 1


def test_keys_belong_to_an_account(api, me, make_account, token_for, session):
    """Two officers may draw the same key, and neither sees the other's answer."""
    colleague = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    first, second = send(api, me, "k"), send(api, colleague, "k")

    assert first.json["id"] != second.json["id"]
    assert count(session, Inspection) == 2


def test_twenty_at_once_make_one_inspection(api, me, session):
    """r55: a nervous thumb, or a retry that overtakes."""
    answers = []
    start = threading.Barrier(20)

    def work() -> None:
        client = api.application.test_client()
        start.wait()
        answers.append(send(client, me, "k"))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = {answer.status_code for answer in answers}
    assert len(answers) == 20
    assert statuses <= {201, 409}
    assert 201 in statuses
    assert len({a.data for a in answers if a.status_code == 201}) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json["type"].endswith("/request-under-way")
            assert answer.headers["Retry-After"] == "1"
    assert count(session, Inspection) == count(session, InspectionPhoto) == 1
    assert send(api, me, "k").status_code == 201


def test_while_the_first_is_under_way_the_second_is_told_to_wait(api, me, engine, session):
    """Deterministic: the lock is held by another connection, as by another worker."""
    answers = []
    locked = threading.Event()
    release = threading.Event()
    original = idempotent_request.answer_to

    def slow(*arguments):
        locked.set()
        release.wait(10)
        return original(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ipm_api.idempotency.answer_to", slow)
        client = api.application.test_client()
        first = threading.Thread(target=lambda: answers.append(send(client, me, "k")))
        first.start()
        assert locked.wait(10)
        assert send(api, me, "k").status_code == 409
        assert send(api, me, "k", OTHER).status_code == 409
        release.set()
        first.join()
    assert answers[0].status_code == 201


def test_a_crash_before_the_answer_was_kept_does_nothing_twice(api, me, session, monkeypatch):
    """The row commits with the operation; the next send carries it out again, harmlessly."""

    def crash(*_):
        raise SystemError

    with monkeypatch.context() as patch:
        patch.setattr("ipm_api.idempotency.keep_answer", crash)
        assert send(api, me, "k").status_code == 500
    assert count(session, Inspection) == 1
    record = session.scalar(select(IdempotencyRecord))
    assert record.status is None

    again = send(api, me, "k")

    assert again.status_code == 201
    assert count(session, Inspection) == count(session, InspectionPhoto) == 1
    assert send(api, me, "k", OTHER).status_code == 422


def test_an_error_keeps_nothing(api, me, session):
    """The officer photographs again under the same key."""
    assert send(api, me, "k", b"broken").status_code == 422
    assert count(session, IdempotencyRecord) == 0
    assert send(api, me, "k").status_code == 201


def test_the_lock_ends_with_the_answer(engine, session, officer, monkeypatch):
    """Not when the server has noticed that a connection was closed: that may be later."""
    monkeypatch.setattr(idempotent_request, "_lock_engine", lambda _: engine)  # stays connected
    locks = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    with idempotent_request.only_one(session, officer, "k"):
        assert session.scalar(locks) == 1
    assert session.scalar(locks) == 0


def test_a_form_sent_again_by_a_browser_is_the_same_request(api, me, session):
    """It draws a new boundary each time."""
    answers = []
    for boundary in ("one", "two"):
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
            "\r\n"
        ).encode() + PHOTO
        body += f"\r\n--{boundary}--\r\n".encode()
        answers.append(
            api.post(
                "/api/v1/inspections",
                data=body,
                content_type=f"multipart/form-data; boundary={boundary}",
                headers=me | {"Idempotency-Key": "k"},
            )
        )
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data
    form = {"photo": (io.BytesIO(PHOTO), "a.jpg"), "place": "elsewhere"}
    other = api.post("/api/v1/inspections", data=form, headers=me | {"Idempotency-Key": "k"})
    assert other.status_code == 422


@pytest.mark.parametrize("key", ["", " ", "x" * 81, "x" * 10_000, "a\tb", "clé"])
def test_a_key_of_another_form_is_refused(api, me, key, session):
    """r55: 10 kB of key fit into no column."""
    answer = send(api, me, key)

    assert answer.status_code == 400
    assert list(answer.json["errors"]) == ["Idempotency-Key"]
    assert count(session, Inspection) == 0


def test_after_seven_days_the_key_is_free(api, me, session):
    """Answers are not kept for ever; the client id still keeps the inspection single."""
    first = send(api, me, "k")
    session.execute(text("UPDATE idempotency_record SET created_at = now() - interval '8 days'"))
    session.commit()

    again = send(api, me, "k")

    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again.headers
    assert again.json["id"] == first.json["id"]
    assert count(session, Inspection) == 1


def test_a_barcode_is_looked_up_once(api, me, session):
    """The trail shows one look-up, as there was one."""
    for _ in range(2):
        answer = api.post(
            "/api/v1/barcodes",
            json={"text": "9521234543213"},
            headers=me | {"Idempotency-Key": "k"},
        )
        assert answer.status_code == 200
    looked_up = select(func.count()).where(AuditEvent.action == "barcode.looked-up")
    assert session.scalar(looked_up) == 1
