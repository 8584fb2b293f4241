"""Which languages this reader wants, and which ones the answer was given in."""

from collections.abc import Mapping
from contextvars import ContextVar

from ipm_api.languages import FALLBACK, INTERFACE_LANGUAGES, text_in
from ipm_api.sentence import Sentence
from ipm_api.translations import translations_to

MAXIMUM_LANGUAGES = 10  # of one Accept-Language header


class ReaderLanguages:
    """
    Chooses texts for one answer.

    Attributes:
        used: the languages of the texts that were chosen.
    """

    def __init__(self, wanted: list[str]) -> None:
        self._wanted = wanted
        self.used: set[str] = set()

    def choose(self, texts: Mapping[str, str]) -> str:
        """The text that fits the reader best; "" if there is none in any language."""
        text = text_in(texts, self._wanted)
        if text:
            self.used.add(next(tag for tag in self._order(texts) if texts.get(tag) == text))
        return text

    @property
    def interface(self) -> str:
        """The best of the languages that the service itself speaks."""
        tags = (tag.split("-")[0].lower() for tag in self._wanted)
        return next((tag for tag in tags if tag in INTERFACE_LANGUAGES), FALLBACK)

    def say(self, sentence: str) -> str:
        """A sentence of the service in the first of the reader's languages that it is said in."""
        if not sentence:
            return ""  # gettext answers "" with the head of its catalogue
        self.used.add(self.interface)
        said = translations_to(self.interface)
        if isinstance(sentence, Sentence):
            text = said.gettext(sentence.template)
            return text % sentence.values if sentence.values else text
        return said.gettext(sentence)

    def _order(self, texts: Mapping[str, str]) -> list[str]:
        return [
            *(t for tag in (*self._wanted, FALLBACK) for t in (tag, tag.split("-")[0])),
            *texts,
        ]


_current: ContextVar[ReaderLanguages | None] = ContextVar("reader_languages", default=None)


def reader_languages() -> ReaderLanguages:
    """Of the request under way; English outside of one."""
    return _current.get() or ReaderLanguages([])


def set_reader_languages(wanted: list[str]) -> None:
    """Begin an answer for a reader of the languages *wanted*, the best first."""
    _current.set(ReaderLanguages(wanted[:MAXIMUM_LANGUAGES]))
