"""Pictures that resemble another right holder's: what waits, and what the other one answers."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.approval import ResemblanceQuestion
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.notice import tell_right_holder
from ipm_api.policy import ADMINISTRATORS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence


@dataclass(frozen=True, slots=True)
class HeldBackImage:
    """
    A doubtful picture beside the one that it resembles; for administrators.

    Attributes:
        resembles: None when that was removed, or when it resembles no single one.
        question: what its right holder was asked and answered; None if nobody was asked.
    """

    image: ReferenceImage
    resembles: ReferenceImage | None
    question: ResemblanceQuestion | None


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """What a right holder may see: its own picture and product, the question, its answer."""

    question: ResemblanceQuestion
    own_image: ReferenceImage


def held_back_images(session: Session, actor: Actor, limit: int = 50) -> list[HeldBackImage]:
    """Pictures that wait for administrators, oldest first."""
    require(actor, ADMINISTRATORS)
    return _held_back(session, ReferenceImage.state == ImageState.HELD_BACK, limit)


def held_back_image(session: Session, actor: Actor, image_id: uuid.UUID) -> HeldBackImage:
    """
    One picture that waits or was refused.

    Raises:
        NotFound: none, or one that was never held back.
    """
    require(actor, ADMINISTRATORS)
    found = _held_back(
        session,
        (ReferenceImage.id == image_id)
        & ReferenceImage.state.in_((ImageState.HELD_BACK, ImageState.REFUSED)),
        1,
    )
    if not found:
        raise NotFound("The image")
    return found[0]


def ask_right_holder(session: Session, image: ReferenceImage) -> ResemblanceQuestion | None:
    """
    Ask whose picture *image* resembles whether that is allowed; the caller commits.

    Returns:
        None when it resembles no other right holder's picture, or its owner was asked already.
    """
    other = session.get(ReferenceImage, image.resembles_id) if image.resembles_id else None
    asked = select(ResemblanceQuestion.id).where(ResemblanceQuestion.image_id == image.id)
    if other is None or session.scalar(asked) is not None:
        return None
    owner = session.get_one(Product, other.product_id).right_holder_id
    if owner == session.get_one(Product, image.product_id).right_holder_id:
        return None
    question = ResemblanceQuestion(image_id=image.id, resembles_id=other.id, right_holder_id=owner)
    session.add(question)
    tell_right_holder(
        session,
        owner,
        subject=Sentence("An image of yours was found again"),
        lines=[Sentence("Say on the page of this link whether its use is allowed.")],
        link="/resemblances",
    )
    return question


def own_questions(session: Session, actor: Actor) -> list[OwnQuestion]:
    """What *actor*'s organisation was asked; the unanswered first, then the latest."""
    require(actor, RIGHT_HOLDER)
    rows = session.execute(
        select(ResemblanceQuestion, ReferenceImage)
        .join(ReferenceImage, ReferenceImage.id == ResemblanceQuestion.resembles_id)
        .join(ReferenceImage.product)
        .where(
            ResemblanceQuestion.right_holder_id == actor.right_holder_id,
            Product.right_holder_id == actor.right_holder_id,
            ReferenceImage.state != ImageState.TAKEN_DOWN,
        )
        .options(joinedload(ReferenceImage.product).joinedload(Product.brand))
        .order_by(ResemblanceQuestion.allowed.is_not(None), ResemblanceQuestion.asked_at.desc())
        .limit(100)
    )
    return [OwnQuestion(question, image) for question, image in rows]


def open_questions(session: Session, actor: Actor) -> int:
    """How many questions wait for an answer of *actor*'s organisation."""
    require(actor, RIGHT_HOLDER)
    return session.scalars(
        select(func.count(ResemblanceQuestion.id))
        .join(ReferenceImage, ReferenceImage.id == ResemblanceQuestion.resembles_id)
        .where(
            ResemblanceQuestion.right_holder_id == actor.right_holder_id,
            ResemblanceQuestion.allowed.is_(None),
            ReferenceImage.state != ImageState.TAKEN_DOWN,
        )
    ).one()


def answer_question(
    session: Session, actor: Actor, question_id: uuid.UUID, *, allowed: bool | None
) -> None:
    """
    Say whether the use of one's own artwork is allowed; None takes the answer back.

    Raises:
        NotFound: no such question, or another organisation's.
        Conflict: the picture was decided on meanwhile.
    """
    require(actor, RIGHT_HOLDER)
    question = session.get(ResemblanceQuestion, question_id, with_for_update=True)
    if question is None or question.right_holder_id != actor.right_holder_id:
        raise NotFound("The question")
    state = session.scalar(
        select(ReferenceImage.state).where(ReferenceImage.id == question.image_id)
    )
    if state is not ImageState.HELD_BACK:
        raise Conflict(Sentence("This is decided. An answer changes nothing any more."))
    question.allowed = allowed
    question.answered_by_id = None if allowed is None else actor.account_id
    question.answered_at = None if allowed is None else now()
    audit.record(session, actor, "resemblance.answered", question.id, allowed=allowed)
    session.commit()


def _held_back(session: Session, condition: object, limit: int) -> list[HeldBackImage]:
    other = aliased(ReferenceImage)
    rows = session.execute(
        select(ReferenceImage, other, ResemblanceQuestion)
        .outerjoin(
            other,
            (ReferenceImage.resembles_id == other.id) & (other.state != ImageState.TAKEN_DOWN),
        )
        .outerjoin(ResemblanceQuestion, ResemblanceQuestion.image_id == ReferenceImage.id)
        .where(condition)  # type: ignore[arg-type]
        .options(
            joinedload(ReferenceImage.product).joinedload(Product.brand),
            joinedload(other.product).joinedload(Product.brand),
        )
        .order_by(ReferenceImage.uploaded_at)
        .limit(limit)
    )
    return [HeldBackImage(image, resembles, question) for image, resembles, question in rows]
