"""News of administrators reach the officers they are for, and can be taken back."""

from datetime import timedelta

import pytest

from ipm_api.database import now
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.operations import news
from ipm_api.operations.news import add_news, all_news, current_news, withdraw_news


@pytest.fixture
def administrator(make_account, actor_for):
    """Somebody who tells officers something."""
    return actor_for(make_account(Role.ADMINISTRATOR))


def test_officers_of_the_named_countries_read_it(
    session, administrator, officer, make_account, actor_for
):
    """None named means all; the latest first."""
    add_news(session, administrator, {"en": "To all"}, {})
    add_news(session, administrator, {"en": "To France"}, {}, ["FR"])
    german = actor_for(make_account(Role.OFFICER, country="DE"))

    assert [one.titles["en"] for one in current_news(session, officer)] == ["To France", "To all"]
    assert [one.titles["en"] for one in current_news(session, german)] == ["To all"]


def test_withdrawn_news_is_gone_at_once_and_can_come_back(session, administrator, officer):
    """Administrators see it all the time."""
    told = add_news(session, administrator, {"en": "A pause on Sunday"}, {"en": "From ten on."})
    withdraw_news(session, administrator, told.id)
    assert current_news(session, officer) == []
    assert all_news(session, administrator) == [told]
    withdraw_news(session, administrator, told.id, withdrawn=False)
    assert current_news(session, officer) == [told]


def test_old_news_is_no_news(session, administrator, officer):
    """Sixty days, then nobody needs to take it away."""
    told = add_news(session, administrator, {"en": "A course"}, {})
    told.published_at = now() - news.SHOWN - timedelta(hours=1)
    session.commit()
    assert current_news(session, officer) == []


@pytest.mark.parametrize(
    "wrong", [{"titles": {}}, {"titles": {"en": "x" * 201}}, {"countries": ["Atlantis"]}]
)
def test_news_without_a_title_or_to_nowhere_is_refused(session, administrator, wrong):
    """Nothing half written reaches a phone."""
    given = {"titles": {"en": "A course"}, "texts": {}, "countries": []} | wrong
    with pytest.raises(Invalid):
        add_news(session, administrator, **given)


def test_news_that_is_not_there_cannot_be_withdrawn(session, administrator):
    """An id of something else."""
    with pytest.raises(NotFound):
        withdraw_news(session, administrator, administrator.account_id)


def test_a_phone_reads_news_in_its_language(api, session, administrator, officer, token_for):
    """Through the API, as its officer."""
    add_news(session, administrator, {"en": "A course", "fr": "Un cours"}, {"en": "In May."})
    token = token_for(session.get_one(Account, officer.account_id))
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "fr"}
    (told,) = api.get("/api/v1/news", headers=headers).json["news"]
    assert (told["title"], told["text"]) == ("Un cours", "In May.")
