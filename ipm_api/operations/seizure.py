"""The short form of a seizure report: kept per inspection, given on as one line of a table."""

import csv
import io
import re
import uuid
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.amount import amount_text
from ipm_api.bulk.cells import writable
from ipm_api.database import now
from ipm_api.errors import Invalid
from ipm_api.ip_offices import COUNTRIES
from ipm_api.models.seizure import Seizure, Transport, Unit
from ipm_api.operations.inspection import own_inspection
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence

MOST = Decimal(10) ** 11  # of a quantity or a value, exclusive
AHEAD = timedelta(days=1)  # a date may be so far ahead: it is tomorrow elsewhere


@dataclass(frozen=True, slots=True)
class SeizureDraft:
    """
    What the officer wrote; whatever is not known yet is empty.

    Attributes:
        origin: ISO 3166 country of which the goods are said to be.
        route: the way they came, in the officer's words.
        hs_code: 6 to 10 digits.
        latitude, longitude: WGS 84 degrees, only if the officer added the position.
    """

    goods: str
    quantity: Decimal | None = None
    unit: str | None = None
    origin: str = ""
    route: str = ""
    transport: str | None = None
    value: Decimal | None = None
    currency: str = ""
    hs_code: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    seized_on: date | None = None
    right_holder: str = ""
    legal_ground: str = ""


COLUMNS = ("inspection_id", *(field.name for field in fields(SeizureDraft)), "saved_at")


def own_seizure(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Seizure | None:
    """
    The seizure report of one's own inspection, or None while there is none.

    Raises:
        NotFound: no such inspection, or another officer's.
    """
    inspection = own_inspection(session, actor, inspection_id)
    return session.get(Seizure, inspection.id)


def save_seizure(
    session: Session, actor: Actor, inspection_id: uuid.UUID, draft: SeizureDraft
) -> Seizure:
    """
    Write the seizure report of one's own inspection; the one before it is replaced.

    Raises:
        NotFound: no such inspection, or another officer's.
        Invalid: fields break a rule; all of them are named.
    """
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    faults = {name: [fault] for name, fault in _faults(draft).items() if fault}
    if faults:
        raise Invalid(faults)
    seizure = session.get(Seizure, inspection.id) or Seizure(inspection_id=inspection.id)
    for name, value in asdict(draft).items():
        setattr(seizure, name, value.strip() if isinstance(value, str) else value)
    seizure.unit = Unit(draft.unit) if draft.unit else None
    seizure.transport = Transport(draft.transport) if draft.transport else None
    seizure.saved_at = now()
    session.add(seizure)
    audit.record(session, actor, "seizure.saved", inspection.id)
    session.commit()
    return seizure


def seizure_table(session: Session, actor: Actor, inspection_id: uuid.UUID) -> str | None:
    """
    The report as CSV (RFC 4180): a line of names and one of values; None while there is none.

    No cell is one that a spreadsheet runs. That it was given out is recorded.

    Raises:
        NotFound: no such inspection, or another officer's.
    """
    seizure = own_seizure(session, actor, inspection_id)
    if seizure is None:
        return None
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerow(writable(_cell(getattr(seizure, name))) for name in COLUMNS)
    audit.record(session, actor, "seizure.exported", inspection_id)
    session.commit()
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Unit() | Transport():
            return str(value.value)
        case Decimal():
            return amount_text(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _faults(draft: SeizureDraft) -> dict[str, Sentence | None]:
    """Field → what is wrong with it, or None."""
    is_placed = draft.latitude is not None, draft.longitude is not None
    return {
        "goods": None if draft.goods.strip() else Sentence("Say what the goods are."),
        "quantity": _amount_fault(draft.quantity, positive=True),
        "unit": None
        if (draft.quantity is None) == (draft.unit is None)
        else Sentence("Give the quantity together with its unit."),
        "origin": None
        if draft.origin in COUNTRIES | {""}
        else Sentence("Write the country in two letters, as CN."),
        "value": _amount_fault(draft.value, positive=False),
        "currency": None
        if re.fullmatch("[A-Z]{3}" if draft.value is not None else "([A-Z]{3})?", draft.currency)
        else Sentence("Write the currency in three letters, for example EUR."),
        "hs_code": None
        if re.fullmatch("([0-9]{6,10})?", draft.hs_code)
        else Sentence("An HS code has 6 to 10 digits."),
        "latitude": None
        if all(is_placed) or not any(is_placed)
        else Sentence("A position has a latitude and a longitude."),
        "seized_on": None
        if draft.seized_on is None or draft.seized_on <= (now() + AHEAD).date()
        else Sentence("This day has not come yet."),
    }


def _amount_fault(amount: Decimal | None, *, positive: bool) -> Sentence | None:
    if amount is None or (0 < amount < MOST or (amount == 0 and not positive)):
        return None
    return (
        Sentence("Write an amount greater than zero.") if positive else Sentence("Write an amount.")
    )
