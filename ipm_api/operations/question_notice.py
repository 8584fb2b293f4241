"""Who of a right holder is told that a question waits: the first contact, then deputies."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.question import Question, QuestionNotice
from ipm_api.models.right_holder import Contact
from ipm_api.operations.contact import reachable_contacts
from ipm_api.operations.mail import queue_mail
from ipm_api.sentence import Sentence

DEPUTY_AFTER = (0.15, 0.4, 0.7)
"""Shares of the legal time after which the next contact is told, while nobody has answered."""


def tell_next_contact(session: Session, question: Question) -> QuestionNotice | None:
    """
    Tell the next contact that was not told yet; the caller commits.

    Contacts that are at work now come first, in the right holder's order. Nothing of the question
    is in the mail but that it waits, and the link to the reply form.

    Returns:
        The notice, or None: everybody with an e-mail address was told.
    """
    told = {notice.contact_id for notice in question.notices}
    reachable = reachable_contacts(
        session, question.right_holder_id, question.brand_id, question.country, now()
    )
    rest = [r for r in reachable if r.contact.email and r.contact.id not in told]
    if not rest:
        return None
    contact = next((r.contact for r in rest if r.now.is_open), rest[0].contact)
    notice = QuestionNotice(
        question=question,
        contact_id=contact.id,
        contact_name=contact.name,
    )
    session.add(notice)
    session.flush()
    queue_mail(
        session,
        to=contact.email,
        subject=Sentence("A customs officer asks about goods"),
        lines=[
            Sentence("A customs officer waits for an answer about goods in hand."),
            Sentence("The legal time ends on %(day)s.", day=_day(question.deadline)),
            Sentence("Answer by the link, without signing in, or on the page Messages."),
        ],
        language=_first_language(contact),
        link=f"/reply/{notice.id}/{{token}}",
        link_of=(Purpose.QUESTION, notice.id),
    )
    return notice


def tell_deputies(session: Session) -> int:
    """Tell the next contact of every question whose contacts have been silent too long; commits."""
    moment = now()
    told = 0
    waiting = session.scalars(
        select(Question)
        .where(
            Question.answered_at.is_(None),
            Question.closed_at.is_(None),
            Question.deadline > moment,
        )
        .with_for_update(skip_locked=True)
    )
    for question in waiting:
        share = (moment - question.asked_at) / (question.deadline - question.asked_at)
        due = 1 + sum(share >= after for after in DEPUTY_AFTER)
        if len(question.notices) < due and tell_next_contact(session, question) is not None:
            told += 1
    session.commit()
    return told


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _first_language(contact: Contact) -> str:
    return contact.languages.split(",")[0].strip() or "en"
