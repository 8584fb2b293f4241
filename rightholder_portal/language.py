"""What pages say, in the reader's language: gettext."""

from gettext import NullTranslations
from typing import Any

from flask import Flask

from ipm_api.sentence import Sentence


def _(template: str, **values: Any) -> str:
    """*template*, a sentence in English, in the reader's language, with *values* in its places."""
    said = _translations().gettext(template)
    return said % values if values else said


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The form of a sentence that fits the number *n*; ``%(n)s`` is the number."""
    return _translations().ngettext(one, many, n) % {"n": n, **values}


def say_sentence(sentence: str) -> str:
    """A sentence of the service, which knows no languages, in the reader's language."""
    if isinstance(sentence, Sentence):
        return _(sentence.template, **sentence.values)
    return _(sentence) if sentence else ""


def register_language(app: Flask) -> None:
    """Give the templates of *app* ``_("…")``, ``ngettext`` and the filter ``sentence``."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translations().gettext(text),
        lambda one, many, n: _translations().ngettext(one, many, n),
        newstyle=True,
    )
    app.add_template_filter(say_sentence, "sentence")


def _translations() -> NullTranslations:
    return NullTranslations()
