"""Is the service able to work?"""

from sqlalchemy import select
from sqlalchemy.orm import Session


def check_database(session: Session) -> None:
    """
    Ask the database something.

    Raises:
        OperationalError: it does not answer.
    """
    session.scalar(select(1))
