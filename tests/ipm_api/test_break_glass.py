"""AC-11: an administrator reads a right holder's products with a reason, for half an hour, told."""

import datetime

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.break_glass import BreakGlass
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations import break_glass as operations
from ipm_api.operations.break_glass import (
    acknowledge_notices,
    close_break_glass,
    open_break_glass,
    own_notices,
    read_picture,
    read_product,
    read_products,
    unseen_notices,
)
from ipm_api.operations.reference_image import readable_image
from tests.conftest import PASSWORD, SYSTEM


@pytest.fixture
def administrator(make_account, actor_for):
    return actor_for(make_account(Role.ADMINISTRATOR))


@pytest.fixture
def product(make_product, publisher):
    return make_product(publisher, name="Secret")


def break_it(session, administrator, holder_id, **changes):
    given = {"reason": "Complaint 7", "password": PASSWORD}
    return open_break_glass(session, administrator, holder_id, **(given | changes))


def test_reading_needs_a_reason_the_password_and_a_person(session, administrator, product):
    """Nothing is opened, and nobody told, when one of them is missing."""
    holder = product.right_holder_id
    for changes, field in (({"reason": " "}, "reason"), ({"password": "wrong"}, "current")):
        with pytest.raises(Invalid) as refusal:
            break_it(session, administrator, holder, **changes)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    with pytest.raises(Forbidden):
        break_it(session, SYSTEM, holder)
    session.rollback()
    assert session.scalars(select(BreakGlass)).all() == []


def test_the_organisation_is_told_who_when_why_and_what(
    session, administrator, publisher, product, make_account
):
    """A mail at once, a notice that stays, and every page and picture in it."""
    opened = break_it(session, administrator, product.right_holder_id)
    mails = session.scalars(select(OutgoingMail)).all()
    assert [mail.link for mail in mails] == ["/readings"]
    assert "Secret" not in repr([(m.subject, m.lines) for m in mails])
    assert unseen_notices(session, publisher) == 1
    assert [p.id for p in read_products(session, administrator, opened.id).rows] == [product.id]
    assert read_product(session, administrator, opened.id, product.id).features
    read_picture(session, administrator, opened.id, product.images[0].id)
    (notice,) = own_notices(session, publisher)
    assert notice.account.id == administrator.account_id
    assert notice.reason == "Complaint 7"
    assert [(r.what, r.product_name) for r in notice.readings] == [
        ("list", ""),
        ("product", "Secret"),
        ("picture", "Secret"),
    ]
    acknowledge_notices(session, publisher)
    assert unseen_notices(session, publisher) == 0
    assert len(own_notices(session, publisher)) == 1
    actions = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.action.like("break-glass%"))
        .order_by(AuditEvent.number)
    ).all()
    assert actions == [
        "break-glass.opened",
        "break-glass.list-read",
        "break-glass.product-read",
        "break-glass.picture-read",
        "break-glass.acknowledged",
    ]


def test_a_reading_is_one_persons_for_one_organisation(
    session, administrator, product, make_product, make_right_holder, make_account, actor_for
):
    """Another administrator, another right holder's product and picture: not found."""
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    foreign = make_product(rival)
    opened = break_it(session, administrator, product.right_holder_id)
    other = actor_for(make_account(Role.ADMINISTRATOR))
    for work in (
        lambda: read_products(session, other, opened.id),
        lambda: read_product(session, other, opened.id, product.id),
        lambda: read_product(session, administrator, opened.id, foreign.id),
        lambda: read_picture(session, administrator, opened.id, foreign.images[0].id),
        lambda: close_break_glass(session, other, opened.id),
    ):
        with pytest.raises(NotFound):
            work()
        session.rollback()
    assert own_notices(session, rival) == []


@pytest.mark.parametrize("end", ["time", "closed"])
def test_after_half_an_hour_or_when_closed_everything_is_not_found(
    session, administrator, product, monkeypatch, end
):
    """No page of it outlives the reading."""
    opened = break_it(session, administrator, product.right_holder_id)
    if end == "closed":
        close_break_glass(session, administrator, opened.id)
    else:
        later = operations.now() + datetime.timedelta(minutes=30, seconds=1)
        monkeypatch.setattr(operations, "now", lambda: later)
    for read, *what in (
        (read_products,),
        (read_product, product.id),
        (read_picture, product.images[0].id),
    ):
        with pytest.raises(NotFound):
            read(session, administrator, opened.id, *what)
        session.rollback()


def test_without_it_there_is_no_way_to_a_picture(session, administrator, product):
    """Also not to one of a published product; and an open reading widens no other path."""
    image = product.images[0].id
    with pytest.raises(NotFound):
        readable_image(session, administrator, image)
    break_it(session, administrator, product.right_holder_id)
    with pytest.raises(NotFound):
        readable_image(session, administrator, image)


def test_who_waits_for_approval_has_nothing_to_read(session, administrator, make_right_holder):
    """An application is decided on its own page."""
    waiting = make_right_holder(approved=False)
    with pytest.raises(Conflict):
        break_it(session, administrator, waiting.id)
