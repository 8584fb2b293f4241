"""Phones that asked to be told of answers, and answers to tell of."""

import pytest
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.models.question import Statement
from ipm_api.operations.question_answer import answer
from tests.ipm_api.asking import asked

URL = "/api/v1/push-subscription"


@pytest.fixture
def told_phone(api, make_account, token_for, actor_for, push_service):
    """A signed-in phone that asked to be told: (officer, headers)."""

    def make(name="phone", account=None):
        account = account or make_account(Role.OFFICER)
        headers = {"Authorization": f"Bearer {token_for(account)}"}
        sent = api.put(URL, json={"endpoint": push_service.address(name)}, headers=headers)
        assert sent.status_code == 204
        return actor_for(account), headers

    return make


@pytest.fixture
def answer_to(session, publisher, make_product):
    """A right holder answers a question of an officer."""

    def make(officer, **product):
        question = asked(session, officer, make_product(publisher, **product))
        return answer(session, publisher, question.id, Statement.GENUINE, "Ours: lot SECRET7.")

    return make


def subscriptions(session):
    session.expire_all()
    return list(session.scalars(select(PushSubscription)))
