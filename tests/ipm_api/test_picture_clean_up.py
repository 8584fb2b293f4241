"""What nobody needs leaves the image store; what anything needs stays, whatever else is removed."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import String, select

from image_index.region import Region
from ipm_api.database import Base, now
from ipm_api.errors import StorageFailed
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.image_takedown import ImageTakedown, TakedownReason
from ipm_api.models.pack import SmallCrop
from ipm_api.models.reference_image import ReferenceDescription
from ipm_api.operations.image_editing import UNDO
from ipm_api.operations.image_takedown import take_down_image, undo_takedown
from ipm_api.operations.picture_clean_up import (
    CROPS_KEPT,
    EVIDENCE,
    GRACE,
    OF_IMAGES,
    clean_pictures,
)
from ipm_api.operations.small_picture import small_crops
from tests.ipm_api.photos import picture, upload_of

NOT_IN_THE_STORE = {
    "bulk_import.sha256",  # files of imports and exports have a folder of their own
    "bulk_export.sha256",
    "photo_upload.sha256",  # pieces are rows until the photo is whole
    "photo_upload.original_sha256",
    "picture_upload.sha256",
}


@pytest.fixture
def image(session, publisher, make_product):
    """A picture of a published product."""
    return make_product(publisher, picture=picture(1)).images[0]


@pytest.fixture
def crop(session, runtime, image):
    """A small picture that a phone was given: cuts it, and returns the row."""
    place = (image.picture_sha256, Region(0.1, 0.1, 0.4, 0.4))

    def cut():
        small_crops(session, runtime.images, runtime.decoder, [place])
        session.commit()
        session.expire_all()
        return session.scalars(select(SmallCrop)).one()

    return cut


@pytest.fixture
def clean(session, runtime):
    """The work of two days, one after the other; returns how many files are gone."""

    def run():
        clean_pictures(session, runtime.images)
        gone = later(runtime)
        session.expire_all()
        return gone and clean_pictures(session, runtime.images)

    return run


def later(runtime) -> int:
    """As if what is set aside had been there for more than a day; returns how many that is."""
    past = (now() - GRACE - timedelta(hours=1)).timestamp()
    aside = list((runtime.config.images / "aside").glob("*"))
    for path in aside:
        os.utime(path, (past, past))
    return len(aside)


def names_of(image):
    return {image.original_sha256, image.picture_sha256, image.thumbnail_sha256}


def there(runtime, names):
    """Those of *names* that the store still has."""
    found = set()
    for name in names:
        try:
            runtime.images.get(name)
        except StorageFailed:
            continue
        found.add(name)
    return found


def gone_for_good(session, publisher, image, reason=TakedownReason.WRONG_ARTICLE):
    take_down_image(session, publisher, image.product_id, image.id, reason=reason, note="A mix-up.")
    session.get_one(ImageTakedown, image.id).taken_down_at = now() - UNDO - timedelta(hours=1)
    session.commit()


def test_a_small_picture_that_no_phone_asked_for_lately_leaves(session, runtime, crop, clean):
    """It is cut anew when somebody needs it, with the same bytes."""
    row = crop()
    name, data = row.sha256, runtime.images.get(row.sha256)
    assert clean() == 0
    row.used_at = now() - CROPS_KEPT
    session.commit()
    assert clean() == 1
    assert there(runtime, [name]) == set()
    again = crop()
    assert (again.sha256, runtime.images.get(again.sha256)) == (name, data)


def test_a_small_picture_that_is_used_stays(session, crop, clean):
    """That it is used is written once a day."""
    row = crop()
    row.used_at = now() - CROPS_KEPT
    session.commit()
    assert now() - crop().used_at < timedelta(minutes=5)
    assert clean() == 0


def test_it_is_found_until_a_day_after_and_comes_back_when_needed(
    session, runtime, crop, image, publisher
):
    """Somebody may have begun to use the very same bytes at the moment they were set aside."""
    row = crop()
    row.used_at = now() - CROPS_KEPT
    name = row.sha256
    session.commit()
    clean_pictures(session, runtime.images)
    data = runtime.images.get(name)
    session.add(SmallCrop(place="0" * 64, sha256=name))
    session.commit()
    later(runtime)
    assert clean_pictures(session, runtime.images) == 0
    assert runtime.images.get(name) == data
    assert later(runtime) == 0


@pytest.mark.parametrize("reason", [TakedownReason.WRONG_ARTICLE, TakedownReason.PERSON])
def test_a_picture_taken_away_for_good_loses_its_bytes(
    reason, session, runtime, publisher, image, clean
):
    """A month later; the row and the reason stay, and nothing looks for the bytes."""
    names = names_of(image)
    gone_for_good(session, publisher, image, reason)
    assert clean() == len(names)
    assert there(runtime, names) == set()
    assert session.get_one(ImageTakedown, image.id).note == "A mix-up."
    assert session.get(ReferenceDescription, image.id) is None
    assert clean() == 0
    removed = AuditEvent.action == "image.bytes-removed"
    assert len(session.scalars(select(AuditEvent).where(removed)).all()) == 1


def test_a_picture_that_may_be_brought_back_is_kept(session, runtime, publisher, image, clean):
    """And one that was: with its bytes."""
    take_down_image(
        session,
        publisher,
        image.product_id,
        image.id,
        reason=TakedownReason.WRONG_ARTICLE,
        note="A mix-up.",
    )
    assert clean() == 0
    undo_takedown(session, publisher, image.product_id, image.id)
    assert clean() == 0
    assert there(runtime, names_of(image)) == names_of(image)


def test_what_else_is_made_of_the_same_bytes_stays(
    session, runtime, publisher, submit, image, make_product, clean
):
    """An officer's evidence, and another picture of the same file."""
    photo = submit(upload_of(1)).inspection.photos[0]
    evidence = {photo.original_sha256, photo.picture_sha256}
    assert photo.original_sha256 == image.original_sha256
    gone_for_good(session, publisher, image)
    clean()
    assert there(runtime, names_of(image)) == names_of(image) & evidence
    product = make_product(publisher, picture=picture(1))
    again = product.images[0]
    assert clean() == 0
    assert there(runtime, names_of(again)) == names_of(again)


def test_somebody_decided_on_every_name_of_bytes():
    """A new table that names a file of the store must keep it from being removed."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("sha256") and isinstance(column.type, String)
    }
    kept = {str(one.expression) for one in (*EVIDENCE, *OF_IMAGES)} | {"small_crop.sha256"}
    assert columns == kept | NOT_IN_THE_STORE
