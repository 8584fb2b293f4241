"""Publishing a product as a version, withdrawing it, and going back to an older version."""

import uuid

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.product import Product, ProductState
from ipm_api.models.product_version import ProductVersion, PublicationRequest, RestorePoint
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.image_gate import hold_back_what_resembles
from ipm_api.operations.index_change import bring_index_in_step
from ipm_api.operations.product import locked_product, own_product
from ipm_api.operations.product_content import Content, freeze, put_back
from ipm_api.operations.version_difference import RowDifference, differences
from ipm_api.policy import PUBLISHERS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

MAXIMUM_NOTE = 500  # characters


def publish_product(
    session: Session, actor: Actor, product_id: uuid.UUID, *, note: str = ""
) -> Product:
    """
    Make the working copy the version that officers and trainers read, pictures included.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such product, or another right holder's.
        Conflict: it is published, and nothing has changed since.
        Invalid: parts are missing; each is named.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    held = hold_back_what_resembles(session, product)
    if missing := missing_parts(product):
        if held:
            session.commit()  # the pictures wait for administrators all the same
        raise Invalid({part: [text] for part, text in missing.items()})
    content = freeze(session, product_id)
    current = current_version(session, product_id)
    if current is not None and not differences(current.content, content):
        raise Conflict(Sentence("This product is published already, as it is now."))
    number = _next_number(session, product_id)
    _end_current(session, product_id)
    session.add(version_of(actor, product, number, content, note))
    product.state = ProductState.PUBLISHED
    product.published_at = product.reviewed_at = now()
    session.execute(
        update(PublicationRequest)
        .where(
            PublicationRequest.product_id == product_id, PublicationRequest.answered_at.is_(None)
        )
        .values(answered_at=now())
    )
    bring_index_in_step(session, product_id)
    audit.record(session, actor, "product.published", product.id, version=number)
    session.commit()
    return product


def withdraw_product(session: Session, actor: Actor, product_id: uuid.UUID) -> Product:
    """
    Take a product from its readers and out of the index at once.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such product, or another right holder's.
        Conflict: it is not published.
    """
    require(actor, PUBLISHERS)
    product = locked_product(session, actor, product_id)
    if product.state is not ProductState.PUBLISHED:
        raise Conflict(Sentence("Only a published product can be withdrawn."))
    product.state = ProductState.WITHDRAWN
    _end_current(session, product_id)
    bring_index_in_step(session, product_id)
    audit.record(session, actor, "product.withdrawn", product.id)
    session.commit()
    return product


def restore_version(session: Session, actor: Actor, product_id: uuid.UUID, number: int) -> None:
    """
    Make the working copy what it was in version *number*; readers see nothing of it yet.

    Raises:
        NotFound: no such version, or another right holder's.
    """
    locked_product(session, actor, product_id)
    version = own_version(session, actor, product_id, number)
    content = freeze(session, product_id)
    session.merge(RestorePoint(product_id=product_id, content=content, kept_at=now()))
    _put_back(session, product_id, version.content)
    audit.record(session, actor, "product.restored", product_id, version=number)
    session.commit()


def undo_restore(session: Session, actor: Actor, product_id: uuid.UUID) -> None:
    """
    Make the working copy what it was before the last restoring; asking again undoes the undoing.

    Raises:
        NotFound: no such product, another right holder's, or nothing was restored.
    """
    locked_product(session, actor, product_id)
    point = session.get(RestorePoint, product_id)
    if point is None:
        raise NotFound("The earlier state")
    earlier, content = point.content, freeze(session, product_id)
    point.content, point.kept_at = content, now()
    _put_back(session, product_id, earlier)
    audit.record(session, actor, "product.restore-undone", product_id)
    session.commit()


def current_version(session: Session, product_id: uuid.UUID) -> ProductVersion | None:
    """What readers see of a product, or None."""
    return session.scalar(
        select(ProductVersion).where(
            ProductVersion.product_id == product_id, ProductVersion.current
        )
    )


def own_version(
    session: Session, actor: Actor, product_id: uuid.UUID, number: int
) -> ProductVersion:
    """
    One version of one's own product.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    version = session.scalar(
        select(ProductVersion)
        .join(Product, ProductVersion.product_id == Product.id)
        .where(
            ProductVersion.product_id == product_id,
            ProductVersion.number == number,
            Product.right_holder_id == actor.right_holder_id,
        )
    )
    if version is None:
        raise NotFound("The version")
    return version


def own_versions(session: Session, actor: Actor, product_id: uuid.UUID) -> list[ProductVersion]:
    """
    Every version of one's own product, newest first, with who published it.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    own_product(session, actor, product_id)
    return list(
        session.scalars(
            select(ProductVersion)
            .where(ProductVersion.product_id == product_id)
            .options(joinedload(ProductVersion.account))
            .order_by(ProductVersion.number.desc())
        )
    )


def unpublished_changes(session: Session, product: Product) -> list[RowDifference]:
    """What publishing one's own *product* again would change for its readers; none: nothing."""
    version = current_version(session, product.id)
    return [] if version is None else differences(version.content, freeze(session, product.id))


def version_of(
    actor: Actor, product: Product, number: int, content: Content, note: str = ""
) -> ProductVersion:
    """Version *number*, to be the current one, of *product* with *content*."""
    return ProductVersion(
        product_id=product.id,
        number=number,
        current=True,
        account_id=actor.account_id,
        note=note.strip()[:MAXIMUM_NOTE],
        content=content,
        right_holder_id=product.right_holder_id,
        brand_id=product.brand_id,
        category_slug=product.category_slug,
        sort_name=product.sort_name,
        search_text=product.search_text,
        hs_code=product.hs_code,
        gtins=sorted({row.gtin for row in product.gtins} | set(product.other_gtins)),
        image_ids=[image.id for image in product.images],
        feature_ids=[feature.id for feature in product.features],
    )


def _put_back(session: Session, product_id: uuid.UUID, content: Content) -> None:
    put_back(session, product_id, content)
    product = session.get_one(Product, product_id)
    product.changed_at = now()
    product.revision += 1  # whoever edits it at this moment is told
    session.flush()


def _end_current(session: Session, product_id: uuid.UUID) -> None:
    session.execute(
        update(ProductVersion)
        .where(ProductVersion.product_id == product_id, ProductVersion.current)
        .values(current=False)
    )


def _next_number(session: Session, product_id: uuid.UUID) -> int:
    newest = select(func.max(ProductVersion.number)).where(ProductVersion.product_id == product_id)
    return 1 + (session.scalar(newest) or 0)
