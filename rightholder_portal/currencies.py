"""Currencies of forms: ISO 4217, and what the reader calls them."""

from functools import cache

from babel import Locale
from babel.core import get_global

from ipm_api.languages import fold

FIRST = ("EUR", "USD", "GBP", "CNY", "JPY")  # what most goods are invoiced in

CODES = frozenset(
    code
    for currencies in get_global("territory_currencies").values()
    for code, _since, until, is_tender in currencies
    if is_tender and until is None
)
"""Legal tender somewhere today."""


@cache
def currency_choices(tag: str) -> tuple[tuple[str, str], ...]:
    """Codes and names for a select in the locale *tag*, by name; those of FIRST before."""
    names = Locale.parse(tag).currencies
    rest = sorted(CODES - set(FIRST), key=lambda code: fold(names.get(code, code)))
    return tuple((code, f"{names.get(code, code)} ({code})") for code in (*FIRST, *rest))
