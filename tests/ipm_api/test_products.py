"""A right holder's products: what may be written, published, withdrawn and found."""

import dataclasses
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.product import Product, ProductState
from ipm_api.models.reference_image import IndexChange
from ipm_api.operations.barcode import look_up_barcode, products_with_gtin
from ipm_api.operations.brand import create_brand, published_brands
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature, remove_feature
from ipm_api.operations.guide import published_products, read_guide
from ipm_api.operations.product import (
    ProductDraft,
    create_product,
    own_products,
    update_product,
)
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.right_holder import reinstate_right_holder, suspend_right_holder
from tests.conftest import SYSTEM
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import picture, upload_of

EVERYTHING = FeatureDraft(titles={"en": "Seal"}, genuine_shows={"en": "Round."})
SEARCHES = {
    "eclat": True,
    "ÉCLAT ete": True,
    "L'Éclat": True,
    "50%": True,
    "5%0": False,
    "_pure_": True,
    "e_u": False,
    '"genuine"': True,
    "' OR 1=1--": False,
    "\\": False,
    "maison 330300": True,
    "036000291452": True,
    "\x00": True,
    "ecl\x00at": True,
    "maison absent": False,
}


@pytest.fixture
def brand(session, publisher):
    """A brand of the publisher's organisation."""
    return create_brand(session, publisher, name="Maison Claire")


@pytest.fixture
def draft(brand):
    """A product that breaks no rule."""
    return ProductDraft(
        brand.id,
        "perfume",
        {"en": "Eau 50% _pure_", "fr": "L'Éclat d'été"},
        {"en": 'Says "genuine" on the cap.'},
        "3303.00",
        ("036000291452",),
    )


def names(page):
    return [product.names["en"] for product in page.rows]


def test_what_is_missing_for_publication_is_named_part_by_part(
    session, runtime, publisher, draft, brand
):
    """A guide without picture, feature or description helps no officer."""
    bare = dataclasses.replace(draft, descriptions={})
    product = create_product(session, publisher, bare)
    parts = {"images", "features", "description"}
    for part, add in (
        ("features", lambda: add_feature(session, publisher, product.id, EVERYTHING)),
        ("description", lambda: update_product(session, publisher, product.id, draft)),
        (
            "images",
            lambda: add_reference_image(
                session,
                publisher,
                runtime.index,
                runtime.images,
                runtime.decoder,
                product.id,
                upload_of(1),
            ),
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            publish_product(session, publisher, product.id)
        assert set(refusal.value.fields) == parts
        session.rollback()
        parts.remove(part)
        add()
    assert publish_product(session, publisher, product.id).state is ProductState.PUBLISHED


def test_an_incomplete_working_copy_is_not_published_again(
    session, publisher, officer, make_product, draft
):
    """An edit takes nothing away from readers, and what is incomplete does not reach them."""
    product = make_product(publisher, picture=picture(1))
    for feature in [feature.id for feature in product.features]:
        remove_feature(session, publisher, product.id, feature)
    update_product(session, publisher, product.id, dataclasses.replace(draft, descriptions={}))
    with pytest.raises(Invalid) as refusal:
        publish_product(session, publisher, product.id)
    assert set(refusal.value.fields) == {"features", "description"}
    session.rollback()
    guide = read_guide(session, officer, product.id)
    assert (len(guide.features), bool(guide.product.descriptions)) == (2, True)


def test_states_are_not_skipped_or_repeated(session, publisher, make_product):
    """Publish twice, withdraw a draft, withdraw twice: each is a conflict, publishing again not."""
    product = make_product(publisher, published=False, picture=picture(1))
    with pytest.raises(Conflict):
        withdraw_product(session, publisher, product.id)
    publish_product(session, publisher, product.id)
    with pytest.raises(Conflict):
        publish_product(session, publisher, product.id)
    withdraw_product(session, publisher, product.id)
    with pytest.raises(Conflict):
        withdraw_product(session, publisher, product.id)
    assert publish_product(session, publisher, product.id).state is ProductState.PUBLISHED


def test_a_member_edits_but_does_not_publish(
    session, make_right_holder, make_account, actor_for, make_product
):
    """Publication is the publisher's word."""
    member = actor_for(make_account(Role.MEMBER, make_right_holder()))
    product = make_product(member, published=False, picture=picture(1))
    with pytest.raises(Forbidden):
        publish_product(session, member, product.id)
    with pytest.raises(Forbidden):
        withdraw_product(session, member, product.id)


def test_two_who_publish_at_once_publish_once(engine, session, publisher, make_product):
    """The second learns that it is done; the index and the trail hear of it once."""
    product = make_product(publisher, published=False, picture=picture(1))
    work = [lambda s: publish_product(s, publisher, product.id)] * 4
    answers = at_once(engine, work)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict"] * 3 + ["Product"]
    assert len(session.scalars(select(IndexChange)).all()) == 1
    published = select(AuditEvent).where(AuditEvent.action == "product.published")
    assert len(session.scalars(published).all()) == 1


def test_every_broken_field_is_named(session, publisher, brand):
    """A person corrects all of it in one go."""
    bad = ProductDraft(brand.id, "no-such-trade", {"en": " "}, {}, "33", ("4006381333930", "²"))
    with pytest.raises(Invalid) as refusal:
        create_product(session, publisher, bad)
    assert set(refusal.value.fields) == {"names", "category", "hs_code", "gtins"}
    assert len(refusal.value.fields["gtins"]) == 2


def test_hs_codes_have_six_to_ten_digits(session, publisher, draft):
    """Anything else would be found by no customs tariff."""
    for code in ("33030", "33030011223", "33O300", "３３０３００"):
        with pytest.raises(Invalid):
            create_product(session, publisher, dataclasses.replace(draft, hs_code=code))


def test_lengths_of_a_gtin_are_one_number(session, publisher, officer, make_product):
    """UPC-A, EAN-13 and GTIN-14 of the same article find the same product."""
    product = make_product(publisher, picture=picture(1), gtins=("036000291452", "0036000291452"))
    assert [row.gtin for row in product.gtins] == ["00036000291452"]
    for text in ("036000291452", "0036000291452", "00036000291452", "(01)00036000291452"):
        assert [p.id for p in look_up_barcode(session, officer, text).products] == [product.id]
    page = published_products(session, officer, gtin="00036000291452")
    assert [p.id for p in page.rows] == [product.id]
    assert products_with_gtin(session, officer, "00036000291445") == []


def test_search_takes_words_as_they_are(session, publisher, draft):
    """Accents and case do not matter; wildcards, quotes and NUL are letters like others or none."""
    create_product(session, publisher, draft)
    for text, found in SEARCHES.items():
        assert bool(own_products(session, publisher, text=text).rows) is found, text


def test_filters_hold_together(session, publisher, officer, make_product):
    """Brand, category and leading digits of the HS code each narrow the list."""
    one = make_product(publisher, picture=picture(1), name="One", hs_code="330300")
    two = make_product(publisher, picture=picture(2), name="Two", category="toys", hs_code="950300")
    assert names(published_products(session, officer)) == ["One", "Two"]
    assert names(published_products(session, officer, category="toys")) == ["Two"]
    assert names(published_products(session, officer, hs_code="3303")) == ["One"]
    assert names(published_products(session, officer, hs_code="%")) == []
    assert names(published_products(session, officer, brand_id=one.brand_id)) == ["One"]
    assert names(published_products(session, officer, brand_id=one.brand_id, text="two")) == []
    assert names(own_products(session, publisher, state=ProductState.DRAFT)) == []
    assert {b.id for b in published_brands(session, officer)} == {one.brand_id, two.brand_id}


@pytest.mark.parametrize("end", ["withdrawn", "suspended"])
def test_what_is_no_longer_published_vanishes_from_every_list(
    session, publisher, officer, make_product, end
):
    """Guide, search, brands and barcodes forget it with the same commit."""
    product = make_product(publisher, picture=picture(1), gtins=("036000291452",))

    def seen():
        guide = True
        try:
            read_guide(session, officer, product.id)
        except NotFound:
            guide = False
        return {
            guide,
            bool(published_products(session, officer, text="eau").rows),
            bool(published_brands(session, officer)),
            bool(look_up_barcode(session, officer, "036000291452").products),
        }

    assert seen() == {True}
    if end == "withdrawn":
        withdraw_product(session, publisher, product.id)
        assert seen() == {False}
        publish_product(session, publisher, product.id)
    else:
        suspend_right_holder(session, SYSTEM, publisher.right_holder_id)
        assert seen() == {False}
        reinstate_right_holder(session, SYSTEM, publisher.right_holder_id)
    assert seen() == {True}


def test_a_draft_is_nobodys_elses(session, publisher, officer, make_product):
    """A product in preparation is a trade secret."""
    product = make_product(publisher, published=False, picture=picture(1))
    with pytest.raises(NotFound):
        read_guide(session, officer, product.id)
    assert published_products(session, officer).rows == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=st.lists(st.sampled_from("abcdé"), min_size=1, max_size=9),
    later=st.lists(st.sampled_from("aBcdz"), max_size=5),
    limit=st.integers(1, 4),
)
def test_pages_neither_repeat_nor_skip_while_others_insert(
    session, publisher, brand, first, later, limit
):
    """What was there at the start is seen exactly once, with equal names too."""
    for product in session.scalars(select(Product)):
        session.delete(product)
    session.commit()

    def add(name):
        return create_product(session, publisher, ProductDraft(brand.id, "toys", {"en": name})).id

    expected = {add(name) for name in first}
    waiting, seen, after = list(later), [], None
    while True:
        page = own_products(session, publisher, after=after, limit=limit)
        assert len(page.rows) <= limit
        seen += [product.id for product in page.rows]
        if waiting:
            add(waiting.pop())
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen))
    assert expected <= set(seen)


def test_a_product_of_a_missing_brand_is_not_created(session, publisher, draft):
    """The brand decides whose product it is."""
    with pytest.raises(NotFound):
        create_product(session, publisher, dataclasses.replace(draft, brand_id=uuid.uuid4()))
