"""What the service does with an officer's photo: keep it, propose candidates, record a verdict."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from image_index.arrays import RgbImage
from image_index.quality import assess_quality
from ipm_api import audit
from ipm_api.errors import Conflict, Invalid, InvalidBarcode, NotFound
from ipm_api.gs1 import parse_scan
from ipm_api.image_store import ImageStore
from ipm_api.live_index import LiveIndex
from ipm_api.models.inspection import Candidate, Inspection, InspectionPhoto
from ipm_api.operations.barcode import scans_in
from ipm_api.operations.candidates import PhotoMatches, propose_candidates
from ipm_api.operations.guide import Guide, guides
from ipm_api.operations.stored_picture import (
    PhotoDecoder,
    Upload,
    clean_file_name,
    decode_upload,
    keep_picture,
)
from ipm_api.policy import OFFICERS, Actor, require

MAXIMUM_PHOTOS = 20  # of one article
MAXIMUM_BARCODE = 500  # characters that are kept


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """An inspection with the guides of its candidates, as far as they are still published."""

    inspection: Inspection
    guides: dict[uuid.UUID, Guide]


def submit_inspection(
    session: Session,
    actor: Actor,
    index: LiveIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    photos: list[Upload],
    *,
    client_id: str | None = None,
    barcode: str = "",
    place: str = "",
    notes: str = "",
) -> InspectionReport:
    """
    Look photos of one article up, keep them, and record what was proposed.

    Nothing is kept when a photo cannot be read. No candidate at all is a normal outcome: the
    goods may simply not be registered. The same *client_id* with the same photos returns the
    inspection that exists.

    Raises:
        Forbidden: *actor* is no officer.
        Invalid: neither photo nor barcode, too many photos, or a code that says nothing.
        Conflict: *client_id* was used for other photos or another barcode.
        ImageRefused, DigestMismatch: see decode_upload.
        StorageFailed: a photo could not be kept.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None
    if not photos and not barcode:
        raise Invalid({"photo": ["Send at least one photo, or a barcode."]})
    if len(photos) > MAXIMUM_PHOTOS:
        raise Invalid({"photo": [f"Send at most {MAXIMUM_PHOTOS} photos of one article."]})
    if client_id:
        _lock(session, f"{actor.account_id}/{client_id}")
        earlier = _by_client_id(session, actor, client_id)
        if earlier is not None:
            _same_or_conflict(earlier, photos, barcode)
            return read_inspection(session, actor, earlier.id)
    gtins = _gtins_of(barcode)
    decoded = [(upload, decode_upload(decoder, upload)) for upload in photos]
    inspection = Inspection(
        account_id=actor.account_id,
        client_id=client_id or None,
        barcode=barcode,
        place=place,
        notes=notes,
    )
    session.add(inspection)
    found = []
    for upload, image in decoded:
        photo = _keep_photo(images, inspection, upload, image)
        found.append(PhotoMatches(photo, index.search(session, image)))
        gtins |= {scan.gtin for scan in scans_in(image) if scan.gtin}
    session.flush()
    propose_candidates(session, inspection, found, gtins)
    session.flush()
    audit.record(session, actor, "inspection.submitted", inspection.id, photos=len(photos))
    session.commit()
    return read_inspection(session, actor, inspection.id)


def add_photo(
    session: Session,
    actor: Actor,
    index: LiveIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection_id: uuid.UUID,
    upload: Upload,
    *,
    client_id: str | None = None,
) -> InspectionReport:
    """
    Add a photo to one's own inspection and answer from all photos together.

    Raises:
        NotFound: no such inspection, or another officer's.
        Conflict: the verdict is recorded, the limit is reached, or *client_id* names other bytes.
        ImageRefused, DigestMismatch, StorageFailed: see submit_inspection.
    """
    inspection = own_inspection(session, actor, inspection_id, lock=True)
    digest = hashlib.sha256(upload.data).hexdigest()
    for photo in inspection.photos:
        if client_id and photo.client_id == client_id:
            if photo.original_sha256 != digest:
                raise Conflict("This photo id was used for another photo.")
            return read_inspection(session, actor, inspection.id)
    if inspection.verdict is not None:
        raise Conflict("The verdict is recorded. Start a new inspection.")
    if len(inspection.photos) >= MAXIMUM_PHOTOS:
        raise Conflict(f"An inspection holds at most {MAXIMUM_PHOTOS} photos.")
    image = decode_upload(decoder, upload)
    _keep_photo(images, inspection, upload, image, client_id)
    found, gtins = [], _gtins_of(inspection.barcode)
    for photo in inspection.photos:
        pixels = decoder.decode(images.get(photo.picture_sha256))
        found.append(PhotoMatches(photo, index.search(session, pixels)))
        gtins |= {scan.gtin for scan in scans_in(pixels) if scan.gtin}
    session.flush()
    propose_candidates(session, inspection, found, gtins)
    session.flush()
    audit.record(session, actor, "inspection.photo-added", inspection.id)
    session.commit()
    return read_inspection(session, actor, inspection.id)


def read_inspection(session: Session, actor: Actor, inspection_id: uuid.UUID) -> InspectionReport:
    """
    One's own inspection with the guides of its candidates; that they were read is recorded.

    Raises:
        NotFound: no such inspection, or another officer's.
    """
    inspection = own_inspection(session, actor, inspection_id)
    shown = guides(session, actor, [candidate.product_id for candidate in inspection.candidates])
    for product_id in shown:
        audit.record(session, actor, "guide.read", product_id, inspection=str(inspection.id))
    session.commit()
    return InspectionReport(inspection, shown)


def own_inspections(
    session: Session,
    actor: Actor,
    *,
    before: tuple[str, uuid.UUID] | None = None,
    limit: int = 50,
) -> list[Inspection]:
    """
    One's own inspections, newest first.

    Args:
        before: ISO 8601 start and id of the last one seen.
        limit: at most so many; ask for one more to learn whether there are more.
    """
    require(actor, OFFICERS)
    query = select(Inspection).where(Inspection.account_id == actor.account_id)
    if before is not None:
        started, last = before
        moment = datetime.fromisoformat(started)
        query = query.where(
            (Inspection.started_at < moment)
            | ((Inspection.started_at == moment) & (Inspection.id < last))
        )
    return list(
        session.scalars(
            query.options(selectinload(Inspection.photos))
            .order_by(Inspection.started_at.desc(), Inspection.id.desc())
            .limit(limit)
        )
    )


def own_photo(
    session: Session, actor: Actor, inspection_id: uuid.UUID, photo_id: uuid.UUID
) -> InspectionPhoto:
    """
    A photo of one's own inspection.

    Raises:
        NotFound: none, or another officer's.
    """
    inspection = own_inspection(session, actor, inspection_id)
    for photo in inspection.photos:
        if photo.id == photo_id:
            return photo
    raise NotFound("The photo")


def own_inspection(
    session: Session, actor: Actor, inspection_id: uuid.UUID, *, lock: bool = False
) -> Inspection:
    """
    One's own inspection, with all that belongs to it.

    Args:
        lock: hold the row until the transaction ends, for a change.

    Raises:
        NotFound: none, or another officer's.
    """
    require(actor, OFFICERS)
    if lock:
        session.execute(
            select(Inspection.id).where(Inspection.id == inspection_id).with_for_update()
        )
        session.expire_all()
    inspection = session.scalar(
        select(Inspection)
        .where(Inspection.id == inspection_id, Inspection.account_id == actor.account_id)
        .options(
            selectinload(Inspection.photos),
            selectinload(Inspection.candidates).selectinload(Candidate.sightings),
            selectinload(Inspection.checks),
            joinedload(Inspection.account),
        )
    )
    if inspection is None:
        raise NotFound("The inspection")
    return inspection


def _lock(session: Session, name: str) -> None:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(number)))


def _by_client_id(session: Session, actor: Actor, client_id: str) -> Inspection | None:
    return session.scalar(
        select(Inspection).where(
            Inspection.account_id == actor.account_id, Inspection.client_id == client_id
        )
    )


def _same_or_conflict(inspection: Inspection, photos: list[Upload], barcode: str) -> None:
    kept = [photo.original_sha256 for photo in inspection.photos]
    sent = [hashlib.sha256(upload.data).hexdigest() for upload in photos]
    if kept[: len(sent)] != sent or inspection.barcode != barcode:
        raise Conflict("This inspection id was used for other photos or another barcode.")


def _gtins_of(barcode: str) -> set[str]:
    if not barcode:
        return set()
    if len(barcode) > MAXIMUM_BARCODE:
        raise Invalid({"barcode": [f"A barcode has at most {MAXIMUM_BARCODE} characters."]})
    try:
        gtin = parse_scan(barcode).gtin
    except InvalidBarcode as error:
        raise Invalid({"barcode": [str(error)]}) from error
    return {gtin} if gtin else set()


def _keep_photo(
    images: ImageStore,
    inspection: Inspection,
    upload: Upload,
    image: RgbImage,
    client_id: str | None = None,
) -> InspectionPhoto:
    stored = keep_picture(images, upload, image)
    photo = InspectionPhoto(
        id=uuid.uuid4(),
        client_id=client_id,
        position=len(inspection.photos) + 1,
        original_sha256=stored.original_sha256,
        size=len(upload.data),
        picture_sha256=stored.picture_sha256,
        file_name=clean_file_name(upload.file_name),
        quality_problems=[problem.value for problem in assess_quality(image).problems],
    )
    inspection.photos.append(photo)
    return photo
