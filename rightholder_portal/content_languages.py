"""Languages that product texts can be written in: BCP 47 tags, and what the reader calls them."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from ipm_api.languages import FALLBACK, fold
from rightholder_portal.language import language, locale

_WITH_SCRIPT_OR_REGION = ("zh-Hans", "zh-Hant", "pt-BR", "pt-PT", "sr-Latn", "sr-Cyrl", "fr-CA")
_THREE_LETTERS = ("fil", "haw", "kab", "ckb", "yue")
FIRST = ("en", "fr", "es", "de", "ar", "zh-Hans", "pt")  # offered before all others


@cache
def language_tags() -> tuple[str, ...]:
    """Every language that a form offers."""
    known = Locale.parse("en").languages
    two_letters = [tag for tag in known if len(tag) == 2]
    return (*sorted(two_letters), *_WITH_SCRIPT_OR_REGION, *_THREE_LETTERS)


def language_name(tag: str) -> str:
    """What the reader calls the language *tag*; an unknown tag is its own name."""
    name = locale().languages.get(tag.replace("-", "_"))
    if name is None and "-" in tag:
        try:
            name = Locale.parse(tag, sep="-").get_display_name(locale())
        except ValueError:
            name = None
    return str(name[0].upper() + name[1:]) if name else tag


def language_choices(without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Tags and names for a select, in the order of the names, those of FIRST before."""
    taken = set(without)
    return [pair for pair in _choices(str(locale())) if pair[0] not in taken]


def usual_languages(chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Tags and names of those that are *chosen*, then of FIRST."""
    return [(tag, language_name(tag)) for tag in dict.fromkeys((*chosen, *FIRST))]


@cache
def _choices(_locale: str) -> tuple[tuple[str, str], ...]:
    named = sorted(
        ((tag, language_name(tag)) for tag in language_tags()), key=lambda pair: fold(pair[1])
    )
    return tuple(sorted(named, key=lambda pair: pair[0] not in FIRST))


def written_languages(*texts: Mapping[str, str], added: Iterable[str] = ()) -> list[str]:
    """Tags in which *texts* are written or that were *added*; the reader's and English first."""
    tags = {tag for each in texts for tag, text in each.items() if text} | set(added)
    tags |= {FALLBACK} if not tags else set()
    first = [tag for tag in (language(), FALLBACK) if tag in tags]
    return [*dict.fromkeys(first), *sorted(tags - set(first))]
