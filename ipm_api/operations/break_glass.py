"""
An administrator reads a right holder's products only after breaking the glass.

With a reason and the password again, for half an hour, one organisation, nothing to change; the
organisation is told who, when, why and what was read. Every read here leaves an event.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Forbidden, NotFound
from ipm_api.languages import text_in
from ipm_api.models.break_glass import BreakGlass, BreakGlassReading
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.notice import tell_right_holder
from ipm_api.operations.numbered_page import NumberedPage, numbered_page
from ipm_api.operations.password import confirm_password
from ipm_api.operations.reason import checked_reason
from ipm_api.policy import ADMINISTRATORS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

DURATION = timedelta(minutes=30)


def open_break_glass(
    session: Session, actor: Actor, right_holder_id: uuid.UUID, *, reason: str, password: str
) -> BreakGlass:
    """
    Begin to read; the organisation is told in the same transaction.

    Raises:
        Forbidden: *actor* is no administrator with an account.
        NotFound: no such organisation.
        Invalid: no reason, or not the password.
        TooManyAttempts: the throttle of the password.
        Conflict: the organisation waits for approval; there is nothing to read.
    """
    require(actor, ADMINISTRATORS)
    if actor.account_id is None:
        raise Forbidden(Sentence("Only a person with an account breaks the glass."))
    right_holder = session.get(RightHolder, right_holder_id)
    if right_holder is None:
        raise NotFound("The organisation")
    reason = checked_reason(reason)
    confirm_password(session, actor, password)
    if right_holder.state is RightHolderState.PENDING:
        raise Conflict(Sentence("This organisation waits for approval. There is nothing to read."))
    opened = BreakGlass(
        account_id=actor.account_id,
        right_holder_id=right_holder_id,
        reason=reason,
        expires_at=now() + DURATION,
    )
    session.add(opened)
    session.flush()
    tell_right_holder(
        session,
        right_holder_id,
        subject=Sentence("An administrator reads your products"),
        lines=[Sentence("Who, when, why and what was read stands on the page of this link.")],
        link="/readings",
    )
    audit.record(session, actor, "break-glass.opened", opened.id, right_holder=str(right_holder_id))
    session.commit()
    return opened


def close_break_glass(session: Session, actor: Actor, break_glass_id: uuid.UUID) -> None:
    """
    End one's own reading before its time.

    Raises:
        NotFound: it is another's, or over.
    """
    opened = open_reading(session, actor, break_glass_id)
    opened.closed_at = now()
    audit.record(session, actor, "break-glass.closed", opened.id)
    session.commit()


def open_reading(session: Session, actor: Actor, break_glass_id: uuid.UUID) -> BreakGlass:
    """
    One's own reading, while it lasts: whatever else reads asks here first.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: none, another's, closed or over.
    """
    require(actor, ADMINISTRATORS)
    opened = session.scalar(
        select(BreakGlass).where(
            BreakGlass.id == break_glass_id,
            BreakGlass.account_id == actor.account_id,
            BreakGlass.closed_at.is_(None),
            BreakGlass.expires_at > now(),
        )
    )
    if opened is None:
        raise NotFound("The reading")
    return opened


def own_open_readings(
    session: Session, actor: Actor, right_holder_id: uuid.UUID
) -> Sequence[BreakGlass]:
    """One's own readings of an organisation that are open now."""
    require(actor, ADMINISTRATORS)
    return session.scalars(
        select(BreakGlass).where(
            BreakGlass.right_holder_id == right_holder_id,
            BreakGlass.account_id == actor.account_id,
            BreakGlass.closed_at.is_(None),
            BreakGlass.expires_at > now(),
        )
    ).all()


def read_products(
    session: Session, actor: Actor, break_glass_id: uuid.UUID, after: str = ""
) -> NumberedPage[Product]:
    """
    The products of the organisation, fifty at a time.

    Raises:
        NotFound: see open_reading.
    """
    opened = open_reading(session, actor, break_glass_id)
    page = numbered_page(
        session,
        select(Product)
        .where(Product.right_holder_id == opened.right_holder_id)
        .options(joinedload(Product.brand))
        .order_by(Product.sort_name, Product.id),
        after,
    )
    _record(session, actor, opened, "list", None)
    return page


def read_product(
    session: Session, actor: Actor, break_glass_id: uuid.UUID, product_id: uuid.UUID
) -> Product:
    """
    One product with its pictures and features of every level, as its right holder sees it.

    Raises:
        NotFound: see open_reading; or no product of this organisation.
    """
    opened = open_reading(session, actor, break_glass_id)
    product = session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.right_holder_id == opened.right_holder_id)
        .options(
            joinedload(Product.brand),
            selectinload(Product.images),
            selectinload(Product.features),
            selectinload(Product.gtins),
        )
    )
    if product is None:
        raise NotFound("The product")
    _record(session, actor, opened, "product", product)
    return product


def read_picture(
    session: Session, actor: Actor, break_glass_id: uuid.UUID, image_id: uuid.UUID
) -> ReferenceImage:
    """
    One picture of a product of the organisation.

    Raises:
        NotFound: see open_reading; or no picture of this organisation.
    """
    opened = open_reading(session, actor, break_glass_id)
    image = session.scalar(
        select(ReferenceImage)
        .join(Product, ReferenceImage.product_id == Product.id)
        .where(
            ReferenceImage.id == image_id,
            ReferenceImage.state != ImageState.TAKEN_DOWN,
            Product.right_holder_id == opened.right_holder_id,
        )
        .options(joinedload(ReferenceImage.product))
    )
    if image is None:
        raise NotFound("The image")
    _record(session, actor, opened, "picture", image.product)
    return image


def own_notices(session: Session, actor: Actor) -> Sequence[BreakGlass]:
    """Who read one's own organisation's products, the latest first: person, reason, readings."""
    require(actor, RIGHT_HOLDER)
    return session.scalars(
        select(BreakGlass)
        .where(BreakGlass.right_holder_id == actor.right_holder_id)
        .options(joinedload(BreakGlass.account), selectinload(BreakGlass.readings))
        .order_by(BreakGlass.opened_at.desc())
        .limit(100)
    ).all()


def unseen_notices(session: Session, actor: Actor) -> int:
    """How many readings nobody of the organisation has acknowledged."""
    require(actor, RIGHT_HOLDER)
    return session.scalars(
        select(func.count(BreakGlass.id)).where(
            BreakGlass.right_holder_id == actor.right_holder_id, BreakGlass.seen_at.is_(None)
        )
    ).one()


def acknowledge_notices(session: Session, actor: Actor) -> None:
    """Say that the organisation has read all notices; they stay on their page."""
    require(actor, RIGHT_HOLDER)
    for opened in session.scalars(
        select(BreakGlass).where(
            BreakGlass.right_holder_id == actor.right_holder_id, BreakGlass.seen_at.is_(None)
        )
    ):
        opened.seen_at = now()
        audit.record(session, actor, "break-glass.acknowledged", opened.id)
    session.commit()


def _record(
    session: Session, actor: Actor, opened: BreakGlass, what: str, product: Product | None
) -> None:
    """Keep what was read for the organisation and for the trail; commits, or nothing is shown."""
    session.add(
        BreakGlassReading(
            break_glass_id=opened.id,
            what=what,
            product_id=None if product is None else product.id,
            product_name="" if product is None else text_in(product.names, ())[:200],
        )
    )
    audit.record(
        session,
        actor,
        f"break-glass.{what}-read",
        opened.id,
        **({} if product is None else {"product": str(product.id)}),
    )
    session.commit()
