"""How many products one reader is shown (AC-9): distinct, sliding, exact, and never in the way."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.errors import (
    Forbidden,
    Invalid,
    NotFound,
    ReadingBudgetSpent,
    ReadingReasonNeeded,
)
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.brand import Brand
from ipm_api.models.product import Product
from ipm_api.operations.guide import read_guide
from ipm_api.operations.reading_allowance import (
    busy_readers,
    give_reason,
    lift_reading_limit,
)
from ipm_api.operations.reading_budget import DAY, HARD, HOUR, SOFT, WEEK, spend, spent_by
from tests.conftest import PASSWORD
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import picture


@pytest.fixture
def ids(session, publisher):
    """Products that are only counted."""
    brand = Brand(right_holder_id=publisher.right_holder_id, name="Counted")
    session.add(brand)
    session.flush()
    made = [
        Product(
            right_holder_id=publisher.right_holder_id,
            brand_id=brand.id,
            category_slug="toys",
            names={"en": str(number)},
            sort_name=str(number),
            search_text="",
        )
        for number in range(500)
    ]
    session.add_all(made)
    session.commit()
    return [product.id for product in made]


def test_an_hour_beyond_the_usual_needs_a_reason_and_the_password(session, officer, ids):
    """Told in a sentence, recorded, seen by administrators; then another hour."""
    spend(session, officer, ids[:SOFT])
    session.commit()
    spend(session, officer, ids[:SOFT])  # the same ones again
    with pytest.raises(ReadingReasonNeeded):
        spend(session, officer, ids[SOFT : SOFT + 1])
    assert spent_by(session, officer.account_id).hour == SOFT
    for reason, password, field in (
        ("short", PASSWORD, "reason"),
        ("A container of mixed goods", "wrong", "password"),
    ):
        with pytest.raises(Invalid) as refusal:
            give_reason(session, officer, reason=reason, password=password)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    give_reason(session, officer, reason="A container of mixed goods", password=PASSWORD)
    spend(session, officer, ids[SOFT : SOFT + 1])
    session.commit()
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {"reading.reason-needed", "reading.reason-given"} <= actions


def test_windows_slide(session, officer, ids):
    """No midnight at which everything starts anew."""
    begin = now()
    spend(session, officer, ids[:SOFT], moment=begin)
    with pytest.raises(ReadingReasonNeeded):
        spend(session, officer, ids[SOFT : SOFT + 1], moment=begin + HOUR - timedelta(seconds=1))


@pytest.mark.parametrize("window", [DAY, WEEK])
def test_a_day_and_a_week_end_for_everybody(session, officer, ids, window):
    """Whatever the reason; what was read within the window can be read again."""
    most, step = (
        HARD[window],
        timedelta(hours=1, minutes=1) if window is DAY else timedelta(hours=8),
    )
    moment = now()
    for start in range(0, most, 20):
        spend(session, officer, ids[start : start + 20], moment=moment)
        session.commit()
        moment += step
    with pytest.raises(ReadingBudgetSpent):
        spend(session, officer, ids[most : most + 20], moment=moment)
    spend(session, officer, ids[most - 20 : most], moment=moment)
    session.commit()


def test_a_page_is_shown_whole_or_not_at_all(session, officer, ids):
    """A refused page counts nothing."""
    spend(session, officer, ids[:50])
    session.commit()
    with pytest.raises(ReadingReasonNeeded):
        spend(session, officer, ids[50:90])
    assert spent_by(session, officer.account_id).hour == 50


def test_parallel_requests_get_exactly_the_number(engine, session, officer, ids):
    """Twenty tabs at once are one person."""
    session.rollback()

    def one(own, product_id):
        spend(own, officer, [product_id])
        own.commit()

    spend(session, officer, ids[: SOFT - 5])
    session.commit()
    answers = at_once(
        engine, [lambda s, p=product_id: one(s, p) for product_id in ids[SOFT : SOFT + 12]]
    )
    refused = [answer for answer in answers if isinstance(answer, ReadingReasonNeeded)]
    assert len(refused) == 7
    assert spent_by(session, officer.account_id).hour == SOFT


def test_articles_on_ones_own_photos_do_not_use_it_up(session, officer, ids):
    """A normal shift of many inspections is not held up; they have a limit of their own."""
    spend(session, officer, ids[:150], by_photo=True)
    session.commit()
    assert spent_by(session, officer.account_id).hour == 0
    spend(session, officer, ids[:150])  # opening their guides afterwards
    session.commit()
    assert spent_by(session, officer.account_id).hour == 0
    with pytest.raises(ReadingBudgetSpent):
        spend(session, officer, ids[150:210], by_photo=True)


def test_the_limit_is_lifted_by_an_administrator_or_the_countrys_contact(
    session, officer, ids, make_account, actor_for
):
    """With a reason, for a day; not by a contact of another country, nor by the reader."""
    spend(session, officer, ids[:SOFT])
    session.commit()
    with pytest.raises(ReadingReasonNeeded):
        spend(session, officer, ids[SOFT : SOFT + 1])
    administrator = actor_for(make_account(Role.ADMINISTRATOR))
    own = actor_for(make_account(Role.NATIONAL_CONTACT, country=officer.country))
    other = actor_for(make_account(Role.NATIONAL_CONTACT, country="DE"))
    for actor in (administrator, own):
        assert [one.account.id for one in busy_readers(session, actor)] == [officer.account_id]
    assert busy_readers(session, other) == []
    why = "A raid with hundreds of parcels"
    with pytest.raises(NotFound):
        lift_reading_limit(session, other, officer.account_id, reason=why)
    with pytest.raises(Forbidden):
        lift_reading_limit(session, officer, officer.account_id, reason=why)
    with pytest.raises(Invalid):
        lift_reading_limit(session, own, officer.account_id, reason="")
    lift_reading_limit(session, own, officer.account_id, reason=why)
    give_reason(session, officer, reason=why, password=PASSWORD)
    spend(session, officer, ids[: HARD[DAY] + 30])
    session.commit()
    assert spent_by(session, officer.account_id).day == HARD[DAY] + 30


def test_what_is_hidden_or_unknown_costs_nothing(session, publisher, officer, make_product):
    """Else the count would tell that it is there."""
    make_product(publisher, published=False, picture=picture(1))
    with pytest.raises(NotFound):
        read_guide(session, officer, uuid.uuid4())
    assert spent_by(session, officer.account_id).week == 0


def test_a_client_of_the_api_is_told_how_to_go_on(
    api, monkeypatch, make_account, token_for, make_product, publisher
):
    """The problem names the address; with a reason and the password the same is answered."""
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 1)
    products = [make_product(publisher, name=f"P{n}", picture=picture(n)) for n in (1, 2)]
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    first, second = (f"/api/v1/products/{product.id}" for product in products)
    assert api.get(first, headers=headers).status_code == 200
    refused = api.get(second, headers=headers)
    assert (refused.status_code, refused.json["type"]) == (
        429,
        "/api/v1/problems/reading-reason-needed",
    )
    remedy = refused.json["remedy"]
    assert remedy["fields"] == ["reason", "password"]

    def give(**body):
        return api.open(remedy["url"], method=remedy["method"], headers=headers, json=body)

    wrong = give(reason="A load", password="wrong")
    assert wrong.status_code == 400
    assert set(wrong.json["errors"]) == {"reason", "password"}
    assert api.get(second, headers=headers).status_code == 429
    right = give(reason="Forty cartons of perfume", password=PASSWORD)
    assert right.status_code == 201
    assert right.json["until"] > now().isoformat()
    assert api.get(second, headers=headers).status_code == 200
