"""From kept sightings and codes to ranked candidates: the pictures propose, codes agree or not."""

import uuid
from collections.abc import Iterable

import numpy as np
from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from image_index.combination import CombinedCandidate, PhotoEvidence, combine
from ipm_api.models.inspection import Band, Candidate, Inspection, Sighting
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.operations.article_code import codes_of
from ipm_api.operations.published import readable
from ipm_api.policy import Actor

MAXIMUM_CANDIDATES = 5  # more than an officer compares at the quay


def propose_candidates(session: Session, actor: Actor, inspection: Inspection) -> None:
    """
    Replace the candidates of *inspection* by those of all its photos and codes together.

    How evidence adds up is said in image_index/combination.py. What is not published any more
    or not for this officer, and pictures that are not accepted any more, are left out, as if they
    had never been found.
    """
    codes = codes_of(session, actor, inspection)
    named = {str(product.id) for code in codes for product in code.products}
    seen = [sighting for photo in inspection.photos for sighting in photo.sightings]
    shown = _still_shown(session, actor, {sighting.reference_image_id for sighting in seen})
    combined = combine(
        [
            [_evidence(s) for s in photo.sightings if s.reference_image_id in shown]
            for photo in inspection.photos
        ],
        named,
    )
    inspection.candidates = [
        Candidate(
            rank=rank,
            product_id=uuid.UUID(one.product_id),
            band=Band(one.band.value) if one.band.value != "none" else Band.BARCODE,
            barcode_agrees=one.product_id in named if codes else None,
            contradicted_by=list(one.contradicted_by),
        )
        for rank, one in enumerate(_handful(combined, named), start=1)
    ]


def _handful(combined: list[CombinedCandidate], named: set[str]) -> list[CombinedCandidate]:
    """The first few; what a code names keeps the last place if it would be cut off."""
    kept = combined[:MAXIMUM_CANDIDATES]
    if any(one.product_id in named for one in kept):
        return kept
    by_code = next((one for one in combined if one.product_id in named), None)
    return kept if by_code is None else [*kept[:-1], by_code]


def _evidence(sighting: Sighting) -> PhotoEvidence:
    return PhotoEvidence(
        str(sighting.product_id),
        str(sighting.reference_image_id),
        float(sighting.evidence["strength"]),
        np.array(sighting.homography, dtype=np.float64).reshape(3, 3),
    )


def _still_shown(session: Session, actor: Actor, images: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of *images* that are accepted, of versions that this officer may read."""
    return set(
        session.scalars(
            select(ReferenceImage.id)
            .join(ProductVersion, ReferenceImage.product_id == ProductVersion.product_id)
            .where(
                ReferenceImage.id.in_(list(images)),
                ReferenceImage.state == ImageState.ACCEPTED,
                ReferenceImage.id == any_(ProductVersion.image_ids),
                readable(actor),
            )
        )
    )
