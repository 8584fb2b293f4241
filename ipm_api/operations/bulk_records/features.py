"""Distinguishing features as rows."""

import uuid
from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ipm_api.bulk.columns import BY_NAME
from ipm_api.errors import Invalid
from ipm_api.languages import fold
from ipm_api.models.distinguishing_feature import DistinguishingFeature, FeatureLevel, Tool
from ipm_api.models.product import Product
from ipm_api.operations.bulk_records.pictures import name_of, picture_named
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.distinguishing_feature import (
    FeatureDraft,
    add_feature,
    remove_feature,
    update_feature,
)
from ipm_api.sentence import Sentence

_KEPT = {each.name for each in fields(FeatureDraft)} - {"image_id", "region"}


class Features:
    """One check per row, told from the product's others by its title."""

    sheet = BY_NAME["features"]

    def find(
        self, work: Work, cells: Cells, product_id: uuid.UUID | None
    ) -> DistinguishingFeature | None:
        if product_id is None:
            return None
        titles = {
            column[6:-1]: text for column, text in cells.items() if column.startswith("title[")
        }
        for feature in work.session.scalars(
            self._own(work).where(DistinguishingFeature.product_id == product_id)
        ):
            same = [fold(feature.titles.get(tag, "")) == fold(t) for tag, t in titles.items() if t]
            if any(same):
                return feature
        return None

    def get(self, work: Work, subject_id: uuid.UUID) -> DistinguishingFeature | None:
        return work.session.scalar(self._own(work).where(DistinguishingFeature.id == subject_id))

    def read(self, work: Work, thing: DistinguishingFeature) -> Cells:
        region = (thing.region_x, thing.region_y, thing.region_width, thing.region_height)
        return texts_of(
            self.sheet,
            thing,
            product=reference_of(work, thing.product),
            picture=name_of(thing.image) if thing.image is not None else "",
            region=" ".join(repr(v) for v in region) if None not in region else "",
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
        region = _region(given["region"])
        image = picture_named(work, product_id, given["picture"])
        if image is None and given["picture"] and not work.dry:
            sentence = Sentence("The product has no picture “%(name)s”.", name=given["picture"])
            raise Invalid({"picture": [sentence]})
        kept = {name: getattr(thing, name) for name in _KEPT} if thing is not None else {}
        draft = FeatureDraft(
            **kept
            | {
                "titles": given["titles"],
                "where": given["where"],
                "how_to_check": given["how_to_check"],
                "genuine_shows": given["genuine_shows"],
                "counterfeit_shows": given["counterfeit_shows"],
                "tool": Tool(given["tool"] or Tool.EYE.value),
                "level": FeatureLevel(given["level"] or FeatureLevel.OVERT.value),
            },
            image_id=image.id if image is not None else None,
            region=region if image is not None else None,
        )
        if thing is not None:
            return update_feature(work.session, work.actor, product_id, thing.id, draft).id
        return add_feature(work.session, work.actor, product_id, draft).id

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
            .options(
                joinedload(DistinguishingFeature.product), joinedload(DistinguishingFeature.image)
            )
        )


def _region(text: str) -> tuple[float, float, float, float] | None:
    """Left, top, width, height in fractions of the picture."""
    if not text:
        return None
    try:
        x, y, width, height = (float(part) for part in text.replace(",", ".").split())
    except ValueError as error:
        sentence = Sentence("Write left, top, width and height as fractions: 0.1 0.1 0.3 0.2.")
        raise Invalid({"region": [sentence]}) from error
    return x, y, width, height
