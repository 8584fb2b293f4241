"""What a right holder writes about those who copy, and the rules that it is held against."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.database import Texts, now
from ipm_api.errors import Invalid
from ipm_api.languages import text_in
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.violation import (
    Infringement,
    InfringementOutcome,
    InfringementType,
    SignKind,
    SuspiciousRoute,
    WarningSign,
)
from ipm_api.sentence import Sentence

LONGEST_NAME = 200  # characters
LONGEST_TEXT = 2_000
LONGEST_PARTIES = 1_000
MOST_PIECES = 2_000_000_000
MOST_VALUE = Decimal("999999999999.99")
MOST_STOPS = 20

Record = CounterfeitVersion | Infringement | WarningSign | SuspiciousRoute


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A make of a counterfeit; *image_ids* are known-counterfeit pictures of the product."""

    names: Texts
    how_to_tell: Texts = field(default_factory=dict)
    first_seen: date | None = None
    last_seen: date | None = None
    where_seen: str = ""
    image_ids: frozenset[uuid.UUID] = frozenset()
    level: FeatureLevel = FeatureLevel.COVERT
    whole_brand: bool = False


@dataclass(frozen=True, slots=True)
class InfringementDraft:
    """A past case."""

    happened_on: date
    type: InfringementType
    country: str = ""
    place: str = ""
    quantity: int | None = None
    value: Decimal | None = None
    currency: str = ""
    outcome: InfringementOutcome = InfringementOutcome.OPEN
    parties: str = ""
    notes: Texts = field(default_factory=dict)
    version_id: uuid.UUID | None = None
    level: FeatureLevel = FeatureLevel.COVERT
    whole_brand: bool = False


@dataclass(frozen=True, slots=True)
class SignDraft:
    """An indicator or a way of concealment."""

    kind: SignKind
    texts: Texts
    level: FeatureLevel = FeatureLevel.COVERT
    whole_brand: bool = False


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A way that counterfeits took; *stops* as those of a trade route."""

    names: Texts
    stops: tuple[Mapping[str, Any], ...] = ()
    notes: Texts = field(default_factory=dict)
    level: FeatureLevel = FeatureLevel.COVERT
    whole_brand: bool = False


ViolationDraft = VersionDraft | InfringementDraft | SignDraft | RouteDraft

RECORD_OF: dict[type[ViolationDraft], type[Record]] = {
    VersionDraft: CounterfeitVersion,
    InfringementDraft: Infringement,
    SignDraft: WarningSign,
    RouteDraft: SuspiciousRoute,
}


def write_record(session: Session, product: Product, record: Record, draft: ViolationDraft) -> None:
    """
    Write *draft* into *record* of *product*.

    Raises:
        Invalid: a field breaks a rule; all broken fields are named.
    """
    record.level, record.whole_brand = draft.level, draft.whole_brand
    if isinstance(record, CounterfeitVersion) and isinstance(draft, VersionDraft):
        _write_version(product, record, draft)
    elif isinstance(record, Infringement) and isinstance(draft, InfringementDraft):
        _write_infringement(session, product, record, draft)
    elif isinstance(record, WarningSign) and isinstance(draft, SignDraft):
        _refuse(
            {"texts": _text_fault(draft.texts, Sentence("Say what an officer should watch for."))}
        )
        record.kind, record.texts = draft.kind, _filled(draft.texts)
    else:
        assert isinstance(record, SuspiciousRoute)
        assert isinstance(draft, RouteDraft)
        _write_route(record, draft)


def _write_version(product: Product, record: CounterfeitVersion, draft: VersionDraft) -> None:
    pictures = [image for image in product.images if image.id in draft.image_ids]
    are_counterfeits = all(image.kind is ImageKind.KNOWN_COUNTERFEIT for image in pictures)
    _refuse(
        {
            "names": _text_fault(
                draft.names,
                Sentence("Give this make of the counterfeit a short name."),
                LONGEST_NAME,
            ),
            "how_to_tell": _text_fault(draft.how_to_tell),
            "first_seen": _date_fault(draft.first_seen),
            "last_seen": _date_fault(draft.last_seen) or _order_fault(draft),
            "where_seen": _length_fault(draft.where_seen, LONGEST_NAME),
            "image_ids": None
            if len(pictures) == len(draft.image_ids) and are_counterfeits
            else Sentence("Choose among the known-counterfeit images of this product."),
        }
    )
    record.names = _filled(draft.names)
    record.how_to_tell = _filled(draft.how_to_tell)
    record.first_seen, record.last_seen = draft.first_seen, draft.last_seen
    record.where_seen = draft.where_seen.strip()
    record.images = pictures


def _write_infringement(
    session: Session, product: Product, record: Infringement, draft: InfringementDraft
) -> None:
    version = session.get(CounterfeitVersion, draft.version_id) if draft.version_id else None
    is_own = version is not None and version.product_id == product.id and not version.removed_at
    pieces, value = draft.quantity, draft.value
    _refuse(
        {
            "happened_on": _date_fault(draft.happened_on),
            "country": None
            if re.fullmatch("(?:[A-Z]{2})?", draft.country)
            else Sentence("Choose a country."),
            "place": _length_fault(draft.place, LONGEST_NAME),
            "quantity": None
            if pieces is None or 0 < pieces <= MOST_PIECES
            else Sentence("Write a number of pieces, or nothing."),
            "value": None
            if value is None or (value.is_finite() and 0 <= value <= MOST_VALUE)
            else Sentence("Write an amount, or nothing."),
            "currency": None
            if re.fullmatch("[A-Z]{3}" if value is not None else "(?:[A-Z]{3})?", draft.currency)
            else Sentence("Write the currency in three letters, for example EUR."),
            "parties": _length_fault(draft.parties, LONGEST_PARTIES) or _named_fault(draft),
            "notes": _text_fault(draft.notes),
            "version_id": None
            if draft.version_id is None or is_own
            else Sentence("Choose one of the counterfeit versions of this product."),
        }
    )
    record.happened_on, record.type, record.outcome = draft.happened_on, draft.type, draft.outcome
    record.country, record.place = draft.country, draft.place.strip()
    record.quantity, record.value, record.currency = pieces, value, draft.currency
    record.parties, record.notes = draft.parties.strip(), _filled(draft.notes)
    record.version_id = draft.version_id


def _write_route(record: SuspiciousRoute, draft: RouteDraft) -> None:
    stops = [dict(stop) for stop in draft.stops]
    few = Sentence("Name at least two stops: where it was loaded, and where it went.")
    _refuse(
        {
            "names": _text_fault(
                draft.names, Sentence("Give the route a short name."), LONGEST_NAME
            ),
            "notes": _text_fault(draft.notes),
            "stops": few
            if len(stops) < 2
            else Sentence("At most %(most)s stops.", most=MOST_STOPS)
            if len(stops) > MOST_STOPS
            else None,
        }
    )
    record.names, record.notes, record.stops = _filled(draft.names), _filled(draft.notes), stops


def _refuse(faults: Mapping[str, str | None]) -> None:
    wrong = {name: [fault] for name, fault in faults.items() if fault}
    if wrong:
        raise Invalid(wrong)


def _text_fault(texts: Texts, needed: str = "", longest: int = LONGEST_TEXT) -> str | None:
    if needed and not text_in(texts, ()).strip():
        return needed
    return next((fault for text in texts.values() if (fault := _length_fault(text, longest))), None)


def _length_fault(text: str, longest: int) -> str | None:
    return Sentence("At most %(most)s characters.", most=longest) if len(text) > longest else None


def _date_fault(day: date | None) -> str | None:
    if day is not None and not date(1900, 1, 1) <= day <= now().date():
        return Sentence("Write a day in the past.")
    return None


def _named_fault(draft: InfringementDraft) -> str | None:
    if draft.parties.strip() and draft.level is FeatureLevel.OVERT:
        return Sentence("Names are not for trainers: choose covert, or leave the parties out.")
    return None


def _order_fault(draft: VersionDraft) -> str | None:
    if draft.first_seen and draft.last_seen and draft.last_seen < draft.first_seen:
        return Sentence("It was seen last before it was seen first.")
    return None


def _filled(texts: Texts) -> Texts:
    return {tag: text.strip() for tag, text in texts.items() if text.strip()}
