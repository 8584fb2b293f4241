"""
JSON as PostgreSQL, JavaScript and Python all understand it, and nothing else.

Source: requirement API-2; RFC 8259 and RFC 7493 (I-JSON).
"""

import json
import re
from typing import Any

from ipm_api.errors import BodyTooLarge, MalformedRequest

MAXIMUM_BYTES = 256_000
MAXIMUM_DEPTH = 32
INTEGERS = range(-(2**63), 2**63)  # what a bigint column holds

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NESTING = re.compile(r"[\[\]{}]")


def parse_strict_json(body: bytes) -> dict[str, Any]:
    """
    Read a JSON object.

    Raises:
        BodyTooLarge: more than MAXIMUM_BYTES.
        MalformedRequest: not UTF-8 (or with a byte order mark), not JSON, not an object at the
            top, nested deeper than MAXIMUM_DEPTH, with a key twice, a number that is infinite or
            needs more than 64 bits, a lone surrogate or U+0000.
    """
    if len(body) > MAXIMUM_BYTES:
        raise BodyTooLarge(f"Send at most {MAXIMUM_BYTES // 1000} kB of JSON.")
    try:
        text = body.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise MalformedRequest("The body is not UTF-8.") from error
    if text.startswith("\ufeff"):
        raise MalformedRequest("The body starts with a byte order mark.")
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise MalformedRequest("The body is not JSON.") from error
    if not isinstance(value, dict):
        raise MalformedRequest("The body must be a JSON object.")
    _refuse_texts(value)
    return value


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before the parser recurses into it."""
    depth = 0
    for bracket in _NESTING.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAXIMUM_DEPTH:
            raise MalformedRequest(f"The body is nested deeper than {MAXIMUM_DEPTH} levels.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise MalformedRequest("The body names a key twice.")
    return value


def _integer(digits: str) -> int:
    # the longest 64-bit number has 20 characters; int() of thousands of digits raises or is slow
    if len(digits) > 20 or int(digits) not in INTEGERS:
        raise MalformedRequest("A number in the body needs more than 64 bits.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise MalformedRequest("A number in the body is infinite.")
    return number


def _no_constant(name: str) -> float:
    raise MalformedRequest(f"{name} is not JSON.")


def _refuse_texts(value: Any) -> None:
    """Refuse texts that no database keeps; the nesting is limited already."""
    if isinstance(value, str):
        if not is_storable(value):
            raise MalformedRequest("A text in the body holds U+0000 or half a character.")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_texts(key)
            _refuse_texts(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_texts(item)


def is_storable(text: str) -> bool:
    """False for what PostgreSQL and UTF-8 refuse: U+0000 and lone surrogates."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
