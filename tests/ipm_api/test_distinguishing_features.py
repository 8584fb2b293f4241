"""What tells genuine from counterfeit: who may know it, and where it may be drawn."""

import dataclasses
import math

import numpy as np
import pytest

from ipm_api.errors import Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.distinguishing_feature import (
    FeatureDraft,
    add_feature,
    move_feature,
    remove_feature,
    update_feature,
)
from ipm_api.operations.feature_crop import photo_crop, reference_crop
from ipm_api.operations.guide import read_guide
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.product import own_product
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image
from tests.ipm_api.photos import photo_of, picture, upload_of

DRAFT = FeatureDraft(titles={"en": "Seal"}, genuine_shows={"en": "Round."})
WHOLE = (0.0, 0.0, 1.0, 1.0)
OUTSIDE = [
    (math.nan, 0, 0.5, 0.5),
    (0, math.nan, 0.5, 0.5),
    (0, 0, math.nan, 0.5),
    (0, 0, 0.5, math.nan),
    (0, 0, math.inf, 0.5),
    (-math.inf, 0, 0.5, 0.5),
    (-0.001, 0, 0.5, 0.5),
    (0, -0.001, 0.5, 0.5),
    (0.6, 0, 0.5, 0.5),
    (0, 0.6, 0.5, 0.5),
    (0, 0, 0.004, 0.5),
    (0, 0, 0.5, 0.004),
    (0, 0, 0, 0),
    (0.5, 0.5, -0.2, 0.2),
]


@pytest.fixture
def trainer(make_account, actor_for):
    """Someone who teaches officers."""
    return actor_for(make_account(Role.TRAINER))


@pytest.fixture
def product(publisher, make_product):
    """A published product."""
    return make_product(publisher, picture=picture(1))


def positions(session, actor, product):
    """Titles in order, and their numbers."""
    session.expire_all()
    features = own_product(session, actor, product.id).features
    return [f.titles["en"] for f in features], [f.position for f in features]


def test_levels_decide_who_learns_of_a_feature(
    session, runtime, publisher, officer, trainer, product
):
    """Overt for all readers, covert for officers, forensic for its right holder; crops too."""
    image = product.images[0].id
    ids = {
        level: add_feature(
            session,
            publisher,
            product.id,
            dataclasses.replace(DRAFT, level=level, image_id=image, region=(0.1, 0.1, 0.2, 0.2)),
        ).id
        for level in FeatureLevel
    }
    publish_product(session, publisher, product.id)
    shown = {
        officer: {FeatureLevel.OVERT, FeatureLevel.COVERT},
        trainer: {FeatureLevel.OVERT},
        publisher: set(FeatureLevel),
    }
    parts = (runtime.index, runtime.images, runtime.decoder)
    case = submit_inspection(session, officer, *parts, [photo_of(1)])
    in_report = {f.id for f in case.guides[product.id].features}
    for actor, levels in shown.items():
        for level, feature in ids.items():
            allowed = level in levels
            if actor is not publisher:
                guide = {f.id for f in read_guide(session, actor, product.id).features}
                assert (feature in guide) is allowed
            crops = [lambda: reference_crop(session, actor, *parts[1:], feature)]  # noqa: B023
            if actor is officer:
                assert (feature in in_report) is allowed
                crops.append(
                    lambda: photo_crop(
                        session,
                        officer,
                        *parts[1:],
                        case.inspection.id,
                        feature,  # noqa: B023
                    )
                )
            for crop in crops:
                if allowed:
                    assert crop().startswith(b"\xff\xd8")
                else:
                    with pytest.raises(NotFound):
                        crop()


def test_crops_of_a_withdrawn_product_are_gone(session, runtime, publisher, officer, product):
    """Also the pictures of its features leave with it; the owner keeps its own."""
    feature = product.features[0].id
    store = (runtime.images, runtime.decoder)
    parts = (runtime.index, *store)
    case = submit_inspection(session, officer, *parts, [photo_of(1)]).inspection.id
    withdraw_product(session, publisher, product.id)
    with pytest.raises(NotFound):
        reference_crop(session, officer, *store, feature)
    with pytest.raises(NotFound):
        photo_crop(session, officer, *store, case, feature)
    assert reference_crop(session, publisher, *store, feature)


def test_a_region_lies_in_the_picture_and_can_be_seen(session, publisher, product):
    """Outside, empty, tiny or not a number: a slip, or someone who wants a crash later."""
    for region in OUTSIDE:
        draft = dataclasses.replace(DRAFT, image_id=product.images[0].id, region=region)
        with pytest.raises(Invalid) as refusal:
            add_feature(session, publisher, product.id, draft)
        assert set(refusal.value.fields) == {"region"}, region
        session.rollback()


def test_a_region_that_ends_a_hair_outside_is_cut_and_shown(
    session, runtime, publisher, officer, product
):
    """A browser's fractions add up to a little more than one; the crop must work all the same."""
    region = (0.5, 0.5, 0.50009, 0.50009)
    draft = dataclasses.replace(DRAFT, image_id=product.images[0].id, region=region)
    feature = add_feature(session, publisher, product.id, draft)
    publish_product(session, publisher, product.id)
    assert reference_crop(session, officer, runtime.images, runtime.decoder, feature.id)


def test_a_region_needs_a_genuine_picture_of_the_same_product(
    session, runtime, publisher, product, make_product
):
    """A place on somebody else's picture, on a counterfeit or on none shows nothing."""
    other = make_product(publisher, published=False, picture=picture(2))
    fake = add_reference_image(
        session,
        publisher,
        runtime.index,
        runtime.images,
        runtime.decoder,
        product.id,
        upload_of(3),
        kind=ImageKind.KNOWN_COUNTERFEIT,
    ).image
    for image, region, field in (
        (other.images[0].id, WHOLE, "image_id"),
        (fake.id, WHOLE, "image_id"),
        (None, WHOLE, "region"),
        (product.images[0].id, None, "region"),
    ):
        draft = dataclasses.replace(DRAFT, image_id=image, region=region)
        with pytest.raises(Invalid) as refusal:
            add_feature(session, publisher, product.id, draft)
        assert set(refusal.value.fields) == {field}
        session.rollback()


def test_title_and_genuine_text_are_needed(session, publisher, product):
    """An officer must be told what to look for and what is right."""
    draft = FeatureDraft(titles={"en": " "}, genuine_shows={})
    with pytest.raises(Invalid) as refusal:
        add_feature(session, publisher, product.id, draft)
    assert set(refusal.value.fields) == {"titles", "genuine_shows"}


def test_features_keep_an_order_without_gaps(session, publisher, make_product):
    """Added last, moved anywhere, removed: numbers go on from 1."""
    product = make_product(publisher, published=False, picture=picture(1))
    for feature in list(product.features):
        remove_feature(session, publisher, product.id, feature.id)
    ids = {}
    for title in "abc":
        draft = dataclasses.replace(DRAFT, titles={"en": title})
        ids[title] = add_feature(session, publisher, product.id, draft).id
    for title, position, expected in (
        ("c", 1, "cab"),
        ("c", 99, "abc"),
        ("b", -5, "bac"),
        ("a", 2, "bac"),
    ):
        move_feature(session, publisher, product.id, ids[title], position)
        assert positions(session, publisher, product) == (list(expected), [1, 2, 3])
    remove_feature(session, publisher, product.id, ids["a"])
    assert positions(session, publisher, product) == (["b", "c"], [1, 2])
    draft = dataclasses.replace(DRAFT, titles={"en": "B"})
    update_feature(session, publisher, product.id, ids["b"], draft)
    assert positions(session, publisher, product) == (["B", "c"], [1, 2])


def test_the_crop_shows_the_place_that_was_drawn(session, runtime, publisher, officer, product):
    """The pixels of the region, not of somewhere else on the picture."""
    image = product.images[0]
    draft = dataclasses.replace(DRAFT, image_id=image.id, region=WHOLE)
    feature = add_feature(session, publisher, product.id, draft)
    publish_product(session, publisher, product.id)
    crop = runtime.decoder.decode(
        reference_crop(session, officer, runtime.images, runtime.decoder, feature.id)
    )
    step = np.array(picture(1).shape[:2]) / np.array(crop.shape[:2])
    rows = (np.arange(crop.shape[0]) * step[0]).astype(int)
    columns = (np.arange(crop.shape[1]) * step[1]).astype(int)
    expected = picture(1)[np.ix_(rows, columns)].astype(float)
    assert np.corrcoef(expected.ravel(), crop.astype(float).ravel())[0, 1] > 0.85
