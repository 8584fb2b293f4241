"""Somebody to answer a question, and the mails about it."""

import pytest
from sqlalchemy import select

from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.question import Question
from ipm_api.operations.contact import add_contact
from ipm_api.operations.question import ask


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


def asked(session, officer, product, **other) -> Question:
    return ask(session, officer, text="Is the lot genuine?", product_id=product.id, **other)
