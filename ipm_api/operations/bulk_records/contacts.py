"""Contacts as rows."""

import uuid
from collections.abc import Iterator
from typing import Any

from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.joined import joined
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.right_holder import Contact, ContactDuty
from ipm_api.opening_hours import WEEKDAYS
from ipm_api.operations.bulk_records.brands import brand_named
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.contact import (
    add_contact,
    own_contact,
    own_contacts,
    remove_contact,
    update_contact,
)
from ipm_api.sentence import Sentence


class Contacts:
    """One person or desk per row, told from the others by its name."""

    sheet = BY_NAME["contacts"]
    repeats = True

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[Contact]:
        own = own_contacts(work.session, work.actor)
        return [contact for contact in own if contact.name == cells.get("name")]

    def get(self, work: Work, subject_id: uuid.UUID) -> Contact | None:
        try:
            return own_contact(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: Contact) -> Cells:
        languages = ";".join(tag.strip() for tag in thing.languages.split(",") if tag.strip())
        days = [day for day in WEEKDAYS if thing.hours.get(day)]
        return texts_of(
            self.sheet,
            thing,
            languages=languages,
            hours=joined((f"{day} {'-'.join(thing.hours[day])}" for day in days), ";"),
            brand=thing.brand.name if thing.brand is not None else "",
        )

    def write(
        self, work: Work, thing: Contact | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        given["languages"] = ", ".join(given["languages"]) or "en"
        given["time_zone"] = given["time_zone"] or "UTC"
        given["duty"] = ContactDuty(given["duty"] or ContactDuty.BOTH.value)
        given["hours"] = dict(_day(word) for word in given["hours"])
        brand = given.pop("brand")
        given["brand_id"] = brand_named(work, brand).id if brand else None
        if thing is not None:
            return update_contact(work.session, work.actor, thing.id, **given).id
        return add_contact(work.session, work.actor, **given).id

    def remove(self, work: Work, thing: Contact) -> str | None:
        remove_contact(work.session, work.actor, thing.id)
        return None

    def every(self, work: Work) -> Iterator[Contact]:
        yield from own_contacts(work.session, work.actor)


def _day(word: str) -> tuple[str, list[Any]]:
    """``mon 09:00-17:30``"""
    day, _, span = word.strip().partition(" ")
    if day.lower() not in WEEKDAYS or span.count("-") != 1:
        sentence = Sentence("Write hours as mon 09:00-17:30; several separated by “;”.")
        raise Invalid({"hours": [sentence]})
    return day.lower(), [time.strip() for time in span.split("-")]
