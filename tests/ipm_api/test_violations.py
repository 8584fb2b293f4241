"""Versions of counterfeits, past cases, signs and routes: written, ordered, shown by level."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.violation import (
    Infringement,
    SuspiciousRoute,
    WarningSign,
)
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.feature_crop import counterpart_crop
from ipm_api.operations.guide import guides, read_guide
from ipm_api.operations.product import update_product
from ipm_api.operations.product_draft import draft_of
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import readable_image, remove_reference_image
from ipm_api.operations.violation import (
    UNDO,
    add_record,
    move_record,
    own_violations,
    remove_record,
    restore_record,
    update_record,
)
from tests.ipm_api.photos import picture
from tests.ipm_api.violation_drafts import CASE, ROUTE, SIGN, VERSION, fake_of

DRAFTS = (VERSION, CASE, SIGN, ROUTE)
KINDS = (CounterfeitVersion, Infringement, WarningSign, SuspiciousRoute)
LISTS = ("versions", "infringements", "signs", "routes")


@pytest.fixture
def trainer(make_account, actor_for):
    """Someone who teaches officers."""
    return actor_for(make_account(Role.TRAINER))


@pytest.fixture
def product(publisher, make_product):
    """A published product with a picture of a counterfeit."""
    return make_product(publisher, picture=picture(1), counterfeit=picture(9), brand="Alpina")


def ids(violations):
    """Of all entries."""
    return {one.id for name in LISTS for one in getattr(violations, name)}


@pytest.mark.parametrize("draft", DRAFTS)
def test_levels_decide_who_learns_of_an_entry(session, publisher, officer, trainer, product, draft):
    """Overt: officers and trainers; covert: officers; forensic: its right holder."""
    added = {
        level: add_record(
            session, publisher, product.id, dataclasses.replace(draft, level=level)
        ).id
        for level in FeatureLevel
    }
    assert ids(own_violations(session, publisher, product.id)) == set(added.values())
    publish_product(session, publisher, product.id)
    for actor, levels in (
        (officer, {FeatureLevel.OVERT, FeatureLevel.COVERT}),
        (trainer, {FeatureLevel.OVERT}),
    ):
        shown = ids(read_guide(session, actor, product.id).violations)
        assert shown == {added[level] for level in levels}


def test_a_picture_is_as_confidential_as_its_version(
    session, runtime, publisher, officer, trainer, product
):
    """In guides and by its address; while the version is removed, to nobody."""
    image = fake_of(product)
    version = add_record(
        session, publisher, product.id, dataclasses.replace(VERSION, image_ids={image.id})
    )
    for level, readers in (
        (FeatureLevel.OVERT, (officer, trainer)),
        (FeatureLevel.COVERT, (officer,)),
        (FeatureLevel.FORENSIC, ()),
    ):
        draft = dataclasses.replace(VERSION, image_ids={image.id}, level=level)
        update_record(session, publisher, product.id, version.id, draft)
        for removed in (False, True):
            if removed:
                remove_record(session, publisher, product.id, CounterfeitVersion, version.id)
            publish_product(session, publisher, product.id)
            for actor in (officer, trainer):
                session.expire_all()
                in_guide = image.id in {i.id for i in read_guide(session, actor, product.id).images}
                is_open = actor in readers and not removed
                assert in_guide is is_open
                if is_open:
                    assert readable_image(session, actor, image.id)
                else:
                    with pytest.raises(NotFound):
                        readable_image(session, actor, image.id)
        restore_record(session, publisher, product.id, CounterfeitVersion, version.id)


def test_a_forgotten_version_leaves_no_picture_open(session, publisher, officer, product):
    """What is too old to be put back is deleted, but not a secret version with pictures."""
    image = fake_of(product)
    secret = dataclasses.replace(VERSION, image_ids={image.id}, level=FeatureLevel.FORENSIC)
    kept = add_record(session, publisher, product.id, secret).id
    plain = add_record(session, publisher, product.id, VERSION).id
    for one in (kept, plain):
        remove_record(session, publisher, product.id, CounterfeitVersion, one)
        session.get(CounterfeitVersion, one).removed_at = now() - UNDO - timedelta(hours=1)
        session.commit()
    last = add_record(session, publisher, product.id, SIGN).id
    remove_record(session, publisher, product.id, WarningSign, last)
    session.expire_all()
    assert session.get(CounterfeitVersion, plain) is None
    assert session.get(CounterfeitVersion, kept) is not None
    publish_product(session, publisher, product.id)
    with pytest.raises(NotFound):
        readable_image(session, officer, image.id)


def test_a_counterpart_is_shown_to_who_may_see_its_version(
    session, runtime, publisher, officer, trainer, product
):
    """A covert version's picture beside an overt feature would tell trainers."""
    image = fake_of(product)
    feature = add_feature(
        session,
        publisher,
        product.id,
        FeatureDraft(
            titles={"en": "Seal"},
            genuine_shows={"en": "Round."},
            image_id=product.images[0].id,
            region=(0.1, 0.1, 0.2, 0.2),
            counterpart_image_id=image.id,
            counterpart_region=(0.1, 0.1, 0.2, 0.2),
        ),
    ).id
    publish_product(session, publisher, product.id)
    parts = (runtime.images, runtime.decoder)
    assert counterpart_crop(session, trainer, *parts, feature).startswith(b"\xff\xd8")
    draft = dataclasses.replace(VERSION, image_ids={image.id}, level=FeatureLevel.COVERT)
    add_record(session, publisher, product.id, draft)
    publish_product(session, publisher, product.id)
    session.expire_all()
    for reader in (trainer, officer):
        with pytest.raises(NotFound):
            counterpart_crop(session, reader, *parts, feature)
        (shown,) = [f for f in read_guide(session, reader, product.id).features if f.id == feature]
        assert shown.shown_counterpart is None
    assert counterpart_crop(session, publisher, *parts, feature)
    remove_reference_image(session, publisher, product.id, image.id)
    session.expire_all()
    with pytest.raises(NotFound):
        counterpart_crop(session, publisher, *parts, feature)


def test_entries_for_a_whole_brand_come_with_its_other_products(
    session, publisher, officer, product, make_product
):
    """And with no other brand's; and not while their own product is unpublished."""
    other = make_product(publisher, picture=picture(2), brand="Berga")
    sibling = make_product(publisher, picture=picture(3), brand="Corda")
    draft = dataclasses.replace(draft_of(sibling), brand_id=product.brand_id)
    update_product(session, publisher, sibling.id, draft)
    everywhere = {
        add_record(session, publisher, product.id, dataclasses.replace(one, whole_brand=True)).id
        for one in DRAFTS
    }
    alone = {add_record(session, publisher, product.id, one).id for one in DRAFTS}
    for changed in (product, sibling):
        publish_product(session, publisher, changed.id)
    assert ids(read_guide(session, officer, product.id).violations) == everywhere | alone
    assert ids(read_guide(session, officer, sibling.id).violations) == everywhere
    assert ids(read_guide(session, officer, other.id).violations) == set()
    withdraw_product(session, publisher, product.id)
    assert ids(read_guide(session, officer, sibling.id).violations) == set()


@pytest.mark.parametrize("number", range(4))
def test_entries_keep_an_order_without_gaps_and_come_back_where_they_were(
    session, publisher, product, number
):
    """Moved, removed, put back; each is in the audit trail."""
    kind, draft = KINDS[number], DRAFTS[number]
    made = [add_record(session, publisher, product.id, draft).id for _ in range(4)]

    def order():
        session.expire_all()
        entries = getattr(own_violations(session, publisher, product.id), LISTS[number])
        assert [one.position for one in entries] == list(range(1, len(entries) + 1))
        return [made.index(one.id) for one in entries]

    move_record(session, publisher, product.id, kind, made[3], 1)
    assert order() == [3, 0, 1, 2]
    move_record(session, publisher, product.id, kind, made[3], 99)
    assert order() == [0, 1, 2, 3]
    remove_record(session, publisher, product.id, kind, made[1])
    assert order() == [0, 2, 3]
    for refused in (remove_record, lambda *a: move_record(*a, 1)):
        with pytest.raises(NotFound):
            refused(session, publisher, product.id, kind, made[1])
    restore_record(session, publisher, product.id, kind, made[1])
    assert order() == [0, 1, 2, 3]
    with pytest.raises(NotFound):
        restore_record(session, publisher, product.id, kind, made[1])
    trail = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject == str(made[1]))
        .order_by(AuditEvent.number)
    ).all()
    assert [action.split(".")[1] for action in trail] == ["added", "removed", "restored"]


def test_a_removed_entry_is_shown_to_nobody(session, publisher, officer, product):
    """Its right holder can put it back; readers never get it with a version."""
    one = add_record(session, publisher, product.id, SIGN).id
    remove_record(session, publisher, product.id, WarningSign, one)
    assert not read_guide(session, officer, product.id).violations
    assert not own_violations(session, publisher, product.id)


def test_another_right_holders_entries_do_not_exist(
    session, publisher, product, make_right_holder, make_account, actor_for, make_product
):
    """Not by the product's id, and not by an entry's id under one's own product."""
    stranger = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    own = make_product(stranger, published=False, picture=picture(4))
    for kind, draft in zip(KINDS, DRAFTS, strict=True):
        entry = add_record(session, publisher, product.id, draft).id
        for place in (product.id, own.id):
            for attempt in (
                lambda: update_record(session, stranger, place, entry, draft),  # noqa: B023
                lambda: move_record(session, stranger, place, kind, entry, 1),  # noqa: B023
                lambda: remove_record(session, stranger, place, kind, entry),  # noqa: B023
                lambda: restore_record(session, stranger, place, kind, entry),  # noqa: B023
            ):
                with pytest.raises(NotFound):
                    attempt()
                session.rollback()
        with pytest.raises(NotFound):
            add_record(session, stranger, product.id, draft)
    with pytest.raises(NotFound):
        own_violations(session, stranger, product.id)
    assert not own_violations(session, stranger, own.id)


def test_more_products_ask_no_more_questions(
    session, engine, publisher, officer, product, make_product
):
    """Guides of twenty candidates cost as many queries as of one."""
    other = make_product(publisher, picture=picture(7), counterfeit=picture(8))
    for one in (product, other):
        for draft in DRAFTS:
            add_record(session, publisher, one.id, draft)
        publish_product(session, publisher, one.id)
    products = [product.id, other.id]
    counts = []
    for asked in (products[:1], products):
        session.rollback()
        session.expunge_all()
        statements = []
        event.listen(engine, "before_cursor_execute", note := lambda *a: statements.append(a[2]))  # noqa: B023
        found = guides(session, officer, asked)
        assert all(guide.violations for guide in found.values())
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1]
