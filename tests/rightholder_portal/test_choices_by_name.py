"""Currencies and languages of labels are chosen by their names; what is kept is the code."""

import re

import pytest

from rightholder_portal.currencies import CODES, currency_choices


def edit(her, product, section, **fields):
    path = f"/products/{product.id}/edit/{section}"
    page = her.get(path).text
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    return her.post(path, {"revision": revision, **fields})


def ticked(page):
    return re.findall(r'name="packaging-0-languages" value="([\w-]+)" checked', page)


@pytest.mark.parametrize(("tag", "name"), [("en", "Euro"), ("fr", "euro"), ("ar", "يورو")])
def test_currencies_are_called_as_the_reader_does(tag, name):
    """Those that most goods are invoiced in first, then by name; none that is history."""
    choices = currency_choices(tag)
    assert choices[0] == ("EUR", f"{name} (EUR)")
    assert {code for code, _ in choices} == CODES
    assert "MAD" in CODES
    assert "FRF" not in CODES


def test_a_currency_that_is_no_tender_any_more_stays(her, owner, make_product, session):
    """An old price says an old currency: opening and keeping the form changes nothing."""
    product = make_product(owner)
    line = {f"price_bands-0-{name}": value for name, value in (("low", "60"), ("high", "90"))}
    edit(her, product, "details", **line, **{"price_bands-0-currency": "HRK"})
    page = her.get(f"/products/{product.id}/edit/details").text
    assert "<option selected>HRK</option>" in page
    session.refresh(product)
    assert product.price_bands[0]["currency"] == "HRK"


def test_languages_of_a_label_are_ticked_and_others_chosen_by_name(
    her, owner, make_product, session
):
    """One that is offered to few is chosen from all; unticked ones are gone."""
    product = make_product(owner)
    line = {"packaging-0-level": "unit", "packaging-0-items": "12"}
    sent = {**line, "packaging-0-languages": ["en", "fr", "", "eu"]}
    more = her.post(
        f"/products/{product.id}/edit/packaging", {**sent, "revision": "1", "more": "packaging"}
    )
    assert ticked(more.text) == ["en", "fr", "eu"]
    edit(her, product, "packaging", **sent)
    page = her.get(f"/products/{product.id}/edit/packaging").text
    assert ticked(page) == ["en", "fr", "eu"]
    assert "<span>Basque</span>" in page
    session.refresh(product)
    assert product.packaging[0]["languages"] == ["en", "fr", "eu"]
    edit(her, product, "packaging", **line, **{"packaging-0-languages": ["eu", ""]})
    session.refresh(product)
    assert product.packaging[0]["languages"] == ["eu"]
