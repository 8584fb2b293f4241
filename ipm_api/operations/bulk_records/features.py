"""Distinguishing features as rows."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.joined import joined
from ipm_api.errors import Invalid
from ipm_api.languages import fold
from ipm_api.models.distinguishing_feature import (
    DistinguishingFeature,
    FeatureLevel,
    TechnologyFamily,
    Tool,
)
from ipm_api.models.product import Product
from ipm_api.operations.bulk_records.naming import picture_names
from ipm_api.operations.bulk_records.pictures import picture_named
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.distinguishing_feature import (
    FeatureDraft,
    add_feature,
    remove_feature,
    update_feature,
)
from ipm_api.sentence import Sentence

_COLUMNS = {
    "image_id": "picture",
    "counterpart_image_id": "counterpart",
    "counterpart": "counterpart_region",
}
"""Fields of FeatureDraft whose faults stand at a column of another name."""


class Features:
    """One check per row, told from the product's others by its title."""

    sheet = BY_NAME["features"]
    repeats = True

    def find(
        self, work: Work, cells: Cells, product_id: uuid.UUID | None
    ) -> list[DistinguishingFeature]:
        if product_id is None:
            return []
        titles = {
            column[6:-1]: text for column, text in cells.items() if column.startswith("title[")
        }
        query = self._own(work).where(DistinguishingFeature.product_id == product_id)
        return [
            feature
            for feature in work.session.scalars(query.order_by(DistinguishingFeature.position))
            if any(fold(feature.titles.get(tag, "")) == fold(t) for tag, t in titles.items() if t)
        ]

    def get(self, work: Work, subject_id: uuid.UUID) -> DistinguishingFeature | None:
        return work.session.scalar(self._own(work).where(DistinguishingFeature.id == subject_id))

    def read(self, work: Work, thing: DistinguishingFeature) -> Cells:
        names = picture_names(work, thing.product_id)
        counterpart = (
            names.get(thing.counterpart_image_id, "") if thing.counterpart_image_id else ""
        )
        region = (thing.region_x, thing.region_y, thing.region_width, thing.region_height)
        other = (
            thing.counterpart_x,
            thing.counterpart_y,
            thing.counterpart_width,
            thing.counterpart_height,
        )
        return texts_of(
            self.sheet,
            thing,
            product=reference_of(work, thing.product),
            picture=names.get(thing.image_id, "") if thing.image_id else "",
            region=_numbers(region),
            polygon=joined(map(_numbers, thing.polygon or ()), ";"),
            counterpart=counterpart,
            counterpart_region=_numbers(other) if counterpart else "",
        )

    def write(
        self,
        work: Work,
        thing: DistinguishingFeature | None,
        cells: Cells,
        product_id: uuid.UUID | None,
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        if product_id is None:
            raise Invalid({"product": [Sentence("There is no such product.")]})
        image_id = _picture(work, product_id, "picture", given)
        fake_id = _picture(work, product_id, "counterpart", given)
        region = _rectangle("region", given["region"])
        counterpart = _rectangle("counterpart_region", given["counterpart_region"])
        polygon = tuple(_corner(word) for word in given["polygon"]) or None
        draft = FeatureDraft(
            titles=given["titles"],
            where=given["where"],
            how_to_check=given["how_to_check"],
            genuine_shows=given["genuine_shows"],
            counterfeit_shows=given["counterfeit_shows"],
            tool=Tool(given["tool"] or Tool.EYE.value),
            level=FeatureLevel(given["level"] or FeatureLevel.OVERT.value),
            technology=TechnologyFamily(given["technology"]) if given["technology"] else None,
            image_id=image_id,
            region=region if image_id is not None else None,
            polygon=polygon if image_id is not None else None,
            counterpart_image_id=fake_id,
            counterpart_region=counterpart if fake_id is not None else None,
        )
        try:
            if thing is not None:
                return update_feature(work.session, work.actor, product_id, thing.id, draft).id
            return add_feature(work.session, work.actor, product_id, draft).id
        except Invalid as error:
            raise Invalid({_COLUMNS.get(n, n): s for n, s in error.fields.items()}) from error

    def remove(self, work: Work, thing: DistinguishingFeature) -> str | None:
        remove_feature(work.session, work.actor, thing.product_id, thing.id)
        return None

    def every(self, work: Work) -> Iterator[DistinguishingFeature]:
        query = self._own(work).order_by(
            DistinguishingFeature.product_id, DistinguishingFeature.position
        )
        yield from work.session.scalars(query.execution_options(yield_per=200))

    def _own(self, work: Work) -> Select[DistinguishingFeature]:
        return (
            select(DistinguishingFeature)
            .join(Product, Product.id == DistinguishingFeature.product_id)
            .where(Product.right_holder_id == work.actor.right_holder_id)
            .options(joinedload(DistinguishingFeature.product))
        )


def _picture(
    work: Work, product_id: uuid.UUID, column: str, given: dict[str, Any]
) -> uuid.UUID | None:
    """The picture that a cell names; in a trial, new ones are not there yet."""
    found = picture_named(work, product_id, given[column])
    if found is None and given[column] and not work.dry:
        sentence = Sentence("The product has no image “%(name)s”.", name=given[column])
        raise Invalid({column: [sentence]})
    return found


def _numbers(values: Sequence[float | None]) -> str:
    """``0.1 0.2``; nothing if one of them is missing."""
    return "" if None in values else " ".join(repr(value) for value in values)


def _rectangle(column: str, text: str) -> tuple[float, float, float, float] | None:
    """Left, top, width, height in fractions of the picture."""
    if not text:
        return None
    try:
        x, y, width, height = (float(part) for part in text.replace(",", ".").split())
    except ValueError as error:
        sentence = Sentence("Write left, top, width and height as fractions: 0.1 0.1 0.3 0.2.")
        raise Invalid({column: [sentence]}) from error
    return x, y, width, height


def _corner(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.replace(",", ".").split())
    except ValueError as error:
        sentence = Sentence("Write corners as fractions: 0.1 0.1;0.4 0.1;0.2 0.3.")
        raise Invalid({"polygon": [sentence]}) from error
    return x, y
