"""Whom officers reach: people and desks of a right holder, in the order they are called."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from ipm_api import audit
from ipm_api.database import Texts
from ipm_api.errors import Invalid, NotFound
from ipm_api.language_tags import filled_texts, is_language_tag, problem_with
from ipm_api.models.right_holder import Contact, ContactDuty, RightHolder
from ipm_api.opening_hours import WEEKDAYS, Availability, availability, time_zones
from ipm_api.operations.brand import own_brand
from ipm_api.operations.removal import remove, restore
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

LONGEST = {"name": 200, "email": 254, "telephone": 40, "languages": 100}  # characters
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class ReachableContact:
    """A contact, and whether it answers now."""

    contact: Contact
    now: Availability


def add_contact(session: Session, actor: Actor, *, name: str, **fields: Any) -> Contact:
    """
    Add whom officers reach; the last in order.

    Args:
        fields: email, telephone; role (texts), duty, languages ("en, fr"), time_zone (IANA),
            hours (``{"mon": ["09:00", "17:30"]}``), always, countries (ISO 3166; empty: all),
            brand_id (None: all brands).

    Raises:
        Forbidden: *actor* belongs to no approved right holder.
        NotFound: the brand is not one's own.
        Invalid: a field breaks a rule; nothing is cut.
    """
    require(actor, RIGHT_HOLDER)
    holder_id = actor.right_holder_id
    session.get(RightHolder, holder_id, with_for_update=True)  # positions are given one by one
    last = session.scalar(
        select(func.max(Contact.position)).where(Contact.right_holder_id == holder_id)
    )
    contact = Contact(right_holder_id=holder_id, position=(last or 0) + 1)
    _write(session, actor, contact, _DEFAULTS | fields | {"name": name})
    session.add(contact)
    session.flush()
    audit.record(session, actor, "contact.added", contact.id)
    session.commit()
    return contact


def update_contact(session: Session, actor: Actor, contact_id: uuid.UUID, **fields: Any) -> Contact:
    """
    Write a contact anew; fields that are not named stay.

    Raises:
        NotFound: none, or another right holder's.
        Invalid: see add_contact.
    """
    contact = own_contact(session, actor, contact_id)
    current = {name: getattr(contact, name) for name in ("name", *_DEFAULTS)}
    _write(session, actor, contact, current | fields)
    audit.record(session, actor, "contact.changed", contact.id)
    session.commit()
    return contact


def move_contact(session: Session, actor: Actor, contact_id: uuid.UUID, *, up: bool) -> Contact:
    """
    Call a contact one place earlier, or later; at the end of the list nothing happens.

    Raises:
        NotFound: none, or another right holder's.
    """
    own_contact(session, actor, contact_id)
    session.get(RightHolder, actor.right_holder_id, with_for_update=True)
    contacts = own_contacts(session, actor)
    at = next(i for i, contact in enumerate(contacts) if contact.id == contact_id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(contacts):
        contacts.insert(to, contacts.pop(at))
    for position, contact in enumerate(contacts, start=1):
        contact.position = position
    audit.record(session, actor, "contact.moved", contact_id)
    session.commit()
    return contacts[max(0, min(to, len(contacts) - 1))]


def remove_contact(session: Session, actor: Actor, contact_id: uuid.UUID) -> Contact:
    """
    Take a contact out of all guides; restore_contact undoes it.

    Raises:
        NotFound: none, or another right holder's.
    """
    contact = own_contact(session, actor, contact_id)
    return remove(session, actor, contact, "contact")


def restore_contact(session: Session, actor: Actor, contact_id: uuid.UUID) -> Contact:
    """
    Undo remove_contact.

    Raises:
        NotFound: none was removed, or another right holder's.
    """
    contact = own_contact(session, actor, contact_id, removed=True)
    return restore(session, actor, contact, "contact")


def own_contacts(session: Session, actor: Actor) -> list[Contact]:
    """The contacts of one's own organisation; the first is called first, then its deputies."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(Contact)
            .where(Contact.right_holder_id == actor.right_holder_id, Contact.removed_at.is_(None))
            .options(joinedload(Contact.brand))
            .order_by(Contact.position, Contact.id)
        )
    )


def own_contact(
    session: Session, actor: Actor, contact_id: uuid.UUID, *, removed: bool = False
) -> Contact:
    """
    A contact of one's own organisation that is, or is not, removed.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    contact = session.get(Contact, contact_id)
    if (
        contact is None
        or contact.right_holder_id != actor.right_holder_id
        or (contact.removed_at is not None) is not removed
    ):
        raise NotFound("The contact")
    return contact


def reachable_contacts(
    session: Session,
    right_holder_id: uuid.UUID,
    brand_id: uuid.UUID | None,
    country: str,
    moment: datetime,
) -> list[ReachableContact]:
    """
    Whom somebody in *country* asks about *brand_id* at *moment*, first one first.

    Those named for the brand come before those for all brands, those named for the country before
    those for all countries; then in the right holder's order. Each next one is a deputy.
    """
    contacts = session.scalars(
        select(Contact)
        .where(
            Contact.right_holder_id == right_holder_id,
            Contact.removed_at.is_(None),
            or_(Contact.brand_id.is_(None), Contact.brand_id == brand_id),
        )
        .order_by(Contact.position, Contact.id)
    )
    return reachable(contacts.all(), brand_id, country, moment)


def reachable(
    contacts: Sequence[Contact], brand_id: uuid.UUID | None, country: str, moment: datetime
) -> list[ReachableContact]:
    """Those of *contacts* (in order) that answer for the brand and country; see above."""
    fitting = [
        contact
        for contact in contacts
        if contact.brand_id in (None, brand_id)
        and (not contact.countries or country in contact.countries)
    ]
    fitting.sort(key=lambda contact: (contact.brand_id is None, not contact.countries))
    return [ReachableContact(contact, availability(contact, moment)) for contact in fitting]


_DEFAULTS: dict[str, Any] = {
    "role": {},
    "email": "",
    "telephone": "",
    "languages": "en",
    "time_zone": "UTC",
    "duty": ContactDuty.BOTH,
    "hours": {},
    "always": False,
    "countries": (),
    "brand_id": None,
}


def _write(session: Session, actor: Actor, contact: Contact, fields: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    texts = {name: " ".join(str(fields[name]).split()) for name in LONGEST}
    tags = [tag for tag in re.split(r"[\s,;]+", texts["languages"]) if tag]
    role: Texts = filled_texts(fields["role"])
    if not texts["name"]:
        wrong["name"] = [Sentence("Write the name of a person or desk.")]
    if not (texts["email"] or texts["telephone"]):
        wrong["telephone"] = [Sentence("Give a telephone number or an e-mail address.")]
    if texts["email"] and not _EMAIL.fullmatch(texts["email"]):
        wrong["email"] = [Sentence("Write an e-mail address, for example desk@example.org.")]
    if not tags or not all(is_language_tag(tag) for tag in tags):
        wrong["languages"] = [Sentence("Write language tags, for example en, fr.")]
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            wrong[name] = [Sentence("At most %(most)s characters.", most=LONGEST[name])]
        if "\0" in text:
            wrong[name] = [Sentence("Control characters cannot be kept.")]
    if sentence := problem_with(role, LONGEST["name"]):
        wrong["role"] = [sentence]
    if fields["time_zone"] not in time_zones():
        wrong["time_zone"] = [Sentence("Choose a time zone of the list.")]
    if any(len(c) != 2 or not c.isascii() or not c.isalpha() for c in fields["countries"]):
        wrong["countries"] = [Sentence("Choose countries of the list.")]
    hours = {day: list(fields["hours"][day]) for day in WEEKDAYS if fields["hours"].get(day)}
    for day, span in hours.items():
        if len(span) != 2 or not all(_TIME.fullmatch(str(text)) for text in span):
            wrong[f"hours-{day}"] = [Sentence("Write both times as 09:00.")]
    if wrong:
        raise Invalid(wrong)
    if fields["brand_id"] is not None:
        own_brand(session, actor, fields["brand_id"])
    contact.name, contact.email, contact.telephone = (
        texts["name"],
        texts["email"],
        texts["telephone"],
    )
    contact.languages = ",".join(dict.fromkeys(tags))
    contact.role, contact.duty = role, fields["duty"]
    contact.time_zone, contact.hours, contact.always = fields["time_zone"], hours, fields["always"]
    contact.countries = sorted({country.upper() for country in fields["countries"]})
    contact.brand_id = fields["brand_id"]
