"""Pictures change while somebody publishes, decides or inspects: index and state agree."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ipm_api.models.approval import ApprovalKind
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.approval import approve
from ipm_api.operations.product import locked_product
from ipm_api.operations.publication import current_version, publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import indexed, picture, upload_of
from tests.two_administrators import administrators


@pytest.mark.parametrize("act", [publish_product, withdraw_product])
def test_index_and_state_agree_when_pictures_change_while_publishing(
    engine, session, runtime, publisher, rival, make_product, upload, act
):
    """Upload, decision and publication at the same instant: searchable exactly if published."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, published=act is withdraw_product, picture=picture(2))
    waiting = upload(rival, product, upload_of(1)).image.id
    product_id = product.id
    first, second, _ = administrators(session)
    approve(session, first, ApprovalKind.IMAGE, waiting)
    session.rollback()
    store = (runtime.index, runtime.images, runtime.decoder)
    answers = at_once(
        engine,
        [
            lambda s: act(s, rival, product_id),
            lambda s: approve(s, second, ApprovalKind.IMAGE, waiting),
            lambda s: add_reference_image(s, rival, *store, product_id, upload_of(3)),
            lambda s: add_reference_image(s, rival, *store, product_id, upload_of(4)),
        ],
    )
    assert [a for a in answers if isinstance(a, Exception)] == []
    images = session.scalars(
        select(ReferenceImage).where(ReferenceImage.product_id == product_id)
    ).all()
    assert sorted(image.position for image in images) == [1, 2, 3, 4]
    current = current_version(session, product_id)
    accepted = {image.id for image in images if image.state is ImageState.ACCEPTED}
    expected = 1 + (len(accepted & set(current.image_ids)) if current else 0)
    assert (current is not None) is (act is publish_product)
    assert indexed(session) == expected


def test_a_decision_waits_for_a_publication_under_way(
    engine, session, publisher, rival, make_product, upload
):
    """Otherwise the accepted picture is in neither's sight and never searchable."""
    make_product(publisher, picture=picture(1))
    product = make_product(rival, published=False, picture=picture(2))
    waiting, product_id = upload(rival, product, upload_of(1)).image.id, product.id
    first, second, _ = administrators(session)
    approve(session, first, ApprovalKind.IMAGE, waiting)
    session.rollback()
    with Session(engine) as publishing, Session(engine) as deciding:
        locked_product(publishing, rival, product_id)
        thread = threading.Thread(
            target=approve, args=(deciding, second, ApprovalKind.IMAGE, waiting)
        )
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive()
        publish_product(publishing, rival, product_id)
        thread.join()
    assert indexed(session) == 3


def test_an_inspection_under_way_does_not_stop_its_products_from_changing(
    engine, session, publisher, make_product
):
    """Rows that refer to a product hold a lock on it; a change must not wait for them."""
    product = make_product(publisher, picture=picture(1))
    product_id = product.id
    session.rollback()
    with Session(engine) as officer, Session(engine) as owner:
        statement = select(Product.id).where(Product.id == product_id)
        officer.execute(statement.with_for_update(read=True, key_share=True))
        owner.execute(text("SET lock_timeout = '2s'"))
        withdraw_product(owner, publisher, product_id)
