"""A right holder looks at its own product as officers or trainers will see it."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.models.account import Account, Membership
from ipm_api.operations.guide import Guide, guide_for
from ipm_api.operations.product import own_product
from ipm_api.operations.sign_in import issue_token
from ipm_api.operations.supply_chain import supply_chains_of
from ipm_api.operations.violation import violations_at
from ipm_api.policy import LEVELS_SHOWN, READERS, Actor, Party

LIFE = timedelta(minutes=30)
"""How long the phone's screens in the frame may ask."""


def preview_guide(session: Session, actor: Actor, product_id: uuid.UUID, reader: Party) -> Guide:
    """
    The guide of one's own product, published or not, with the levels that *reader* will see.

    Raises:
        NotFound: no such product, or another right holder's.
        ValueError: *reader* reads no guides.
    """
    product = own_product(session, actor, product_id)
    if reader not in READERS:
        raise ValueError(f"no reader of guides: {reader}")
    levels = LEVELS_SHOWN[reader]
    violations = violations_at(session, levels, [product])[product.id]
    chain = supply_chains_of(session, [product], now().date())[product.id]
    return guide_for(product, levels, violations, chain)


def preview_token(session: Session, actor: Actor, product_id: uuid.UUID) -> str:
    """
    A token for the frame of a preview: a session of the same person, for LIFE; that is recorded.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    own_product(session, actor, product_id)
    account, membership = session.execute(
        select(Account, Membership)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.id == actor.account_id, Membership.right_holder_id == actor.right_holder_id)
    ).one()
    audit.record(session, actor, "product.previewed", product_id)
    return issue_token(session, account, membership, device="Preview", life=LIFE)
