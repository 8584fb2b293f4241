"""What is known of those who copy, as rows: versions, past cases, signs, suspicious routes."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.joined import fields, joined, parted
from ipm_api.bulk.mapping import split_column
from ipm_api.errors import Invalid
from ipm_api.languages import fold
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.violation import (
    Infringement,
    InfringementOutcome,
    InfringementType,
    SignKind,
    SuspiciousRoute,
    WarningSign,
)
from ipm_api.operations.bulk_records.naming import version_names
from ipm_api.operations.bulk_records.pictures import version_of_cell
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.violation import add_record, remove_record, update_record
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    Record,
    RouteDraft,
    SignDraft,
    VersionDraft,
    ViolationDraft,
)
from ipm_api.sentence import Sentence


class Violations:
    """
    One kind of entry of one product.

    Args:
        sheet: its name in the registry.
        model: the table.
        draft: values of a row → what the operation takes; the record it replaces, or None.
    """

    def __init__(
        self,
        sheet: str,
        model: type[Record],
        draft: Callable[[dict[str, Any], Any], ViolationDraft],
    ) -> None:
        self.sheet = BY_NAME[sheet]
        self._model, self._draft = model, draft

    repeats = True

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[Record]:
        if product_id is None:
            return []
        query = self._own(work, self._model.product_id == product_id)
        key = [name for name in self.sheet.key if name != "product"]
        found = []
        for thing in work.session.scalars(query.order_by(self._model.position)):
            read = self.read(work, thing)
            if all(self._same(read, cells, name) for name in key):
                found.append(thing)
        return found

    def _same(self, read: Cells, cells: Cells, name: str) -> bool:
        """In any of the languages that are given, where there are several."""
        given = {c: t for c, t in cells.items() if split_column(c)[0] == name and t}
        if not given:
            return not any(t for c, t in read.items() if split_column(c)[0] == name)
        return any(fold(read.get(c, "")) == fold(t) for c, t in given.items())

    def get(self, work: Work, subject_id: uuid.UUID) -> Record | None:
        found: Record | None = work.session.scalar(self._own(work, self._model.id == subject_id))
        return found

    def read(self, work: Work, thing: Record) -> Cells:
        product = work.session.get_one(Product, thing.product_id)
        known = {"product": reference_of(work, product)}
        if isinstance(thing, SuspiciousRoute):
            known["stops"] = joined((_stop_text(stop) for stop in thing.stops), ";")
        if isinstance(thing, Infringement):
            names = version_names(work, thing.product_id)
            known["version"] = names.get(thing.version_id, "") if thing.version_id else ""
        return texts_of(self.sheet, thing, **known)

    def write(
        self, work: Work, thing: Record | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        if product_id is None:
            raise Invalid({"product": [Sentence("There is no such product.")]})
        given.pop("product")
        given["level"] = FeatureLevel(given["level"] or FeatureLevel.COVERT.value)
        if "version" in given:
            given["version_id"] = version_of_cell(work, product_id, given.pop("version"))
        draft = self._draft(given, thing)
        if thing is None:
            return add_record(work.session, work.actor, product_id, draft).id
        return update_record(work.session, work.actor, product_id, thing.id, draft).id

    def remove(self, work: Work, thing: Record) -> str | None:
        remove_record(work.session, work.actor, thing.product_id, self._model, thing.id)
        return None

    def every(self, work: Work) -> Iterator[Record]:
        query = self._own(work).order_by(self._model.product_id, self._model.position)
        yield from work.session.scalars(query)

    def _own(self, work: Work, *conditions: Any) -> Any:
        return (
            select(self._model)
            .join(Product, Product.id == self._model.product_id)
            .where(
                Product.right_holder_id == work.actor.right_holder_id,
                self._model.removed_at.is_(None),
                *conditions,
            )
        )


def _version(given: dict[str, Any], thing: CounterfeitVersion | None) -> VersionDraft:
    draft = VersionDraft(**given)
    if thing is not None:  # pictures are not said in this sheet: they stay
        draft = replace(draft, image_ids=frozenset(image.id for image in thing.images))
    return draft


def _infringement(given: dict[str, Any], _thing: Infringement | None) -> InfringementDraft:
    if given["happened_on"] is None:
        raise Invalid({"happened_on": [Sentence("Say when it was, as 2026-05-31.")]})
    given["type"] = InfringementType(given["type"] or InfringementType.OTHER.value)
    given["outcome"] = InfringementOutcome(given["outcome"] or InfringementOutcome.OPEN.value)
    given["value"] = Decimal(given["value"]) if given["value"] else None
    return InfringementDraft(**given)


def _sign(given: dict[str, Any], _thing: WarningSign | None) -> SignDraft:
    given["kind"] = SignKind(given["kind"] or SignKind.OTHER_INDICATOR.value)
    return SignDraft(**given)


def _route(given: dict[str, Any], _thing: SuspiciousRoute | None) -> RouteDraft:
    stops = []
    for word in given.pop("stops"):
        locode, name, country = (parted(word, "|") + [""] * 3)[:3]
        stops.append({"locode": locode.upper(), "name": name, "country": country.upper()})
    return RouteDraft(stops=tuple(stops), **given)


def _stop_text(stop: Mapping[str, Any]) -> str:
    """``locode|place|country``"""
    return fields(str(stop.get(key) or "") for key in ("locode", "name", "country"))


VIOLATIONS = (
    Violations("counterfeit_versions", CounterfeitVersion, _version),
    Violations("infringements", Infringement, _infringement),
    Violations("warning_signs", WarningSign, _sign),
    Violations("suspicious_routes", SuspiciousRoute, _route),
)
