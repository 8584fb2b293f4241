"""From photos and codes to ranked candidates: the index proposes, barcodes agree or contradict."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from image_index.index import Match
from ipm_api.models.inspection import (
    Band,
    Candidate,
    Inspection,
    InspectionPhoto,
    Sighting,
)
from ipm_api.models.product import Product, ProductGtin
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.published import published

MAXIMUM_CANDIDATES = 5  # more than an officer compares at the quay

_ORDER = {Band.STRONG: 0, Band.POSSIBLE: 1, Band.BARCODE: 2}


@dataclass(frozen=True, slots=True)
class PhotoMatches:
    """What the index found on one photo."""

    photo: InspectionPhoto
    matches: list[Match]


def propose_candidates(
    session: Session,
    inspection: Inspection,
    found: Iterable[PhotoMatches],
    gtins: set[str],
) -> None:
    """
    Replace the candidates of *inspection* by those of all its photos and codes together.

    A product seen on several photos keeps its best band and every sighting. A product that was
    unpublished, or a picture that was removed meanwhile, is left out.

    Args:
        found: what the index said about every photo.
        gtins: 14-digit numbers that were scanned or read on a photo.
    """
    bands: dict[str, Band] = {}
    strengths: dict[str, float] = {}
    sightings: dict[str, list[Sighting]] = {}
    found = list(found)
    kept = _existing_images(session, (m.reference_id for item in found for m in item.matches))
    for item in found:
        for match in item.matches:
            if match.reference_id not in kept:
                continue
            product = match.product_id
            band = Band(match.band.value)
            bands[product] = min(bands.get(product, band), band, key=_ORDER.__getitem__)
            strength = match.evidence.strength
            strengths[product] = max(strengths.get(product, strength), strength)
            sightings.setdefault(product, []).append(_sighting(item.photo, match))
    by_code = _products_with(session, gtins)
    for product in by_code:
        bands.setdefault(product, Band.BARCODE)
    readable = _published_among(session, bands)
    ranked = sorted(
        (product for product in bands if product in readable),
        key=lambda p: (_ORDER[bands[p]], p not in by_code, -strengths.get(p, 0.0), p),
    )
    inspection.candidates = [
        Candidate(
            rank=rank,
            product_id=uuid.UUID(product),
            band=bands[product],
            barcode_agrees=(product in by_code) if gtins else None,
            sightings=sightings.get(product, []),
        )
        for rank, product in enumerate(ranked[:MAXIMUM_CANDIDATES], start=1)
    ]


def _sighting(photo: InspectionPhoto, match: Match) -> Sighting:
    evidence = match.evidence
    return Sighting(
        photo=photo,
        reference_image_id=uuid.UUID(match.reference_id),
        homography=[float(value) for value in match.homography.ravel()],
        evidence={
            "inliers": int(evidence.inliers),
            "agreement": float(evidence.agreement),
            "strength": float(evidence.strength),
        },
    )


def _products_with(session: Session, gtins: set[str]) -> set[str]:
    if not gtins:
        return set()
    rows = session.scalars(
        select(Product.id).where(published(), Product.gtins.any(ProductGtin.gtin.in_(gtins)))
    )
    return {str(product_id) for product_id in rows}


def _existing_images(session: Session, references: Iterable[str]) -> set[str]:
    """Those of *references* that still exist, and will until the transaction ends."""
    ids = sorted({uuid.UUID(reference) for reference in references})
    rows = session.scalars(
        select(ReferenceImage.id)
        .where(ReferenceImage.id.in_(ids))
        .order_by(ReferenceImage.id)
        .with_for_update(read=True, key_share=True)
    )
    return {str(image_id) for image_id in rows}


def _published_among(session: Session, products: Iterable[str]) -> set[str]:
    ids = [uuid.UUID(product) for product in products]
    rows = session.scalars(select(Product.id).where(Product.id.in_(ids), published()))
    return {str(product_id) for product_id in rows}
