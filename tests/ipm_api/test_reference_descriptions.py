"""A new version of the features must not make published products unfindable."""

import pytest
from sqlalchemy import select

from image_index.features import FEATURES_VERSION
from ipm_api.live_index import LiveIndex
from ipm_api.models.reference_image import IndexChange, ReferenceDescription, ReferenceImage
from ipm_api.operations.publication import withdraw_product
from ipm_api.operations.reference_description import describe_again
from tests.ipm_api.photos import on_a_table, picture


@pytest.fixture
def product(session, publisher, make_product):
    """A published product whose pictures an earlier version described."""
    made = make_product(publisher, picture=picture(1))
    for description in session.scalars(select(ReferenceDescription)):
        description.version, description.features = 1, b"of another time"
    session.commit()
    return made


def found(session, folder):
    return [m.product_id for m in LiveIndex(folder).search(session, on_a_table(picture(1)))]


def versions(session):
    return {description.version for description in session.scalars(select(ReferenceDescription))}


def test_pictures_of_an_earlier_version_are_found_again(session, runtime, product, tmp_path):
    """Nobody uploads anything twice because the software was updated."""
    assert found(session, tmp_path / "before") == []

    assert describe_again(session, runtime.images, runtime.decoder) > 0

    assert versions(session) == {FEATURES_VERSION}
    assert found(session, tmp_path / "after") == [str(product.id)]


def test_what_is_up_to_date_is_left_alone(session, runtime, publisher, make_product):
    """Every start asks."""
    make_product(publisher, picture=picture(1))
    changes = len(session.scalars(select(IndexChange)).all())

    assert describe_again(session, runtime.images, runtime.decoder) == 0

    assert len(session.scalars(select(IndexChange)).all()) == changes


def test_a_withdrawn_product_is_described_but_not_published(
    session, runtime, publisher, product, tmp_path
):
    """An update is no way back to the officers."""
    withdraw_product(session, publisher, product.id)

    assert describe_again(session, runtime.images, runtime.decoder) > 0

    assert versions(session) == {FEATURES_VERSION}
    assert found(session, tmp_path / "index") == []


def test_a_lost_picture_holds_nothing_up(
    session, runtime, publisher, product, make_product, caplog
):
    """The others are still brought up to date; the loss is logged."""
    lost = session.scalars(select(ReferenceImage).limit(1)).one()
    lost.picture_sha256 = "0" * 64
    session.commit()
    make_product(publisher, picture=picture(2))
    others = session.scalars(
        select(ReferenceDescription).where(ReferenceDescription.image_id != lost.id)
    ).all()
    for description in others:
        description.version = 1
    session.commit()

    assert describe_again(session, runtime.images, runtime.decoder) == len(others)

    assert str(lost.id) in caplog.text
