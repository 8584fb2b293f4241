"""Products as rows, with the rows of other sheets that are parts of them."""

import contextlib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from ipm_api import audit
from ipm_api.bulk.columns import BY_NAME, PARTS
from ipm_api.bulk.joined import parted
from ipm_api.bulk.mapping import split_column
from ipm_api.errors import Invalid, InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.languages import fold
from ipm_api.models.brand import Brand
from ipm_api.models.bulk import ProductReference
from ipm_api.models.product import Product, ProductGtin, ProductState
from ipm_api.operations.bulk_records.brands import brand_named
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.category import categories
from ipm_api.operations.product import create_product, lock_product, update_product
from ipm_api.operations.product_draft import ProductDraft
from ipm_api.sentence import Sentence

PAGE = 200  # products read together for an export
SEGMENTS = {  # GS1 GPC: first two digits of a brick code → one of our trades
    "47": "household",
    "50": "food",
    "51": "medicine",
    "53": "cosmetics",
    "63": "sports-shoes",
    "64": "bags",
    "65": "electronics",
    "66": "electronics",
    "67": "clothing",
    "68": "electronics",
    "73": "household",
    "77": "car-parts",
    "86": "toys",
}


def product_called(work: Work, word: str) -> Product | None:
    """One's own product by reference, GTIN, id or SKU, in this order."""
    own = select(Product).where(Product.right_holder_id == work.actor.right_holder_id)
    named = select(ProductReference.product_id).where(
        ProductReference.right_holder_id == work.actor.right_holder_id,
        ProductReference.reference == word,
    )
    tries = [own.where(Product.id.in_(named))]
    with contextlib.suppress(InvalidGtin):
        tries.append(own.join(ProductGtin).where(ProductGtin.gtin == parse_gtin(word)))
    try:
        tries.append(own.where(Product.id == uuid.UUID(word)))
    except ValueError:
        tries.append(own.where(Product.skus.contains([word])))
    for query in tries:
        if product := work.session.scalar(query.order_by(Product.created_at).limit(1)):
            return product
    return None


def reference_of(work: Work, product: Product) -> str:
    """What its right holder calls *product* in files: as imported once, else its id."""
    given = work.session.scalar(
        select(ProductReference.reference)
        .where(
            ProductReference.product_id == product.id,
            ProductReference.right_holder_id == product.right_holder_id,
        )
        .order_by(ProductReference.reference)
        .limit(1)
    )
    return given or str(product.id)


class Products:
    """A product, and the rows of its lists."""

    sheet = BY_NAME["products"]
    repeats = False

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[Product]:
        found = self._called(work, cells)
        return [found] if found is not None else []

    def _called(self, work: Work, cells: Cells) -> Product | None:
        if reference := cells.get("reference"):
            return product_called(work, reference)
        for column in ("gtins", "skus"):
            for word in filter(None, parted(cells.get(column, ""), ";")):
                if product := product_called(work, word):
                    return product
        return self._same_name(work, cells)

    def _same_name(self, work: Work, cells: Cells) -> Product | None:
        """By brand and name: all that a file without numbers has."""
        names = {
            split_column(heading)[1]: text
            for heading, text in cells.items()
            if split_column(heading)[0] == "name" and text
        }
        if not names:
            return None
        return work.session.scalar(
            select(Product)
            .join(Brand, Brand.id == Product.brand_id)
            .where(
                Product.right_holder_id == work.actor.right_holder_id,
                func.lower(Brand.name) == cells.get("brand", "").lower(),
                or_(*(Product.names[language].astext == text for language, text in names.items())),
            )
            .order_by(Product.created_at)
            .limit(1)
        )

    def get(self, work: Work, subject_id: uuid.UUID) -> Product | None:
        return work.session.scalar(
            select(Product).where(
                Product.id == subject_id, Product.right_holder_id == work.actor.right_holder_id
            )
        )

    def read(self, work: Work, thing: Product) -> Cells:
        known = {
            "reference": reference_of(work, thing),
            "brand": thing.brand.name,
            "category": thing.category_slug,
            "gtins": ";".join(row.gtin for row in thing.gtins),
            "pictures": "",
        }
        cells = texts_of(self.sheet, thing, **known)
        del cells["pictures"]  # they have a sheet of their own
        for part in PARTS:
            cells[part.name] = [
                texts_of(part, item, product="") for item in getattr(thing, part.part_of)
            ]
        return cells

    def write(
        self, work: Work, thing: Product | None, cells: Cells, product_id: uuid.UUID | None
    ) -> uuid.UUID:
        wrong: dict[str, list[str]] = {}
        lists = {part.part_of: _parts(part.name, cells.get(part.name, []), wrong) for part in PARTS}
        try:
            given = values(self.sheet, {c: t for c, t in cells.items() if c != "pictures"})
        except Invalid as error:
            wrong |= error.fields
            raise Invalid(wrong) from error
        try:
            brand = brand_named(work, given["brand"])
        except Invalid as error:
            wrong |= error.fields
        if wrong:
            raise Invalid(wrong)
        draft = ProductDraft(
            brand_id=brand.id,
            category=self._category(work, given["category"]),
            names=given["names"],
            descriptions=given["descriptions"],
            hs_code=given["hs_code"],
            gtins=tuple(given["gtins"]),
            model_number=given["model_number"],
            skus=tuple(given["skus"]),
            nice_classes=tuple(given["nice_classes"]),
            **lists,
        )
        if thing is None:
            written = create_product(work.session, work.actor, draft).id
        else:
            written = update_product(work.session, work.actor, thing.id, draft).id
        self._remember(work, written, given["reference"])
        return written

    def _category(self, work: Work, word: str) -> str:
        """The slug of a trade that is called by slug, by name, or by a GS1 GPC brick code."""
        if word.isdigit() and len(word) == 8:
            word = SEGMENTS.get(word[:2], word)
        plain = fold(word)
        known = work.once("categories", lambda: categories(work.session))
        for category in known:
            if plain in (category.slug, *map(fold, category.names.values())):
                return str(category.slug)
        raise Invalid(
            {
                "category": [
                    Sentence(
                        "“%(word)s” is not known here. Write one of: %(words)s.",
                        word=word,
                        words=", ".join(category.slug for category in known),
                    )
                ]
            }
        )

    def _remember(self, work: Work, product_id: uuid.UUID, reference: str) -> None:
        if not reference or reference == str(product_id):
            return
        row = {
            "right_holder_id": work.actor.right_holder_id,
            "reference": reference,
            "product_id": product_id,
        }
        work.session.execute(insert(ProductReference).values(row).on_conflict_do_nothing())
        work.session.commit()

    def remove(self, work: Work, thing: Product) -> str | None:
        lock_product(work.session, thing.id)
        if thing.state is not ProductState.DRAFT or thing.published_at is not None:
            return Sentence("It has been published since.")
        if thing.images or thing.features:
            return Sentence("Images or features have been added since.")
        audit.record(work.session, work.actor, "product.removed", thing.id, by="import undone")
        work.session.execute(delete(Product).where(Product.id == thing.id))
        work.session.commit()
        return None

    def every(self, work: Work) -> Iterator[Product]:
        last = uuid.UUID(int=0)
        while True:
            page = list(
                work.session.scalars(
                    select(Product)
                    .where(Product.right_holder_id == work.actor.right_holder_id, Product.id > last)
                    .options(selectinload(Product.gtins), selectinload(Product.brand))
                    .order_by(Product.id)
                    .limit(PAGE)
                )
            )
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1].id
            work.session.expunge_all()


def _parts(
    name: str, rows: list[Mapping[str, str]], wrong: dict[str, list[str]]
) -> tuple[dict[str, Any], ...]:
    """The items of a list; cells that cannot be read go into *wrong* as "packaging-1-gtin"."""
    items = []
    sheet = BY_NAME[name]
    for number, row in enumerate(rows):
        try:
            item = values(sheet, {c: t for c, t in row.items() if c != "product"})
        except Invalid as error:
            wrong |= {f"{sheet.part_of}-{number}-{c}": s for c, s in error.fields.items()}
            continue
        item.pop("product")
        items.append(item)
    return tuple(items)
