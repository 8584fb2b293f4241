"""Mails are rows of the transaction that they tell about; a job sends them."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.jobs.queue import enqueue
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.policy import ANONYMOUS
from ipm_api.sentence import Sentence

NEWEST = 100  # mails on the page of a trial


def queue_mail(
    session: Session,
    *,
    to: str,
    subject: Sentence,
    lines: list[Sentence],
    language: str = "en",
    link: str = "",
    link_of: tuple[Purpose, uuid.UUID] | None = None,
) -> OutgoingMail:
    """
    Send a mail if and only if the caller's transaction is committed.

    Args:
        lines: paragraphs. Nothing confidential: that there is something, and where to read it.
        link: a path of the portal; "{token}" in it is replaced by the token of *link_of*.
        link_of: purpose and id of the row whose signature opens the link.
    """
    mail = OutgoingMail(
        recipient=to,
        language=language,
        subject=_kept(subject),
        lines=[_kept(line) for line in lines],
        link=link,
        link_purpose=link_of[0] if link_of else None,
        link_id=link_of[1] if link_of else None,
    )
    session.add(mail)
    session.flush()
    enqueue(session, ANONYMOUS, "send_mail", mail_id=str(mail.id))
    return mail


def latest_mails(session: Session) -> list[OutgoingMail]:
    """The newest mails of everybody, newest first: for the page of a trial alone."""
    newest = select(OutgoingMail).order_by(OutgoingMail.created_at.desc()).limit(NEWEST)
    return list(session.scalars(newest))


def waiting_mail(session: Session, mail_id: uuid.UUID) -> OutgoingMail | None:
    """A mail that nobody has sent yet, locked until the caller commits."""
    return session.scalar(
        select(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.sent_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def unsent_mails(session: Session) -> list[uuid.UUID]:
    """What waits, oldest first."""
    waiting = select(OutgoingMail.id).where(OutgoingMail.sent_at.is_(None))
    return list(session.scalars(waiting.order_by(OutgoingMail.created_at)))


def mark_sent(session: Session, mail: OutgoingMail) -> None:
    """It left; the caller commits."""
    mail.sent_at = now()
    session.flush()


def _kept(sentence: Sentence) -> dict[str, object]:
    return {"template": sentence.template, "values": sentence.values}
