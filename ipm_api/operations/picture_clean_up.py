"""Pictures that nobody needs any more leave the image store, in two steps a day apart."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.image_store import ImageStore
from ipm_api.models.image_takedown import ImageTakedown
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.models.pack import SmallCrop
from ipm_api.models.recognition import Recognition
from ipm_api.models.reference_image import ImageState, ReferenceDescription, ReferenceImage
from ipm_api.operations.image_editing import UNDO
from ipm_api.policy import ANONYMOUS

CROPS_KEPT = timedelta(days=30)  # after a guide on a phone showed it last; cut anew when needed
GRACE = timedelta(days=1)  # for who began to use one at the moment in which it was set aside

EVIDENCE = (
    InspectionPhoto.original_sha256,
    InspectionPhoto.copy_sha256,
    InspectionPhoto.picture_sha256,
)
OF_IMAGES = (
    ReferenceImage.original_sha256,
    ReferenceImage.picture_sha256,
    ReferenceImage.thumbnail_sha256,
)


def clean_pictures(session: Session, images: ImageStore) -> int:
    """
    Remove small pictures that no phone has asked for lately, and the bytes of pictures that were
    taken away for good; return how many files are gone.

    A picture was taken away for good when the time to bring it back has passed. Its row stays,
    with the reason: versions and the audit trail name it. What anything else refers to stays.
    """
    unused = SmallCrop.used_at < now() - CROPS_KEPT
    crops = session.scalars(delete(SmallCrop).where(unused).returning(SmallCrop.sha256)).all()
    _set_aside(session, images, crops)
    for image in session.scalars(select(ReferenceImage).where(_is_gone())):
        names = {image.original_sha256, image.picture_sha256, image.thumbnail_sha256}
        if _set_aside(session, images, names):
            of_image = ReferenceDescription.image_id == image.id
            session.execute(delete(ReferenceDescription).where(of_image))
            session.execute(delete(Recognition).where(Recognition.image_id == image.id))
            audit.record(session, ANONYMOUS, "image.bytes-removed", image.id)
    session.commit()
    over = images.aside(now() - GRACE)
    kept = _referred(session, over)
    for name in over:
        if name in kept:
            images.bring_back(name)
        else:
            images.delete(name)
    return len(over) - len(kept)


def _set_aside(session: Session, images: ImageStore, names: Collection[str]) -> int:
    free = set(names) - _referred(session, names)
    return sum(images.set_aside(name) for name in sorted(free))


def _referred(session: Session, names: Collection[str]) -> set[str]:
    """Those of *names* that something needs."""
    found: set[str] = set()
    of_images = (select(one).where(not_(_is_gone())) for one in OF_IMAGES)
    columns: Iterable[InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]
    columns = (*EVIDENCE, SmallCrop.sha256)
    for query, column in (
        *zip(of_images, OF_IMAGES, strict=True),
        *((select(one), one) for one in columns),
    ):
        found.update(name for name in session.scalars(query.where(column.in_(names))) if name)
    return found


def _is_gone() -> ColumnElement[bool]:
    """Taken from everybody so long ago that nobody may bring it back."""
    too_late = select(ImageTakedown.image_id).where(ImageTakedown.taken_down_at < now() - UNDO)
    return and_(ReferenceImage.state == ImageState.TAKEN_DOWN, ReferenceImage.id.in_(too_late))
