"""
What a scanned code says about an article: product number, lot, serial number, expiry.

Element strings, Digital Links and plain product numbers are read; a Digital Link is never
followed nor shown as a link, because anybody can print one.

Source: GS1 General Specifications 3 and 7.8; GS1 Digital Link URI syntax; parsed by biip.
"""

import datetime
import enum
import re
from dataclasses import dataclass

from biip import ParseConfig, ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementStrings
from biip.gs1_messages import GS1Message
from biip.upc import Upc

from ipm_api.errors import InvalidBarcode, InvalidGtin
from ipm_api.gtin import is_trade_item_number, parse_gtin

MAXIMUM_LENGTH = 4_296  # characters in the largest QR code

_CONFIG = ParseConfig(gs1_element_strings_verify_date=False)  # "000000" is printed for "none"
_SEPARATOR = "\x1d"  # what scanners send for FNC1
_ALLOWED = re.compile(rf"[\x20-\x7e{_SEPARATOR}]+")
_IDENTIFIER = re.compile(r"\](?P<code>[A-Za-z][0-9A-Za-z])")  # ISO/IEC 15424
_GS1_IDENTIFIERS = {"C1", "d2", "Q3", "J1"} | {f"e{n}" for n in range(4)}
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_PLAIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_PRINTED = re.compile(r"[0-9]+(?:[ -][0-9]+)+")  # 9 521234 543213


class ScanKind(enum.StrEnum):
    """How the code said it."""

    PLAIN = "plain"  # a product number alone, as in EAN and UPC
    ELEMENT_STRING = "element-string"
    DIGITAL_LINK = "digital-link"


@dataclass(frozen=True, slots=True)
class Scan:
    """What one code says; None where it says nothing."""

    gtin: str | None  # 14 digits
    lot: str | None
    serial: str | None
    expiry: datetime.date | None  # last day of use; the end of the month where no day is given
    raw: str  # as it was scanned; text to show, never a link
    kind: ScanKind

    @property
    def is_trade_item(self) -> bool:
        """False for a number that a shop or region gave out itself, a book or a coupon."""
        return self.gtin is not None and is_trade_item_number(self.gtin)


def parse_scan(text: str, symbology: str | None = None) -> Scan:
    """
    Read the text of a code.

    Args:
        text: from a scanner (perhaps with an AIM identifier such as "]d2"), or typed by a person
            as printed, "(01)09521234543213(10)A1".
        symbology: the scanner's name for it, where known ("EAN-13", "upc_e" …): EAN and UPC hold
            a product number and nothing else.

    Raises:
        InvalidBarcode: none of the forms above, or its product number is wrong.
    """
    content = text.strip(" \t\r\n")  # not \x1d, which str.strip would take
    if not content or len(content) > MAXIMUM_LENGTH or not _ALLOWED.fullmatch(content):
        raise InvalidBarcode("This code holds no text that can be read.")
    identifier = _IDENTIFIER.match(content)
    marked = identifier is not None and identifier["code"] in _GS1_IDENTIFIERS
    if identifier is not None:
        content = content[identifier.end() :]

    if marked or content.startswith(_SEPARATOR):
        return _element_string(text, content)
    name = re.sub("[^A-Z]", "", (symbology or "").upper())  # "UPC-E", "upc_e" …
    if name.startswith(("EAN", "UPC")) or _is_plain(content):
        return _plain(text, content, short_upc=name == "UPCE")
    if scheme := _SCHEME.match(content):
        return _digital_link(text, content, scheme["scheme"])
    return _element_string(text, content)


def _is_plain(content: str) -> bool:
    return bool(_PLAIN.fullmatch(content) or _PRINTED.fullmatch(content))


def _plain(raw: str, content: str, *, short_upc: bool) -> Scan:
    """
    A product number alone.

    Eight digits are an EAN-8 unless the scanner says UPC-E or only a UPC-E fits them.
    """
    if len(content) == 8 and (short_upc or not _fits(content)):
        content = _expanded(content)
    return Scan(_gtin(content), None, None, None, raw, ScanKind.PLAIN)


def _fits(content: str) -> bool:
    try:
        parse_gtin(content)
    except InvalidGtin:
        return False
    return True


def _expanded(content: str) -> str:
    """The twelve digits behind a UPC-E, or *content* itself where it is none."""
    try:
        return Upc.parse(content).as_upc_a()
    except (ParseError, ValueError):
        return content


def _element_string(raw: str, content: str) -> Scan:
    """An element string, by a scanner or as printed with parentheses."""
    try:
        if content.startswith("("):
            message = GS1Message.parse_hri(content, config=_CONFIG)
        else:
            message = GS1Message.parse(content, config=_CONFIG)
    except (ParseError, ValueError) as error:
        raise InvalidBarcode("This code is not a product code (GS1).") from error
    return _scan(raw, message.element_strings, ScanKind.ELEMENT_STRING)


def _digital_link(raw: str, content: str, scheme: str) -> Scan:
    """A Digital Link of any host; every other address and scheme is refused."""
    if scheme.lower() not in {"http", "https"}:
        raise InvalidBarcode("This code holds a command or an address, not a product.")
    try:
        link = GS1DigitalLinkURI.parse(content, config=_CONFIG)
    except (ParseError, ValueError) as error:
        raise InvalidBarcode("This code is a web address, not a product.") from error
    return _scan(raw, link.element_strings, ScanKind.DIGITAL_LINK)


def _scan(raw: str, elements: GS1ElementStrings, kind: ScanKind) -> Scan:
    """The four facts among *elements*; a code that states one of them twice is refused."""
    values: dict[str, str] = {}
    dates: dict[str, datetime.date] = {}
    for element in elements:
        ai = element.ai.ai
        if values.setdefault(ai, element.value) != element.value:
            raise InvalidBarcode("This code contradicts itself.")
        if element.date is not None:
            dates[ai] = element.date
    number = values.get("01") or values.get("02")  # 02: what a parcel contains
    return Scan(
        gtin=_gtin(number) if number else None,
        lot=values.get("10"),
        serial=values.get("21"),
        expiry=dates.get("17") or dates.get("7003"),
        raw=raw,
        kind=kind,
    )


def _gtin(text: str) -> str:
    try:
        return parse_gtin(text)
    except InvalidGtin as error:
        raise InvalidBarcode(str(error)) from error
