"""Reference images as rows: files of the ZIP."""

import uuid
from collections.abc import Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from image_index.errors import PhotoRefused
from image_index.photo import inspect_photo
from image_index.photo_container import check_extension
from ipm_api import audit
from ipm_api.bulk.columns import BY_NAME
from ipm_api.errors import CellRefused, ImageRefused, Invalid
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageView, ReferenceImage
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.product import locked_product
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from ipm_api.operations.stored_picture import Upload, clean_file_name
from ipm_api.sentence import Sentence


def name_of(image: ReferenceImage) -> str:
    """What a file calls *image*."""
    return image.file_name or f"{image.id}.jpg"


def picture_named(work: Work, product_id: uuid.UUID, name: str) -> ReferenceImage | None:
    """The picture of one's own product that a file calls *name*; folders aside."""
    name = clean_file_name(name)
    query = own_pictures(work).where(ReferenceImage.product_id == product_id)
    found = list(work.session.scalars(query.order_by(ReferenceImage.position)))
    return next((image for image in found if name and name_of(image) == name), None)


def own_pictures(work: Work) -> Select[ReferenceImage]:
    """All pictures of one's own products that are not removed."""
    query = (
        select(ReferenceImage)
        .join(Product, Product.id == ReferenceImage.product_id)
        .where(Product.right_holder_id == work.actor.right_holder_id)
        .options(joinedload(ReferenceImage.product))
    )
    if hasattr(ReferenceImage, "removed_at"):
        query = query.where(ReferenceImage.removed_at.is_(None))
    return query


class Pictures:
    """One picture of a product per row, told from its others by its file name."""

    sheet = BY_NAME["pictures"]

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> ReferenceImage | None:
        if product_id is None:
            return None
        return picture_named(work, product_id, cells.get("file", ""))

    def get(self, work: Work, subject_id: uuid.UUID) -> ReferenceImage | None:
        return work.session.scalar(own_pictures(work).where(ReferenceImage.id == subject_id))

    def read(self, work: Work, thing: ReferenceImage) -> Cells:
        return texts_of(
            self.sheet,
            thing,
            product=reference_of(work, thing.product),
            file=name_of(thing),
        )

    def write(
        self,
        work: Work,
        thing: ReferenceImage | None,
        cells: Cells,
        product_id: uuid.UUID | None,
    ) -> uuid.UUID:
        given = values(self.sheet, cells)
        kind = ImageKind(given["kind"] or ImageKind.GENUINE.value)
        view = ImageView(given["view"] or ImageView.FRONT.value)
        if product_id is None:
            raise Invalid({"product": [Sentence("There is no such product.")]})
        if thing is not None:
            locked_product(work.session, work.actor, product_id)
            if thing.kind is not kind:
                sentence = Sentence("Remove this picture and add it again to change its kind.")
                raise Invalid({"kind": [sentence]})
            thing.view, thing.captions = view, given["captions"]
            audit.record(work.session, work.actor, "image.changed", thing.id)
            work.session.commit()
            return thing.id
        data = _looked_at(work, given["file"])
        if work.dry:
            return product_id  # decoding and describing it is left to the import itself
        added = add_reference_image(
            work.session,
            work.actor,
            work.runtime.index,
            work.runtime.images,
            work.runtime.decoder,
            product_id,
            Upload(data, given["file"]),
            kind=kind,
            view=view,
            captions=given["captions"],
        )
        return added.image.id

    def remove(self, work: Work, thing: ReferenceImage) -> str | None:
        if any(feature.image_id == thing.id for feature in thing.product.features):
            return Sentence("Features have been drawn on it since.")
        remove_reference_image(work.session, work.actor, thing.product_id, thing.id)
        return None

    def every(self, work: Work) -> Iterator[ReferenceImage]:
        query = own_pictures(work).order_by(ReferenceImage.product_id, ReferenceImage.position)
        yield from work.session.scalars(query.execution_options(yield_per=200))


def _looked_at(work: Work, name: str) -> bytes:
    """The bytes of a picture that looks like one."""
    try:
        data = work.read_picture(name)
        check_extension(name, inspect_photo(data).media_type)
    except CellRefused as error:
        raise Invalid({"file": [error.args[0]]}) from error
    except (PhotoRefused, ImageRefused) as error:
        raise Invalid({"file": [str(error)]}) from error
    return data
