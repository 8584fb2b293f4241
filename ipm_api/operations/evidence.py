"""Is every photo that was acknowledged still there, bit by bit?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import StorageFailed
from ipm_api.image_store import ImageStore
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.policy import ADMINISTRATORS, Actor, require


def damaged_evidence(session: Session, actor: Actor, images: ImageStore) -> list[str]:
    """
    The SHA-256 of every kept photo that is missing or no longer has that digest: originals that
    have arrived, and the smaller copies that came before them.
    """
    require(actor, ADMINISTRATORS)
    damaged = []
    kept = select(InspectionPhoto.original_sha256).where(
        InspectionPhoto.original_arrived_at.is_not(None)
    )
    copies = select(InspectionPhoto.copy_sha256).where(InspectionPhoto.copy_sha256.is_not(None))
    for sha256 in session.scalars(kept.union(copies)):
        try:
            images.get(sha256)
        except StorageFailed:
            damaged.append(sha256)
    audit.record(session, actor, "evidence.verified", damaged=len(damaged))
    session.commit()
    return damaged
