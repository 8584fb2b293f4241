"""
Taking one picture from everybody at once: guides, every version, the index.

Unlike removing, which readers see when the product is published again. Where a duty towards others
demands it there is no way back; what was a mistake of choice can be undone for a month.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import any_, delete, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.image_takedown import ImageTakedown, TakedownReason
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.recognition import Recognition
from ipm_api.models.reference_image import ImageState, ReferenceDescription, ReferenceImage
from ipm_api.operations.image_editing import UNDO, bring_back, places_on
from ipm_api.operations.image_gate import hold_back_if_copied
from ipm_api.operations.index_change import bring_index_in_step, latest_change
from ipm_api.operations.product import locked_product
from ipm_api.operations.product_content import discard_image
from ipm_api.operations.product_owner import owned_product
from ipm_api.operations.reason import checked_reason
from ipm_api.policy import PUBLISHERS, Actor, require
from ipm_api.sentence import Sentence


def image_to_take_down(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> ReferenceImage:
    """
    A picture of one's own product, also one that only a version still shows.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such picture, another right holder's, or taken away already.
    """
    require(actor, PUBLISHERS)
    return _of(session, owned_product(session, actor, product_id), image_id)


def take_down_image(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    image_id: uuid.UUID,
    *,
    reason: TakedownReason,
    note: str,
) -> ImageTakedown:
    """
    Let nobody see a picture from now on, nor find by it, whatever is published.

    Args:
        note: the reason in one's own words.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: see image_to_take_down.
        Invalid: there is no note.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    image = _of(session, product, image_id)
    takedown = ImageTakedown(
        image_id=image.id,
        reason=reason,
        note=checked_reason(note),
        account_id=actor.account_id,
        state_before=image.state,
        was_in_use=image.removed_at is None,
    )
    session.add(takedown)
    if takedown.was_in_use:
        image.freed_places = places_on(product, image)
        discard_image(session, product, image)
    image.state = ImageState.TAKEN_DOWN
    if reason.is_final:
        image.captions, image.freed_places = {}, []
        session.execute(
            delete(ReferenceDescription).where(ReferenceDescription.image_id == image.id)
        )
        session.execute(delete(Recognition).where(Recognition.image_id == image.id))
    product.changed_at = now()
    product.revision += 1  # whoever edits it at this moment is told
    bring_index_in_step(session, product_id)
    audit.record(session, actor, "image.taken-down", image.id, reason=reason.value)
    session.commit()
    return takedown


def undo_takedown(
    session: Session, actor: Actor, product_id: uuid.UUID, image_id: uuid.UUID
) -> ReferenceImage:
    """
    Let a picture be what it was, unless others published its like meanwhile: then it is held back.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such picture, another right holder's, or not taken away.
        Conflict: the reason allows no way back, or it was too long ago.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    takedown = session.get(ImageTakedown, image_id)
    if takedown is None or takedown.image.product_id != product.id:
        raise NotFound("The image")
    if takedown.reason.is_final:
        raise Conflict(Sentence("For this reason it stays away. Upload another image."))
    if not can_be_undone(takedown):
        raise Conflict(Sentence("It was removed too long ago. Upload it again."))
    image = takedown.image
    image.state = takedown.state_before
    if takedown.was_in_use:
        bring_back(product, image)
    session.delete(takedown)
    hold_back_if_copied(session, product, image, latest_change(session))
    product.revision += 1
    bring_index_in_step(session, product_id)
    audit.record(session, actor, "image.takedown-undone", image.id)
    session.commit()
    return image


def can_be_undone(takedown: ImageTakedown) -> bool:
    """Whether there is a way back, still."""
    return not takedown.reason.is_final and takedown.taken_down_at > now() - UNDO


def takedowns(session: Session, actor: Actor, product_id: uuid.UUID) -> Sequence[ImageTakedown]:
    """
    The pictures of one's own product that were taken away at once, the latest first.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    owned_product(session, actor, product_id)
    return session.scalars(
        select(ImageTakedown)
        .join(ImageTakedown.image)
        .where(ReferenceImage.product_id == product_id)
        .options(joinedload(ImageTakedown.image), joinedload(ImageTakedown.account))
        .order_by(ImageTakedown.taken_down_at.desc())
    ).all()


def still_published(
    session: Session, actor: Actor, product_id: uuid.UUID
) -> Sequence[ReferenceImage]:
    """
    Pictures that were removed from one's own product and that readers see until it is published.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    owned_product(session, actor, product_id)
    return session.scalars(
        select(ReferenceImage)
        .join(ProductVersion, ProductVersion.product_id == ReferenceImage.product_id)
        .where(
            ReferenceImage.product_id == product_id,
            ReferenceImage.removed_at.is_not(None),
            ReferenceImage.state == ImageState.ACCEPTED,
            ProductVersion.current,
            ReferenceImage.id == any_(ProductVersion.image_ids),
        )
        .order_by(ReferenceImage.removed_at.desc())
    ).all()


def _of(session: Session, product: Product, image_id: uuid.UUID) -> ReferenceImage:
    image = session.get(ReferenceImage, image_id)
    if image is None or image.product_id != product.id or image.state is ImageState.TAKEN_DOWN:
        raise NotFound("The image")
    return image
