"""Brands and the registered rights behind them."""

from datetime import date

import pytest

from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.brand import RightType
from ipm_api.operations.brand import (
    create_brand,
    own_brands,
    remove_brand,
    rename_brand,
    restore_brand,
)
from ipm_api.operations.product import own_products
from ipm_api.operations.right import (
    add_right,
    own_expiries,
    remove_right,
    restore_right,
    update_right,
)

TODAY = date(2026, 6, 1)
MARK = {
    "type": RightType.TRADE_MARK,
    "office": "EM",
    "number": "018000001",
    "nice_classes": [25, 3, 3],
    "valid_until": date(2031, 12, 31),
    "vienna_codes": ["26.4.2"],
    "locarno_classes": ["09-01"],
    "recordations": [
        {"kind": "recordation", "country": "us", "number": "TMK 26-1", "valid_until": "2026-06-20"}
    ],
}


@pytest.fixture
def brand(session, publisher):
    """A brand of the publisher's organisation."""
    return create_brand(session, publisher, name="Maison")


def test_a_right_is_written_changed_removed_and_restored(session, publisher, brand):
    """Undo instead of a question; a removed right stands in no guide."""
    right = add_right(session, publisher, brand.id, **MARK)
    assert right.nice_classes == [3, 25]
    assert right.recordations[0]["country"] == "US"
    update_right(session, publisher, right.id, number="018000002")
    assert (right.number, right.vienna_codes) == ("018000002", ["26.4.2"])
    remove_right(session, publisher, right.id)
    session.expire_all()
    assert own_brands(session, publisher)[0].rights == []
    restore_right(session, publisher, right.id)
    session.expire_all()
    assert own_brands(session, publisher)[0].rights == [right]


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("office", "", "office"),
        ("office", "x" * 41, "office"),
        ("number", "", "number"),
        ("number", "1" * 61, "number"),
        ("nice_classes", [46], "nice_classes"),
        ("vienna_codes", ["crown"], "vienna_codes"),
        ("locarno_classes", ["9"], "locarno_classes"),
        ("recordations", [{"country": "USA", "number": "1"}], "recordations-0-country"),
        ("recordations", [{"country": "US", "number": ""}], "recordations-0-number"),
        ("recordations", [{"country": "US", "number": "1" * 61}], "recordations-0-number"),
        (
            "recordations",
            [{"country": "US", "number": "1", "valid_until": "soon"}],
            "recordations-0-valid_until",
        ),
    ],
)
def test_what_is_too_long_or_wrong_is_refused_never_cut(
    session, publisher, brand, field, value, place
):
    """A registration number without its last digits is another mark."""
    with pytest.raises(Invalid) as refused:
        add_right(session, publisher, brand.id, **MARK | {field: value})
    assert list(refused.value.fields) == [place]


@pytest.mark.parametrize(
    ("until", "urgency"),
    [
        (date(2026, 5, 31), "expired"),
        (date(2026, 6, 1), "soon"),
        (date(2026, 7, 1), "soon"),
        (date(2026, 7, 2), "early"),
        (date(2026, 8, 30), "early"),
        (date(2026, 8, 31), None),
        (None, None),
    ],
)
def test_what_runs_out_is_told_in_time(session, publisher, brand, until, urgency):
    """Ninety and thirty days before, and afterwards; the last day still counts."""
    add_right(session, publisher, brand.id, **MARK | {"valid_until": until, "recordations": []})
    found = own_expiries(session, publisher, TODAY)
    assert [expiry.urgency for expiry in found] == ([urgency] if urgency else [])


def test_recordations_run_out_by_themselves(session, publisher, brand):
    """An application for action lasts a year while its mark lasts ten."""
    add_right(session, publisher, brand.id, **MARK)
    [expiry] = own_expiries(session, publisher, TODAY, brand_id=brand.id)
    assert (expiry.kind, expiry.country, expiry.days) == ("recordation", "US", 19)


def test_a_renamed_brand_is_found_by_its_new_name(session, publisher, make_product):
    """Lists search in the brand's name, too."""
    product = make_product(publisher, brand="Maison")
    rename_brand(session, publisher, product.brand_id, name="Atelier")
    assert [p.id for p in own_products(session, publisher, text="atelier").rows] == [product.id]
    assert own_products(session, publisher, text="maison").rows == []
    create_brand(session, publisher, name="Other")
    with pytest.raises(Invalid):
        rename_brand(session, publisher, product.brand_id, name="OTHER")


def test_a_brand_without_products_is_removed_and_comes_back(session, publisher, make_product):
    """By undo, or when the name is added again: with its rights."""
    brand = create_brand(session, publisher, name="Maison")
    add_right(session, publisher, brand.id, **MARK)
    remove_brand(session, publisher, brand.id)
    assert own_brands(session, publisher) == []
    with pytest.raises(NotFound):
        remove_brand(session, publisher, brand.id)
    restore_brand(session, publisher, brand.id)
    remove_brand(session, publisher, brand.id)
    assert create_brand(session, publisher, name="maison").id == brand.id
    assert len(own_brands(session, publisher)[0].rights) == 1
    product = make_product(publisher)
    with pytest.raises(Conflict):
        remove_brand(session, publisher, product.brand_id)


def test_nobody_touches_anothers_brands_and_rights(
    session, publisher, brand, make_right_holder, make_account, actor_for
):
    """Not yours and not there are the same."""
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    right = add_right(session, publisher, brand.id, **MARK)
    for attempt in (
        lambda: rename_brand(session, rival, brand.id, name="Mine"),
        lambda: remove_brand(session, rival, brand.id),
        lambda: restore_brand(session, rival, brand.id),
        lambda: add_right(session, rival, brand.id, **MARK),
        lambda: update_right(session, rival, right.id, number="1"),
        lambda: remove_right(session, rival, right.id),
        lambda: restore_right(session, rival, right.id),
    ):
        with pytest.raises(NotFound):
            attempt()
        session.rollback()
    assert own_expiries(session, rival, TODAY) == []
