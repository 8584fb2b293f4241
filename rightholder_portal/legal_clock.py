"""How much of the legal time is left, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ipm_api.database import now
from ipm_api.models.question import Question
from rightholder_portal.language import _, ngettext

SHORT = 0.25  # of the legal time: from then on it is said in amber


@dataclass(frozen=True, slots=True)
class LegalClock:
    """What a page says of the time that a right holder has."""

    words: str
    is_short: bool  # little is left, or nothing
    is_running: bool  # nobody has answered yet


def legal_clock(question: Question, moment: datetime | None = None) -> LegalClock:
    """The clock of *question* at *moment* (default: now)."""
    if question.closed_at is not None:
        return LegalClock(_("Closed by the officer"), is_short=False, is_running=False)
    if question.answered_at is not None:
        return LegalClock(_("Answered"), is_short=False, is_running=False)
    left = question.deadline - (moment or now())
    whole = question.deadline - question.asked_at
    return LegalClock(_time(left), is_short=left < SHORT * whole, is_running=True)


def _time(left: timedelta) -> str:
    hours = int(left.total_seconds() // 3600)
    if left <= timedelta(0):
        return _("The legal time is over: answer all the same")
    if hours < 1:
        return _("Less than an hour left")
    if hours < 48:
        return ngettext("%(n)s hour left", "%(n)s hours left", hours)
    return ngettext("%(n)s day left", "%(n)s days left", hours // 24)
