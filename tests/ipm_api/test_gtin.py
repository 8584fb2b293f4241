import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.errors import InvalidGtin
from ipm_api.gtin import check_digit, is_trade_item_number, parse_gtin

PAYLOADS = st.sampled_from([7, 11, 12, 13]).flatmap(
    lambda length: st.text("0123456789", min_size=length, max_size=length).filter(
        lambda digits: digits.strip("0")
    )
)


@given(PAYLOADS)
def test_every_length_is_one_number_of_14_digits(payload):
    """A product found by its EAN-13 is found by its UPC-A and its outer case's form too."""
    gtin = parse_gtin(payload + check_digit(payload))

    assert len(gtin) == 14
    assert parse_gtin(gtin) == gtin
    assert gtin.endswith(payload + check_digit(payload))


@given(PAYLOADS, st.data())
def test_one_wrong_digit_is_always_noticed(payload, data):
    """Weights 3 and 1 are chosen for that."""
    digits = payload + check_digit(payload)
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))

    with pytest.raises(InvalidGtin):
        parse_gtin(digits[:place] + wrong + digits[place + 1 :])


@given(st.text(max_size=20))
def test_any_text_is_a_gtin_or_refused(text):
    """Nothing else ever leaves the parser: isdigit() takes "²", int() does not."""
    try:
        gtin = parse_gtin(text)
    except InvalidGtin:
        return
    assert len(gtin) == 14
    assert gtin.isascii()
    assert gtin.isdigit()


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("036000291452", "00036000291452"),
        ("0036000291452", "00036000291452"),
        ("00036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("10614141000415", "10614141000415"),
        ("9 521234 543213", "09521234543213"),
        ("952-1234-54321-3", "09521234543213"),
    ],
)
def test_known_numbers_are_read(text, gtin):
    assert parse_gtin(text) == gtin


@pytest.mark.parametrize(
    "text",
    [
        "4006381333930",  # wrong check digit
        "00000000000000",  # passes the check digit
        "00000000",
        "40063813339ab",
        "４００６３８１３３３９３１",  # full width
        "400638133393²",
        "４006381333931",  # one of full width, the check digit fits
        "²006381333931",
        "096385074",  # nine digits, the check digit fits
        "000000000096385074",
        "٤٠٠٦٣٨١٣٣٣٩٣١",
        "4006381333931\n",
        "400638133393",
        "123456789",
        "-4006381333931".replace("-", "+"),
        "",
        " ",
    ],
)
def test_wrong_numbers_are_refused(text):
    with pytest.raises(InvalidGtin):
        parse_gtin(text)


@pytest.mark.parametrize(
    "payload",
    [
        "200000000000",  # shop's own
        "021234567890",
        "041234567890",
        "978020137962",  # book
        "979020137962",
        "977123456700",  # periodical
        "980000000000",  # refund
        "991123456789",  # coupon
        "2000000",  # shop's own, eight digits
        "0000001",
    ],
)
def test_shop_numbers_books_and_coupons_are_no_trade_items(payload):
    assert not is_trade_item_number(parse_gtin(payload + check_digit(payload)))


@pytest.mark.parametrize("text", ["9521234543213", "036000291452", "96385074", "10614141000415"])
def test_products_are_trade_items(text):
    """952 is what GS1 demonstrates with, and what our invented products carry."""
    assert is_trade_item_number(parse_gtin(text))
