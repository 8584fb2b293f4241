"""What a picture shows, its order, its end and its return; how well it will be recognised."""

import json

import numpy as np
import pytest
from sqlalchemy import select

from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.recognition import Recognition
from ipm_api.models.reference_image import ImageKind, ImageView
from ipm_api.operations import recognition
from ipm_api.operations.image_editing import (
    UNDO,
    move_image,
    order_images,
    removed_images,
    restore_image,
    update_image,
)
from ipm_api.operations.image_gate import own_lookalike
from ipm_api.operations.product import own_product
from ipm_api.operations.recognition import (
    ask_for_measurement,
    measure_pictures,
    measured,
    own_confusions,
)
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from tests.ipm_api.photos import blurred, picture, upload_of


@pytest.fixture
def product(session, runtime, publisher, make_product):
    """A draft with three pictures: fronts 1 and 3, back 2."""
    product = make_product(publisher, published=False, picture=picture(1))
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    for seed, view in ((2, ImageView.BACK), (3, ImageView.FRONT)):
        add_reference_image(*parts, product.id, upload_of(seed), view=view)
    session.expire_all()
    return product


def test_a_picture_moves_among_those_of_its_view(session, publisher, product):
    """The back stays where it is; at the end nothing happens."""
    first, back, last = [image.id for image in product.images]
    for later, order in ((True, [last, back, first]), (True, [last, back, first])):
        move_image(session, publisher, product.id, first, later=later)
        session.expire_all()
        assert [image.id for image in product.images] == order
    order_images(session, publisher, product.id, [back, first, last])
    session.expire_all()
    assert [image.id for image in product.images] == [back, first, last]
    with pytest.raises(Invalid):
        order_images(session, publisher, product.id, [back, back])


def test_what_a_picture_shows_is_said_anew(session, publisher, product):
    """View, kind and captions in any language."""
    image = update_image(
        session,
        publisher,
        product.id,
        product.images[0].id,
        kind=ImageKind.KNOWN_COUNTERFEIT,
        view=ImageView.DETAIL,
        captions={"en": "No pearl ", "ar": "بلا لؤلؤة", "fr": " "},
    )
    assert (image.kind, image.view) == (ImageKind.KNOWN_COUNTERFEIT, ImageView.DETAIL)
    assert image.captions == {"en": "No pearl", "ar": "بلا لؤلؤة"}


def test_a_picture_that_cannot_be_recognised_does_not_become_genuine(
    session, runtime, publisher, product
):
    """The refusal of the upload cannot be walked around."""
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    fake = ImageKind.KNOWN_COUNTERFEIT
    image = add_reference_image(*parts, product.id, blurred(5), kind=fake).image
    with pytest.raises(Invalid) as refusal:
        update_image(
            session,
            publisher,
            product.id,
            image.id,
            kind=ImageKind.GENUINE,
            view=ImageView.FRONT,
            captions={},
        )
    assert "kind" in refusal.value.fields


def test_a_removed_picture_comes_back_with_the_places_of_its_features(
    session, publisher, make_product
):
    """Undo instead of asking; a feature that was drawn elsewhere meanwhile stays there."""
    product = make_product(publisher, published=False, picture=picture(1))
    image_id = product.images[0].id
    places = [(f.image_id, f.region_x, f.region_width) for f in product.features]
    remove_reference_image(session, publisher, product.id, image_id)
    assert [image.id for image in removed_images(session, publisher, product.id)] == [image_id]
    restore_image(session, publisher, product.id, image_id)
    product = own_product(session, publisher, product.id)
    assert [(f.image_id, f.region_x, f.region_width) for f in product.features] == places
    assert [image.position for image in product.images] == [1]
    with pytest.raises(NotFound):  # it is not removed
        restore_image(session, publisher, product.id, image_id)


def test_after_a_month_it_is_gone(session, publisher, product):
    """What is thrown away is not kept for ever within reach."""
    image = product.images[0]
    remove_reference_image(session, publisher, product.id, image.id)
    image.removed_at -= UNDO
    session.commit()
    assert removed_images(session, publisher, product.id) == []


def test_nobody_changes_anothers_pictures(
    session, publisher, product, make_right_holder, make_account, actor_for, make_product
):
    """Also not through a product of one's own."""
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    own, image_id = make_product(rival, published=False), product.images[0].id
    said = {"kind": ImageKind.GENUINE, "view": ImageView.FRONT, "captions": {}}
    for product_id in (product.id, own.id):
        for work in (
            lambda p=product_id: update_image(session, rival, p, image_id, **said),
            lambda p=product_id: move_image(session, rival, p, image_id, later=True),
            lambda p=product_id: order_images(session, rival, p, [image_id]),
            lambda p=product_id: restore_image(session, rival, p, image_id),
        ):
            with pytest.raises(NotFound):
                work()
            session.rollback()
    for ask in (removed_images, ask_for_measurement, measured):
        with pytest.raises(NotFound):
            ask(session, rival, product.id)


def test_pictures_are_measured_by_a_job_and_measured_anew_for_other_features(
    session, publisher, product, run_jobs, monkeypatch
):
    """Asked twice, done once; nothing is left to do until the features change."""
    assert ask_for_measurement(session, publisher, product.id) == 3
    assert ask_for_measurement(session, publisher, product.id) == 3
    assert run_jobs() == 1
    session.rollback()
    found = measured(session, publisher, product.id)
    assert set(found) == {image.id for image in product.images}
    for row in found.values():
        outcomes = {photo["condition"]: photo["outcome"] for photo in row.photos}
        assert len(outcomes) == 6
        assert sum(how == "found" for how in outcomes.values()) >= 4
        assert row.spread >= 12
        assert (row.confusions, row.compared_with) == ([], 0)
    assert ask_for_measurement(session, publisher, product.id) == 0
    monkeypatch.setattr(recognition, "FEATURES_VERSION", 99)
    assert measured(session, publisher, product.id) == {}


def test_sisters_are_named_and_others_neither_named_nor_felt(
    session, runtime, publisher, make_product, make_right_holder, make_account, actor_for
):
    """T1: whatever a rival registered, one's own result is the same to the last digit."""
    sister = picture(1).copy()
    sister[:150, :250] = picture(9)[:150, :250]
    make_product(publisher, name="Sister", published=False, picture=sister)
    mine = make_product(publisher, published=False, picture=picture(1))
    parts = (session, publisher, runtime.images, runtime.decoder, mine.id)
    measure_pictures(*parts)
    row = session.scalars(select(Recognition)).one()
    before = json.dumps([row.photos, row.confusions, row.compared_with])
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    twin = make_product(rival, name="Twin", picture=np.ascontiguousarray(np.rot90(picture(1))))
    session.delete(row)
    session.commit()
    measure_pictures(*parts)
    row = session.scalars(select(Recognition)).one()
    assert json.dumps([row.photos, row.confusions, row.compared_with]) == before
    assert str(twin.id) not in before
    [confusion] = own_confusions(session, publisher, [row])[mine.images[0].id]
    assert confusion.product.names["en"] == "Sister"
    assert own_confusions(session, rival, [row]) == {row.image_id: []}


def test_ones_own_near_duplicate_is_shown(session, runtime, publisher, product):
    """Also later, on the page of the picture."""
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    again = add_reference_image(*parts, product.id, upload_of(1, 60)).image
    found = own_lookalike(session, publisher, again)
    assert found is not None
    assert found.id == product.images[0].id
