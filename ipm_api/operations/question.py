"""An officer's question to a right holder, as the officer asks, reads and ends it."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound, TooManyAttempts
from ipm_api.models.brand import Brand
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.models.product import Product
from ipm_api.models.question import Question, QuestionMessage, QuestionPhoto
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.inspection import own_inspection
from ipm_api.operations.national_setting import legal_period
from ipm_api.operations.published import readable_products
from ipm_api.operations.question_notice import tell_next_contact
from ipm_api.policy import OFFICERS, Actor, require
from ipm_api.sentence import Sentence

MAXIMUM_TEXT = 4000  # characters of a message
MOST_OPEN = 100  # questions of one officer that wait for an answer


def ask(
    session: Session,
    actor: Actor,
    *,
    text: str,
    product_id: uuid.UUID | None = None,
    brand_id: uuid.UUID | None = None,
    inspection_id: uuid.UUID | None = None,
    photo_ids: Sequence[uuid.UUID] = (),
    perishable: bool = False,
    tell_authority: bool = False,
) -> Question:
    """
    Ask the right holder of a product, or of a brand when no product fits.

    The legal clock starts: the rule of the officer's country gives the deadline. The first contact
    that is reachable is told by mail; see question_notice.

    Args:
        inspection_id: the article in hand; its *photo_ids* are shown to the right holder without
            their metadata.
        tell_authority: also say which authority asks; otherwise only the country.

    Raises:
        Forbidden: *actor* is no officer.
        NotFound: the product or brand is not readable, or the inspection is not one's own.
        Invalid: no text, too long, neither product nor brand, or a photo of another inspection.
        TooManyAttempts: MOST_OPEN questions wait for an answer.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None
    text = checked_text(text)
    brand = _brand_asked(session, actor, product_id, brand_id)
    photos = _photos(session, actor, inspection_id, photo_ids)
    waiting = select(func.count()).where(
        Question.account_id == actor.account_id, Question.closed_at.is_(None)
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise TooManyAttempts(retry_after=24 * 3600)
    asked_at = now()
    question = Question(
        account_id=actor.account_id,
        country=actor.country,
        authority=actor.authority if tell_authority else "",
        right_holder_id=brand.right_holder_id,
        product_id=product_id,
        brand_id=brand.id,
        inspection_id=inspection_id,
        perishable=perishable,
        asked_at=asked_at,
        deadline=legal_period(session, actor.country).deadline(asked_at, perishable=perishable),
        photos=[
            QuestionPhoto(photo_id=photo.id, position=place)
            for place, photo in enumerate(photos, start=1)
        ],
        messages=[
            QuestionMessage(position=1, from_officer=True, account_id=actor.account_id, text=text)
        ],
    )
    session.add(question)
    session.flush()
    tell_next_contact(session, question)
    audit.record(session, actor, "question.asked", question.id)
    session.commit()
    return question


def add_to_question(session: Session, actor: Actor, question_id: uuid.UUID, text: str) -> Question:
    """
    Say more, or ask back.

    Raises:
        NotFound: no such question, or another officer's.
        Invalid: no text, or too long.
        Conflict: the question is closed.
    """
    question = own_question(session, actor, question_id, lock=True)
    text = checked_text(text)
    if question.closed_at is not None:
        raise Conflict(Sentence("This question is closed. Ask a new one."))
    append_message(question, text, from_officer=True, account_id=actor.account_id)
    audit.record(session, actor, "question.continued", question.id)
    session.commit()
    return question


def close_question(session: Session, actor: Actor, question_id: uuid.UUID) -> Question:
    """
    End a question: nobody is reminded any more. It stays readable to both sides.

    Raises:
        NotFound: see add_to_question.
        Conflict: it is closed already.
    """
    question = own_question(session, actor, question_id, lock=True)
    if question.closed_at is not None:
        raise Conflict(Sentence("This question is closed already."))
    question.closed_at = now()
    audit.record(session, actor, "question.closed", question.id)
    session.commit()
    return question


def own_questions(session: Session, actor: Actor, *, limit: int = 100) -> list[Question]:
    """One's own questions, the latest first."""
    require(actor, OFFICERS)
    return list(
        session.scalars(
            select(Question)
            .where(Question.account_id == actor.account_id)
            .options(
                selectinload(Question.messages),
                selectinload(Question.photos),
                joinedload(Question.brand).joinedload(Brand.right_holder),
            )
            .order_by(Question.asked_at.desc(), Question.id)
            .limit(limit)
        )
    )


def unread_answers(session: Session, actor: Actor) -> int:
    """How many answers to one's own questions were not read yet."""
    require(actor, OFFICERS)
    waiting = (
        select(func.count())
        .select_from(QuestionMessage)
        .join(Question)
        .where(
            Question.account_id == actor.account_id,
            QuestionMessage.from_officer.is_(False),
            QuestionMessage.read_at.is_(None),
        )
    )
    return session.scalar(waiting) or 0


def read_question(session: Session, actor: Actor, question_id: uuid.UUID) -> Question:
    """
    One's own question; answers that were not read yet are read now.

    Raises:
        NotFound: none, or another officer's.
    """
    question = own_question(session, actor, question_id)
    for message in question.messages:
        if not message.from_officer and message.read_at is None:
            message.read_at = now()
    audit.record(session, actor, "question.read", question.id)
    session.commit()
    return question


def own_question(
    session: Session, actor: Actor, question_id: uuid.UUID, *, lock: bool = False
) -> Question:
    """
    One of the questions that *actor* asked.

    Args:
        lock: hold the row until the transaction ends, for a change.

    Raises:
        NotFound: none, or another officer's.
    """
    require(actor, OFFICERS)
    query = select(Question).where(
        Question.id == question_id, Question.account_id == actor.account_id
    )
    question = session.scalar(query.with_for_update() if lock else query)
    if question is None:
        raise NotFound("The question")
    return question


def append_message(question: Question, text: str, **fields: object) -> QuestionMessage:
    """Add a message behind the others; the caller holds the question's row and commits."""
    message = QuestionMessage(position=len(question.messages) + 1, text=text, **fields)
    question.messages.append(message)
    return message


def checked_text(text: str) -> str:
    """
    *text* as it is kept.

    Raises:
        Invalid: empty or too long.
    """
    text = text.replace("\0", "").strip()
    if not text:
        raise Invalid({"text": [Sentence("Write what you want to say.")]})
    if len(text) > MAXIMUM_TEXT:
        raise Invalid({"text": [Sentence("At most %(most)s characters.", most=MAXIMUM_TEXT)]})
    return text


def _brand_asked(
    session: Session, actor: Actor, product_id: uuid.UUID | None, brand_id: uuid.UUID | None
) -> Brand:
    """The brand of a readable product, or a brand of which a product is readable."""
    readable = select(Product).where(Product.id.in_(readable_products(actor)))
    if product_id is not None:
        product = session.scalar(readable.where(Product.id == product_id))
        if product is None:
            raise NotFound("The product")
        brand_id = product.brand_id
    elif brand_id is None:
        raise Invalid({"product_id": [Sentence("Say which product or brand it is about.")]})
    brand = session.scalar(
        select(Brand)
        .join(RightHolder)
        .where(
            Brand.id == brand_id,
            Brand.id.in_(readable.with_only_columns(Product.brand_id)),
            RightHolder.state == RightHolderState.APPROVED,
        )
    )
    if brand is None:
        raise NotFound("The brand")
    return brand


def _photos(
    session: Session,
    actor: Actor,
    inspection_id: uuid.UUID | None,
    photo_ids: Sequence[uuid.UUID],
) -> list[InspectionPhoto]:
    if inspection_id is None:
        if photo_ids:
            raise Invalid({"photo_ids": [Sentence("Photos belong to an inspection: name it.")]})
        return []
    photos = {photo.id: photo for photo in own_inspection(session, actor, inspection_id).photos}
    if not set(photo_ids) <= set(photos):
        raise Invalid({"photo_ids": [Sentence("A photo does not belong to this inspection.")]})
    return [photos[photo_id] for photo_id in dict.fromkeys(photo_ids)]
