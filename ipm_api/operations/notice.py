"""Tells people by mail that something waits for them, in the transaction of the act itself."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.languages import FALLBACK
from ipm_api.models.account import Account, Membership
from ipm_api.operations.mail import queue_mail
from ipm_api.sentence import Sentence


def tell_person(
    session: Session, account: Account, *, subject: Sentence, lines: list[Sentence], link: str
) -> None:
    """
    Queue a mail in the person's language; the caller commits.

    Args:
        lines: nothing confidential: what it is about stands behind the link.
        link: path of the portal.
    """
    queue_mail(
        session,
        to=account.email,
        subject=subject,
        lines=lines,
        language=account.language or FALLBACK,
        link=link,
    )


def tell_right_holder(
    session: Session,
    right_holder_id: uuid.UUID,
    *,
    subject: Sentence,
    lines: list[Sentence],
    link: str,
) -> None:
    """Queue a mail to everybody who acts for an organisation; the caller commits."""
    people = (
        select(Account)
        .join(Account.memberships)
        .where(Membership.right_holder_id == right_holder_id, ~Account.disabled)
    )
    for account in session.scalars(people).all():
        tell_person(session, account, subject=subject, lines=lines, link=link)
