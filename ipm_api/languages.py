"""Texts in several languages, and texts folded for search."""

import unicodedata
from collections.abc import Mapping, Sequence

FALLBACK = "en"
INTERFACE_LANGUAGES = ("en", "fr", "es", "ar")
"""What pages are said in; texts of right holders may be in any language."""

_NOT_STORABLE = {"\0", *map(chr, range(0xD800, 0xE000))}  # PostgreSQL keeps no such text


def text_in(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The text in the first of *languages* that it exists in, else English, else any, else ""."""
    for language in (*languages, FALLBACK):
        for tag in (language, language.split("-")[0]):
            if texts.get(tag):
                return texts[tag]
    return next((text for text in texts.values() if text), "")


def fold(text: str) -> str:
    """*text* without case, accents and doubled spaces, so that "eclat" finds "Éclat"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in _NOT_STORABLE)
    return " ".join(kept.split())
