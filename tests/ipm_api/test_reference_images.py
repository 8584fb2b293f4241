"""Reference images: an immediate word on quality, doubtful ones held back, others kept apart."""

import hashlib

import numpy as np
import pytest
from sqlalchemy import func, select

from image_index.quality import MINIMUM_REFERENCE_KEYPOINTS
from ipm_api.errors import Conflict, DigestMismatch, ImageRefused, NotFound
from ipm_api.models.reference_image import ImageKind, ImageState, ReferenceImage
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.feature_crop import reference_crop
from ipm_api.operations.guide import read_guide
from ipm_api.operations.held_back_image import held_back_images
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.product import own_product
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import readable_image, remove_reference_image
from ipm_api.operations.stored_picture import Upload
from tests.conftest import SYSTEM, jpeg
from tests.ipm_api.photos import blurred, indexed, photo_of, picture, upload_of
from tests.two_administrators import decide_held_back_image


@pytest.fixture
def look(session, runtime, officer):
    """Product ids that an officer's photo leads to."""

    def search(seed):
        parts = (runtime.index, runtime.images, runtime.decoder)
        report = submit_inspection(session, officer, *parts, [photo_of(seed)])
        return [candidate.product_id for candidate in report.inspection.candidates]

    return search


def stored_files(runtime):
    return [path for path in runtime.config.images.rglob("*") if path.is_file()]


def test_a_picture_that_cannot_be_recognised_is_refused_with_its_keypoints(
    session, runtime, publisher, make_product, upload
):
    """Said at once with the measured number; nothing of it is kept."""
    product = make_product(publisher, published=False, picture=picture(1))
    before = len(stored_files(runtime))
    flat = Upload(jpeg(np.full((600, 600, 3), 200, np.uint8)))
    for bad, keypoints in ((flat, "0 keypoints"), (blurred(2), " keypoints")):
        with pytest.raises(ImageRefused) as refusal:
            upload(publisher, product, bad)
        assert refusal.value.code == "too-few-keypoints"
        assert keypoints in str(refusal.value)
        session.rollback()
    assert len(stored_files(runtime)) == before
    assert session.scalar(select(func.count(ReferenceImage.id))) == 1


def test_a_poor_picture_of_a_counterfeit_is_kept(publisher, make_product, upload):
    """It is shown, never searched: often nothing better exists."""
    product = make_product(publisher, published=False, picture=picture(1))
    kept = upload(publisher, product, blurred(2), kind=ImageKind.KNOWN_COUNTERFEIT)
    assert kept.image.keypoints < MINIMUM_REFERENCE_KEYPOINTS
    assert kept.warnings


def test_bytes_that_changed_or_are_no_picture_leave_nothing(
    session, runtime, publisher, make_product, upload
):
    """The declared digest is checked before a byte is kept."""
    product = make_product(publisher, published=False, picture=picture(1))
    before = len(stored_files(runtime))
    data = upload_of(2).data
    for bad, error in (
        (Upload(data, declared_sha256="0" * 64), DigestMismatch),
        (Upload(b"%PDF-1.7"), ImageRefused),
        (Upload(data[: len(data) // 2]), ImageRefused),
        (Upload(data, file_name="label.exe"), ImageRefused),
    ):
        with pytest.raises(error):
            upload(publisher, product, bad)
        session.rollback()
    assert len(stored_files(runtime)) == before
    good = Upload(data, "../../a\u202eb/C:\\é\0.jpg", hashlib.sha256(data).hexdigest().upper())
    image = upload(publisher, product, good).image
    assert image.file_name == "é.jpg"
    assert runtime.images.get(image.original_sha256) == data


@pytest.mark.parametrize("accept", [True, False])
def test_another_right_holders_artwork_waits_for_an_administrator(
    session, runtime, publisher, rival, officer, make_product, upload, look, accept
):
    """Poor copy, resized: held back, unsearchable, and its uploader is not told of whom."""
    victim = make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    for copy in (upload_of(1, 60), upload_of(1, 90, 450)):
        result = upload(rival, product, copy)
        assert result.image.state is ImageState.HELD_BACK
        assert getattr(result.near_duplicate, "product_id", product.id) == product.id
        assert result.warnings == []
    publish_product(session, rival, product.id)
    assert indexed(session) == 2
    assert look(1) == [victim.id]
    assert [i.state for i in read_guide(session, officer, product.id).images] == [
        ImageState.ACCEPTED
    ]
    waiting = held_back_images(session, SYSTEM)
    assert [(w.image.product_id, w.resembles.product_id) for w in waiting] == [
        (product.id, victim.id)
    ] * 2
    for actor in (officer, publisher):
        with pytest.raises(NotFound):
            readable_image(session, actor, result.image.id)
    for image in (result.image.id, victim.images[0].id):
        assert readable_image(session, SYSTEM, image).id == image
    for item in waiting:
        decide_held_back_image(session, SYSTEM, item.image.id, accept=accept)
        with pytest.raises(Conflict):
            decide_held_back_image(session, SYSTEM, item.image.id, accept=not accept)
        session.rollback()
    assert held_back_images(session, SYSTEM) == []
    with pytest.raises(NotFound):  # decided: the administrator's reason to look is gone
        readable_image(session, SYSTEM, victim.images[0].id)
    assert indexed(session) == (4 if accept else 2)
    assert set(look(1)) == ({victim.id, product.id} if accept else {victim.id})


def test_a_refused_picture_never_enters_the_index(
    session, publisher, rival, make_product, upload, look
):
    """Also not when its product is withdrawn and published again."""
    victim = make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    image = upload(rival, product, upload_of(1)).image
    decide_held_back_image(session, SYSTEM, image.id, accept=False)
    withdraw_product(session, rival, product.id)
    publish_product(session, rival, product.id)
    assert indexed(session) == 2
    assert look(1) == [victim.id]


def test_a_held_back_picture_is_shown_in_no_crop(
    session, runtime, publisher, rival, officer, make_product, upload
):
    """A region over the whole of it would otherwise hand it to every officer."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    image = upload(rival, product, upload_of(1)).image
    draft = FeatureDraft(
        titles={"en": "All"},
        genuine_shows={"en": "All."},
        image_id=image.id,
        region=(0.0, 0.0, 1.0, 1.0),
    )
    feature = add_feature(session, rival, product.id, draft)
    store = (runtime.images, runtime.decoder)
    for accept in (None, False):
        if accept is not None:
            decide_held_back_image(session, SYSTEM, image.id, accept=accept)
        with pytest.raises(NotFound):
            reference_crop(session, officer, *store, feature.id)
        assert reference_crop(session, rival, *store, feature.id)


def test_own_artwork_again_is_only_noted(session, publisher, make_product, upload):
    """A refill and its carton may share a print."""
    product = make_product(publisher, picture=picture(1))
    again = upload(publisher, product, upload_of(1, 60))
    publish_product(session, publisher, product.id)
    assert again.image.state is ImageState.ACCEPTED
    assert again.near_duplicate is not None
    assert again.near_duplicate.id == product.images[0].id
    assert indexed(session) == 2


def test_a_crowd_of_own_copies_does_not_hide_anothers_picture(
    session, publisher, rival, make_product, upload
):
    """Someone who owns many pictures nearer to the copy than the original is held back too."""
    victim = make_product(publisher, picture=picture(1)).images[0]
    product = make_product(rival, picture=picture(2))
    copy = upload(rival, product, upload_of(1)).image
    for _ in range(25):
        values = {c.name: getattr(copy, c.name) for c in ReferenceImage.__table__.columns}
        del values["id"], values["resembles_id"]
        session.add(ReferenceImage(**(values | {"state": ImageState.ACCEPTED})))
    victim.phash = flipped(victim.phash)
    session.commit()
    assert upload(rival, product, upload_of(1)).image.state is ImageState.HELD_BACK


def flipped(bits):
    """The hash with two of its 64 bits turned: near, but farther than an exact copy."""
    return "".join("10"[int(bit)] if place < 2 else bit for place, bit in enumerate(bits))


def test_a_held_back_picture_holds_nobody_back(publisher, rival, make_product, upload):
    """Who copies artwork must not stop its owner from adding more of it."""
    owner = make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    assert upload(rival, product, upload_of(1)).image.state is ImageState.HELD_BACK
    assert upload(publisher, owner, upload_of(1, 80)).image.state is ImageState.ACCEPTED


def test_pictures_of_readers_and_the_index_change_when_published_again(
    session, publisher, officer, make_product, upload, look
):
    """What is added is not found yet, what is removed still is: readers get one version."""
    product = make_product(publisher, picture=picture(1), counterfeit=picture(3))
    first = product.images[0].id
    second = upload(publisher, product, upload_of(2)).image.id
    remove_reference_image(session, publisher, product.id, first)
    assert (look(1), look(2)) == ([product.id], [])
    assert readable_image(session, officer, first).id == first
    with pytest.raises(NotFound):
        readable_image(session, officer, second)
    publish_product(session, publisher, product.id)
    assert (look(1), look(2)) == ([], [product.id])
    assert readable_image(session, officer, second).id == second
    with pytest.raises(NotFound):
        readable_image(session, officer, first)
    assert [i.position for i in own_product(session, publisher, product.id).images] == [1, 2]


def test_removing_a_picture_keeps_its_features_without_a_place(session, publisher, make_product):
    """The texts were work; only the region is gone."""
    product = make_product(publisher, published=False, picture=picture(1))
    remove_reference_image(session, publisher, product.id, product.images[0].id)
    features = own_product(session, publisher, product.id).features
    assert [(f.image_id, f.region_x, f.region_width) for f in features] == [(None, None, None)] * 2
    assert own_product(session, publisher, product.id).images == []
