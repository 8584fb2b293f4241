import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.errors import InvalidBarcode
from ipm_api.gs1 import ScanKind, parse_scan

GTIN = "09521234543213"
LOTS = st.text(st.characters(codec="ascii", categories=["L", "Nd"]), min_size=1, max_size=20)
DATES = st.dates(datetime.date(2001, 1, 1), datetime.date(2049, 12, 31))


@given(LOTS, LOTS, DATES, st.sampled_from(["]d2", "]C1", "]Q3", "\x1d", ""]))
def test_element_string_gives_back_what_was_put_in(lot, serial, expiry, mark):
    """Number, lot, serial and expiry, in any kind of code that carries FNC1."""
    scan = parse_scan(f"{mark}01{GTIN}17{expiry:%y%m%d}10{lot}\x1d21{serial}")

    assert scan.gtin == GTIN
    assert (scan.lot, scan.serial, scan.expiry) == (lot, serial, expiry)
    assert scan.kind is ScanKind.ELEMENT_STRING


@given(LOTS, DATES)
def test_printed_form_says_the_same_as_the_scanned_one(lot, expiry):
    """An officer may type what stands beside a code that cannot be scanned."""
    printed = parse_scan(f"(01){GTIN} (17){expiry:%y%m%d} (10){lot}")

    assert (printed.gtin, printed.lot, printed.expiry) == (GTIN, lot, expiry)


@given(LOTS, st.sampled_from(["id.gs1.org", "brand.example/some/shelf", "127.0.0.1:8080"]))
def test_digital_link_of_any_host_is_read(lot, host):
    scan = parse_scan(f"https://{host}/01/{GTIN}/10/{lot}?17=270200&utm_source=x")

    assert (scan.gtin, scan.lot, scan.kind) == (GTIN, lot, ScanKind.DIGITAL_LINK)
    assert scan.expiry == datetime.date(2027, 2, 28)


@given(st.text(max_size=60) | st.from_regex(r"(\]d2|\x1d|\(|https?://a/)?(01|10|17|21)[!-~]*"))
def test_any_text_is_a_scan_or_refused(text):
    """A code is whatever its printer wanted; no other error leaves the parser."""
    try:
        scan = parse_scan(text)
    except InvalidBarcode:
        return
    assert scan.gtin is None or len(scan.gtin) == 14
    assert scan.raw == text


@pytest.mark.parametrize(
    ("printed", "last_day"),
    [("270200", (2027, 2, 28)), ("280200", (2028, 2, 29)), ("271231", (2027, 12, 31))],
)
def test_expiry_without_a_day_is_the_end_of_the_month(printed, last_day):
    assert parse_scan(f"]d201{GTIN}17{printed}").expiry == datetime.date(*last_day)


def test_expiry_of_zeros_means_none():
    """Some printers fill the field; the article is still known."""
    scan = parse_scan(f"]d201{GTIN}17000000")

    assert (scan.gtin, scan.expiry) == (GTIN, None)


def test_expiry_with_a_time_is_its_day():
    assert parse_scan(f"(01){GTIN}(7003)2703151200").expiry == datetime.date(2027, 3, 15)


@pytest.mark.parametrize(
    ("text", "symbology", "gtin"),
    [
        ("9521234543213", None, GTIN),
        ("9 521234 543213", None, GTIN),
        ("036000291452", "UPC-A", "00036000291452"),
        ("0036000291452", "EAN-13", "00036000291452"),
        ("96385074", "EAN-8", "00000096385074"),
        ("]E09521234543213", None, GTIN),
        ("10614141000415", "ITF", "10614141000415"),
        ("04252614", "UPC-E", "00042100005264"),
        ("04252614", "upc_e", "00042100005264"),
        ("04252614", None, "00042100005264"),  # no EAN-8 has this check digit
        ("01234565", None, "00000001234565"),
        ("01234565", "UPC-E", "00012345000065"),
        (" 9521234543213\r\n", None, GTIN),
    ],
)
def test_plain_product_numbers_are_read(text, symbology, gtin):
    """Scanners end with a line break, and call UPC-E what they like."""
    scan = parse_scan(text, symbology)

    assert (scan.gtin, scan.kind) == (gtin, ScanKind.PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        f"JavaScript:https://a/01/{GTIN}",
        f"ftp://a/01/{GTIN}",
        f"data:text/html,/01/{GTIN}",
        "intent://01/09521234543213",
    ],
)
def test_every_scheme_but_the_web_s_is_refused(text):
    """A QR code on a parcel may hold a command."""
    with pytest.raises(InvalidBarcode, match="command"):
        parse_scan(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "9521234543214",
        f"]d201{GTIN[:-1]}4",
        f"https://a/01/{GTIN[:-1]}4",
        "https://example.com/",
        "https://[::1/01/1",
        "https://a/01/00000000000000",
        f"]d201{GTIN}01{'10614141000415'}",
        f"]d201{GTIN}17991399",
        f"01{GTIN}10A\0B",
        f"01{GTIN}10\ud800",
        f"01{GTIN}10Ä",
        "https://a/01/٠٩٥٢١٢٣٤٥٤٣٢١٣",
        f"https://a/01/{GTIN}/10/%0D%0A",
        "(01)",
        "9" * 5_000,
        f"https://a/01/{GTIN}?x={'a' * 5_000}",
        f"https://ä.example/01/{GTIN}",
        f"https://a/01/{GTIN}#\x1b[2J",
    ],
)
def test_everything_else_is_refused(text):
    with pytest.raises(InvalidBarcode):
        parse_scan(text)


def test_code_that_names_two_products_is_refused():
    """Which one would the officer look at?"""
    with pytest.raises(InvalidBarcode, match="contradicts"):
        parse_scan(f"]d201{GTIN}0110614141000415")


def test_parcel_s_code_gives_the_number_of_its_contents():
    scan = parse_scan(f"(00)106141412345678908(02){GTIN}(37)25")

    assert scan.gtin == GTIN


def test_code_without_a_product_number_is_still_read():
    """A parcel's own number says nothing about the article, and is no error."""
    assert parse_scan("(00)106141412345678908").gtin is None


@pytest.mark.parametrize(("text", "trade_item"), [("2000000000008", False), (GTIN, True)])
def test_scan_tells_a_shop_s_own_number_apart(text, trade_item):
    assert parse_scan(text).is_trade_item is trade_item
