"""The catalogues say what the code says: all of it, with its values, and nothing else."""

import re

import pytest

from ipm_api.languages import FALLBACK, INTERFACE_LANGUAGES
from ipm_api.translations import TRANSLATIONS
from rightholder_portal.extract_sentences import catalogue, is_complete, sentences, updated, written

TRANSLATED = [tag for tag in INTERFACE_LANGUAGES if tag != FALLBACK]
COMPLETE = True
"""True once every sentence is translated; from then on none may be missing."""

_PLACE = re.compile(r"%\((\w+)\)[a-z]|%%")


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@pytest.fixture(scope="module")
def said():
    """Every sentence of the code."""
    return sentences()


def test_the_extraction_finds_sentences_of_templates_pages_and_operations(said):
    """One of each, so that an empty catalogue never passes for a complete one."""
    for sentence in ("To the content", "Products", "Too many attempts"):
        assert sentence in said
    assert "Choose one of the languages of the list." in said


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence(tag):
    """A lost %(n)s loses a number; an invented one is an error at midnight."""
    wrong = []
    for message in catalogue(tag):
        if not message.id or not is_complete(message.string):
            continue
        allowed = {place for form in forms(message.id) for place in _PLACE.findall(form)}
        needed = set.intersection(*(set(_PLACE.findall(form)) for form in forms(message.id)))
        for form in forms(message.string):
            found = set(_PLACE.findall(form))
            if not found <= allowed or (len(forms(message.string)) == 1 and needed - found):
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_plural_sentences_have_all_forms_of_the_language(tag):
    """Arabic has six."""
    expected = {"fr": 2, "es": 2, "ar": 6}[tag]
    kept = catalogue(tag)
    assert kept.num_plurals == expected
    for message in kept:
        if isinstance(message.id, tuple) and is_complete(message.string):
            assert len(message.string) == expected, message.id


def test_no_language_holds_the_sentences_of_another():
    """Copied into the wrong file they would count as translated; names and versions are alike."""
    kept = {tag: {message.id: message.string for message in catalogue(tag)} for tag in TRANSLATED}
    alike = [
        (sentence, said)
        for sentence, said in kept["fr"].items()
        if len(str(said).split()) > 3 and said in (kept["es"][sentence], kept["ar"][sentence])
    ]
    foreign = [
        said
        for sentence, texts in kept["ar"].items()
        for said in forms(texts)
        if sentence and len(said.split()) > 2 and not re.search("[\u0600-\u06ff]", said)
    ]
    assert (alike, foreign) == ([], [])


@pytest.mark.skipif(not COMPLETE, reason="sentences are still being written")
@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_sentence_is_translated(tag, said):
    """Run python -m rightholder_portal.extract_sentences, then translate what is empty."""
    kept = catalogue(tag)
    missing = [
        message.id
        for message in said
        if message.id and not ((known := kept.get(message.id)) and is_complete(known.string))
    ]
    assert missing == []


@pytest.mark.skipif(not COMPLETE, reason="sentences are still being written")
@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_catalogue_is_as_the_extraction_writes_it(tag, said):
    """Nothing is left of sentences that nobody says any more."""
    path = TRANSLATIONS / tag / "LC_MESSAGES" / "portal.po"
    assert path.read_bytes() == written(updated(tag, said))
