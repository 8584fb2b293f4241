"""Who sees what: countries × authorities × levels, asked of every answer to readers."""

import dataclasses
import itertools

import pytest

from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.operations.barcode import look_up_barcode
from ipm_api.operations.brand import published_brands
from ipm_api.operations.feature_crop import reference_crop
from ipm_api.operations.guide import published_products, read_guide
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import readable_image
from ipm_api.operations.sharing import (
    SharingDraft,
    share,
    sharing_of,
    stop_sharing_rule,
    view_as,
)
from ipm_api.policy import Party
from tests.ipm_api.photos import photo_of, picture

GTIN = "09521234543213"


@pytest.fixture
def product(session, publisher, make_product):
    """One overt and one covert feature."""
    product = make_product(publisher, published=False, picture=picture(1), gtins=(GTIN,))
    product.features[1].level = FeatureLevel.COVERT
    session.commit()
    return publish_product(session, publisher, product.id)


@pytest.fixture
def reader(make_account, actor_for):
    """An officer or trainer of a country and authority."""

    def make(country, authority="", role=Role.OFFICER):
        actor = actor_for(make_account(role, country=country))
        return dataclasses.replace(actor, authority=authority)

    return make


@pytest.fixture
def seen(session, runtime, product):
    """Whether each answer names the product; they must agree."""

    def ask(actor):
        answers = {
            "list": bool(published_products(session, actor).rows),
            "search": bool(published_products(session, actor, text="eau").rows),
            "number": bool(published_products(session, actor, gtin=GTIN).rows),
            "barcode": bool(look_up_barcode(session, actor, GTIN).products),
            "brands": bool(published_brands(session, actor)),
        }
        for name, look in (
            ("guide", lambda: read_guide(session, actor, product.id)),
            ("picture", lambda: readable_image(session, actor, product.images[0].id)),
            (
                "crop",
                lambda: reference_crop(
                    session, actor, runtime.images, runtime.decoder, product.features[0].id
                ),
            ),
        ):
            try:
                answers[name] = bool(look())
            except NotFound:
                answers[name] = False
        if actor.party is Party.OFFICER:
            parts = (runtime.index, runtime.images, runtime.decoder)
            report = submit_inspection(session, actor, *parts, [photo_of(1)], barcode=GTIN)
            answers["candidates"] = bool(report.inspection.candidates)
            answers["codes"] = any(code.products for code in report.codes)
        assert len(set(answers.values())) == 1, answers
        return answers["list"]

    return ask


def test_a_country_that_is_not_chosen_gets_the_answer_of_an_unregistered_product(
    session, publisher, product, reader, seen
):
    """In every list, look-up, picture and candidate; at once, and back at once."""
    french, german = reader("FR"), reader("DE")
    assert seen(french)
    assert seen(german)
    share(session, publisher, SharingDraft(countries=("FR",)))
    assert seen(french)
    assert not seen(german)
    assert not seen(reader("DE", role=Role.TRAINER))
    stop_sharing_rule(session, publisher)
    assert seen(german)


def test_only_the_chosen_authorities_of_a_country_see_it(session, publisher, product, reader, seen):
    """The police of a country need not see what its customs see."""
    share(session, publisher, SharingDraft(("FR",), authorities=("Douane",)))
    assert seen(reader("FR", "Douane"))
    assert not seen(reader("FR", "Police"))
    assert not seen(reader("FR"))
    assert not seen(reader("DE", "Douane"))


LISTS = (("FR",), ("DE",))


def test_the_most_specific_rule_counts_alone(session, publisher, product, reader):
    """Organisation × brand × product, each without a rule or with one of two: 27 worlds."""
    officer = reader("FR")
    scopes = ({}, {"brand_id": product.brand_id}, {"product_id": product.id})
    for rules in itertools.product(("none", *LISTS), repeat=3):
        for where, rule in zip(scopes, rules, strict=True):
            if rule == "none":
                stop_sharing_rule(session, publisher, **where)
            else:
                share(session, publisher, SharingDraft(rule), **where)
        counts = next((rule for rule in reversed(rules) if rule != "none"), None)
        expected = counts is None or "FR" in counts
        view = view_as(session, publisher, product.id, country="FR")
        assert view.is_shown is expected, rules
        assert bool(published_products(session, officer).rows) is expected, rules
        assert sharing_of(session, publisher, product_id=product.id).draft.countries == counts


@pytest.mark.parametrize(
    ("covert", "france", "germany"),
    [(None, 2, 2), (("FR",), 2, 1), ((), 1, 1)],
)
def test_covert_features_are_shown_to_the_chosen_countries(
    session, runtime, publisher, product, reader, covert, france, germany
):
    """Trainers never; others of the product's readers see the overt ones."""
    share(session, publisher, SharingDraft(covert_countries=covert), product_id=product.id)
    hidden = product.features[1].id
    for country, features in (("FR", france), ("DE", germany)):
        actor = reader(country)
        assert len(read_guide(session, actor, product.id).features) == features
        assert view_as(session, publisher, product.id, country=country).features == features
        if features == 1:
            with pytest.raises(NotFound):
                reference_crop(session, actor, runtime.images, runtime.decoder, hidden)
    trainer = reader("FR", role=Role.TRAINER)
    assert len(read_guide(session, trainer, product.id).features) == 1


def test_rules_are_ones_own_and_whole(
    session, publisher, product, make_right_holder, make_account, actor_for
):
    """Another's product cannot be hidden or opened; an empty choice is said beside the field."""
    stranger = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    for where in ({"product_id": product.id}, {"brand_id": product.brand_id}):
        for attempt in (
            lambda where=where: share(session, stranger, SharingDraft(("FR",)), **where),
            lambda where=where: sharing_of(session, stranger, **where),
            lambda where=where: stop_sharing_rule(session, stranger, **where),
        ):
            with pytest.raises(NotFound):
                attempt()
            session.rollback()
    for draft, field in (
        (SharingDraft(countries=()), "countries"),
        (SharingDraft(countries=("fr",)), "countries"),
        (SharingDraft(covert_countries=("XXX",)), "covert_countries"),
        (SharingDraft(authorities=(" ",)), "authorities"),
    ):
        with pytest.raises(Invalid) as refusal:
            share(session, publisher, draft)
        assert set(refusal.value.fields) == {field}
        session.rollback()
