"""The page on which administrators tell officers something."""

import pytest
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.news import News

PATH = "/administration/news"


@pytest.fixture
def administrator(visitor, make_account):
    return visitor(make_account(Role.ADMINISTRATOR))


def test_news_is_told_withdrawn_and_shown_again(administrator, session):
    """Each step from the same page; what was wrong stays in the form."""
    assert "Nothing was told yet." in administrator.get(PATH).text
    wrong = administrator.post(PATH, {"act": "add", "texts-en": "In May, at the port."})
    assert wrong.status_code == 400
    assert "Write a title." in wrong.text
    assert "In May, at the port." in wrong.text

    form = {"act": "add", "titles-en": "A course", "countries": ["FR"]}
    assert administrator.post(PATH, form).status_code == 302
    page = administrator.get(PATH).text
    assert "A course" in page
    assert "France" in page
    told = session.scalars(select(News)).one()
    administrator.post(PATH, {"act": "withdraw", "id": str(told.id)})
    assert "withdrawn" in administrator.get(PATH).text
    administrator.post(PATH, {"act": "renew", "id": str(told.id)})
    session.expire_all()
    assert told.withdrawn_at is None


@pytest.mark.parametrize("news_id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_news_that_is_not_there_is_not_found(administrator, news_id):
    """Also where the id is none."""
    assert administrator.post(PATH, {"act": "withdraw", "id": news_id}).status_code == 404
