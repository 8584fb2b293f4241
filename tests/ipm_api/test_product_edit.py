"""Two people edit one product: nothing is lost, and the second is told."""

import dataclasses
import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.errors import Invalid, NotFound, Stale
from ipm_api.models.account import Role
from ipm_api.models.product import Product
from ipm_api.models.product_change import ProductChange
from ipm_api.operations.barcode import products_with_gtin
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_draft import draft_of, flat
from ipm_api.operations.product_edit import change_product, fields_changed_since
from ipm_api.operations.publication import publish_product
from tests.ipm_api.full_product import FULL
from tests.ipm_api.parallel import at_once


def test_every_field_of_a_product_is_kept_as_written(session, publisher, make_product):
    """What a good guide holds, in and out again; spelling is made uniform, nothing is lost."""
    product = make_product(publisher, published=False)
    change_product(session, publisher, product.id, FULL, revision=1)
    kept = flat(draft_of(own_product(session, publisher, product.id)))
    assert kept["skus"] == ["EC50-A", "EC50-B"]
    assert kept["packaging"][1] == {
        "level": "outer",
        "gtin": "10360002914529",
        "items": 12,
        "languages": [],
        "papers": {},
        "description": {},
    }
    assert kept["price_bands"] == [
        {"country": "FR", "currency": "EUR", "low": "10.5", "high": "19.90"}
    ]
    assert kept["variants"][0]["gtin"] == "00036000291452"
    assert product.revision == 2


def test_a_scanned_carton_finds_its_product(session, publisher, officer, make_product):
    """An officer scans what is in front of her: a variant or a carton, not only the article."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, FULL, revision=product.revision)
    publish_product(session, publisher, product.id)
    for gtin in ("10360002914529", "00036000291452"):
        assert [found.id for found in products_with_gtin(session, officer, gtin)] == [product.id]
    assert products_with_gtin(session, officer, "09521234543213") == []


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("hs_code", "12345", "hs_code"),
        ("hs_code", "12345678901", "hs_code"),
        ("model_number", "x" * 61, "model_number"),
        ("skus", ["x" * 61], "skus"),
        ("nice_classes", [46], "nice_classes"),
        ("names.en", "x" * 201, "names"),
        ("names.EN-", "x", "names"),
        ("descriptions.en", "x" * 4001, "descriptions"),
        ("category", "nonsense", "category"),
        ("brand_id", "nonsense", "brand_id"),
        ("nonsense", "x", "nonsense"),
        ("variants", [{"names": {}}], "variants-0-names"),
        ("variants", [{"names": {"en": "A"}, "gtin": "1"}], "variants-0-gtin"),
        ("packaging", [{"level": "crate"}], "packaging-0-level"),
        ("packaging", [{"level": "unit", "items": "-1"}], "packaging-0-items"),
        ("packaging", [{"level": "unit", "languages": ["English"]}], "packaging-0-languages"),
        ("serial_formats", [{"kind": "lot", "pattern": "xyz"}], "serial_formats-0-pattern"),
        (
            "serial_formats",
            [{"kind": "lot", "pattern": "NN", "example": "123"}],
            "serial_formats-0-example",
        ),
        ("price_bands", [{"currency": "EUR", "low": "2", "high": "1"}], "price_bands-0-high"),
        ("price_bands", [{"currency": "€", "low": "1", "high": "2"}], "price_bands-0-currency"),
        ("price_bands", [{"currency": "EUR", "low": "nan", "high": "2"}], "price_bands-0-low"),
        ("characteristics", [{"names": {"en": "Weight"}}], "characteristics-0-values"),
        (
            "characteristics",
            [{"names": {"en": "A"}, "values": {"en": "B"}}] * 101,
            "characteristics",
        ),
    ],
)
def test_what_breaks_a_rule_is_named_at_its_place(
    session, publisher, make_product, field, value, place
):
    """The person sees the message beside the cell; nothing is cut silently."""
    product = make_product(publisher, published=False)
    with pytest.raises(Invalid) as refused:
        change_product(session, publisher, product.id, {field: value}, revision=1)
    assert place in refused.value.fields
    session.rollback()
    assert own_product(session, publisher, product.id).revision == 1


def test_changes_of_different_fields_are_both_kept(session, publisher, colleague, make_product):
    """Two people seldom want the same; then nobody is bothered, but told."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, {"hs_code": "330310"}, revision=1)
    edited = change_product(
        session, colleague, product.id, {"model_number": "M", "names.de": "Wasser"}, revision=1
    )
    assert (edited.product.hs_code, edited.product.model_number) == ("330310", "M")
    assert edited.product.names["de"] == "Wasser"
    assert edited.others == ["hs_code"]
    assert fields_changed_since(session, colleague, product.id, 2).keys() == {
        "model_number",
        "names.de",
    }


def test_the_second_of_the_same_field_is_told_and_nothing_is_lost(
    session, publisher, colleague, make_product
):
    """Both values are known to the one who chooses; what was replaced stays on record."""
    product = make_product(publisher)
    before = product.hs_code
    change_product(session, publisher, product.id, {"hs_code": "330310"}, revision=1)
    with pytest.raises(Stale) as stale:
        change_product(session, colleague, product.id, {"hs_code": "330390"}, revision=1)
    clash = stale.value.clashes["hs_code"]
    assert (clash.before, clash.theirs, clash.mine) == (before, "330310", "330390")
    assert stale.value.by == ["A publisher"]
    session.rollback()
    change_product(
        session, colleague, product.id, {"hs_code": "330390"}, revision=stale.value.revision
    )
    replaced = session.scalars(select(ProductChange).order_by(ProductChange.revision)).all()
    assert [change.before["hs_code"] for change in replaced] == [before, "330310"]


def test_the_same_words_twice_are_no_clash(session, publisher, colleague, make_product):
    """Agreement needs no decision."""
    product = make_product(publisher)
    for actor in (publisher, colleague):
        change_product(session, actor, product.id, {"hs_code": "330310"}, revision=1)
    assert own_product(session, publisher, product.id).revision == 2


def test_an_old_value_sent_back_unchanged_does_not_undo_the_other(
    session, publisher, colleague, make_product
):
    """A form sends all of its fields: those that were not touched are not an opinion."""
    product = make_product(publisher)
    old = product.hs_code
    change_product(session, publisher, product.id, {"hs_code": "330310"}, revision=1)
    change_product(
        session, colleague, product.id, {"hs_code": old, "model_number": "M"}, revision=1
    )
    product = own_product(session, publisher, product.id)
    assert (product.hs_code, product.model_number) == ("330310", "M")


def test_a_strict_edit_is_refused_after_any_change(session, publisher, make_product):
    """The API's If-Match is about the whole product."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, {"hs_code": "330310"}, revision=1)
    for revision in (0, 1, 3):
        with pytest.raises(Stale):
            change_product(
                session,
                publisher,
                product.id,
                {"model_number": "M"},
                revision=revision,
                strict=True,
            )
        session.rollback()


def test_others_find_no_product_to_change(
    session, publisher, make_product, make_right_holder, make_account, actor_for
):
    """Not yours and not there are the same."""
    product = make_product(publisher)
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    with pytest.raises(NotFound):
        change_product(session, rival, product.id, {"hs_code": "330310"}, revision=1)


def test_no_update_is_lost_among_many_at_once(engine, session, publisher, make_product):
    """DU-5: every one of the edits that were acknowledged is in the product or on record."""
    product = make_product(publisher, published=False)
    rng = random.Random(4)

    def edit(number):
        def run(_):
            with Session(engine) as own:
                field = rng.choice(["model_number", "hs_code"])
                value = f"3303{number:02d}"
                try:
                    change_product(own, publisher, product.id, {field: value}, revision=1)
                except Stale:
                    own.rollback()
                    return None
            return field, value

        return run

    kept = [answer for answer in at_once(engine, [edit(n) for n in range(1, 13)]) if answer]
    session.expire_all()
    current = flat(draft_of(session.get_one(Product, product.id)))
    changes = session.scalars(select(ProductChange)).all()
    seen = {(f, v) for change in changes for f, v in change.before.items()} | {
        (f, current[f]) for f in ("model_number", "hs_code")
    }
    assert kept
    assert set(kept) <= seen
    assert session.get_one(Product, product.id).revision == 1 + len(changes) == 1 + len(kept)


def test_a_rewritten_product_keeps_what_the_draft_does_not_name(session, publisher, make_product):
    """Import updates one column and leaves the rest."""
    product = make_product(publisher)
    change_product(session, publisher, product.id, FULL, revision=1)
    update_product(
        session,
        publisher,
        product.id,
        dataclasses.replace(draft_of(product), hs_code="3303001234"),
    )
    assert (product.hs_code, product.model_number) == ("3303001234", "EC-50")
