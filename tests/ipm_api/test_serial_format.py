"""Serial and lot numbers by their form."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.errors import Invalid
from ipm_api.serial_format import LONGEST, matches, parse_format

CLASSES = {"L": "[A-Z]", "N": "[0-9]", "A": "[0-9A-Z]", "H": "[0-9A-F]"}
PIECES = st.one_of(
    st.sampled_from(["L", "N", "A", "H", "-", "/", " ", ".", '"LOT"', '"7"']),
    st.builds(
        lambda c, least, more: f"{c}{{{least},{least + more}}}",
        st.sampled_from("LNAH"),
        st.integers(1, 3),
        st.integers(0, 3),
    ),
    st.builds(lambda c: f"[{c}]", st.sampled_from(["-N", "LL", '"B"', "N{1,2}"])),
)
PATTERNS = st.lists(PIECES, min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("LL-NNNNNN", "AB-123456", True),
        ("LL-NNNNNN", " ab-123456 ", True),
        ("LL-NNNNNN", "AB-12345", False),
        ("LL-NNNNNN", "AB-1234567", False),
        ("LL-NNNNNN", "A1-123456", False),
        ('"LOT" N{4,6}[-L]', "LOT 12345", True),
        ('"LOT" N{4,6}[-L]', "LOT 1234-B", True),
        ('"LOT" N{4,6}[-L]', "LOT 1234B", False),
        ('"LOT" N{4,6}[-L]', "LAT 1234", False),
        ("HHHH", "09AF", True),
        ("HHHH", "09AG", False),
        ("N{6}", "１２３４５６", False),
        ("N", "", False),
    ],
)
def test_a_number_has_the_form_or_not(pattern, text, expected):
    """What the right holder wrote is what the officer's number is held against, all of it."""
    assert matches(pattern, text) is expected


@given(PATTERNS, st.randoms(use_true_random=False))
def test_what_a_format_makes_it_accepts(pattern, rng):
    """Every number generated from a format has its form; no other length than possible does."""
    form = parse_format(pattern)
    text = form.example(rng)
    if text == text.strip():  # a blank at an end is not read
        assert form.matches(text)
        assert form.matches(text.lower())
    assert not form.matches("0" * (len(form.places) + 1))


@given(PATTERNS, st.randoms(use_true_random=False), st.data())
def test_a_changed_character_is_noticed(pattern, rng, data):
    """A character that may stand nowhere in the format is refused wherever it is put."""
    form = parse_format(pattern)
    text = form.example(rng)
    foreign = sorted(set("ABCXYZ0189-/#é") - set("".join(form.places)))
    if not foreign or not text:
        return
    at = data.draw(st.integers(0, len(text) - 1))
    assert not form.matches(text[:at] + data.draw(st.sampled_from(foreign)) + text[at + 1 :])


@given(PATTERNS, st.text(alphabet="AB01-/ .LOT7", max_size=20))
def test_formats_agree_with_regular_expressions(pattern, text):
    """The language is a subset of regular expressions, translated here piece by piece."""
    import re

    expression, at = "", 0
    while at < len(pattern):
        character = pattern[at]
        if character == '"':
            end = pattern.index('"', at + 1)
            expression += re.escape(pattern[at + 1 : end])
            at = end + 1
            continue
        if character == "{":
            end = pattern.index("}", at)
            expression += pattern[at : end + 1]
            at = end + 1
            continue
        expression += {"[": "(?:", "]": ")?"}.get(character) or CLASSES.get(
            character, re.escape(character)
        )
        at += 1
    assert matches(pattern, text) is (re.fullmatch(expression, text.strip()) is not None)


@pytest.mark.parametrize(
    "pattern", ["", "x", "LOT", '"LOT', "N{", "N{0}", "N{3,2}", "N{99}", "[N", "N]", "[]", "N" * 61]
)
def test_a_pattern_without_meaning_is_refused(pattern):
    """A format nobody can fulfil, or that means something else than it seems, helps no officer."""
    with pytest.raises(Invalid) as refused:
        parse_format(pattern)
    assert refused.value.fields["pattern"]


def test_a_hostile_pattern_is_done_with():
    """What makes a backtracking matcher run for years is one pass here."""
    form = parse_format("[A]" * LONGEST)
    assert not form.matches("A" * (LONGEST - 1) + "!")
    assert form.example(random.Random(1)) is not None
