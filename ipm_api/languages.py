"""Texts in several languages, and texts folded for search."""

import unicodedata
from collections.abc import Mapping, Sequence

FALLBACK = "en"


def text_in(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The text in the first of *languages* that it exists in, else English, else any, else ""."""
    for language in (*languages, FALLBACK):
        for tag in (language, language.split("-")[0]):
            if texts.get(tag):
                return texts[tag]
    return next((text for text in texts.values() if text), "")


def fold(text: str) -> str:
    """*text* without case, accents and doubled spaces, so that "eclat" finds "Éclat"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
