"""Evidence to a strength, strengths to an order of products, and a band that says how sure."""

import enum
import math
from dataclasses import dataclass, replace

from image_index.arrays import Matrix3
from image_index.homography import is_same_place
from image_index.verification import Verification

# Chosen on the development half of the shared pictures: docs/identification.md, "Bands".
STRONG_STRENGTH = 3.0
STRONG_MARGIN = 1.75  # strong is this many times as strong as a rival for the same place
POSSIBLE_STRENGTH = 0.75
VOTES_POWER = 0.25  # votes see what one homography misses: curved faces, small ones
CHROMA_SCALE = 8.0  # a difference in colour that costs a factor e; 1/255 of the a and b axes


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
    homography: Matrix3 | None  # unit reference to unit photo coordinates; None: no plausible place
    band: Band = Band.NONE


def weigh(votes: float, verification: Verification | None) -> Evidence:
    """
    The evidence for one reference, from its agreeing *votes* and its *verification*.

    Strength is inliers x correlation x likeness of colour x a root of the votes: keypoints tell
    brands apart, print and colour tell the sister products of one brand apart.
    """
    if verification is None:
        return Evidence(votes, 0, 0.0, 0.0, 0, 0.0)
    agreement = verification.agreement
    look = max(agreement.correlation, 0.0) * math.exp(-agreement.chroma / CHROMA_SCALE)
    return Evidence(
        votes,
        verification.inliers,
        agreement.correlation,
        agreement.chroma,
        agreement.cells,
        verification.inliers * look * votes**VOTES_POWER,
    )


def band_of(strength: float, rival_strength: float = 0.0) -> Band:
    """
    The band of a candidate.

    Args:
        strength: of the candidate's evidence.
        rival_strength: of the strongest other product that claims the same place of the photo.
            When it is about as strong, the two are sisters that this photo cannot tell apart, and
            neither is a strong answer.
    """
    if strength >= STRONG_STRENGTH and strength >= STRONG_MARGIN * rival_strength:
        return Band.STRONG
    if strength >= POSSIBLE_STRENGTH:
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
        candidates, key=lambda c: (-c.evidence.strength, -c.evidence.votes, c.reference_id)
    )
    best: dict[str, Candidate] = {}
    for candidate in ordered:
        best.setdefault(candidate.product_id, candidate)
    products = list(best.values())
    return [
        replace(c, band=band_of(c.evidence.strength, _strongest_rival(c, products)))
        for c in products[:limit]
    ]


def _strongest_rival(candidate: Candidate, products: list[Candidate]) -> float:
    """The strength of the strongest other product at the place of *candidate*, or 0."""
    strengths = [
        other.evidence.strength
        for other in products
        if other is not candidate
        and other.homography is not None
        and candidate.homography is not None
        and STRONG_MARGIN * other.evidence.strength > candidate.evidence.strength
        and is_same_place(candidate.homography, other.homography)
    ]
    return max(strengths, default=0.0)
