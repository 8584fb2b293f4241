"""News of administrators to officers: a new rule, a course, when the service pauses."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import Texts, now
from ipm_api.errors import Invalid, NotFound
from ipm_api.languages import text_in
from ipm_api.models.news import News
from ipm_api.policy import ADMINISTRATORS, OFFICERS, Actor, require
from ipm_api.sentence import Sentence

MAXIMUM_TITLE = 200  # characters, in each language
MAXIMUM_TEXT = 4000
SHOWN = timedelta(days=60)  # to officers
MOST = 200  # that administrators see, the latest


def add_news(
    session: Session, actor: Actor, titles: Texts, texts: Texts, countries: Sequence[str] = ()
) -> News:
    """
    Tell officers of *countries* (none: all) something.

    Raises:
        Invalid: no title, too long, or an unknown country.
    """
    require(actor, ADMINISTRATORS)
    assert actor.account_id is not None
    wrong: dict[str, list[str]] = {}
    if not text_in(titles, ()).strip():
        wrong["titles"] = [Sentence("Write a title.")]
    for name, said, most in (("titles", titles, MAXIMUM_TITLE), ("texts", texts, MAXIMUM_TEXT)):
        if any(len(text) > most for text in said.values()):
            wrong[name] = [Sentence("At most %(most)s characters.", most=most)]
    if not all(len(c) == 2 and c.isascii() and c.isupper() for c in countries):
        wrong["countries"] = [Sentence("Choose countries of the list.")]
    if wrong:
        raise Invalid(wrong)
    news = News(
        account_id=actor.account_id,
        titles=titles,
        texts=texts,
        countries=sorted(set(countries)),
    )
    session.add(news)
    session.flush()
    audit.record(session, actor, "news.published", news.id)
    session.commit()
    return news


def withdraw_news(
    session: Session, actor: Actor, news_id: uuid.UUID, *, withdrawn: bool = True
) -> None:
    """
    Take news from officers at once, or show it again.

    Raises:
        NotFound: no such news.
    """
    require(actor, ADMINISTRATORS)
    news = session.get(News, news_id)
    if news is None:
        raise NotFound("The news")
    news.withdrawn_at = now() if withdrawn else None
    audit.record(session, actor, "news.withdrawn" if withdrawn else "news.renewed", news.id)
    session.commit()


def all_news(session: Session, actor: Actor) -> list[News]:
    """What was ever told, the latest first."""
    require(actor, ADMINISTRATORS)
    return list(session.scalars(select(News).order_by(News.published_at.desc()).limit(MOST)))


def current_news(session: Session, actor: Actor) -> list[News]:
    """What an officer is told today, the latest first."""
    require(actor, OFFICERS)
    query = select(News).where(
        News.withdrawn_at.is_(None),
        News.published_at > now() - SHOWN,
        or_(func.cardinality(News.countries) == 0, News.countries.contains([actor.country])),
    )
    return list(session.scalars(query.order_by(News.published_at.desc(), News.id)))
