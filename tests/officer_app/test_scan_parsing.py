"""The phone reads the text of a code as the service does: neither knows more than the other."""

import random
import re
from pathlib import Path

import pytest
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS
from playwright.sync_api import Page

from ipm_api.errors import InvalidBarcode
from ipm_api.gs1 import parse_scan
from ipm_api.gtin import check_digit, is_trade_item_number
from ipm_api.serial_format import matches, parse_format
from tests.browser import PHONE
from tests.ipm_api import test_gs1, test_serial_format

pytestmark = pytest.mark.browser

SCAN = Path(__file__).parents[2] / "officer_app" / "scan"
G = test_gs1.GTIN
AWKWARD = [
    f"]d201{G}17270200",
    f"]d201{G}17000000",
    f"]d201{G}17270231",
    f"(01){G}(7003)2703151200",
    f"(01){G}(7003)2703152560",
    f"(01){G}(7003)2703159999",
    f"https://a/01/{G}/10/AB%2F1/21/X?17=270131&17=280200&15=",
    "https://a/x/y/01/952123454321/10/",
    f"https://a/01/{G}/21/S/10/L",
    f"https://a/01/{G}?10=A%2BB&21=a+b",
    f"https:01/{G}?10=A%2BB",
    f"https://[::1]/01/{G}",
    f"8006{G}0102",
    "\x1d",
    f"\x1d01{G}\x1d10A",
]
PIECES = [
    "01" + G, "17270200", "17270230", "10AB", "\x1d", "21S1", "02" + G, "70032703151200",
    f"(01){G}", "(10)A/B", "(21)", " ", "]d2", "]C1", "https://a/", f"01/{G}/", "10/X", "?", "&",
    "17=270131",
    "#f", "%41", "3103001234", "91abc", "00106141412345678908", "1", "x",
]  # fmt: skip
READ = """async (texts) => {
    const { NoProductCode, parseScan } = await import("/officer/scan/gs1.js");
    return texts.map(([text, format]) => {
        try {
            return parseScan(text, format ?? "");
        } catch (error) {
            if (!(error instanceof NoProductCode)) throw error;
            return null;
        }
    });
}"""
FIT = """async (pairs) => {
    const { fits } = await import("/officer/scan/serial_format.js");
    return pairs.map(([pattern, text]) => fits(pattern, text));
}"""


def given(test) -> list:
    """The examples of another test."""
    return next(mark.args[1] for mark in test.pytestmark if mark.name == "parametrize")


@pytest.fixture
def page(browser_page) -> Page:
    opened = browser_page(PHONE)
    opened.goto("/officer/")
    return opened


def of_the_service(text: str, symbology: str | None) -> dict[str, object] | None:
    try:
        scan = parse_scan(text, symbology)
    except InvalidBarcode:
        return None
    return {
        "gtin": scan.gtin,
        "lot": scan.lot,
        "serial": scan.serial,
        "expiry": scan.expiry and scan.expiry.isoformat(),
        "kind": scan.kind.value,
    }


def test_phone_and_service_read_the_same(page):
    """Every example of the service's own tests, and thousands put together by chance."""
    rng = random.Random(1)
    texts = [(text, name) for text, name, _ in given(test_gs1.test_plain_product_numbers_are_read)]
    refused = [
        *given(test_gs1.test_every_scheme_but_the_web_s_is_refused),
        *given(test_gs1.test_everything_else_is_refused),
    ]
    texts += [(text, None) for text in [*refused, *AWKWARD] if text.isprintable() or "\x1d" in text]
    for _ in range(4000):
        pieces = [rng.choice(PIECES) for _ in range(rng.randint(1, 6))]
        texts.append(("".join(pieces), rng.choice([None, None, "EAN-13", "upc_e"])))
    expected = [of_the_service(*one) for one in texts]
    assert sum(one is not None for one in expected) > 300
    got = page.evaluate(READ, texts)
    wrong = [(t, e, g) for t, e, g in zip(texts, expected, got, strict=True) if e != g]
    assert wrong == []


def test_phone_and_service_judge_the_form_of_a_number_alike(page):
    """An officer without a network must not be told the opposite."""
    rng = random.Random(2)
    pairs = [
        (p, t) for p, t, _ in given(test_serial_format.test_a_number_has_the_form_or_not)
        if t.isascii()
    ]  # fmt: skip
    pieces = [
        "L",
        "N",
        "A",
        "H",
        "-",
        " ",
        '"LOT"',
        "N{2,4}",
        "L{1,3}",
        "[-N]",
        '["B"]',
        "[N{1,2}]",
    ]
    for _ in range(2000):
        pattern = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 5)))
        text = parse_format(pattern).example(rng)
        if text and rng.random() < 0.5:
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice("A7-x/") + text[at + 1 :]
        pairs.append((pattern, text))
    expected = [matches(pattern, text) for pattern, text in pairs]
    assert 500 < sum(expected) < len(pairs) - 500
    assert page.evaluate(FIT, pairs) == expected


def test_phone_and_service_say_alike_which_numbers_name_a_product(page):
    """A number that a shop gave out must not read as a sign on one of the two."""
    rng = random.Random(3)
    bodies = [f"{rng.choice(['0', '1', '000000'])}{prefix:03}" for prefix in range(1000)]
    numbers = [body + "1" * (13 - len(body)) for body in bodies]
    numbers = [one + check_digit(one) for one in numbers]
    expected = [is_trade_item_number(one) for one in numbers]
    assert 100 < sum(expected) < 900
    tell = """async (all) => {
        const { isTradeItem } = await import("/officer/scan/gtin.js");
        return all.map(isTradeItem);
    }"""
    assert page.evaluate(tell, numbers) == expected


def test_the_identifiers_are_those_of_the_service():
    """An update of the service's table is noticed here."""
    lines = re.findall(
        r'\[String\.raw`(.*)`, "(.*)"\]', (SCAN / "application_identifiers.js").read_text()
    )
    phone = {name: f"^{name}{form}$" for form, names in lines for name in names.split()}
    assert phone == {ai: one.pattern for ai, one in _GS1_APPLICATION_IDENTIFIERS.items()}
