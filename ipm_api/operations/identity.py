"""One person, one side: nobody is a right holder's and customs' at once."""

import re

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ipm_api.errors import Invalid
from ipm_api.models.account import MEMBERSHIP_ROLES, Account, Role
from ipm_api.sentence import Sentence

_DETAIL = r"\+[^@]*@"
"""What many mail services ignore: name+anything@example.org reaches name@example.org."""


def identity_of(email: str) -> str:
    """Who reads the mail of this address: without case, and without what follows a plus."""
    return re.sub(_DETAIL, "@", email.strip().lower())


def identity_column(email: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """identity_of() for the database."""
    return func.lower(func.regexp_replace(email, _DETAIL, "@"))


def refuse_two_sides(session: Session, email: str, role: Role | None) -> None:
    """
    Refuse an address whose reader is on the other side already.

    Args:
        role: of the new account; None, or a role of an organisation: the right holders' side.

    Raises:
        Invalid: the same sentence as for an address that is taken, so that nothing is told.
    """
    theirs = session.scalars(
        select(Account.role).where(identity_column(Account.email) == identity_of(email))
    )
    if any(is_right_holders(other) != is_right_holders(role) for other in theirs):
        raise Invalid({"email": [Sentence("This address cannot be used. Choose another one.")]})


def is_right_holders(role: Role | None) -> bool:
    """True for the roles of people who act for organisations; their accounts have none."""
    return role is None or role in MEMBERSHIP_ROLES
