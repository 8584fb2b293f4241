"""What templates offer in selects, and how they ask about lines of a form."""

from datetime import date
from functools import cache

from flask import Flask

from ipm_api.database import now
from ipm_api.ip_offices import COUNTRIES, REGIONAL
from ipm_api.opening_hours import WEEKDAYS, availability
from rightholder_portal.content_languages import (
    language_choices,
    language_name,
    usual_languages,
)
from rightholder_portal.countries import countries, country
from rightholder_portal.currencies import currency_choices
from rightholder_portal.forms.lines import words_in
from rightholder_portal.forms.product_search import MISSING_WORDS
from rightholder_portal.language import locale, say_sentence
from rightholder_portal.texts import say, word


def register_choices(app: Flask) -> None:
    """Give the templates of *app* filters that make pairs of value and label."""
    app.add_template_filter(language_name, "language")
    app.add_template_filter(usual_languages)
    app.add_template_filter(language_choices, "other_languages")
    app.add_template_filter(words_in, "words")
    app.add_template_filter(lambda category: (category.slug, say(category.names)), "slug_and_name")
    app.add_template_filter(
        lambda value: (getattr(value, "value", value), word(value)), "value_and_word"
    )
    app.add_template_filter(lambda contact: availability(contact, now()), "availability_now")
    app.add_template_test(_is_in_line, "in_line")
    app.add_template_global(lambda: _country_choices(str(locale())), "country_choices")
    app.add_template_global(_office_choices, "office_choices")
    app.add_template_filter(_office, "office")
    app.add_template_global(lambda: currency_choices(str(locale())), "currency_choices")
    app.add_template_global(today)
    app.add_template_global(lambda day: WEEKDAYS[day.weekday()], "weekday")
    app.add_template_global(_missing_choices, "missing_choices")


def _missing_choices() -> list[tuple[str, str]]:
    return [(part, say_sentence(sentence)) for part, sentence in MISSING_WORDS.items()]


def _office_choices() -> list[tuple[str, str]]:
    """Where marks are registered: offices of several countries first."""
    regional = [(code, say_sentence(name)) for code, name in REGIONAL.items()]
    return [*regional, *((c, n) for c, n in _country_choices(str(locale())) if c in COUNTRIES)]


def _office(code: str) -> str:
    """What the reader calls an office; what is no code of one is its own name."""
    return say_sentence(REGIONAL[code]) if code in REGIONAL else country(code)


def today() -> date:
    """By the server's clock, UTC."""
    return now().date()


@cache
def _country_choices(_locale: str) -> list[tuple[str, str]]:
    return list(countries().items())


def _is_in_line(key: str, place: str) -> bool:
    return key.startswith(f"{place}-")
