"""Right holders are competitors, officers' cases are their own: a foreign id is a missing id."""

import uuid

import pytest

from ipm_api.errors import NotFound
from ipm_api.models.account import Role
from ipm_api.models.brand import RightType
from ipm_api.models.inspection import Verdict
from ipm_api.operations.brand import own_brand, own_brands
from ipm_api.operations.contact import add_contact, remove_contact
from ipm_api.operations.distinguishing_feature import (
    FeatureDraft,
    add_feature,
    move_feature,
    remove_feature,
    update_feature,
)
from ipm_api.operations.feature_crop import photo_crop, reference_crop
from ipm_api.operations.inspection import (
    own_inspections,
    read_inspection,
    submit_inspection,
)
from ipm_api.operations.inspection_photo import add_photo, own_photo
from ipm_api.operations.product import (
    ProductDraft,
    create_product,
    own_product,
    own_products,
    update_product,
)
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import (
    add_reference_image,
    readable_image,
    remove_reference_image,
)
from ipm_api.operations.right import add_right
from ipm_api.operations.right_holder import own_right_holder
from ipm_api.operations.verdict import record_verdict
from tests.ipm_api.photos import photo_of, picture, upload_of

DRAFT = FeatureDraft(titles={"en": "Seal"}, genuine_shows={"en": "Round."})


def product_draft(brand_id):
    return ProductDraft(brand_id, "perfume", {"en": "Stolen"}, {"en": "Stolen."})


def right_holders_operations(session, runtime, product):
    """name → call(actor, product_id, other ids from *product* or missing ones)."""
    store = (runtime.images, runtime.decoder)

    def on_feature(work):
        return lambda a, p, i: work(session, a, p, i["feature"])

    return {
        "own_brand": lambda a, p, i: own_brand(session, a, i["brand"]),
        "add_right": lambda a, p, i: add_right(
            session,
            a,
            i["brand"],
            type=RightType.DESIGN,
            office="EM",
            number="1",
            nice_classes=[],
            valid_until=None,
        ),
        "create_product": lambda a, p, i: create_product(session, a, product_draft(i["brand"])),
        "own_product": lambda a, p, i: own_product(session, a, p),
        "update_product": lambda a, p, i: update_product(session, a, p, product_draft(i["brand"])),
        "publish_product": lambda a, p, i: publish_product(session, a, p),
        "withdraw_product": lambda a, p, i: withdraw_product(session, a, p),
        "add_feature": lambda a, p, i: add_feature(session, a, p, DRAFT),
        "update_feature": lambda a, p, i: update_feature(session, a, p, i["feature"], DRAFT),
        "move_feature": lambda a, p, i: move_feature(session, a, p, i["feature"], 1),
        "remove_feature": on_feature(remove_feature),
        "add_reference_image": lambda a, p, i: add_reference_image(
            session, a, runtime.index, *store, p, upload_of(9)
        ),
        "remove_reference_image": lambda a, p, i: remove_reference_image(session, a, p, i["image"]),
        "readable_image": lambda a, p, i: readable_image(session, a, i["image"]),
        "reference_crop": lambda a, p, i: reference_crop(session, a, *store, i["feature"]),
        "remove_contact": lambda a, p, i: remove_contact(session, a, i["contact"]),
    }


@pytest.fixture
def goods(session, publisher, make_product):
    """A published product with everything that has an id."""
    product = make_product(publisher, picture=picture(1))
    contact = add_contact(
        session,
        publisher,
        name="Desk",
        role={},
        email="desk@example.org",
        telephone="",
        languages="en",
        time_zone="UTC",
    )
    ids = {
        "brand": product.brand_id,
        "feature": product.features[0].id,
        "image": product.images[0].id,
        "contact": contact.id,
    }
    return product, ids


def state_of(session):
    """Every row that a right holder can write, as plain values."""
    from ipm_api.database import Base

    names = {"product", "brand", "contact", "reference_image", "distinguishing_feature"}
    return {
        table.name: sorted(map(repr, session.execute(table.select())))
        for table in Base.metadata.sorted_tables
        if table.name in names | {"index_change", "intellectual_property_right", "audit_event"}
    }


def test_a_rival_cannot_tell_my_things_from_things_that_do_not_exist(
    session, runtime, goods, make_right_holder, make_account, actor_for
):
    """Same error, same words, nothing changed: not even that a number exists is learnt."""
    product, ids = goods
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    nowhere = {name: uuid.uuid4() for name in ids}
    before = state_of(session)
    for name, call in right_holders_operations(session, runtime, product).items():
        texts = []
        for product_id, others in ((product.id, ids), (uuid.uuid4(), nowhere)):
            with pytest.raises(NotFound) as refusal:
                call(rival, product_id, others)
            texts.append(str(refusal.value))
            session.rollback()
        assert texts[0] == texts[1], name
    assert state_of(session) == before
    assert own_brands(session, rival) == []
    assert own_products(session, rival).rows == []
    assert own_right_holder(session, rival).contacts == []


def test_parts_of_one_product_are_not_parts_of_another(session, publisher, goods, make_product):
    """Also within one organisation an id counts only below its own product."""
    _product, ids = goods
    other = make_product(publisher, published=False, picture=picture(2))
    for work in (
        lambda: update_feature(session, publisher, other.id, ids["feature"], DRAFT),
        lambda: move_feature(session, publisher, other.id, ids["feature"], 1),
        lambda: remove_feature(session, publisher, other.id, ids["feature"]),
        lambda: remove_reference_image(session, publisher, other.id, ids["image"]),
    ):
        with pytest.raises(NotFound):
            work()
        session.rollback()


def test_an_officers_case_is_nobody_elses(
    session, runtime, goods, officer, make_account, actor_for
):
    """Photos, notes and verdicts of one officer are not read or changed by another."""
    _product, ids = goods
    parts = (runtime.index, runtime.images, runtime.decoder)
    report = submit_inspection(session, officer, *parts, [photo_of(1)])
    case, photo = report.inspection.id, report.inspection.photos[0].id
    other = actor_for(make_account(Role.OFFICER))
    store = (runtime.images, runtime.decoder)
    calls = {
        "read": lambda i, p: read_inspection(session, other, i),
        "photo": lambda i, p: own_photo(session, other, i, p),
        "add": lambda i, p: add_photo(session, other, *parts, i, photo_of(2)),
        "verdict": lambda i, p: record_verdict(session, other, i, Verdict.SUSPECT),
        "crop": lambda i, p: photo_crop(session, other, *store, i, ids["feature"]),
    }
    for name, call in calls.items():
        texts = []
        for inspection_id, photo_id in ((case, photo), (uuid.uuid4(), uuid.uuid4())):
            with pytest.raises(NotFound) as refusal:
                call(inspection_id, photo_id)
            texts.append(str(refusal.value))
            session.rollback()
        assert texts[0] == texts[1], name
    assert own_inspections(session, other) == []
    assert [i.id for i in own_inspections(session, officer)] == [case]
    assert photo_crop(session, officer, *store, case, ids["feature"])[:2] == b"\xff\xd8"
