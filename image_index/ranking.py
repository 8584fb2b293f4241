"""Evidence to a strength, strengths to an order of products, and a band that says how sure."""

import enum
from dataclasses import dataclass

from image_index.arrays import Matrix3
from image_index.verification import Verification

STRONG_STRENGTH = 12.0
POSSIBLE_STRENGTH = 4.0


class Band(enum.StrEnum):
    """How much speaks for a candidate; "none" never leaves the index."""

    STRONG = "strong"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a candidate. *strength* orders candidates and is never shown to people."""

    votes: float  # weight of the votes that agree on one similarity
    inliers: int  # one-to-one matches that agree on one homography; 0 without a plausible one
    agreement: float  # median correlation of the warped photo with the reference, -1..1
    chroma: float  # mean difference in colour, 0..40
    cells: int  # cells compared
    strength: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reference image that may be on the photo."""

    product_id: str
    reference_id: str
    evidence: Evidence
    homography: (
        Matrix3 | None
    )  # unit reference to unit photo coordinates; None: no plausible place
    band: Band = Band.NONE


def weigh(votes: float, verification: Verification | None) -> Evidence:
    """The evidence for one reference, from its agreeing *votes* and its *verification*."""
    if verification is None:
        return Evidence(votes, 0, 0.0, 0.0, 0, 0.0)
    agreement = verification.agreement
    strength = verification.inliers * max(agreement.correlation, 0.0)
    return Evidence(
        votes,
        verification.inliers,
        agreement.correlation,
        agreement.chroma,
        agreement.cells,
        strength,
    )


def band_of(evidence: Evidence) -> Band:
    """The band that *evidence* alone earns."""
    if evidence.strength >= STRONG_STRENGTH:
        return Band.STRONG
    if evidence.strength >= POSSIBLE_STRENGTH:
        return Band.POSSIBLE
    return Band.NONE


def rank_products(candidates: list[Candidate], limit: int) -> list[Candidate]:
    """
    At most *limit* candidates, one per product, best first, each with its band.

    A product is as good as its best reference image: several pictures of one product (front, back,
    side) never crowd another product out. Verified candidates come first, by strength; the rest
    follow by their votes.
    """
    ordered = sorted(
        candidates,
        key=lambda c: (-c.evidence.strength, -c.evidence.votes, c.reference_id),
    )
    best: dict[str, Candidate] = {}
    for candidate in ordered:
        best.setdefault(candidate.product_id, candidate)
    return [
        Candidate(
            c.product_id, c.reference_id, c.evidence, c.homography, band_of(c.evidence)
        )
        for c in list(best.values())[:limit]
    ]
