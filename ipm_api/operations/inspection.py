"""What the service does with an officer's photo: keep it, propose candidates, record a verdict."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ipm_api import audit
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.inspection import Inspection, InspectionPhoto
from ipm_api.operations.article_code import ArticleCode, codes_of, gtin_of
from ipm_api.operations.barcode import NumberCheck, code_checks
from ipm_api.operations.feature_crop import sighting_of
from ipm_api.operations.guide import Guide, guides
from ipm_api.operations.photo_evidence import DecodedPhoto, weigh_photos
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.stored_picture import PhotoDecoder, Upload, decode_upload
from ipm_api.operations.upload_quota import charge_photos
from ipm_api.policy import OFFICERS, Actor, require

MAXIMUM_PHOTOS = 20  # of one article


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """
    An inspection and what belongs to it, as far as it is still published.

    Attributes:
        guides: of the candidates, by product id.
        codes: product numbers that were scanned or read, with the products that carry them.
        places: features of the guides that a photo shows → that photo's id.
    """

    inspection: Inspection
    guides: dict[uuid.UUID, Guide]
    codes: list[ArticleCode]
    places: dict[uuid.UUID, uuid.UUID]

    def code_checks(self, product_id: uuid.UUID) -> list[NumberCheck]:
        """The code that was scanned or typed, beside what is declared of a candidate."""
        return code_checks(self.inspection.barcode, self.guides[product_id].product)


def submit_inspection(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
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
        QuotaReached: as many photos as may come in an hour were sent.
    """
    require(actor, OFFICERS)
    assert actor.account_id is not None
    if not photos and not barcode:
        raise Invalid({"photo": ["Send at least one photo, or a barcode."]})
    if len(photos) > MAXIMUM_PHOTOS:
        raise Invalid({"photo": [f"Send at most {MAXIMUM_PHOTOS} photos of one article."]})
    if client_id:
        earlier = inspection_of_phone(session, actor, client_id)
        if earlier is not None:
            _same_or_conflict(earlier, photos, barcode)
            return read_inspection(session, actor, earlier.id)
    gtin_of(barcode)  # refuses what says nothing before anything is kept
    if photos:
        charge_photos(session, actor, len(photos))
    decoded = [
        DecodedPhoto(upload, decode_upload(decoder, upload), client_id if n == 0 else None)
        for n, upload in enumerate(photos)
    ]
    inspection = Inspection(
        account_id=actor.account_id,
        client_id=client_id or None,
        barcode=barcode,
        place=place,
        notes=notes,
    )
    weigh_photos(session, actor, index, images, decoder, inspection, decoded)
    audit.record(session, actor, "inspection.submitted", inspection.id, photos=len(photos))
    session.commit()
    return read_inspection(session, actor, inspection.id)


def read_inspection(session: Session, actor: Actor, inspection_id: uuid.UUID) -> InspectionReport:
    """
    One's own inspection with the guides of its candidates; that they were read is recorded.

    Raises:
        NotFound: no such inspection, or another officer's.
        ReadingReasonNeeded, ReadingBudgetSpent: see reading_budget.spend. The inspection is kept.
    """
    inspection = own_inspection(session, actor, inspection_id)
    codes = codes_of(session, actor, inspection)
    _spend(session, actor, inspection, codes)
    shown = guides(session, actor, [candidate.product_id for candidate in inspection.candidates])
    for candidate in inspection.candidates:
        if candidate.product_id in shown:
            candidate.version_number = shown[candidate.product_id].version
    for product_id, guide in shown.items():
        audit.record(
            session,
            actor,
            "guide.read",
            product_id,
            inspection=str(inspection.id),
            version=guide.version,
        )
    places = {
        feature.id: sighting.photo_id
        for candidate in inspection.candidates
        if candidate.product_id in shown
        for feature in shown[candidate.product_id].features
        if (sighting := sighting_of(feature, candidate.sightings)) is not None
    }
    session.commit()
    return InspectionReport(inspection, shown, codes, places)


def _spend(
    session: Session, actor: Actor, inspection: Inspection, codes: list[ArticleCode]
) -> None:
    """Count what this inspection shows for the first time; articles on the photos apart."""
    new = [one for one in inspection.candidates if one.version_number is None]
    seen = {one.product_id for one in new if one.sightings}
    again = {one.product_id for one in inspection.candidates if one.version_number is not None}
    named = {product.id for code in codes for product in code.products}
    spend(session, actor, seen, by_photo=True)
    spend(session, actor, ({one.product_id for one in new} | named) - seen - again)


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
            selectinload(Inspection.photos).selectinload(InspectionPhoto.sightings),
            selectinload(Inspection.candidates),
            selectinload(Inspection.checks),
            joinedload(Inspection.account),
        )
    )
    if inspection is None:
        raise NotFound("The inspection")
    return inspection


def inspection_of_phone(session: Session, actor: Actor, client_id: str) -> Inspection | None:
    """What the phone calls *client_id*; nobody else begins it until the transaction ends."""
    name = f"{actor.account_id}/{client_id}".encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(number)))
    return session.scalar(
        select(Inspection).where(
            Inspection.account_id == actor.account_id, Inspection.client_id == client_id
        )
    )


def _same_or_conflict(inspection: Inspection, photos: list[Upload], barcode: str) -> None:
    kept = [photo.original_sha256 for photo in inspection.photos]
    sent = [upload.original.sha256 for upload in photos]
    if kept[: len(sent)] != sent or inspection.barcode != barcode:
        raise Conflict("This inspection id was used for other photos or another barcode.")
