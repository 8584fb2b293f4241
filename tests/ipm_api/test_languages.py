"""Texts in several languages, and texts folded for search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.languages import fold, text_in

TEXTS = {"en": "Cap", "fr": "Bouchon", "de": "", "pt-BR": "Tampa"}


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (["fr"], "Bouchon"),
        (["fr-BE"], "Bouchon"),
        (["de"], "Cap"),
        (["de", "fr"], "Bouchon"),
        (["xx"], "Cap"),
        ([], "Cap"),
        (["pt-BR"], "Tampa"),
    ],
)
def test_the_first_language_that_has_a_text(languages, text):
    """Region falls back to language, then English; an empty text is none."""
    assert text_in(TEXTS, languages) == text


def test_any_text_is_better_than_none():
    """An officer shown French understands more than one shown nothing."""
    assert text_in({"fr": "", "zh": "盖子"}, ["en"]) == "盖子"
    assert text_in({}, ["en"]) == ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  L'Éclat \n d'ÉTÉ ", "l'eclat d'ete"),
        ("Acme™", "acmetm"),
        ("STRASSE Straße", "strasse strasse"),
        ("ＡＢＣ ﬁne", "abc fine"),
        ("İstanbul", "istanbul"),
        ("Ωμέγα", "ωμεγα"),
        ("a\0b", "ab"),
        ("a\ud800b", "ab"),
    ],
)
def test_folding_takes_case_accents_and_forms_away(text, folded):
    """What a person types and what a right holder wrote meet in one form."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """Otherwise a name could not be found by copying it from the screen."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_can_be_stored(text):
    """PostgreSQL refuses NUL and lone surrogates: a search box must not bring an error."""
    assert "\0" not in fold(text)
    fold(text).encode()
