"""Tells those who may lift a limit that a reader reached one."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Role
from ipm_api.operations.notice import tell_person
from ipm_api.sentence import Sentence


def tell_of_limit(session: Session, country: str) -> None:
    """
    Queue a mail to administrators and to the national contacts of *country*; the caller commits.

    Who it was stands behind the link, not in the mail.
    """
    contact = and_(Account.role == Role.NATIONAL_CONTACT, Account.country == country)
    people = select(Account).where(
        or_(Account.role == Role.ADMINISTRATOR, contact), ~Account.disabled, Account.approved
    )
    for account in session.scalars(people).all():
        tell_person(
            session,
            account,
            subject=Sentence("A reader reached a limit"),
            lines=[
                Sentence("Somebody was shown more products than is usual."),
                Sentence("See whether the work explains it; you can lift the limit for a day."),
            ],
            link="/administration/reading",
        )
