"""What files call things that have no number of their own: names that tell them apart."""

import uuid
from collections.abc import Iterable
from pathlib import PurePosixPath

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ipm_api.languages import fold, text_in
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.bulk_records.record import Work


def free_name(name: str, given: set[str]) -> str:
    """*name*, or if it is *given* already "name-2", before what "." begins; it is given then."""
    path, number, free = PurePosixPath(name), 1, name
    while free.lower() in given:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    given.add(free.lower())
    return free


def told_apart(names: Iterable[str]) -> list[str]:
    """*names*, each of them once."""
    given: set[str] = set()
    return [free_name(name, given) for name in names]


def own_pictures(work: Work) -> Select[ReferenceImage]:
    """
    All pictures of one's own products that are not removed, nor the version that they show.

    They are as secret as that version was; a file without it would show them where it is imported.
    """
    return (
        select(ReferenceImage)
        .join(Product, Product.id == ReferenceImage.product_id)
        .outerjoin(ReferenceImage.counterfeit_version)
        .where(
            Product.right_holder_id == work.actor.right_holder_id,
            ReferenceImage.removed_at.is_(None),
            CounterfeitVersion.removed_at.is_(None),
        )
        .options(joinedload(ReferenceImage.product))
    )


def picture_names(work: Work, product_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """What files call the pictures of one's own product."""

    def ask() -> dict[uuid.UUID, str]:
        query = own_pictures(work).where(ReferenceImage.product_id == product_id)
        found = work.session.scalars(
            query.order_by(ReferenceImage.uploaded_at, ReferenceImage.id)
        ).all()
        names = told_apart(
            image.file_name if image.file_name.strip(". ") else f"{image.id}.jpg" for image in found
        )
        return {image.id: name for image, name in zip(found, names, strict=True)}

    return work.at_rest(("pictures", product_id), ask)


def version_names(work: Work, product_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """What files call the known versions of the counterfeits of one's own product."""

    def ask() -> dict[uuid.UUID, str]:
        found = _versions(work, product_id)
        names = told_apart(text_in(version.names, ()) for version in found)
        return {version.id: name for version, name in zip(found, names, strict=True)}

    return work.at_rest(("versions", product_id), ask)


def version_named(work: Work, product_id: uuid.UUID, name: str) -> uuid.UUID | None:
    """The version that a file calls *name*, in any language."""
    for version_id, given in version_names(work, product_id).items():
        if fold(given) == fold(name):
            return version_id
    for version in _versions(work, product_id):
        if fold(name) in map(fold, version.names.values()):
            return version.id
    return None


def _versions(work: Work, product_id: uuid.UUID) -> list[CounterfeitVersion]:
    return list(
        work.session.scalars(
            select(CounterfeitVersion)
            .join(Product, Product.id == CounterfeitVersion.product_id)
            .where(
                CounterfeitVersion.product_id == product_id,
                CounterfeitVersion.removed_at.is_(None),
                Product.right_holder_id == work.actor.right_holder_id,
            )
            .order_by(CounterfeitVersion.position, CounterfeitVersion.id)
        )
    )
