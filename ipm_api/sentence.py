"""Sentences for people: written in English here, said in the reader's language by a page."""

from typing import Any


class Sentence(str):
    """
    The English text, which also knows how it was made, so that it can be said in other languages.

    ``Sentence("At most %(most)s characters.", most=40)`` is a ``str`` like any other.

    Attributes:
        template: the English text with places for values; what translators see.
        values: what stands in the places.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> "Sentence":
        made = super().__new__(cls, template % values if values else template)
        made.template = template
        made.values = values
        return made
