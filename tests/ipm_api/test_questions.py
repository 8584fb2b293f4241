"""An officer asks, the legal clock runs, the right holder answers; deputies when nobody does."""

import uuid

import pytest

from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.question import Statement
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.national_setting import legal_period
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
    answer,
    inbox,
    question_photo,
    received_question,
    waiting_count,
)
from tests.ipm_api.asking import asked
from tests.ipm_api.photos import photo_of


@pytest.fixture
def product(make_product, publisher):
    """A published product of *publisher*, whom two contacts answer for."""
    return make_product(publisher)


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
