"""An officer asks, the legal clock runs, the right holder answers; deputies when nobody does."""

import dataclasses
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.question import Question, Statement
from ipm_api.operations import question_notice
from ipm_api.operations.contact import add_contact
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.national_setting import legal_period
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.question import (
    add_to_question,
    ask,
    close_question,
    own_questions,
    read_question,
    unread_answers,
)
from ipm_api.operations.question_answer import (
    Box,
    ReplyLink,
    answer,
    answer_by_form,
    inbox,
    open_reply_form,
    question_photo,
    received_question,
    reply_form_photo,
    waiting_count,
)
from ipm_api.operations.right_holder import suspend_right_holder
from tests.conftest import SYSTEM
from tests.ipm_api.photos import photo_of


@pytest.fixture
def product(make_product, publisher):
    """A published product of *publisher*, whom two contacts answer for."""
    return make_product(publisher)


@pytest.fixture
def contacts(session, publisher):
    """Two desks with mail, one after the other, that never close."""
    return [
        add_contact(session, publisher, name=name, email=f"{name}@example.org", always=True)
        for name in ("first", "deputy")
    ]


@pytest.fixture
def sent_mails(session):
    """The mails that wait to be sent, oldest first."""
    return lambda: list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at)))


@pytest.fixture
def reply_links(session, sent_mails):
    """The links in those mails, as a contact gets them."""

    def links() -> list[ReplyLink]:
        return [
            ReplyLink("key", mail.link_id, signed_token("key", mail.link_purpose, mail.link_id))
            for mail in sent_mails()
        ]

    return links


def asked(session, officer, product, **other) -> Question:
    return ask(session, officer, text="Is the lot genuine?", product_id=product.id, **other)


def test_the_legal_time_is_that_of_the_officers_country(session, officer, product, contacts):
    """Ten working days for most goods, three for perishable ones."""
    usual = asked(session, officer, product)
    perishable = asked(session, officer, product, perishable=True)

    rule = legal_period(session, officer.country)
    assert usual.deadline == rule.deadline(usual.asked_at)
    assert perishable.deadline == rule.deadline(perishable.asked_at, perishable=True)
    assert perishable.deadline < usual.deadline


def test_the_right_holder_learns_a_country_and_no_name(
    session, officer, publisher, product, contacts
):
    """Who inspects what is nobody's business; the authority is told when the officer says so."""
    quiet = received_question(session, publisher, asked(session, officer, product).id)

    assert (quiet.country, quiet.authority) == (officer.country, "")
    assert [notice.contact_name for notice in quiet.notices] == ["first"]


def test_nothing_of_the_question_is_in_the_mail(session, officer, product, contacts, sent_mails):
    """A mailbox is no place for what is told in confidence."""
    asked(session, officer, product)

    (mail,) = sent_mails()
    assert mail.recipient == "first@example.org"
    assert "genuine" not in str(mail.lines) + str(mail.subject)


def test_an_answer_reaches_the_officer_and_counts_as_read_when_opened(
    session, officer, publisher, product, contacts
):
    """A statement of one party, with its words."""
    question = asked(session, officer, product)
    answer(session, publisher, question.id, Statement.NOT_GENUINE, "The batch was never made.")

    (listed,) = own_questions(session, officer)
    assert listed.answered_at is not None
    assert listed.messages[-1].read_at is None
    assert unread_answers(session, officer) == 1
    read = read_question(session, officer, question.id)
    assert unread_answers(session, officer) == 0
    assert read.messages[-1].statement is Statement.NOT_GENUINE
    assert read.messages[-1].read_at is not None


def test_asking_for_more_photos_does_not_stop_the_clock(
    session, officer, publisher, product, contacts
):
    """The goods are still held, and nobody has said what they are."""
    question = asked(session, officer, product)
    answer(session, publisher, question.id, Statement.MORE_PHOTOS, "The cap from above, please.")

    assert [q.id for q in inbox(session, publisher)] == [question.id]
    add_to_question(session, officer, question.id, "Here it is.")
    answer(session, publisher, question.id, Statement.GENUINE, "Ours.")
    assert inbox(session, publisher) == []
    assert [q.id for q in inbox(session, publisher, Box.ANSWERED)] == [question.id]


def test_those_with_the_least_time_left_come_first(session, officer, publisher, product, contacts):
    """The inbox is a list of what lapses next."""
    usual = asked(session, officer, product)
    perishable = asked(session, officer, product, perishable=True)

    assert [q.id for q in inbox(session, publisher)] == [perishable.id, usual.id]
    assert waiting_count(session, publisher) == 2


def test_another_right_holder_sees_nothing_of_it(
    session, officer, product, contacts, make_right_holder, make_account, actor_for
):
    """Not the question, not its photos, not that it exists."""
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    question = asked(session, officer, product)

    assert inbox(session, rival) == []
    for look in (
        lambda: received_question(session, rival, question.id),
        lambda: answer(session, rival, question.id, Statement.GENUINE, "Ours."),
        lambda: question_photo(session, rival, question.id, 1),
    ):
        with pytest.raises(NotFound):
            look()


def test_another_officer_sees_nothing_of_it(
    session, officer, product, contacts, make_account, actor_for
):
    """Questions are the asker's."""
    other = actor_for(make_account(Role.OFFICER))
    question = asked(session, officer, product)

    assert own_questions(session, other) == []
    with pytest.raises(NotFound):
        read_question(session, other, question.id)
    with pytest.raises(NotFound):
        close_question(session, other, question.id)


def test_photos_go_along_without_their_metadata(session, runtime, officer, publisher, product):
    """The right holder sees what the officer chose, rebuilt from pixels."""
    report = submit_inspection(
        session, officer, runtime.index, runtime.images, runtime.decoder, [photo_of(1), photo_of(2)]
    )
    photos = report.inspection.photos
    question = asked(
        session,
        officer,
        product,
        inspection_id=report.inspection.id,
        photo_ids=[photos[1].id],
    )

    assert question_photo(session, publisher, question.id, 1) == photos[1].picture_sha256
    with pytest.raises(NotFound):
        question_photo(session, publisher, question.id, 2)


def test_only_photos_of_ones_own_inspection_can_be_sent(
    session, runtime, officer, product, make_account, actor_for
):
    """Another officer's evidence stays theirs."""
    other = actor_for(make_account(Role.OFFICER))
    theirs = submit_inspection(
        session, other, runtime.index, runtime.images, runtime.decoder, [photo_of(1)]
    ).inspection

    with pytest.raises(NotFound):
        asked(session, officer, product, inspection_id=theirs.id)
    with pytest.raises(Invalid):
        asked(session, officer, product, photo_ids=[theirs.photos[0].id])


def test_what_an_officer_cannot_read_cannot_be_asked_about(
    session, officer, publisher, make_product
):
    """A draft answers like a product that does not exist; so does a brand without a product."""
    draft = make_product(publisher, published=False)

    for about in (
        {"product_id": draft.id},
        {"product_id": uuid.uuid4()},
        {"brand_id": draft.brand_id},
    ):
        with pytest.raises(NotFound):
            ask(session, officer, text="Is it genuine?", **about)
    with pytest.raises(Invalid):
        ask(session, officer, text="Is it genuine?")


def test_a_brand_can_be_asked_when_no_product_fits(session, officer, publisher, product, contacts):
    """'None of these' leads to the right holder."""
    question = ask(session, officer, text="Which article is this?", brand_id=product.brand_id)

    assert received_question(session, publisher, question.id).product is None


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_an_empty_or_endless_message_is_refused(session, officer, product, text):
    """And nothing of it is kept."""
    with pytest.raises(Invalid):
        ask(session, officer, text=text, product_id=product.id)
    assert own_questions(session, officer) == []


def test_a_closed_question_takes_no_more(session, officer, publisher, product, contacts):
    """It stays readable to both sides."""
    question = asked(session, officer, product)
    close_question(session, officer, question.id)

    for act in (
        lambda: add_to_question(session, officer, question.id, "And?"),
        lambda: close_question(session, officer, question.id),
        lambda: answer(session, publisher, question.id, Statement.GENUINE, "Ours."),
    ):
        with pytest.raises(Conflict):
            act()
        session.rollback()
    assert [q.id for q in inbox(session, publisher, Box.CLOSED)] == [question.id]


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
