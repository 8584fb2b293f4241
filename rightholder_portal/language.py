"""What pages say, in the reader's language: sentences, numbers and dates."""

import datetime
from collections.abc import Callable
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, g, request
from jinja2 import pass_context
from jinja2.runtime import Context

from ipm_api.languages import FALLBACK, INTERFACE_LANGUAGES
from ipm_api.sentence import Sentence
from ipm_api.translations import translations_to
from rightholder_portal.session import current_actor

OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""Every language in its own words: a reader finds theirs in a page of any other."""

COOKIE = "language"
COOKIE_LIFE = datetime.timedelta(days=365)
_CONVENTIONS = {"en": "en_GB"}  # 22 November 2026


def _(template: str, **values: Any) -> str:
    """*template*, a sentence in English, in the reader's language, with *values* in its places."""
    said = _translations().gettext(template)
    return said % values if values else said


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The form of a sentence that fits the number *n*; ``%(n)s`` is the number."""
    return _translations().ngettext(one, many, n) % {"n": n, **values}


def say_sentence(sentence: str) -> str:
    """A sentence of the service, which knows no languages, in the reader's language."""
    if not sentence:
        return ""  # gettext answers "" with the head of its catalogue
    if isinstance(sentence, Sentence):
        return _(sentence.template, **sentence.values)
    return _(sentence)


def language() -> str:
    """The reader's: chosen by them, else by the browser's cookie, else what the browser asks."""
    if "language" not in g:
        asked = [tag.partition("-")[0].lower() for tag in request.accept_languages.values()]
        tags = (current_actor().language, request.cookies.get(COOKIE, ""), *asked, FALLBACK)
        g.language = next(tag for tag in tags if tag in INTERFACE_LANGUAGES)
    return str(g.language)


def locale() -> Locale:
    """How the reader writes numbers and dates, and calls countries."""
    return Locale.parse(_CONVENTIONS.get(language(), language()))


def moment(value: datetime.datetime) -> str:
    """A time in the reader's form, with its zone."""
    said = format_datetime(value, "d MMMM y, HH:mm", tzinfo=datetime.UTC, locale=locale())
    return _apart(f"{said} UTC")


def day(value: datetime.date) -> str:
    """A date in the reader's form; of a time, its date in UTC."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(datetime.UTC).date()
    return _apart(format_date(value, "d MMMM y", locale=locale()))


def month(value: str) -> str:
    """ "2026-10" in the reader's form."""
    first = datetime.date.fromisoformat(f"{value}-01")
    return _apart(format_date(first, "MMM y", locale=locale()))


def number(value: float) -> str:
    """A number with the reader's separators."""
    return format_decimal(value, locale=locale())


def register_language(app: Flask) -> None:
    """Give the templates of *app* ``_("…")``, ``ngettext`` and filters that say things."""
    for tag in INTERFACE_LANGUAGES:
        translations_to(tag)  # a broken catalogue stops the start, not a page
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translations().gettext(text),
        lambda one, many, n: _translations().ngettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["ngettext"] = _with_n(app.jinja_env.globals["ngettext"])
    app.add_template_filter(say_sentence, "sentence")
    filters: list[Callable[..., str]] = [moment, day, month, number]
    for say in filters:
        app.add_template_filter(say)
    app.context_processor(
        lambda: {
            "language": language(),
            "direction": locale().text_direction,
            "OWN_NAMES": OWN_NAMES,
        }
    )


def _with_n(say: Callable[..., str]) -> Callable[..., str]:
    """The ``ngettext`` of Jinja with the number also as ``%(n)s``, as in Python."""

    @pass_context
    def ngettext_of_templates(
        context: Context, one: str, many: str, number: int, /, **values: Any
    ) -> str:
        return say(context, one, many, number, **{"n": number, **values})

    return ngettext_of_templates


def _apart(said: str) -> str:
    """*said* as one piece: beside a name in other letters its numbers would change places."""
    return f"\u2067{said}\u2069" if locale().text_direction == "rtl" else said


def _translations() -> NullTranslations:
    return translations_to(language())
