"""A member asks the publishers of the organisation to publish a product."""

import uuid

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.product import Product
from ipm_api.models.product_version import PublicationRequest
from ipm_api.operations.notice import tell_person
from ipm_api.operations.product import locked_product
from ipm_api.policy import PUBLISHERS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

MAXIMUM_NOTE = 500  # characters


def ask_to_publish(
    session: Session, actor: Actor, product_id: uuid.UUID, note: str = ""
) -> PublicationRequest:
    """
    Ask the publishers, who find it in their list; one request of a product waits at a time.

    Raises:
        NotFound: no such product, or another right holder's.
        Conflict: somebody asked already, and nobody has answered.
        Invalid: the note is too long.
    """
    require(actor, RIGHT_HOLDER)
    assert actor.account_id is not None
    product = locked_product(session, actor, product_id)
    if len(note.strip()) > MAXIMUM_NOTE:
        raise Invalid({"note": [Sentence("At most %(most)s characters.", most=MAXIMUM_NOTE)]})
    if open_request(session, actor, product_id) is not None:
        raise Conflict(Sentence("The publishers have been asked already."))
    request = PublicationRequest(
        product_id=product.id, account_id=actor.account_id, note=note.strip().replace("\0", "")
    )
    session.add(request)
    session.flush()
    for account in publishers_of(session, actor):
        if account.id != actor.account_id:
            _tell(session, account)
    audit.record(session, actor, "publication.requested", product.id)
    session.commit()
    return request


def open_request(
    session: Session, actor: Actor, product_id: uuid.UUID
) -> PublicationRequest | None:
    """The request of one's own product that waits for an answer, or None."""
    require(actor, RIGHT_HOLDER)
    return session.scalar(_open(actor).where(PublicationRequest.product_id == product_id))


def open_requests(session: Session, actor: Actor) -> list[PublicationRequest]:
    """What members of one's own organisation ask the publishers for, oldest first."""
    require(actor, PUBLISHERS)
    return list(session.scalars(_open(actor).order_by(PublicationRequest.asked_at)))


def decline_request(session: Session, actor: Actor, request_id: uuid.UUID) -> None:
    """
    Answer a request without publishing.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such open request, or another right holder's.
    """
    require(actor, PUBLISHERS)
    request = session.scalar(_open(actor).where(PublicationRequest.id == request_id))
    if request is None:
        raise NotFound("The request")
    request.answered_at = now()
    audit.record(session, actor, "publication.declined", request.product_id)
    session.commit()


def publishers_of(session: Session, actor: Actor) -> list[Account]:
    """Who may publish for one's own organisation, for notices."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(Account)
            .join(Account.memberships)
            .where(
                Membership.right_holder_id == actor.right_holder_id,
                Membership.role.in_((Role.PUBLISHER, Role.ORGANISATION_ADMINISTRATOR)),
                ~Account.disabled,
            )
        )
    )


def _tell(session: Session, publisher: Account) -> None:
    tell_person(
        session,
        publisher,
        subject=Sentence("Somebody asks you to publish"),
        lines=[Sentence("A member of your organisation asks you to publish a product.")],
        link="/requests",
    )


def _open(actor: Actor) -> Select[PublicationRequest]:
    return (
        select(PublicationRequest)
        .join(PublicationRequest.product)
        .where(
            Product.right_holder_id == actor.right_holder_id,
            PublicationRequest.answered_at.is_(None),
        )
        .options(
            joinedload(PublicationRequest.product).joinedload(Product.brand),
            joinedload(PublicationRequest.account),
        )
    )
