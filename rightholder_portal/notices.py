"""What administrators tell and ask a right holder, on top of each of its pages until answered."""

from dataclasses import dataclass

from flask import Flask

from ipm_api.database import db
from ipm_api.operations.break_glass import unseen_notices
from ipm_api.operations.held_back_image import open_questions
from ipm_api.policy import RIGHT_HOLDER
from rightholder_portal.session import current_actor


@dataclass(frozen=True, slots=True)
class Notices:
    """
    How many wait.

    Attributes:
        readings: readings of its products by administrators that nobody has acknowledged.
        questions: look-alikes of its pictures that nobody has answered.
    """

    readings: int = 0
    questions: int = 0


def register_notices(app: Flask) -> None:
    """Let the frame of every page ask; error pages do not, they must not need the database."""
    app.add_template_global(own_notices)


def own_notices() -> Notices:
    """Those of the organisation that the reader of this page acts for; nobody else has any."""
    session, actor = db.session(), current_actor()
    if actor.party not in RIGHT_HOLDER:
        return Notices()
    return Notices(unseen_notices(session, actor), open_questions(session, actor))
