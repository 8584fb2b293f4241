"""Products whose guides an officer wants at hand, also without a network."""

import uuid

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.pack import Favourite
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.operations.published import readable
from ipm_api.operations.published_product import read_products
from ipm_api.operations.reading_budget import spend
from ipm_api.policy import OFFICERS, Actor, require
from ipm_api.sentence import Sentence

MOST = 40  # favourites of one officer


def favourite_ids(session: Session, actor: Actor) -> list[uuid.UUID]:
    """One's favourites that may be read today, the latest first."""
    require(actor, OFFICERS)
    query = (
        select(Favourite.product_id)
        .join(ProductVersion, ProductVersion.product_id == Favourite.product_id)
        .where(Favourite.account_id == actor.account_id, readable(actor))
        .order_by(Favourite.at.desc(), Favourite.product_id)
    )
    return list(session.scalars(query))


def own_favourites(session: Session, actor: Actor) -> list[Product]:
    """
    One's favourites, the latest first; what is not readable any more is left out.

    Raises:
        ReadingBudgetSpent: see reading_budget.spend; they count like guides that are carried.
    """
    ids = favourite_ids(session, actor)
    spend(session, actor, ids, carried=True)
    session.commit()
    known = read_products(session, actor, ids)
    return [known[product_id].product for product_id in ids if product_id in known]


def add_favourite(session: Session, actor: Actor, product_id: uuid.UUID) -> None:
    """
    Keep a product at hand; twice is once.

    Raises:
        NotFound: no such product for this reader.
        Conflict: MOST are kept already.
        ReadingReasonNeeded, ReadingBudgetSpent: see reading_budget.spend.
    """
    require(actor, OFFICERS)
    if product_id not in read_products(session, actor, [product_id]):
        raise NotFound("The product")
    kept = favourite_ids(session, actor)
    if product_id not in kept and len(kept) >= MOST:
        raise Conflict(
            Sentence("You have %(most)s favourites. Take one off the list first.", most=MOST)
        )
    spend(session, actor, [product_id])
    session.execute(
        insert(Favourite)
        .values(account_id=actor.account_id, product_id=product_id, at=now())
        .on_conflict_do_nothing()
    )
    audit.record(session, actor, "favourite.added", product_id)
    session.commit()


def remove_favourite(session: Session, actor: Actor, product_id: uuid.UUID) -> None:
    """
    Take a product off one's list.

    Raises:
        NotFound: it is not on the list.
    """
    require(actor, OFFICERS)
    removed = session.scalar(
        delete(Favourite)
        .where(Favourite.account_id == actor.account_id, Favourite.product_id == product_id)
        .returning(Favourite.product_id)
    )
    if removed is None:
        raise NotFound("The product")
    audit.record(session, actor, "favourite.removed", product_id)
    session.commit()
