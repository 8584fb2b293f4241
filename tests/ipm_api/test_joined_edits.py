"""Two people change one product: what is joined, what is asked, and what nobody has said."""

import pytest

from ipm_api.errors import Stale
from ipm_api.operations.product import own_product
from ipm_api.operations.product_draft import draft_of, flat
from ipm_api.operations.product_edit import change_product
from tests.ipm_api.full_product import FULL


def test_a_decision_replaces_what_was_seen_and_nothing_else(
    session, publisher, colleague, make_product
):
    """Choosing "mine" for one field must not undo what the other wrote in the next one."""
    product = make_product(publisher)
    old = product.names["fr"]
    theirs = {"hs_code": "330310", "names.fr": "Nouveau"}
    change_product(session, publisher, product.id, theirs, revision=1)
    mine = {"hs_code": "330390", "names.fr": old}  # the form as it was loaded, one field changed
    change_product(
        session, colleague, product.id, mine, revision=1, decided={"hs_code"}, decided_at=2
    )
    product = own_product(session, publisher, product.id)
    assert (product.hs_code, product.names["fr"]) == ("330390", "Nouveau")
    change_product(session, publisher, product.id, {"hs_code": "330399"}, revision=3)
    with pytest.raises(Stale):  # what was decided was about another value
        change_product(
            session, colleague, product.id, mine, revision=1, decided={"hs_code"}, decided_at=2
        )


def test_lists_that_both_changed_are_joined_entry_by_entry(
    session, publisher, colleague, make_product
):
    """GTINs, SKUs and lines: added and taken out by one survive the other's save, who is told."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, FULL, revision=1)
    carton = {"level": "inner", "items": "6", "gtin": ""}
    theirs = {
        "gtins": ["09521000000018"],
        "skus": ["EC50-B", "NEW-1"],
        "packaging": [FULL["packaging"][0], carton, FULL["packaging"][1]],
    }
    change_product(session, publisher, product.id, theirs, revision=2)
    mine = {
        "gtins": ["9521000000025"],
        "skus": ["EC50-A", "EC50-B", "NEW-2"],
        "packaging": [*FULL["packaging"], {"level": "pallet", "items": "40"}],
        "nice_classes": [3, 18],
    }
    edited = change_product(session, colleague, product.id, mine, revision=2)
    kept = flat(draft_of(edited.product))
    assert kept["gtins"] == ["09521000000018", "09521000000025"]
    assert kept["skus"] == ["EC50-B", "NEW-2", "NEW-1"]
    assert [layer["level"] for layer in kept["packaging"]] == ["unit", "inner", "outer", "pallet"]
    assert kept["nice_classes"] == [3, 18]
    assert edited.others == ["gtins", "packaging", "skus"]


def test_one_line_that_both_wrote_anew_is_asked_about(session, publisher, colleague, make_product):
    """Joining would keep two prices of one country, or lose one."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, FULL, revision=1)
    band = FULL["price_bands"][0]
    change_product(
        session, publisher, product.id, {"price_bands": [band | {"low": "11"}]}, revision=2
    )
    with pytest.raises(Stale) as stale:
        change_product(
            session, colleague, product.id, {"price_bands": [band | {"low": "12"}]}, revision=2
        )
    assert set(stale.value.clashes) == {"price_bands"}


def test_a_form_that_sends_a_list_as_text_has_no_opinion_about_it(
    session, publisher, colleague, make_product
):
    """A form says "12" where the product keeps 12: that is no change."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, FULL, revision=1)
    change_product(session, publisher, product.id, {"packaging": []}, revision=2)
    edited = change_product(
        session,
        colleague,
        product.id,
        {"packaging": FULL["packaging"], "hs_code": "330499"},
        revision=2,
    )
    assert edited.product.packaging == []
    assert edited.others == ["packaging"]
