"""Brands and rights as rows."""

import uuid
from collections.abc import Iterator

from sqlalchemy import func, select

from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.joined import fields, joined, parted
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.brand import Brand, IntellectualPropertyRight, RightType
from ipm_api.models.product import Product
from ipm_api.operations.brand import create_brand, own_brands, remove_brand
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.right import add_right, own_right, remove_right, update_right
from ipm_api.sentence import Sentence

_RECORDATION = ("kind", "country", "number", "valid_until")


def brand_named(work: Work, name: str, column: str = "brand") -> Brand:
    """
    One's own brand of this name, case aside.

    Raises:
        Invalid: there is none; the sentence names those that there are.
    """
    plain = " ".join(name.split()).lower()
    query = select(Brand).where(
        Brand.right_holder_id == work.actor.right_holder_id,
        Brand.removed_at.is_(None),
        func.lower(Brand.name) == plain,
    )
    brand = work.once(("brand", plain), lambda: work.session.scalar(query))
    if isinstance(brand, Brand):
        return brand
    names = [own.name for own in own_brands(work.session, work.actor)]
    raise Invalid(
        {
            column: [
                Sentence(
                    "You have no brand “%(name)s” yet. Add it on the page of brands or in a sheet"
                    " “brands”, or write one of: %(names)s.",
                    name=name,
                    names=", ".join(names[:8]) or "–",
                )
                if name
                else Sentence("Write the name of the brand.")
            ]
        }
    )


class Brands:
    """One brand per row: its name."""

    sheet = BY_NAME["brands"]
    repeats = False

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[Brand]:
        try:
            return [brand_named(work, cells.get("name", ""))]
        except Invalid:
            return []

    def get(self, work: Work, subject_id: uuid.UUID) -> Brand | None:
        brand = work.session.get(Brand, subject_id)
        own = brand is not None and brand.right_holder_id == work.actor.right_holder_id
        return brand if own and brand is not None and brand.removed_at is None else None

    def read(self, work: Work, thing: Brand) -> Cells:
        return texts_of(self.sheet, thing)

    def write(
        self, work: Work, thing: Brand | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        if thing is not None:
            return thing.id
        return create_brand(work.session, work.actor, name=cells.get("name", "")).id

    def remove(self, work: Work, thing: Brand) -> str | None:
        used = select(Product.id).where(Product.brand_id == thing.id).limit(1)
        if work.session.scalar(used) or thing.rights:
            return Sentence("The brand is in use.")
        remove_brand(work.session, work.actor, thing.id)
        return None

    def every(self, work: Work) -> Iterator[Brand]:
        yield from own_brands(work.session, work.actor)


class Rights:
    """One registered right per row."""

    sheet = BY_NAME["rights"]
    repeats = True

    def find(
        self, work: Work, cells: Cells, product_id: uuid.UUID | None
    ) -> list[IntellectualPropertyRight]:
        try:
            brand = brand_named(work, cells.get("brand", ""))
        except Invalid:
            return []
        asked = (cells.get("type", ""), cells.get("office", "").lower(), cells.get("number", ""))
        return [
            right
            for right in brand.rights
            if (right.type.value, right.office.lower(), right.number) == asked
        ]

    def get(self, work: Work, subject_id: uuid.UUID) -> IntellectualPropertyRight | None:
        try:
            return own_right(work.session, work.actor, subject_id)
        except NotFound:
            return None

    def read(self, work: Work, thing: IntellectualPropertyRight) -> Cells:
        lines = (fields(line[key] for key in _RECORDATION) for line in thing.recordations)
        return texts_of(self.sheet, thing, brand=thing.brand.name, recordations=joined(lines, ";"))

    def write(
        self,
        work: Work,
        thing: IntellectualPropertyRight | None,
        cells: Cells,
        product_id: uuid.UUID | None,
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        brand = brand_named(work, given.pop("brand"))
        if not given["type"]:
            raise Invalid({"type": [Sentence("Say what kind of right it is, as trade-mark.")]})
        given["type"] = RightType(given["type"])
        given["recordations"] = [_recordation(word) for word in given["recordations"]]
        if thing is not None:
            return update_right(work.session, work.actor, thing.id, **given).id
        return add_right(work.session, work.actor, brand.id, **given).id

    def remove(self, work: Work, thing: IntellectualPropertyRight) -> str | None:
        remove_right(work.session, work.actor, thing.id)
        return None

    def every(self, work: Work) -> Iterator[IntellectualPropertyRight]:
        for brand in own_brands(work.session, work.actor):
            yield from brand.rights


def _recordation(word: str) -> dict[str, str]:
    """``recordation|FR|2026-1234|2027-05-31``"""
    parts = parted(word, "|") + [""] * len(_RECORDATION)
    return dict(zip(_RECORDATION, parts, strict=False))
