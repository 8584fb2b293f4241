"""Deputies are told when nobody answers; the link in the mail opens the form and nothing else."""

import dataclasses
import uuid
from datetime import timedelta

import pytest

from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.question import Statement
from ipm_api.operations import question_notice
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.question import close_question, read_question
from ipm_api.operations.question_answer import (
    ReplyLink,
    answer,
    answer_by_form,
    open_reply_form,
    reply_form_photo,
)
from ipm_api.operations.right_holder import suspend_right_holder
from tests.conftest import SYSTEM
from tests.ipm_api.asking import asked
from tests.ipm_api.photos import photo_of


@pytest.fixture
def product(make_product, publisher):
    """A published product of *publisher*, whom two contacts answer for."""
    return make_product(publisher)


@pytest.fixture
def reply_links(session, sent_mails):
    """The links in those mails, as a contact gets them."""

    def links() -> list[ReplyLink]:
        return [
            ReplyLink("key", mail.link_id, signed_token("key", mail.link_purpose, mail.link_id))
            for mail in sent_mails()
        ]

    return links


def test_a_deputy_is_told_when_the_first_contact_is_silent(
    session, officer, product, contacts, monkeypatch
):
    """After a share of the legal time; each once, and nobody after an answer."""
    question = asked(session, officer, product)
    whole = question.deadline - question.asked_at

    def later(share: float) -> list[str]:
        monkeypatch.setattr(question_notice, "now", lambda: question.asked_at + share * whole)
        question_notice.tell_deputies(session)
        session.expire_all()
        return [notice.contact_name for notice in question.notices]

    assert later(0.1) == ["first"]
    assert later(0.2) == ["first", "deputy"]
    assert later(0.9) == ["first", "deputy"]


def test_nobody_is_reminded_of_what_is_answered_closed_or_over(
    session, officer, publisher, product, contacts, monkeypatch
):
    """Silence after the work is done."""
    done, closed, over = (asked(session, officer, product) for _ in range(3))
    answer(session, publisher, done.id, Statement.GENUINE, "Ours.")
    close_question(session, officer, closed.id)
    late = over.deadline + timedelta(hours=1)
    monkeypatch.setattr(question_notice, "now", lambda: late)

    assert question_notice.tell_deputies(session) == 0


def test_the_link_in_the_mail_opens_the_reply_form_and_nothing_else(
    session, runtime, officer, product, contacts, reply_links
):
    """A contact answers from the mailbox, without an account."""
    report = submit_inspection(
        session, officer, runtime.index, runtime.images, runtime.decoder, [photo_of(1)]
    )
    photo = report.inspection.photos[0]
    question = asked(
        session, officer, product, inspection_id=report.inspection.id, photo_ids=[photo.id]
    )
    (link,) = reply_links()

    form = open_reply_form(session, link)
    assert (form.question.id, form.contact_name) == (question.id, "first")
    assert reply_form_photo(session, link, 1) == photo.picture_sha256
    answer_by_form(session, link, Statement.GENUINE, "Ours.")
    assert read_question(session, officer, question.id).messages[-1].contact_name == "first"
    for token in ("", link.token[:-1], link.token + "A", "x" * 43):
        with pytest.raises(NotFound):
            open_reply_form(session, dataclasses.replace(link, token=token))
    with pytest.raises(NotFound):  # signed, but of another row
        open_reply_form(session, dataclasses.replace(link, notice_id=uuid.uuid4()))


def test_the_link_ends_with_its_time_and_with_the_organisation(
    session, officer, publisher, product, contacts, reply_links
):
    """An old mail opens nothing, nor does one to an organisation that was shut out."""
    question = asked(session, officer, product)
    (link,) = reply_links()
    question.deadline = now() - timedelta(days=8)
    session.commit()
    with pytest.raises(NotFound):
        open_reply_form(session, link)
    question.deadline = now() + timedelta(days=8)
    session.commit()
    assert open_reply_form(session, link).question.id == question.id
    suspend_right_holder(session, SYSTEM, publisher.right_holder_id)
    with pytest.raises(NotFound):
        open_reply_form(session, link)
