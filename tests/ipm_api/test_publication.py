"""Readers get versions: frozen by one walker, compared, restored."""

import dataclasses

import pytest
from sqlalchemy import select

from ipm_api.database import Base
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.account import Role
from ipm_api.models.inspection import Candidate
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.barcode import look_up_barcode
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature, remove_feature
from ipm_api.operations.guide import guides, published_products, read_guide
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_content import NOT_VERSIONED, VERSIONED, freeze
from ipm_api.operations.product_draft import draft_of
from ipm_api.operations.publication import (
    own_version,
    own_versions,
    publish_product,
    restore_version,
    undo_restore,
    unpublished_changes,
    withdraw_product,
)
from ipm_api.operations.reference_image import (
    add_reference_image,
    readable_image,
    remove_reference_image,
)
from ipm_api.operations.sharing import sharing_of
from ipm_api.operations.thawed_product import thaw
from ipm_api.operations.version_difference import differences
from seed_products.published_past import add_published_past
from tests.ipm_api.photos import photo_of, picture, upload_of

GTIN, OTHER = "09521234543213", "09521000000018"


@pytest.fixture
def product(publisher, make_product):
    """Published once."""
    return make_product(publisher, picture=picture(1), name="First", gtins=(GTIN,))


@pytest.fixture
def rewrite(session, publisher, product):
    """Changes the working copy."""

    def write(**changes):
        draft = dataclasses.replace(
            draft_of(own_product(session, publisher, product.id)), **changes
        )
        return update_product(session, publisher, product.id, draft)

    return write


def test_every_table_about_a_product_is_versioned_or_not_on_purpose():
    """A new table that nobody decided on would silently be missing from versions."""
    about = {"product", "reference_image", "distinguishing_feature", "counterfeit_version"}
    found = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in about
    }
    assert found - set(VERSIONED) - NOT_VERSIONED == set()
    assert set(VERSIONED) & NOT_VERSIONED == set()


def test_a_thawed_version_is_the_working_copy_in_every_column(session, publisher, product):
    """Pages and answers need not know which of the two they show."""
    content = freeze(session, product.id)
    (thawed,) = thaw(session, [content])
    working = own_product(session, publisher, product.id)
    for one, other in (
        (working, thawed.product),
        (working.images[0], thawed.product.images[0]),
        (working.features[0], thawed.product.features[0]),
        (working.gtins[0], thawed.product.gtins[0]),
    ):
        for column in type(one).__table__.columns:
            if column.name not in VERSIONED[type(one).__tablename__]:
                assert getattr(other, column.key) == getattr(one, column.key), column
    assert thawed.product.features[0].image is thawed.product.images[0]
    assert thawed.product.brand is working.brand
    assert thawed.product not in session


def test_editing_changes_nothing_for_readers_until_it_is_published(
    session, publisher, officer, product, rewrite
):
    """In the guide, in lists, in searches and by product number."""
    rewrite(names={"en": "Second"}, gtins=(OTHER,), hs_code="950300")
    add_feature(
        session, publisher, product.id, FeatureDraft({"en": "New"}, genuine_shows={"en": "x"})
    )

    def seen():
        guide = read_guide(session, officer, product.id)
        return (
            guide.product.names["en"],
            len(guide.features),
            guide.version,
            bool(published_products(session, officer, text="second").rows),
            bool(published_products(session, officer, hs_code="9503").rows),
            [bool(look_up_barcode(session, officer, code).products) for code in (GTIN, OTHER)],
        )

    assert seen() == ("First", 2, 1, False, False, [True, False])
    changed = unpublished_changes(session, own_product(session, publisher, product.id))
    assert {(one.table, one.kind) for one in changed} == {
        ("product", "changed"),
        ("product_gtin", "added"),
        ("product_gtin", "removed"),
        ("distinguishing_feature", "added"),
    }
    publish_product(session, publisher, product.id, note="New name")
    assert seen() == ("Second", 3, 2, True, True, [False, True])
    assert unpublished_changes(session, own_product(session, publisher, product.id)) == []
    with pytest.raises(Conflict):
        publish_product(session, publisher, product.id)


def test_a_version_is_restored_into_the_working_copy_and_that_is_undone(
    session, runtime, publisher, officer, product, rewrite
):
    """Texts, codes, pictures and features come back; readers see nothing of it meanwhile."""
    first, picture_id = freeze(session, product.id), product.images[0].id
    rewrite(names={"en": "Second"}, gtins=())
    remove_feature(session, publisher, product.id, product.features[0].id)
    parts = (runtime.index, runtime.images, runtime.decoder)
    add_reference_image(session, publisher, *parts, product.id, upload_of(2))
    remove_reference_image(session, publisher, product.id, picture_id)
    second = freeze(session, product.id)
    publish_product(session, publisher, product.id)
    assert own_product(session, publisher, product.id).features[0].image_id is None

    restore_version(session, publisher, product.id, 1)
    assert differences(freeze(session, product.id), first) == []
    assert own_product(session, publisher, product.id).images[0].id == picture_id
    assert read_guide(session, officer, product.id).product.names == {"en": "Second"}
    undo_restore(session, publisher, product.id)
    assert differences(freeze(session, product.id), second) == []
    undo_restore(session, publisher, product.id)
    assert differences(freeze(session, product.id), first) == []


def test_what_was_taken_out_for_good_does_not_come_back(
    session, runtime, publisher, officer, product
):
    """A picture deleted for the law's sake is gone from every version, and restoring works."""
    image = product.images[0].id
    session.delete(session.get(ReferenceImage, image))
    session.commit()
    guide = read_guide(session, officer, product.id)
    assert guide.images == []
    assert [feature.image for feature in guide.features] == [None, None]
    restore_version(session, publisher, product.id, 1)
    features = own_product(session, publisher, product.id).features
    assert [(f.image_id, f.region_x) for f in features] == [(None, None)] * 2


def test_a_refusal_counts_at_once_in_what_is_published(session, officer, product):
    """A picture's state is the present one, whatever the version."""
    product.images[0].state = ImageState.REFUSED
    session.commit()
    assert read_guide(session, officer, product.id).images == []
    with pytest.raises(NotFound):
        readable_image(session, officer, product.images[0].id)


def test_versions_are_numbered_signed_and_ones_own(
    session, publisher, product, rewrite, make_right_holder, make_account, actor_for
):
    """Who, when, what for; nobody else's."""
    rewrite(names={"en": "Second"})
    publish_product(session, publisher, product.id, note="New name")
    withdraw_product(session, publisher, product.id)
    publish_product(session, publisher, product.id)
    versions = own_versions(session, publisher, product.id)
    assert [(v.number, v.current, v.note) for v in versions] == [
        (3, True, ""),
        (2, False, "New name"),
        (1, False, ""),
    ]
    assert {version.account_id for version in versions} == {publisher.account_id}
    stranger = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    for attempt in (
        lambda: own_versions(session, stranger, product.id),
        lambda: own_version(session, stranger, product.id, 1),
        lambda: restore_version(session, stranger, product.id, 1),
        lambda: undo_restore(session, stranger, product.id),
    ):
        with pytest.raises(NotFound):
            attempt()
        session.rollback()


def test_an_inspection_notes_which_version_was_shown(session, runtime, officer, product):
    """Months later it matters what the officer had before them."""
    parts = (runtime.index, runtime.images, runtime.decoder)
    submit_inspection(session, officer, *parts, [photo_of(1)])
    assert session.scalars(select(Candidate.version_number)).all() == [1]


def test_a_column_that_came_later_has_its_default_in_older_versions(session, officer, product):
    """Versions are never rewritten."""
    version = session.scalars(select(ProductVersion)).one()
    row = {k: v for k, v in version.content["product"][0].items() if k != "packaging"}
    version.content = version.content | {"product": [row]}
    session.commit()
    assert read_guide(session, officer, product.id).product.packaging == []


def test_guides_and_lists_ask_the_same_number_of_questions(
    session, publisher, officer, product, make_product, count_queries
):
    """However many products are on the page."""
    ids = [product.id, make_product(publisher, picture=picture(2)).id]
    counts = []
    for some in (ids[:1], ids):
        for ask in (
            lambda some=some: guides(session, officer, some),
            lambda some=some: published_products(session, officer, limit=len(some)),
        ):
            session.expire_all()
            with count_queries() as counted:
                ask()
            counts.append(len(counted) if hasattr(counted, "__len__") else counted)
    assert counts[0] == counts[2]


def test_the_demonstration_has_a_second_version_a_late_review_and_a_rule(
    session, publisher, officer, make_product
):
    """Whoever opens the pages sees what they are for; a second start adds nothing."""
    made = [make_product(publisher, name=name) for name in ("A", "B", "C")]
    for _ in range(2):
        add_published_past(session, publisher)
    guide = read_guide(session, officer, made[0].id)
    assert (guide.version, guide.months_unchecked) == (2, None)
    assert "New lot numbers" in guide.product.descriptions["en"]
    assert read_guide(session, officer, made[1].id).months_unchecked >= 13
    assert sharing_of(session, publisher, product_id=made[2].id).draft.countries == ("FR", "NL")
