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
from ipm_api.operations.notice import tell_person, tell_right_holder
from ipm_api.operations.product import lock_product
from ipm_api.operations.second_factor import forget_second_factors
from ipm_api.operations.sign_in import end_sessions
from ipm_api.sentence import Sentence


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


def _accept_right_holder(session: Session, row: RightHolder) -> None:
    row.state = RightHolderState.APPROVED
    _tell_applicant(session, row)


def _tell_applicant(session: Session, row: RightHolder) -> None:
    subject = Sentence("Your application was decided")
    lines = [Sentence("The decision stands on the page of this link.")]
    tell_right_holder(session, row.id, subject=subject, lines=lines, link="/application")


def _lock_account(session: Session, account_id: uuid.UUID) -> Account | None:
    return session.get(Account, account_id, with_for_update=True, populate_existing=True)


def _concerns_account(session: Session, row: Account, person: uuid.UUID) -> bool:
    return _is_among(session, person, [row])


def _accept_account(session: Session, row: Account) -> None:
    row.approved = True
    tell_person(
        session,
        row,
        subject=Sentence("You are invited to IPM"),
        lines=[Sentence("Choose a password on the page of this link; write your address there.")],
        link="/forgotten",
    )


def _accept_second_factor(session: Session, row: Account) -> None:
    forget_second_factors(session, row.id)
    tell_person(
        session,
        row,
        subject=Sentence("Your second factor was removed"),
        lines=[Sentence("Two administrators decided so. Set another one up when you sign in.")],
        link="/sign-in",
    )


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
    image = session.get(ReferenceImage, image_id, populate_existing=True)
    # what its right holder took from everybody is nobody's to decide on any more
    return None if image is None or image.state is ImageState.TAKEN_DOWN else image


def _concerns_image(session: Session, row: ReferenceImage, person: uuid.UUID) -> bool:
    product = session.get_one(Product, row.product_id)
    holder = session.get_one(RightHolder, product.right_holder_id)
    return _concerns_right_holder(session, holder, person)


def _image_becomes(state: ImageState) -> Callable[[Session, ReferenceImage], None]:
    def decide(session: Session, row: ReferenceImage) -> None:
        row.state = state
        bring_index_in_step(session, row.product_id)

    return decide


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
        refuse=_tell_applicant,
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
        accept=_image_becomes(ImageState.ACCEPTED),
        refuse=_image_becomes(ImageState.REFUSED),
        reopen=_image_becomes(ImageState.HELD_BACK),
    ),
    ApprovalKind.SECOND_FACTOR: Subject(
        lock=_lock_account,
        waits=lambda row: row.approved and not row.disabled,
        concerns=lambda _session, row, person: row.id == person,
        accept=_accept_second_factor,
        refuse=_nothing,
        reopen=_nothing,
    ),
}
