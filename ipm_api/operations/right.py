"""Registered rights behind a brand: write, remove, take the removal back, and what runs out."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from ipm_api import audit
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.brand import Brand, IntellectualPropertyRight, RightType
from ipm_api.operations.brand import NICE_CLASSES, own_brand
from ipm_api.operations.removal import remove, restore
from ipm_api.policy import RIGHT_HOLDER, Actor, require
from ipm_api.sentence import Sentence

RECORDATION_KINDS = ("recordation", "application-for-action")
MAXIMUM_OFFICE = 40  # characters
MAXIMUM_NUMBER = 60  # characters
MAXIMUM_RECORDATIONS = 300  # one application for action can cover many states
SOON, EARLY = 30, 90  # days before a right runs out
_VIENNA = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){0,2}")
_LOCARNO = re.compile(r"[0-9]{1,2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Expiry:
    """
    Something of a brand that has run out, or will within EARLY days.

    Attributes:
        kind: "right", or one of RECORDATION_KINDS.
        number, country: of the right or recordation; country is the office of a right.
        days: until it ends; negative when it has ended.
    """

    brand: Brand
    kind: str
    number: str
    country: str
    until: date
    days: int

    @property
    def urgency(self) -> str:
        """expired, soon (SOON days) or early (EARLY days)."""
        return "expired" if self.days < 0 else "soon" if self.days <= SOON else "early"


def add_right(
    session: Session,
    actor: Actor,
    brand_id: uuid.UUID,
    *,
    type: RightType,
    office: str,
    number: str,
    nice_classes: Sequence[int] = (),
    valid_until: date | None = None,
    vienna_codes: Sequence[str] = (),
    locarno_classes: Sequence[str] = (),
    recordations: Sequence[Mapping[str, Any]] = (),
) -> IntellectualPropertyRight:
    """
    Add a registered right to one's own brand.

    Args:
        office: WIPO ST.3 code or name, for example "EM".
        recordations: ``{"kind": of RECORDATION_KINDS, "country": ISO 3166, "number", "valid_until":
            ISO date or ""}`` each.

    Raises:
        NotFound: no such brand, or another right holder's.
        Invalid: a field breaks a rule; nothing is cut.
    """
    brand = own_brand(session, actor, brand_id)
    right = IntellectualPropertyRight(brand=brand)
    fields = {
        "type": type,
        "office": office,
        "number": number,
        "nice_classes": nice_classes,
        "valid_until": valid_until,
        "vienna_codes": vienna_codes,
        "locarno_classes": locarno_classes,
        "recordations": recordations,
    }
    with session.no_autoflush:
        _write(right, fields)
    session.add(right)
    session.flush()
    audit.record(session, actor, "right.added", right.id)
    session.commit()
    return right


def update_right(
    session: Session, actor: Actor, right_id: uuid.UUID, **fields: Any
) -> IntellectualPropertyRight:
    """
    Write a right anew; *fields* are those of add_right, and those not named stay.

    Raises:
        NotFound: none, or another right holder's.
        Invalid: see add_right.
    """
    right = own_right(session, actor, right_id)
    current = {name: getattr(right, name) for name in _FIELDS}
    _write(right, current | fields)
    audit.record(session, actor, "right.changed", right.id)
    session.commit()
    return right


def remove_right(session: Session, actor: Actor, right_id: uuid.UUID) -> IntellectualPropertyRight:
    """
    Take a right out of all guides; restore_right undoes it.

    Raises:
        NotFound: none, or another right holder's.
    """
    right = own_right(session, actor, right_id)
    return remove(session, actor, right, "right")


def restore_right(session: Session, actor: Actor, right_id: uuid.UUID) -> IntellectualPropertyRight:
    """
    Undo remove_right.

    Raises:
        NotFound: see remove_right.
    """
    right = own_right(session, actor, right_id, removed=True)
    return restore(session, actor, right, "right")


def own_right(
    session: Session, actor: Actor, right_id: uuid.UUID, *, removed: bool = False
) -> IntellectualPropertyRight:
    """
    A right of one's own organisation that is, or is not, removed.

    Raises:
        NotFound: none, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    right = session.scalar(
        select(IntellectualPropertyRight)
        .join(Brand, Brand.id == IntellectualPropertyRight.brand_id)
        .where(
            IntellectualPropertyRight.id == right_id,
            Brand.right_holder_id == actor.right_holder_id,
            IntellectualPropertyRight.removed_at.is_not(None)
            if removed
            else IntellectualPropertyRight.removed_at.is_(None),
        )
    )
    if right is None:
        raise NotFound("The right")
    return right


def own_expiries(
    session: Session, actor: Actor, today: date, *, brand_id: uuid.UUID | None = None
) -> list[Expiry]:
    """What of one's own rights and recordations has run out or will soon, the first one first."""
    require(actor, RIGHT_HOLDER)
    asked = (
        select(IntellectualPropertyRight)
        .join(IntellectualPropertyRight.brand)
        .where(
            Brand.right_holder_id == actor.right_holder_id,
            Brand.removed_at.is_(None),
            IntellectualPropertyRight.removed_at.is_(None),
            or_(
                IntellectualPropertyRight.valid_until <= today + timedelta(days=EARLY),
                IntellectualPropertyRight.recordations != [],
            ),
        )
        .options(contains_eager(IntellectualPropertyRight.brand))
    )
    if brand_id is not None:
        asked = asked.where(Brand.id == brand_id)
    found = [e for right in session.scalars(asked) for e in _ends(right.brand, right, today)]
    return sorted(found, key=lambda expiry: expiry.until)


def expiries_of(brand: Brand, today: date) -> list[Expiry]:
    """What of *brand*'s rights has run out or will within EARLY days."""
    return [expiry for right in brand.rights for expiry in _ends(brand, right, today)]


def _ends(brand: Brand, right: IntellectualPropertyRight, today: date) -> list[Expiry]:
    ends = [("right", right.number, right.office, right.valid_until)]
    for line in right.recordations:
        until = date.fromisoformat(line["valid_until"]) if line["valid_until"] else None
        ends.append((line["kind"], line["number"], line["country"], until))
    return [
        Expiry(brand, kind, number, country, until, (until - today).days)
        for kind, number, country, until in ends
        if until is not None and (until - today).days <= EARLY
    ]


_FIELDS = (
    "type",
    "office",
    "number",
    "nice_classes",
    "valid_until",
    "vienna_codes",
    "locarno_classes",
    "recordations",
)


def _write(right: IntellectualPropertyRight, fields: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    office, number = fields["office"].strip(), fields["number"].strip()
    if not office:
        wrong["office"] = [Sentence("Name the office, for example EM, WO or FR.")]
    if not number:
        wrong["number"] = [Sentence("Write the registration number.")]
    for name, text, most in (
        ("office", office, MAXIMUM_OFFICE),
        ("number", number, MAXIMUM_NUMBER),
    ):
        if len(text) > most:
            wrong[name] = [Sentence("At most %(most)s characters.", most=most)]
    if any(number not in NICE_CLASSES for number in fields["nice_classes"]):
        wrong["nice_classes"] = [Sentence("Nice classes go from 1 to 45.")]
    if not all(_VIENNA.fullmatch(code) for code in fields["vienna_codes"]):
        wrong["vienna_codes"] = [Sentence("Write Vienna codes as 26.4.2.")]
    if not all(_LOCARNO.fullmatch(code) for code in fields["locarno_classes"]):
        wrong["locarno_classes"] = [Sentence("Write Locarno classes as 09-01.")]
    recordations = _recordations(fields["recordations"], wrong)
    if wrong:
        raise Invalid(wrong)
    right.type, right.office, right.number = fields["type"], office, number
    right.nice_classes = sorted(set(fields["nice_classes"]))
    right.vienna_codes = sorted(set(fields["vienna_codes"]))
    right.locarno_classes = sorted(set(fields["locarno_classes"]))
    right.valid_until = fields["valid_until"]
    right.recordations = recordations


def _recordations(
    lines: Sequence[Mapping[str, Any]], wrong: dict[str, list[str]]
) -> list[dict[str, str]]:
    if len(lines) > MAXIMUM_RECORDATIONS:
        wrong["recordations"] = [Sentence("At most %(most)s lines.", most=MAXIMUM_RECORDATIONS)]
        return []
    kept = []
    for at, line in enumerate(lines):
        kind, country = line.get("kind") or RECORDATION_KINDS[0], line.get("country", "").upper()
        number, until = line.get("number", "").strip(), line.get("valid_until") or ""
        place = f"recordations-{at}"
        if kind not in RECORDATION_KINDS:
            wrong[f"{place}-kind"] = [Sentence("Choose one of the list.")]
        if len(country) != 2 or not (country.isascii() and country.isalpha()):
            wrong[f"{place}-country"] = [Sentence("Choose a country.")]
        if not number:
            wrong[f"{place}-number"] = [Sentence("Write the number that customs gave it.")]
        if len(number) > MAXIMUM_NUMBER:
            most = MAXIMUM_NUMBER
            wrong[f"{place}-number"] = [Sentence("At most %(most)s characters.", most=most)]
        try:
            until = date.fromisoformat(until).isoformat() if until else ""
        except ValueError:
            wrong[f"{place}-valid_until"] = [Sentence("Write a date as 2031-12-31.")]
        kept.append({"kind": kind, "country": country, "number": number, "valid_until": until})
    return kept
