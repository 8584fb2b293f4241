"""A picture that must go is gone at once, from everything; back only where that is right."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import Role
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.image_takedown import ImageTakedown, TakedownReason
from ipm_api.models.reference_image import (
    ImageState,
    ImageView,
    ReferenceDescription,
    ReferenceImage,
)
from ipm_api.operations.approval import reconsider, refuse
from ipm_api.operations.guide import read_guide
from ipm_api.operations.image_editing import UNDO, removed_images, restore_image
from ipm_api.operations.image_takedown import (
    image_to_take_down,
    still_published,
    take_down_image,
    takedowns,
    undo_takedown,
)
from ipm_api.operations.index_change import changes_after
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.product import own_product
from ipm_api.operations.publication import publish_product, restore_version, undo_restore
from ipm_api.operations.reference_image import (
    add_reference_image,
    readable_image,
    remove_reference_image,
)
from tests.ipm_api.photos import picture, upload_of


@pytest.fixture
def trainer(make_account, actor_for):
    return actor_for(make_account(Role.TRAINER))


@pytest.fixture
def product(session, runtime, publisher, make_product):
    """Published with the fronts 1 and 2; its features are drawn on 1."""
    product = make_product(publisher, published=False, picture=picture(1))
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    add_reference_image(*parts, product.id, upload_of(2), view=ImageView.BACK)
    publish_product(session, publisher, product.id)
    return own_product(session, publisher, product.id)


def take(session, publisher, product, image_id, reason=TakedownReason.LAW):
    return take_down_image(
        session, publisher, product.id, image_id, reason=reason, note="Court of Paris, 26/01234"
    )


def found(session, officer, runtime, photo):
    """The products that an officer's *photo* is answered with."""
    parts = (session, officer, runtime.index, runtime.images, runtime.decoder)
    inspection = submit_inspection(*parts, [photo], client_id=photo.data[-300:].hex()[:32])
    return [candidate.product_id for candidate in inspection.inspection.candidates]


def test_it_is_gone_from_guide_index_versions_and_every_reader_at_once(
    session, runtime, publisher, officer, trainer, product
):
    """Nobody publishes, nothing is rebuilt: the next question is answered without it."""
    first, second = [image.id for image in product.images]
    assert found(session, officer, runtime, upload_of(1)) == [product.id]
    take(session, publisher, product, first)
    for reader in (publisher, officer, trainer):
        with pytest.raises(NotFound):
            readable_image(session, reader, first)
        session.rollback()
    guide = read_guide(session, officer, product.id)
    assert [image.id for image in guide.images] == [second]
    assert all(feature.image is None for feature in guide.product.features)
    assert found(session, officer, runtime, upload_of(1, 60)) == []
    assert found(session, officer, runtime, upload_of(2, 60)) == [product.id]
    assert session.get(ReferenceDescription, first) is None
    told = [change.added for change in changes_after(session, 0) if change.image_id == first]
    assert told == [True, False]  # workers drop it, whatever else they ask
    assert product.state.value == "published"


def test_it_is_recorded_with_reason_and_person(session, publisher, product):
    """A year later somebody asks who did it and why."""
    image_id = product.images[0].id
    take(session, publisher, product, image_id)
    [row] = takedowns(session, publisher, product.id)
    assert (row.reason, row.note) == (TakedownReason.LAW, "Court of Paris, 26/01234")
    assert row.account_id == publisher.account_id
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "image.taken-down"))
    assert (event.subject, event.details) == (str(image_id), {"reason": "law-demands-it"})


def test_no_restoring_of_any_kind_brings_it_back(session, publisher, product):
    """Neither an older version, nor undoing that, nor the list of what was removed."""
    first, second = [image.id for image in product.images]
    take(session, publisher, product, first)
    restore_version(session, publisher, product.id, 1)
    product = own_product(session, publisher, product.id)
    assert [image.id for image in product.images] == [second]
    assert {feature.image_id for feature in product.features} == {None}
    undo_restore(session, publisher, product.id)
    assert [i.id for i in own_product(session, publisher, product.id).images] == [second]
    assert removed_images(session, publisher, product.id) == []
    for work in (restore_image, image_to_take_down, undo_takedown):
        with pytest.raises((NotFound, Conflict)):
            work(session, publisher, product.id, first)
        session.rollback()


def test_a_mistake_can_be_taken_back_for_a_month(session, runtime, publisher, officer, product):
    """As it was: in the guide, in the index, with the places of its features."""
    image_id = product.images[0].id
    places = [(f.image_id, f.region_x) for f in product.features]
    take(session, publisher, product, image_id, TakedownReason.WRONG_ARTICLE)
    assert found(session, officer, runtime, upload_of(1)) == []
    undo_takedown(session, publisher, product.id, image_id)
    assert found(session, officer, runtime, upload_of(1, 60)) == [product.id]
    product = own_product(session, publisher, product.id)
    assert [(f.image_id, f.region_x) for f in product.features] == places
    assert readable_image(session, officer, image_id).state is ImageState.ACCEPTED
    take(session, publisher, product, image_id, TakedownReason.SHOWS_TOO_MUCH)
    session.get(ImageTakedown, image_id).taken_down_at -= UNDO
    session.commit()
    with pytest.raises(Conflict):
        undo_takedown(session, publisher, product.id, image_id)


def test_taking_it_back_does_not_walk_around_the_gate(
    session, publisher, product, make_product, make_right_holder, make_account, actor_for
):
    """What another right holder published meanwhile counts."""
    image_id = product.images[0].id
    take(session, publisher, product, image_id, TakedownReason.WRONG_ARTICLE)
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    make_product(rival, picture=picture(1))
    image = undo_takedown(session, publisher, product.id, image_id)
    assert image.state is ImageState.HELD_BACK


def test_a_picture_that_only_readers_still_see_can_be_taken_too(
    session, publisher, officer, product
):
    """Removed from the working copy, it stays in the guide until publishing; not for the law."""
    image_id = product.images[0].id
    remove_reference_image(session, publisher, product.id, image_id)
    assert [image.id for image in still_published(session, publisher, product.id)] == [image_id]
    assert readable_image(session, officer, image_id).id == image_id
    take(session, publisher, product, image_id)
    assert list(still_published(session, publisher, product.id)) == []
    with pytest.raises(NotFound):
        readable_image(session, officer, image_id)


def test_who_may_not_publish_and_who_gives_no_reason_is_refused(
    session, publisher, product, make_right_holder, make_account, actor_for
):
    """It changes what officers see; and "why" is asked later."""
    image_id = product.images[0].id
    member = replace(publisher, party=type(publisher.party).MEMBER)
    with pytest.raises(Forbidden):
        take(session, member, product, image_id)
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    with pytest.raises(NotFound):
        take(session, rival, product, image_id)
    session.rollback()
    with pytest.raises(Invalid):
        take_down_image(
            session, publisher, product.id, image_id, reason=TakedownReason.LAW, note=" "
        )
    session.rollback()
    assert readable_image(session, publisher, image_id).state is ImageState.ACCEPTED


def test_administrators_cannot_bring_it_back_either(
    session, publisher, product, make_account, actor_for
):
    """A picture that was refused and then taken away is not reconsidered."""
    image_id = product.images[0].id
    administrators = [actor_for(make_account(Role.ADMINISTRATOR)) for _ in range(2)]
    session.get_one(ReferenceImage, image_id).state = ImageState.HELD_BACK
    session.commit()
    for administrator in administrators:
        refuse(session, administrator, ApprovalKind.IMAGE, image_id, reason="A copy")
        if session.get_one(ReferenceImage, image_id).state is ImageState.REFUSED:
            break
    take(session, publisher, product, image_id)
    with pytest.raises(NotFound):
        reconsider(session, administrators[0], ApprovalKind.IMAGE, image_id)
    session.rollback()
    assert session.get_one(ReferenceImage, image_id).state is ImageState.TAKEN_DOWN


def test_an_image_is_taken_by_the_product_it_is_of_and_brought_back_only_if_it_was_taken(
    session, publisher, product, make_product, make_right_holder, make_account, actor_for
):
    """An address names both; neither another product of one's own nor a rival's image fits."""
    image_id = product.images[0].id
    other = make_product(publisher, picture=picture(3))
    rival = make_product(actor_for(make_account(Role.PUBLISHER, make_right_holder())))
    for wrong in (image_id, rival.images[0].id):
        with pytest.raises(NotFound):
            take(session, publisher, other, wrong)
        session.rollback()
    with pytest.raises(NotFound):
        undo_takedown(session, publisher, product.id, image_id)  # nobody took it
    session.rollback()
    take(session, publisher, product, image_id)
    with pytest.raises(NotFound):
        undo_takedown(session, publisher, other.id, image_id)
    session.rollback()
    with pytest.raises(Conflict, match="For this reason it stays away"):
        undo_takedown(session, publisher, product.id, image_id)
