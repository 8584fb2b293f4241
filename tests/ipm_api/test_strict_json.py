"""JSON that every part of the system reads alike (API-2). Refused forms as in nst/JSONTestSuite."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipm_api.errors import BodyTooLarge, MalformedRequest
from ipm_api.strict_json import MAXIMUM_BYTES, MAXIMUM_DEPTH, parse_strict_json

REFUSED = {
    "r01 arrays without end": b"[" * 100_000,
    "r02 objects nested": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "r03 arrays closed": b"[" * 100_000 + b"]" * 100_000,
    "one level too deep": b'{"a":' * 33 + b"1" + b"}" * 33,
    "r04 NaN": b'{"a": NaN}',
    "r05 minus infinity": b'{"a": -Infinity}',
    "infinity": b'{"a": Infinity}',
    "r06 1e999": b'{"a": 1e999}',
    "minus 1e999": b'{"a": -1e999}',
    "r07 key twice": b'{"role": "officer", "role": "administrator"}',
    "key twice below": b'{"a": {"b": 1, "b": 2}}',
    "key twice, escaped": b'{"a": 1, "\\u0061": 2}',
    "r08 not UTF-8": b'{"a": "\xff\xfe"}',
    "r09 UTF-16": '{"a": 1}'.encode("utf-16"),
    "UTF-32": '{"a": 1}'.encode("utf-32-le"),
    "r10 byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "overlong UTF-8": b'{"a": "\xc0\xaf"}',
    "surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "r11 5,000 digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "r12 more than 64 bits": b'{"a": 99999999999999999999}',
    "one more than 64 bits": b'{"a": 9223372036854775808}',
    "one less than 64 bits": b'{"a": -9223372036854775809}',
    "r13 lone surrogate": b'{"a": "\\ud800"}',
    "lone low surrogate": b'{"a": "\\udc00"}',
    "surrogates in the wrong order": b'{"a": "\\udc00\\ud800"}',
    "lone surrogate in a key": b'{"\\ud800": 1}',
    "lone surrogate in a list": b'{"a": ["\\ud800"]}',
    "r14 NUL": b'{"a": "a\\u0000b"}',
    "NUL in a key": b'{"a\\u0000b": 1}',
    "raw NUL": b'{"a": "a\x00b"}',
    "r16 list at the top": b"[]",
    "r17 null at the top": b"null",
    "text at the top": b'"a"',
    "number at the top": b"1",
    "r19 nothing": b"",
    "blank": b" ",
    "trailing comma": b'{"a": 1,}',
    "double comma": b'{"a": 1,, "b": 2}',
    "comma after": b'{"a": 1},',
    "no colon": b'{"a" 1}',
    "two colons": b'{"a":: 1}',
    "unquoted key": b"{a: 1}",
    "single quotes": b"{'a': 1}",
    "number as key": b"{1: 1}",
    "missing value": b'{"a":}',
    "missing key": b"{:1}",
    "comment": b'{"a": 1/**/}',
    "comment at the end": b'{"a": 1}//',
    "hash": b'{"a": 1}#',
    "two values": b'{"a": 1}{"b": 2}',
    "open object": b'{"a": 1',
    "open text": b'{"a": "b',
    "open list": b'{"a": [1',
    "wrong bracket": b'{"a": [1}',
    "leading zero": b'{"a": 01}',
    "leading plus": b'{"a": +1}',
    "point without digits": b'{"a": 1.}',
    "point first": b'{"a": .5}',
    "exponent without digits": b'{"a": 1e}',
    "hexadecimal": b'{"a": 0x1F}',
    "minus alone": b'{"a": -}',
    "two minus": b'{"a": --1}',
    "word": b'{"a": nul}',
    "True": b'{"a": True}',
    "undefined": b'{"a": undefined}',
    "raw line break": b'{"a": "b\nc"}',
    "raw tab": b'{"a": "b\tc"}',
    "unknown escape": b'{"a": "\\x41"}',
    "short escape": b'{"a": "\\u00A"}',
    "capital escape": b'{"a": "\\U0041"}',
    "backslash at the end": b'{"a": "\\"}',
    "form feed": b'\x0c{"a": 1}',
    "no-break space": '{"a":\u00a01}'.encode(),
    "full-width digit": '{"a": １}'.encode(),
    "star": b"*",
    "angle bracket": b"<null>",
}

text_keys = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text_keys,
    lambda inner: st.lists(inner) | st.dictionaries(text_keys, inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", REFUSED)
def test_json_that_parsers_disagree_about_is_refused(name):
    """What one parser reads as officer, another must not read as administrator."""
    with pytest.raises(MalformedRequest):
        parse_strict_json(REFUSED[name])


def test_a_body_over_the_limit_is_refused_by_its_size():
    """r20: 20 MB of JSON costs a parser seconds."""
    with pytest.raises(BodyTooLarge):
        parse_strict_json(b'{"a": "' + b"x" * MAXIMUM_BYTES + b'"}')


def test_the_limits_themselves_are_accepted():
    """Off by one is off by an officer's note."""
    deepest = b'{"a":' * MAXIMUM_DEPTH + b"1" + b"}" * MAXIMUM_DEPTH
    assert parse_strict_json(deepest)
    assert parse_strict_json(b'{"a": 9223372036854775807}') == {"a": 2**63 - 1}
    assert parse_strict_json(b'{"a": -9223372036854775808}') == {"a": -(2**63)}
    assert parse_strict_json(b'{"a": "' + b"[" * 100 + b'"}') == {"a": "[" * 100}
    assert parse_strict_json('{"a": "\\ud83d\\ude00 é"}'.encode()) == {"a": "😀 é"}
    assert parse_strict_json(b'{"a": "\\"[[{{"}') == {"a": '"[[{{'}


@given(st.dictionaries(text_keys, values))
@settings(max_examples=40, deadline=None)
def test_what_json_writes_is_read_back(value):
    """Honest clients are never refused (within 32 levels, which max_leaves keeps)."""
    assert parse_strict_json(json.dumps(value).encode()) == value
    assert parse_strict_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(body):
    """Never another exception, and what is read is storable."""
    try:
        value = parse_strict_json(body)
    except MalformedRequest:
        return
    assert json.loads(json.dumps(value, allow_nan=False)) == value


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_numbers_that_json_lacks_are_refused(number):
    """NaN and infinities never enter."""
    body = json.dumps({"a": number}).encode()
    if math.isfinite(number):
        assert parse_strict_json(body) == {"a": number}
    else:
        with pytest.raises(MalformedRequest):
            parse_strict_json(body)
