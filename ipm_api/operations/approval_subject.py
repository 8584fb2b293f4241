"""What two administrators decide on: how each kind waits, whom it concerns, what follows."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Membership
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.identity import identity_of
from ipm_api.operations.index_change import bring_index_in_step
from ipm_api.operations.product import lock_product
from ipm_api.operations.sign_in import end_sessions


@dataclass(frozen=True, slots=True)
class Subject:
    """
    One kind of subject; every function gets the session and the locked row.

    Attributes:
        lock: the row of an id, locked until the end of the transaction; None if there is none.
        waits: whether it waits for a decision now.
        concerns: whether an administrator's account is this person, or invited them.
        accept: what two approvals do.
        refuse: what a refusal does.
        reopen: what reconsidering does.
    """

    lock: Callable[[Session, uuid.UUID], Any]
    waits: Callable[[Any], bool]
    concerns: Callable[[Session, Any, uuid.UUID], bool]
    accept: Callable[[Session, Any], None]
    refuse: Callable[[Session, Any], None]
    reopen: Callable[[Session, Any], None]


def _nothing(_session: Session, _row: Any) -> None:
    """The row says it all."""


def _lock_right_holder(session: Session, right_holder_id: uuid.UUID) -> RightHolder | None:
    return session.get(RightHolder, right_holder_id, with_for_update=True, populate_existing=True)


def _concerns_right_holder(session: Session, row: RightHolder, person: uuid.UUID) -> bool:
    people = select(Account).join(Account.memberships).where(Membership.right_holder_id == row.id)
    return _is_among(session, person, list(session.scalars(people)))


def _accept_right_holder(_session: Session, row: RightHolder) -> None:
    row.state = RightHolderState.APPROVED


def _lock_account(session: Session, account_id: uuid.UUID) -> Account | None:
    return session.get(Account, account_id, with_for_update=True, populate_existing=True)


def _concerns_account(session: Session, row: Account, person: uuid.UUID) -> bool:
    return _is_among(session, person, [row])


def _accept_account(_session: Session, row: Account) -> None:
    row.approved = True


def _refuse_account(session: Session, row: Account) -> None:
    row.disabled = True
    end_sessions(session, row.id)


def _reopen_account(_session: Session, row: Account) -> None:
    row.disabled = False


def _lock_image(session: Session, image_id: uuid.UUID) -> ReferenceImage | None:
    image = session.get(ReferenceImage, image_id)
    if image is None:
        return None
    lock_product(session, image.product_id)  # nobody decides, publishes or withdraws meanwhile
    return session.get(ReferenceImage, image_id, populate_existing=True)


def _concerns_image(session: Session, row: ReferenceImage, person: uuid.UUID) -> bool:
    product = session.get_one(Product, row.product_id)
    holder = session.get_one(RightHolder, product.right_holder_id)
    return _concerns_right_holder(session, holder, person)


def _accept_image(session: Session, row: ReferenceImage) -> None:
    row.state = ImageState.ACCEPTED
    bring_index_in_step(session, row.product_id)


def _refuse_image(session: Session, row: ReferenceImage) -> None:
    row.state = ImageState.REFUSED
    bring_index_in_step(session, row.product_id)


def _reopen_image(session: Session, row: ReferenceImage) -> None:
    row.state = ImageState.HELD_BACK
    bring_index_in_step(session, row.product_id)


def _is_among(session: Session, person: uuid.UUID, people: list[Account]) -> bool:
    email = session.scalar(select(Account.email).where(Account.id == person))
    own = identity_of(email or "")
    return any(
        person in (account.id, account.invited_by_id) or identity_of(account.email) == own
        for account in people
    )


SUBJECTS: dict[ApprovalKind, Subject] = {
    ApprovalKind.RIGHT_HOLDER: Subject(
        lock=_lock_right_holder,
        waits=lambda row: row.state is RightHolderState.PENDING,
        concerns=_concerns_right_holder,
        accept=_accept_right_holder,
        refuse=_nothing,
        reopen=_nothing,
    ),
    ApprovalKind.ACCOUNT: Subject(
        lock=_lock_account,
        waits=lambda row: not row.approved and not row.disabled,
        concerns=_concerns_account,
        accept=_accept_account,
        refuse=_refuse_account,
        reopen=_reopen_account,
    ),
    ApprovalKind.IMAGE: Subject(
        lock=_lock_image,
        waits=lambda row: row.state is ImageState.HELD_BACK,
        concerns=_concerns_image,
        accept=_accept_image,
        refuse=_refuse_image,
        reopen=_reopen_image,
    ),
}
