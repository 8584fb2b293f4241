"""People are told by mail, without anything confidential in it, and not again and again."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.errors import Conflict, ReadingReasonNeeded
from ipm_api.models.account import Role
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.product import Product, ProductState
from ipm_api.operations.brand import create_brand
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.product_list import ProductSearch, search_own_products
from ipm_api.operations.publication_request import ask_to_publish
from ipm_api.operations.reading_budget import DAY, HOUR, spend
from ipm_api.operations.review import confirm_review
from ipm_api.operations.review_notice import AGAIN, remind_of_reviews
from ipm_api.policy import actor_of

SECRET = "Unannounced"


@pytest.fixture
def make(session):
    """A product without pictures, published as far as lists and reminders know."""

    def make(actor, months_ago=None):
        brand = create_brand(session, actor, name=f"{SECRET} {uuid.uuid4().hex}")
        draft = ProductDraft(brand_id=brand.id, category="toys", names={"en": SECRET})
        product = create_product(session, actor, draft)
        if months_ago is not None:
            product.state = ProductState.PUBLISHED
            product.reviewed_at = now() - timedelta(days=31 * months_ago)
            session.commit()
        return product

    return make


@pytest.fixture
def mails(session):
    """Takes the mails that were queued since the last time: (recipient, link)."""

    def take():
        session.expire_all()
        found = session.scalars(select(OutgoingMail)).all()
        told = sorted((mail.recipient, mail.link) for mail in found)
        assert SECRET not in str([(mail.subject, mail.lines) for mail in found])
        for mail in found:
            session.delete(mail)
        session.commit()
        return told

    return take


def test_publishers_are_told_that_somebody_asks(
    session, make_right_holder, make_account, actor_for, make, mails
):
    """Those of the organisation who may publish, once; nobody else's, and no other member."""
    holder, other = make_right_holder(), make_right_holder()
    publisher = make_account(Role.PUBLISHER, holder)
    leader = make_account(Role.ORGANISATION_ADMINISTRATOR, holder)
    member = make_account(Role.MEMBER, holder)
    make_account(Role.MEMBER, holder)
    make_account(Role.PUBLISHER, other)
    product = make(actor_for(member))
    ask_to_publish(session, actor_for(member), product.id, f"{SECRET} note")
    assert mails() == sorted((one.email, "/requests") for one in (publisher, leader))
    with pytest.raises(Conflict):
        ask_to_publish(session, actor_for(member), product.id)
    session.rollback()
    assert mails() == []


def test_a_right_holder_is_reminded_once_of_all_its_due_products(
    session, make_right_holder, make_account, actor_for, make, mails, monkeypatch
):
    """Not of drafts or of what was checked lately; again after a month, or a period later."""
    holder, busy = make_right_holder(), make_right_holder()
    people = [make_account(Role.PUBLISHER, holder), make_account(Role.MEMBER, holder)]
    her = actor_for(people[0])
    due = [make(her, months_ago=13), make(her, months_ago=20)]
    make(her, months_ago=2)
    make(her)
    make(actor_for(make_account(Role.PUBLISHER, busy)), months_ago=3)
    expected = sorted((one.email, "/products?missing=review") for one in people)
    assert remind_of_reviews(session) == 1
    assert mails() == expected
    assert remind_of_reviews(session) == 0
    confirm_review(session, her, due[0].id)
    session.get_one(Product, due[1].id).review_reminded_at -= AGAIN
    session.commit()
    assert remind_of_reviews(session) == 1
    assert mails() == expected
    confirm_review(session, her, due[1].id)
    assert remind_of_reviews(session) == 0


def test_reminding_is_done_by_the_worker(session, publisher, make, mails, run_jobs):
    """Nobody has to ask."""
    from ipm_api.jobs.registry import schedule

    make(publisher, months_ago=13)
    schedule(session)
    run_jobs()
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_the_product_list_finds_what_is_due(session, publisher, make):
    """One's own published products whose last check is too long ago; the rest is not there."""
    due = make(publisher, months_ago=13)
    make(publisher, months_ago=11)
    make(publisher)
    found = search_own_products(session, publisher, ProductSearch(missing="review"))
    assert [product.id for product in found.products] == [due.id]
    assert found.total == 1


def test_administrators_and_the_countrys_contact_are_told_of_a_limit_once(
    session, publisher, make_account, make, mails, monkeypatch
):
    """Not the contacts of other countries, never who it was; again after a day of quiet."""
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 0)
    product, officer = make(publisher), actor_of(make_account(Role.OFFICER, country="FR"))
    told = [make_account(Role.ADMINISTRATOR), make_account(Role.NATIONAL_CONTACT, country="FR")]
    make_account(Role.NATIONAL_CONTACT, country="DE")
    expected = sorted((one.email, "/administration/reading") for one in told)
    begin = now()
    for after, told_now in ((0, True), (1, False), (2, False), (0, False)):
        with pytest.raises(ReadingReasonNeeded):
            spend(session, officer, [product.id], moment=begin + after * 2 * HOUR)
        assert mails() == (expected if told_now else [])
    with pytest.raises(ReadingReasonNeeded):
        spend(session, officer, [product.id], moment=begin + 2 * DAY)
    assert mails() == expected
