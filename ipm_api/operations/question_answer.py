"""A question as its right holder reads and answers it: on the page, or by the reply form."""

import enum
import hmac
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.product import Product
from ipm_api.models.question import Question, QuestionNotice, QuestionPhoto, Statement
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.push_subscription import tell_soon
from ipm_api.operations.question import append_message, checked_text
from ipm_api.policy import ANONYMOUS, RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

LINK_LIFE = timedelta(days=7)
"""A reply form opens until so long after the legal time."""


class Box(enum.Enum):
    """Which questions of the inbox are shown."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ReplyLink:
    """What stands in a mail: which notice, and that it was this site that sent it."""

    secret_key: str
    notice_id: uuid.UUID
    token: str

    def is_signed(self) -> bool:
        """True if nobody made this link up."""
        signed = signed_token(self.secret_key, Purpose.QUESTION, self.notice_id)
        return hmac.compare_digest(signed.encode(), self.token.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """What the link in a mail opens."""

    question: Question
    contact_name: str


def inbox(
    session: Session, actor: Actor, box: Box = Box.WAITING, *, limit: int = 200
) -> list[Question]:
    """The questions to one's own organisation; those that wait: least time left first."""
    require(actor, RIGHT_HOLDER)
    query = _to(actor.right_holder_id)
    if box is Box.WAITING:
        query = query.where(Question.closed_at.is_(None), Question.answered_at.is_(None))
        query = query.order_by(Question.deadline, Question.id)
    elif box is Box.ANSWERED:
        query = query.where(Question.closed_at.is_(None), Question.answered_at.is_not(None))
        query = query.order_by(Question.answered_at.desc(), Question.id)
    else:
        query = query.where(Question.closed_at.is_not(None))
        query = query.order_by(Question.closed_at.desc(), Question.id)
    return list(session.scalars(query.limit(limit)))


def waiting_count(session: Session, actor: Actor) -> int:
    """How many questions wait for an answer of one's own organisation."""
    require(actor, RIGHT_HOLDER)
    return (
        session.scalar(
            select(func.count()).where(
                Question.right_holder_id == actor.right_holder_id,
                Question.closed_at.is_(None),
                Question.answered_at.is_(None),
            )
        )
        or 0
    )


def received_question(session: Session, actor: Actor, question_id: uuid.UUID) -> Question:
    """
    A question to one's own organisation; that it was read is recorded.

    Raises:
        NotFound: none, or to another right holder.
    """
    require(actor, RIGHT_HOLDER)
    question = session.scalar(_to(actor.right_holder_id).where(Question.id == question_id))
    if question is None:
        raise NotFound("The question")
    _mark_read(session, actor, question)
    return question


def answer(
    session: Session, actor: Actor, question_id: uuid.UUID, statement: Statement, text: str
) -> Question:
    """
    Answer a question to one's own organisation. Every answer is kept; none is changed.

    Raises:
        NotFound: see received_question.
        Invalid: no text, or too long.
        Conflict: the officer has closed the question.
    """
    require(actor, RIGHT_HOLDER)
    text = checked_text(text)
    question = session.scalar(
        select(Question)
        .where(Question.id == question_id, Question.right_holder_id == actor.right_holder_id)
        .with_for_update()
    )
    if question is None:
        raise NotFound("The question")
    _answer(session, actor, question, statement, text, account_id=actor.account_id)
    return question


def open_reply_form(session: Session, link: ReplyLink) -> ReplyForm:
    """
    What the link in a mail opens, for a contact that has no account.

    Raises:
        NotFound: an unknown or expired link, or its organisation is not approved (any more).
    """
    notice = _notice(session, link)
    if notice.opened_at is None:
        notice.opened_at = now()
    question = session.scalar(_details(select(Question).where(Question.id == notice.question_id)))
    assert question is not None  # a foreign key
    _mark_read(session, ANONYMOUS, question)
    return ReplyForm(question, notice.contact_name)


def answer_by_form(session: Session, link: ReplyLink, statement: Statement, text: str) -> Question:
    """
    Answer as the contact to whom *link* was sent.

    Raises:
        NotFound: see open_reply_form.
        Invalid: see answer.
        Conflict: see answer.
    """
    text = checked_text(text)
    notice = _notice(session, link)
    question = session.get_one(Question, notice.question_id, with_for_update=True)
    _answer(session, ANONYMOUS, question, statement, text, contact_name=notice.contact_name)
    return question


def question_photo(session: Session, actor: Actor, question_id: uuid.UUID, place: int) -> str:
    """
    SHA-256 of a photo of a question to one's own organisation, rebuilt from pixels.

    Raises:
        NotFound: no such photo, or to another right holder.
    """
    require(actor, RIGHT_HOLDER)
    return _photo(
        session,
        Question.id == question_id,
        Question.right_holder_id == actor.right_holder_id,
        place=place,
    )


def reply_form_photo(session: Session, link: ReplyLink, place: int) -> str:
    """
    The same for the reply form.

    Raises:
        NotFound: no such photo, or see open_reply_form.
    """
    return _photo(session, Question.id == _notice(session, link).question_id, place=place)


def _answer(
    session: Session,
    actor: Actor,
    question: Question,
    statement: Statement,
    text: str,
    **sender: object,
) -> None:
    if question.closed_at is not None:
        raise Conflict(Sentence("The officer has closed this question. No answer is needed."))
    append_message(question, text, from_officer=False, statement=statement, **sender)
    if statement is not Statement.MORE_PHOTOS and question.answered_at is None:
        question.answered_at = now()
    audit.record(session, actor, "question.answered", question.id, statement=statement.value)
    tell_soon(session, question.account_id)
    session.commit()


def _mark_read(session: Session, actor: Actor, question: Question) -> None:
    for message in question.messages:
        if message.from_officer and message.read_at is None:
            message.read_at = now()
    audit.record(session, actor, "question.read", question.id)
    session.commit()


def _notice(session: Session, link: ReplyLink) -> QuestionNotice:
    if not link.is_signed():
        raise NotFound("This link has ended, or it")
    notice = session.scalar(
        select(QuestionNotice)
        .join(QuestionNotice.question)
        .join(Question.right_holder)
        .where(
            QuestionNotice.id == link.notice_id,
            Question.deadline > now() - LINK_LIFE,
            RightHolder.state == RightHolderState.APPROVED,
        )
    )
    if notice is None:
        raise NotFound("This link has ended, or it")
    return notice


def _photo(session: Session, *conditions: ColumnElement[bool], place: int) -> str:
    sha256 = session.scalar(
        select(InspectionPhoto.picture_sha256)
        .join(QuestionPhoto, QuestionPhoto.photo_id == InspectionPhoto.id)
        .join(QuestionPhoto.question)
        .where(*conditions, QuestionPhoto.position == place)
    )
    if sha256 is None:
        raise NotFound("The photo")
    return sha256


def _to(right_holder_id: uuid.UUID | None) -> Select[Question]:
    return _details(select(Question).where(Question.right_holder_id == right_holder_id))


def _details(query: Select[Question]) -> Select[Question]:
    return query.options(
        selectinload(Question.messages),
        selectinload(Question.photos),
        selectinload(Question.notices),
        joinedload(Question.brand),
        joinedload(Question.product).selectinload(Product.images),
    )
