"""The inbox of a right holder, the reply form, and alerts, as pages."""

import re

import pytest
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.alert import Alert, AlertPriority
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations.contact import add_contact
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.question import ask, close_question, read_question
from tests.ipm_api.photos import photo_of


@pytest.fixture
def officer(make_account, actor_for):
    """A customs officer."""
    return actor_for(make_account(Role.OFFICER))


@pytest.fixture
def question(session, runtime, owner, officer, make_product):
    """An officer asks about a product of *owner*, with a photo; a contact has mail."""
    add_contact(session, owner, name="Desk", email="desk@example.org", always=True)
    product = make_product(owner)
    inspection = submit_inspection(
        session, officer, runtime.index, runtime.images, runtime.decoder, [photo_of(1)]
    ).inspection
    return ask(
        session,
        officer,
        text="Is <b>this</b> lot genuine?",
        product_id=product.id,
        inspection_id=inspection.id,
        photo_ids=[inspection.photos[0].id],
        perishable=True,
    )


def reply_address(session, config) -> str:
    mail = session.scalar(select(OutgoingMail))
    token = signed_token(config.secret_key, mail.link_purpose, mail.link_id)
    return mail.link.replace("{token}", token)


def test_a_question_stands_in_the_inbox_with_the_time_that_is_left(her, question):
    """What lapses next is seen at once; nothing that an officer writes is markup."""
    page = her.get("/messages").text

    assert "Is &lt;b&gt;this&lt;/b&gt; lot genuine?" in page
    assert re.search(r"\d+ (hours|days) left", page)
    shown = her.get(f"/messages/{question.id}").text
    assert f"/messages/{question.id}/photos/1" in shown
    assert "Told by mail:" in shown
    photo = her.get(f"/messages/{question.id}/photos/1")
    assert photo.mimetype == "image/jpeg"
    assert "sandbox" in photo.headers["Content-Security-Policy"]


def test_the_answer_leaves_the_inbox_and_reaches_the_officer(her, question, session, officer):
    """One form: what the goods are, and why."""
    sent = her.post(
        f"/messages/{question.id}", {"statement": "not-genuine", "text": "Wrong batch number."}
    )

    assert sent.status_code == 302
    assert "Nobody waits for an answer" in her.get("/messages").text
    assert "Wrong batch number." in her.get(f"/messages/{question.id}").text
    assert read_question(session, officer, question.id).messages[-1].text == "Wrong batch number."


def test_an_incomplete_answer_keeps_what_was_written(her, question):
    """Nothing is typed twice."""
    sent = her.post(f"/messages/{question.id}", {"text": "Wrong batch number."})

    assert sent.status_code == 400
    assert "Choose what you can say of the goods." in sent.text
    assert "Wrong batch number.</textarea>" in sent.text
    blank = her.post(f"/messages/{question.id}", {"statement": "genuine", "text": " "})
    assert "Write what you want to say." in blank.text


def test_a_closed_question_asks_for_nothing(her, question, session, officer):
    """And says so to who answers a moment later."""
    close_question(session, officer, question.id)

    assert "<textarea" not in her.get(f"/messages/{question.id}").text
    late = her.post(f"/messages/{question.id}", {"statement": "genuine", "text": "Ours."})
    assert late.status_code == 400
    assert "No answer is needed." in late.text


def test_a_contact_answers_from_the_mail_without_signing_in(visitor, question, session, config):
    """The link opens this question's form and nothing else."""
    stranger = visitor()
    address = reply_address(session, config)

    assert "Is &lt;b&gt;this&lt;/b&gt; lot genuine?" in stranger.get(address).text
    assert stranger.get(f"{address}/photos/1").mimetype == "image/jpeg"
    assert stranger.post(address, {"statement": "genuine", "text": "Ours."}).status_code == 302
    assert "Ours." in stranger.get(address).text
    assert stranger.get("/messages").location.startswith("/sign-in")
    assert stranger.get(address[:-1]).status_code == 404


def test_the_reply_form_is_kept_from_search_engines_and_referrers(
    visitor, question, session, config
):
    """The address is the key: no referrer carries it, no search engine keeps it."""
    answer = visitor().get(reply_address(session, config))

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]


def alert_form(**other) -> dict:
    today = now().date().isoformat()
    return {
        "titles-en": "New copies",
        "texts-en": "Look at the cap.",
        "priority": "urgent",
        "countries": ["FR", "BE"],
        "ports": ["FRLEH"],
        "valid_from": today,
        "valid_until": today,
        "product_id": "",
    } | other


def test_an_alert_is_sent_changed_withdrawn_and_shown_again(her, session):
    """Everything that is done can be undone."""
    assert her.post("/alerts", alert_form()).status_code == 302
    alert = session.scalar(select(Alert))
    assert (alert.priority, alert.countries) == (AlertPriority.URGENT, ["BE", "FR"])
    assert alert.ports == ["FRLEH"]
    assert 'value="FRLEH" checked' in her.get(f"/alerts/{alert.id}").text
    assert "New copies" in her.get("/alerts").text

    her.post(f"/alerts/{alert.id}", alert_form(**{"titles-en": "Newer copies", "countries": []}))
    assert 'value="Newer copies"' in her.get(f"/alerts/{alert.id}").text
    her.post(f"/alerts/{alert.id}/withdraw")
    assert f'action="/alerts/{alert.id}/renew"' in her.get("/alerts").text  # undo beside the word
    assert "Newer copies" not in her.get("/alerts").text
    assert "Newer copies" in her.get("/alerts?past=1").text
    her.post(f"/alerts/{alert.id}/renew")
    assert "Newer copies" in her.get("/alerts").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"titles-en": ""}, "Give the alert a title."),
        ({"valid_until": "2001-01-01"}, "The last day must not be before the first."),
        ({"valid_until": "9999-01-01"}, "An alert lasts at most 366 days."),
        ({"valid_from": "soon"}, "Choose a day."),
        ({"countries": ["france"]}, "Choose countries of the list."),
        ({"ports": ["FRXXX"]}, "Choose ports of the list."),
        ({"ports": ["NLRTM"]}, "Choose ports of the chosen countries."),
        ({"product_id": "5b1d9f5e-0000-4000-8000-000000000000"}, "Choose one of your products."),
    ],
)
def test_a_refused_alert_says_what_is_wrong_and_keeps_the_rest(her, session, wrong, sentence):
    """And nothing is sent."""
    answer = her.post("/alerts", alert_form(**wrong))

    assert answer.status_code == 400
    assert sentence in answer.text
    assert "Look at the cap." in answer.text
    assert session.scalar(select(Alert)) is None


def test_a_member_reads_alerts_and_does_not_send_them(visitor, holder, make_account):
    """What officers are told is the publisher's to say."""
    member = visitor(make_account(Role.MEMBER, holder))

    assert "New alert" not in member.get("/alerts").text
    assert member.post("/alerts", alert_form()).status_code == 403
