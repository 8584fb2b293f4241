"""
Product numbers: GTIN-8, -12, -13 and -14 are one number, kept as 14 digits.

Source: GS1 General Specifications, sections 1.4 (prefixes) and 7.9 (check digit).
"""

from typing import TypeAlias

from ipm_api.errors import InvalidGtin
from ipm_api.sentence import Sentence

_LENGTHS = {8, 12, 13, 14}
_DIGITS = frozenset("0123456789")  # str.isdigit() also takes "²" and full-width digits
_SEPARATORS = str.maketrans("", "", " -")  # as printed under a barcode or written by a clerk

_Ranges: TypeAlias = tuple[tuple[str, str], ...]

_NOT_TRADE_ITEMS: _Ranges = (  # GS1 prefixes, first to last
    ("020", "029"),  # restricted circulation: goods weighed or packed in the shop
    ("040", "059"),  # restricted circulation within a company; coupons
    ("200", "299"),  # restricted circulation within a region
    ("977", "984"),  # periodicals (ISSN), books (ISBN, ISMN), refund receipts, coupons
    ("990", "999"),  # coupons
)
_NOT_TRADE_ITEMS_8: _Ranges = (("000", "099"), ("200", "299"))  # GTIN-8 has prefixes of its own


def parse_gtin(text: str) -> str:
    """
    Read a product number as a person or a scanner writes it.

    Args:
        text: 8, 12, 13 or 14 digits of ASCII; blanks and hyphens between them are ignored.

    Returns:
        14 digits, filled with zeros on the left.

    Raises:
        InvalidGtin: another length, another character, all zeros, or a wrong check digit.
    """
    digits = text.translate(_SEPARATORS)
    if not _DIGITS.issuperset(digits) or len(digits) not in _LENGTHS:
        raise InvalidGtin(Sentence("A product number (GTIN) has 8, 12, 13 or 14 digits."))
    gtin = digits.zfill(14)
    if not gtin.strip("0"):
        raise InvalidGtin(Sentence("A product number (GTIN) is not all zeros."))
    if check_digit(gtin[:-1]) != gtin[-1]:
        raise InvalidGtin(
            Sentence("The last digit does not fit the others. Compare with the package.")
        )
    return gtin


def check_digit(digits: str) -> str:
    """The digit that completes *digits* (0-9, any number of them), modulo 10, weights 3 and 1."""
    total = sum(
        int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def is_trade_item_number(gtin: str) -> bool:
    """
    True if *gtin* (14 digits, from `parse_gtin`) names a product the world over.

    False for numbers given out by a shop or a region, for periodicals, books and coupons.
    """
    short = gtin.startswith("000000")
    prefix = gtin[6:9] if short else gtin[1:4]
    ranges = _NOT_TRADE_ITEMS_8 if short else _NOT_TRADE_ITEMS
    return not any(first <= prefix <= last for first, last in ranges)
