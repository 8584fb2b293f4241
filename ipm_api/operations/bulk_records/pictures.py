"""Reference images as rows: files of the ZIP."""

import uuid
from collections.abc import Iterator
from typing import Any

from image_index.errors import PhotoRefused
from image_index.photo import inspect_photo
from image_index.photo_container import check_extension
from ipm_api.bulk.columns import BY_NAME
from ipm_api.errors import CellRefused, ImageRefused, Invalid
from ipm_api.models.reference_image import ImageKind, ImageView, ReferenceImage
from ipm_api.operations.bulk_records.naming import (
    own_pictures,
    picture_names,
    version_named,
    version_names,
)
from ipm_api.operations.bulk_records.products import reference_of
from ipm_api.operations.bulk_records.record import Cells, Work, texts_of, values
from ipm_api.operations.image_editing import update_image
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from ipm_api.operations.stored_picture import Upload, clean_file_name
from ipm_api.sentence import Sentence


def picture_named(work: Work, product_id: uuid.UUID, name: str) -> uuid.UUID | None:
    """The picture of one's own product that a file calls *name*; folders aside."""
    name = clean_file_name(name)
    names = picture_names(work, product_id)
    return next((image_id for image_id, given in names.items() if name and given == name), None)


class Pictures:
    """One picture of a product per row, told from its others by its file name."""

    sheet = BY_NAME["pictures"]
    repeats = False

    def find(self, work: Work, cells: Cells, product_id: uuid.UUID | None) -> list[ReferenceImage]:
        if product_id is None:
            return []
        image_id = picture_named(work, product_id, cells.get("file", ""))
        found = None if image_id is None else self.get(work, image_id)
        return [found] if found is not None else []

    def get(self, work: Work, subject_id: uuid.UUID) -> ReferenceImage | None:
        return work.session.scalar(own_pictures(work).where(ReferenceImage.id == subject_id))

    def read(self, work: Work, thing: ReferenceImage) -> Cells:
        versions = version_names(work, thing.product_id)
        return texts_of(
            self.sheet,
            thing,
            product=reference_of(work, thing.product),
            file=picture_names(work, thing.product_id)[thing.id],
            version=versions.get(thing.counterfeit_version_id, "")
            if thing.counterfeit_version_id is not None
            else "",
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
        version_id = version_of_cell(work, product_id, given["version"])
        said: dict[str, Any] = {"kind": kind, "view": view, "captions": given["captions"]}
        if thing is not None:
            if thing.kind is not kind:
                sentence = Sentence("Remove this image and add it again to change its kind.")
                raise Invalid({"kind": [sentence]})
            parts = (work.session, work.actor, product_id, thing.id)
            return update_image(*parts, **said, version_id=version_id).id
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
            **said,
            version_id=version_id,
        )
        return added.image.id

    def remove(self, work: Work, thing: ReferenceImage) -> str | None:
        drawn = ((f.image_id, f.counterpart_image_id) for f in thing.product.features)
        if any(thing.id in images for images in drawn):
            return Sentence("Features have been drawn on it since.")
        remove_reference_image(work.session, work.actor, thing.product_id, thing.id)
        return None

    def every(self, work: Work) -> Iterator[ReferenceImage]:
        query = own_pictures(work).order_by(ReferenceImage.product_id, ReferenceImage.position)
        yield from work.session.scalars(query.execution_options(yield_per=200))


def version_of_cell(work: Work, product_id: uuid.UUID, name: str) -> uuid.UUID | None:
    """
    The version of the product's counterfeits that a cell names; None if it names none.

    Raises:
        Invalid: there is no such version.
    """
    found = version_named(work, product_id, name) if name else None
    if name and found is None:
        sentence = Sentence("The product has no counterfeit version “%(name)s”.", name=name)
        raise Invalid({"version": [sentence]})
    return found


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
