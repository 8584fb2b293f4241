"""Everybody reads the portal in their language: chosen, remembered, or as the browser asks."""

import datetime

import pytest
from babel.messages.catalog import Catalog
from sqlalchemy import select

from ipm_api.models.account import Account
from ipm_api.models.audit_event import AuditEvent
from ipm_api.sentence import Sentence
from ipm_api.translations import compiled
from rightholder_portal import language
from rightholder_portal.app import create_portal
from rightholder_portal.countries import countries
from rightholder_portal.extract_sentences import catalogue
from rightholder_portal.texts import isolated


@pytest.fixture
def said_in(config, runtime, session):
    """Calls something as a page read in a language would."""
    app = create_portal(config, runtime)

    def call(tag, function, *arguments, **values):
        with app.test_request_context(headers={"Accept-Language": tag}):
            return function(*arguments, **values)

    return call


def html_of(page: str) -> str:
    return page.split("<html ")[1].split(">")[0]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", 'lang="en" dir="ltr"'),
        ("fr-CH, en;q=0.5", 'lang="fr" dir="ltr"'),
        ("ar-EG", 'lang="ar" dir="rtl"'),
        ("de, es;q=0.3", 'lang="es" dir="ltr"'),
        ("xx", 'lang="en" dir="ltr"'),
    ],
)
def test_a_stranger_is_answered_in_the_language_that_the_browser_asks_for(visitor, asked, expected):
    """Also before anybody is signed in, and Arabic from right to left."""
    page = visitor().get("/sign-in", headers={"Accept-Language": asked}).text
    assert html_of(page) == expected


def test_a_choice_before_signing_in_is_kept_by_the_browser(visitor):
    """Back on the page where it was made."""
    someone = visitor()
    answer = someone.post("/language", {"language": "es", "next": "/register?a=b"})
    assert answer.location == "/register?a=b"
    assert html_of(someone.get("/sign-in", headers={"Accept-Language": "fr"}).text).startswith(
        'lang="es"'
    )


def test_a_choice_is_kept_with_the_person(her, visitor, publishing, session):
    """On every device from then on, whatever its browser asks for."""
    assert her.post("/language", {"language": "ar", "next": "/products"}).location == "/products"
    session.refresh(publishing)
    assert publishing.language == "ar"
    elsewhere = visitor(publishing)
    page = elsewhere.get("/products", headers={"Accept-Language": "fr"}).text
    assert html_of(page) == 'lang="ar" dir="rtl"'


@pytest.mark.parametrize("chosen", ["", "de", "../fr", "x" * 5000])
def test_an_unknown_language_changes_nothing(her, publishing, session, chosen):
    """Nothing of a form is believed."""
    assert her.post("/language", {"language": chosen, "next": "//elsewhere"}).location == "/"
    session.refresh(publishing)
    assert publishing.language is None


def test_texts_of_products_follow_the_chosen_language(her, owner, make_product, session):
    """What the right holder wrote, in the language of the page."""
    make_product(owner, name="Flacon")
    assert "Flacon (fr)" not in her.get("/products").text
    her.post("/language", {"language": "fr"})
    assert "Flacon (fr)" in her.get("/products").text


def test_dates_and_numbers_are_written_as_the_reader_does(said_in):
    """Times with their zone, everywhere."""
    moment = datetime.datetime(2026, 11, 2, 9, 5, tzinfo=datetime.UTC)
    assert said_in("en", language.moment, moment) == "2 November 2026, 09:05 UTC"
    assert said_in("fr", language.moment, moment) == "2 novembre 2026, 09:05 UTC"
    assert said_in("ar", language.day, moment.date()) == "\u20672 نوفمبر 2026\u2069"
    assert said_in("es", language.number, 12345.5) == "12.345,5"


def test_a_time_of_another_zone_is_shown_in_utc(said_in):
    """Half past midnight in Paris is still yesterday in UTC: the zone that is named."""
    paris = datetime.timezone(datetime.timedelta(hours=1))
    moment = datetime.datetime(2026, 11, 2, 0, 30, tzinfo=paris)
    assert said_in("en", language.moment, moment) == "1 November 2026, 23:30 UTC"
    assert said_in("en", language.day, moment) == "1 November 2026"


def test_countries_are_called_and_sorted_as_the_reader_does(said_in):
    """Égypte stands among the E."""
    names = list(said_in("fr", countries).values())
    assert names.index("Égypte") < names.index("Espagne") < names.index("Zimbabwe")
    assert said_in("es", countries)["DE"] == "Alemania"


def test_sentences_of_the_service_are_said_with_their_values(said_in, monkeypatch):
    """The service wrote it in English; the page does not."""
    french = Catalog(locale="fr")
    french.add("At most %(most)s files.", "Au plus %(most)s fichiers.")
    monkeypatch.setattr(language, "_translations", lambda: compiled(french))
    sentence = Sentence("At most %(most)s files.", most=4)
    assert sentence == "At most 4 files."
    assert said_in("fr", language.say_sentence, sentence) == "Au plus 4 fichiers."
    assert said_in("fr", language.say_sentence, "Never translated.") == "Never translated."


def test_arabic_has_six_forms_of_a_number(said_in, monkeypatch):
    """Zero, one, two, few, many, other: each with its own words."""
    arabic = catalogue("ar")
    forms = ("لا صور", "صورة", "صورتان", "%(n)s صور", "%(n)s صورةً", "%(n)s صورة")
    arabic.add(("%(n)s image", "%(n)s images"), forms)
    monkeypatch.setattr(language, "_translations", lambda: compiled(arabic))
    said = [
        said_in("ar", language.ngettext, "%(n)s image", "%(n)s images", n)
        for n in (0, 1, 2, 7, 30, 100)
    ]
    assert said == ["لا صور", "صورة", "صورتان", "7 صور", "30 صورةً", "100 صورة"]


def test_choosing_a_language_is_recorded(her, session, publishing):
    """Like every write."""
    her.post("/language", {"language": "fr"})
    event = session.scalar(select(AuditEvent).where(AuditEvent.action == "account.language-chosen"))
    assert event.account_id == publishing.id
    assert session.get_one(Account, publishing.id).language == "fr"


@pytest.mark.parametrize(
    ("tag", "text", "said"),
    [
        ("ar", "Sharp edges.", "\u2068Sharp edges.\u2069"),
        ("ar", "حواف حادة.", "حواف حادة."),
        ("ar", "250", "250"),
        ("en", "حواف حادة.", "\u2068حواف حادة.\u2069"),
        ("en", "Sharp edges.", "Sharp edges."),
    ],
)
def test_what_runs_the_other_way_is_kept_apart(said_in, tag, text, said):
    """Else the full stop of an English sentence stands before it on a page in Arabic."""
    assert said_in(tag, isolated, text) == said
