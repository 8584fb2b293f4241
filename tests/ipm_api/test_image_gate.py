"""Whose artwork is it? Copies are held back however they were changed (IX-1, IX-5)."""

import numpy as np
import pytest

from benchmarks.hub_attack import attacks
from benchmarks.poison import TRANSFORMS, Picture
from image_index.perceptual_hash import is_near_duplicate, perceptual_hash
from ipm_api.errors import ImageRefused, Invalid
from ipm_api.models.account import Role
from ipm_api.models.reference_image import ImageKind, ImageState
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.stored_picture import Upload
from seed_products.artwork import draw_product
from seed_products.catalogue import PRODUCTS
from tests.conftest import jpeg
from tests.ipm_api.photos import picture


@pytest.fixture
def rival(make_right_holder, make_account, actor_for):
    """A publisher of another organisation."""
    return actor_for(make_account(Role.PUBLISHER, make_right_holder()))


@pytest.fixture
def upload(session, runtime):
    """Adds a picture to a product."""

    def add(actor, product, image, **options):
        parts = (session, actor, runtime.index, runtime.images, runtime.decoder)
        return add_reference_image(*parts, product.id, Upload(jpeg(image)), **options).image

    return add


def test_changed_copies_of_published_artwork_are_held_back(publisher, rival, make_product, upload):
    """Hashes see none of a turned, mirrored or cropped picture; the index does."""
    victim = make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    for number, (name, transform) in enumerate(TRANSFORMS.items()):
        copied = transform(picture(1), np.random.default_rng(number))
        image = upload(rival, product, copied)
        assert (name, image.state) == (name, ImageState.HELD_BACK)
        assert (image.resembles_id, image.held_back_for) == (
            victim.images[0].id,
            "resembles-another",
        )


def test_a_photo_of_anothers_goods_beside_ones_own_is_held_back(
    publisher, rival, make_product, upload
):
    """A collage would be found for both."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    assert upload(rival, product, np.hstack([picture(1), picture(3)])).state is ImageState.HELD_BACK


def test_other_artwork_and_ones_own_pass(publisher, rival, make_product, upload):
    """An honest upload waits for nobody."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, picture=picture(2))
    turned = np.ascontiguousarray(np.rot90(picture(2)))
    for image in (picture(3), picture(4), turned):
        kept = upload(rival, product, image)
        assert (kept.state, kept.held_back_for) == (ImageState.ACCEPTED, "")


def test_what_another_published_since_the_upload_is_compared_when_publishing(
    session, publisher, rival, make_product
):
    """Two drafts of one artwork: whoever publishes first is not copied by the second."""
    turned = np.ascontiguousarray(np.rot90(picture(1)))
    copy = make_product(rival, published=False, picture=turned)
    assert copy.images[0].state is ImageState.ACCEPTED
    victim = make_product(publisher, picture=picture(1))
    with pytest.raises(Invalid, match="administrator has looked"):
        publish_product(session, rival, copy.id)
    session.rollback()
    session.expire_all()
    assert copy.images[0].state is ImageState.HELD_BACK
    assert copy.images[0].resembles_id == victim.images[0].id


def test_a_picture_that_many_brands_goods_share_is_held_back(
    publisher, rival, make_product, upload
):
    """T6: a seal that every package bears would be proposed for all of them."""
    seal = picture(50)[:220, :220]
    for number in range(7):
        image = picture(60 + number).copy()
        image[300:520, 200:420] = seal
        make_product(publisher, picture=image)
    product = make_product(rival, picture=picture(2))
    generic = picture(70).copy()
    generic[20:240, 20:240] = seal
    image = upload(rival, product, generic)
    assert image.state is ImageState.HELD_BACK


def test_barcodes_and_repeated_patterns_are_refused_as_genuine(
    rival, make_product, upload, session
):
    """Every package has bars; every lining has squares. Keypoints they have enough."""
    product = make_product(rival, published=False, picture=picture(2))
    blank = Picture("", "", "", np.zeros((80, 80, 3), np.uint8))
    planted = dict(attacks([blank] * 9))
    for kind, code in (("chequered", "repetitive"), ("barcode", "only-barcode")):
        with pytest.raises(ImageRefused) as refusal:
            upload(rival, product, planted[kind])
        assert refusal.value.code == code
        session.rollback()
    shown = upload(rival, product, planted["chequered"], kind=ImageKind.KNOWN_COUNTERFEIT)
    assert "repetitive" in shown.quality_problems


def test_the_gate_reads_no_stored_picture_twice(publisher, rival, make_product, upload, session):
    """A picture that is compared is not compared again when nothing was published since."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, published=False, picture=picture(2))
    before = product.images[0].compared_until
    assert before >= 1
    publish_product(session, rival, product.id)
    assert product.images[0].compared_until == before


def back_of(key):
    """The drawn back of a product of the seed."""
    product = next(one for one in PRODUCTS if one.key == key)
    return next(face.image for face in draw_product(product) if face.view == "back")


def test_backs_that_only_share_a_layout_pass(publisher, rival, make_product, upload):
    """Hashes take plain backs of one layout for copies; their print tells them apart."""
    backs = [back_of(key) for key in ("millowen-53", "kestrane-16")]
    assert is_near_duplicate(*(perceptual_hash(back) for back in backs))
    make_product(publisher, picture=backs[0])
    product = make_product(rival, picture=picture(2))
    assert upload(rival, product, backs[1]).state is ImageState.ACCEPTED


def test_a_copy_of_an_unpublished_draft_is_held_back(publisher, rival, make_product, upload):
    """The index knows what is published; hashes and stored features know drafts, too."""
    victim = make_product(publisher, published=False, picture=picture(1))
    product = make_product(rival, published=False, picture=picture(2))
    copied = TRANSFORMS["jpeg40"](picture(1), np.random.default_rng(1))
    image = upload(rival, product, copied)
    assert image.state is ImageState.HELD_BACK
    assert image.resembles_id == victim.images[0].id
