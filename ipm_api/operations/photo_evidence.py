"""Photos of an article: kept, looked at once each, and weighed together."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.identification import Match
from image_index.quality import assess_quality
from ipm_api.database import now
from ipm_api.image_store import ImageStore
from ipm_api.live_index import PublishedIndex
from ipm_api.models.inspection import Inspection, InspectionPhoto, Sighting
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.barcode import scans_in
from ipm_api.operations.candidates import propose_candidates
from ipm_api.operations.stored_picture import (
    PhotoDecoder,
    Upload,
    clean_file_name,
    keep_picture,
)
from ipm_api.policy import Actor


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """A photo as it came, (H, W, 3) uint8 pixels of it, and the phone's own id for it."""

    upload: Upload
    image: RgbImage
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Findings:
    matches: list[Match]
    gtins: list[str]


def weigh_photos(
    session: Session,
    actor: Actor,
    index: PublishedIndex,
    images: ImageStore,
    decoder: PhotoDecoder,
    inspection: Inspection,
    photos: list[DecodedPhoto],
) -> None:
    """
    Keep *photos* of *inspection* and propose candidates by everything that is known of it.

    Every photo is searched and its codes are read once. It says what was published when it came;
    what is published later is found by a new photo. The caller commits.

    Raises:
        StorageFailed: a photo could not be kept.
    """
    found = [_look_at(session, index, photo.image) for photo in photos]
    earlier = [  # kept by an older version, which noted less
        (photo, _look_at(session, index, decoder.decode(images.get(photo.picture_sha256))))
        for photo in inspection.photos
        if photo.gtins is None
    ]
    kept = [_keep(images, inspection, photo) for photo in photos]
    noted = [*zip(kept, found, strict=True), *earlier]
    existing = _existing_images(session, [m.reference_id for _, one in noted for m in one.matches])
    for photo, findings in noted:
        photo.sightings = [_sighting(m) for m in findings.matches if m.reference_id in existing]
        photo.gtins = findings.gtins
    session.add(inspection)
    session.flush()
    propose_candidates(session, actor, inspection)
    session.flush()


def _look_at(session: Session, index: PublishedIndex, image: RgbImage) -> _Findings:
    gtins = {scan.gtin for scan in scans_in(image) if scan.gtin}
    return _Findings(index.search(session, image), sorted(gtins))


def _keep(images: ImageStore, inspection: Inspection, photo: DecodedPhoto) -> InspectionPhoto:
    stored = keep_picture(images, photo.upload, photo.image)
    original, is_copy = photo.upload.original, photo.upload.copy_of is not None
    kept = InspectionPhoto(
        id=uuid.uuid4(),
        client_id=photo.client_id,
        position=len(inspection.photos) + 1,
        original_sha256=original.sha256,
        size=original.size,
        original_arrived_at=None if is_copy else now(),
        copy_sha256=stored.original_sha256 if is_copy else None,
        copy_size=len(photo.upload.data) if is_copy else None,
        picture_sha256=stored.picture_sha256,
        file_name=clean_file_name(photo.upload.file_name),
        quality_problems=[problem.value for problem in assess_quality(photo.image).problems],
    )
    inspection.photos.append(kept)
    return kept


def _sighting(match: Match) -> Sighting:
    evidence = match.evidence
    return Sighting(
        product_id=uuid.UUID(match.product_id),
        reference_image_id=uuid.UUID(match.reference_id),
        homography=[float(value) for value in match.homography.ravel()],
        evidence={
            "inliers": int(evidence.inliers),
            "agreement": float(evidence.agreement),
            "strength": float(evidence.strength),
        },
    )


def _existing_images(session: Session, references: list[str]) -> set[str]:
    """Those of *references* that still exist, and will until the transaction ends."""
    ids = sorted({uuid.UUID(reference) for reference in references})
    with session.no_autoflush:  # a sighting of a picture that is gone could not be written
        rows = session.scalars(
            select(ReferenceImage.id)
            .where(ReferenceImage.id.in_(ids))
            .order_by(ReferenceImage.id)
            .with_for_update(read=True, key_share=True)
        )
        return {str(image_id) for image_id in rows}
